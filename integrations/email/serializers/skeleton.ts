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

/** What two lists share, in order (Myers 1986, greedy); undefined when they are too different to be of one template. */
export function shared(a: readonly string[], b: readonly string[]): string[] | undefined {
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

function walkBack(a: readonly string[], b: readonly string[], trace: readonly Int32Array[], most: number): string[] {
  const common: string[] = [];
  let [x, y] = [a.length, b.length];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const before = trace[edits] as Int32Array;
    const k = x - y;
    const isDown = k === -edits || (k !== edits && (before[k + most - 1] ?? 0) < (before[k + most + 1] ?? 0));
    const previousK = isDown ? k + 1 : k - 1;
    const previousX = edits === 0 ? 0 : (before[previousK + most] ?? 0);
    const previousY = edits === 0 ? 0 : previousX - previousK;
    while (x > previousX && y > previousY) {
      common.push(a[x - 1] as string);
      x--;
      y--;
    }
    [x, y] = [previousX, previousY];
  }
  return common.reverse();
}

const isWithin = (part: readonly string[], whole: readonly string[]): boolean => {
  let at = 0;
  for (const token of whole) if (token === part[at]) at++;
  return at === part.length;
};

/** Undefined when the texts share too little to be worth it. */
export function skeletonOf(texts: readonly string[]): Skeleton | undefined {
  const [first, ...rest] = texts.map(tokensOf);
  if (!first) return undefined;
  let common: readonly string[] = first;
  for (const tokens of rest) {
    // Most texts hold what the ones before them shared; that is seen without a comparison.
    if (isWithin(common, tokens)) continue;
    const less = shared(common, tokens);
    if (!less) return undefined;
    common = less;
  }
  const gaps = texts.map((text) => gapsOf(common, tokensOf(text)));
  // A gap that nobody fills is no hole: its neighbours are one piece.
  const pieces: string[] = [''];
  const holes: number[] = [];
  for (let at = 0; at <= common.length; at++) {
    if (gaps.some((each) => each[at] !== '')) {
      holes.push(at);
      pieces.push('');
    }
    if (at < common.length) pieces[pieces.length - 1] += common[at] as string;
  }
  return { pieces, fills: gaps.map((each) => holes.map((at) => each[at] as string)) };
}

/** What stands before each shared token, and after the last; the shared ones are met as early as they can be. */
function gapsOf(common: readonly string[], tokens: readonly string[]): string[] {
  const gaps: string[] = new Array(common.length + 1).fill('');
  let at = 0;
  for (const token of tokens) {
    if (at < common.length && token === common[at]) at++;
    else gaps[at] += token;
  }
  return gaps;
}

export const joined = ({ pieces }: Skeleton, hole: (index: number) => string): string =>
  pieces.reduce((text, piece, index) => (index === 0 ? piece : text + hole(index - 1) + piece), '');
