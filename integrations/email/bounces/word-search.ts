/** Where a group of words was met first: leftmost, and of those that begin there the one that is listed first. */
export interface Met {
  at: number;
  word: string;
}

/**
 * Looks for hundreds of words in one pass over a text, however many there are (Aho and Corasick, 1975). Words are in groups,
 * and each group is answered by itself. What is gone through is compared as it is written.
 */
export function searchFor(groups: readonly (readonly string[])[]): (text: string) => (Met | undefined)[] {
  const words = groups.flatMap((group, index) => group.map((word, order) => ({ word, group: index, order })));
  // Letters that no word has are one and the same.
  const classOf = new Uint16Array(65_536);
  let classes = 1;
  for (const { word } of words)
    for (let at = 0; at < word.length; at++) {
      const code = word.charCodeAt(at);
      if (classOf[code] === 0) classOf[code] = classes++;
    }
  const most = words.reduce((sum, { word }) => sum + word.length, 1);
  const next = new Int32Array(most * classes).fill(-1);
  /** Words that end in a state, by their place in the list. */
  const ends: number[][] = [[]];
  let states = 1;
  for (const [index, { word }] of words.entries()) {
    let state = 0;
    for (let at = 0; at < word.length; at++) {
      const edge = state * classes + (classOf[word.charCodeAt(at)] ?? 0);
      if (next[edge] === -1) {
        ends[states] = [];
        next[edge] = states++;
      }
      state = next[edge] ?? 0;
    }
    ends[state]?.push(index);
  }
  // Breadth first: what follows when a word breaks off is known from the shorter ones.
  const fallback = new Int32Array(states);
  const queue: number[] = [];
  for (let letter = 0; letter < classes; letter++) {
    const child = next[letter] ?? -1;
    if (child === -1) next[letter] = 0;
    else queue.push(child);
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    const shorter = fallback[state] ?? 0;
    ends[state] = [...(ends[state] ?? []), ...(ends[shorter] ?? [])];
    for (let letter = 0; letter < classes; letter++) {
      const edge = state * classes + letter;
      const child = next[edge] ?? -1;
      const instead = next[shorter * classes + letter] ?? 0;
      if (child === -1) next[edge] = instead;
      else {
        fallback[child] = instead;
        queue.push(child);
      }
    }
  }

  // Small, so that it stays near the processor while a text is gone through.
  if (states > 65_536) throw new RangeError('too many words to look for at once');
  const after = Uint16Array.from(next.subarray(0, states * classes));
  const isEnd = Uint8Array.from(ends, (ended) => (ended.length > 0 ? 1 : 0));

  return (text) => {
    const met: (Met | undefined)[] = new Array(groups.length).fill(undefined);
    const orders: number[] = [];
    let state = 0;
    for (let at = 0; at < text.length; at++) {
      state = after[state * classes + (classOf[text.charCodeAt(at)] as number)] as number;
      if (isEnd[state] === 0) continue;
      for (const index of ends[state] ?? []) {
        const found = words[index];
        if (!found) continue;
        const start = at - found.word.length + 1;
        const known = met[found.group];
        if (known && (known.at < start || (known.at === start && (orders[found.group] ?? 0) < found.order))) continue;
        met[found.group] = { at: start, word: found.word };
        orders[found.group] = found.order;
      }
    }
    return met;
  };
}
