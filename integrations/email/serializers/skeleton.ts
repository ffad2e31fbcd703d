/**
 * Many texts made of one template, taken apart again: what they share, with numbered holes, and what each puts into the
 * holes. Providers take a thousand recipients in one call only in this form. What was taken apart is whole again by
 * construction: `pieces` joined with each text's `fills` gives that text to the letter.
 */
export interface Skeleton {
  /** One more than there are holes. */
  pieces: readonly string[];
  /** For each text what stands in each hole. */
  fills: readonly (readonly string[])[];
}

const TOKEN = /<[^>]*>|&[#\w]+;|\s+|[\p{L}\p{N}]+|./gsu;
/** Beyond this a difference is taken as one hole; templates differ in names and links only. */
const MOST_EDITS = 400;

const tokensOf = (text: string): string[] => text.match(TOKEN) ?? [];

/** Places of the same token in both lists. */
type Pair = readonly [inFirst: number, inSecond: number];
/** What two lists share, in order (Myers 1986, greedy); undefined when they are too different to be of one template. */
export function shared(a: readonly string[], b: readonly string[]): Pair[] | undefined {
  const most = Math.min(MOST_EDITS, a.length + b.length);
  const trace: Int32Array[] = [];
  const furthest = new Int32Array(2 * most + 2);
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice());
    for (let k = -edits; k <= edits; k += 2) {
      const at = k + most;
      const left = furthest[at - 1] ?? 0;
      const right = furthest[at + 1] ?? 0;
      let x = k === -edits || (k !== edits && left < right) ? right : left + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      furthest[at] = x;
      if (x >= a.length && y >= b.length) return walkBack(a, b, trace, most);
    }
  }
  return undefined;
}

function walkBack(a: readonly string[], b: readonly string[], trace: readonly Int32Array[], most: number): Pair[] {
  const common: Pair[] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const before = trace[edits] as Int32Array;
    const k = x - y;
    const isDown = k === -edits || (k !== edits && (before[k + most - 1] ?? 0) < (before[k + most + 1] ?? 0));
    const previousK = isDown ? k + 1 : k - 1;
    const previousX = edits === 0 ? 0 : (before[previousK + most] ?? 0);
    const previousY = edits === 0 ? 0 : previousX - previousK;
    while (x > previousX && y > previousY) {
      common.push([x - 1, y - 1]);
      x--;
      y--;
    }
    [x, y] = [previousX, previousY];
  }
  return common.reverse();
}

/** What is shared so far: its tokens, and between which of them something else may stand. One more place than there are tokens. */
interface Common {
  tokens: readonly string[];
  isHole: readonly boolean[];
}
const piecesOf = ({ tokens, isHole }: Common): string[] => {
  const pieces = [''];
  for (let at = 0; at <= tokens.length; at++) {
    if (isHole[at]) pieces.push('');
    if (at < tokens.length) pieces[pieces.length - 1] += tokens[at] as string;
  }
  return pieces;
};

/** What is left when another text is to have its place in it too. */
function narrowed({ tokens, isHole }: Common, other: readonly string[]): Common | undefined {
  const pairs = shared(tokens, other);
  if (!pairs) return undefined;
  const holes: boolean[] = [];
  let [before, beforeOther] = [-1, -1];
  for (const [at, atOther] of [...pairs, [tokens.length, other.length] as const]) {
    holes.push(at !== before + 1 || atOther !== beforeOther + 1 || isHole[at] === true);
    [before, beforeOther] = [at, atOther];
  }
  return { tokens: pairs.map(([at]) => tokens[at] as string), isHole: holes };
}

/** What stands in the holes of a text that has the pieces in this order, each met as early as it can be; undefined where it has not. */
function fillsOf(pieces: readonly string[], text: string): string[] | undefined {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first ? [] : undefined;
  if (!text.startsWith(first) || !text.endsWith(last)) return undefined;
  const end = text.length - last.length;
  const fills: string[] = [];
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return undefined;
    fills.push(text.slice(at, found));
    at = found + piece.length;
  }
  if (at > end) return undefined;
  fills.push(text.slice(at, end));
  return fills;
}

/** Undefined when the texts share too little to be worth it. */
export function skeletonOf(texts: readonly string[]): Skeleton | undefined {
  const [first] = texts;
  if (first === undefined) return undefined;
  const tokens = tokensOf(first);
  let common: Common = { tokens, isHole: new Array<boolean>(tokens.length + 1).fill(false) };
  let pieces = piecesOf(common);
  // From here on all texts were taken apart by these pieces.
  let since = 0;
  const fills: string[][] = [];
  for (const [index, text] of texts.entries()) {
    let own = fillsOf(pieces, text);
    // Most texts hold what the ones before them shared; only one that does not is compared.
    if (!own) {
      const less = narrowed(common, tokensOf(text));
      if (!less) return undefined;
      common = less;
      pieces = piecesOf(common);
      since = index;
      own = fillsOf(pieces, text);
      if (!own) return undefined;
    }
    fills.push(own);
  }
  // Whoever held more of the pieces holds their parts.
  for (let index = 0; index < since; index++) {
    const own = fillsOf(pieces, texts[index] as string);
    if (!own) return undefined;
    fills[index] = own;
  }
  return { pieces, fills };
}

export const joined = ({ pieces }: Skeleton, hole: (index: number) => string): string =>
  pieces.reduce((text, piece, index) => (index === 0 ? piece : text + hole(index - 1) + piece), '');
