import { createHash } from 'node:crypto';

const PREFIX = /^\s*(?:(?:re|fwd?|aw|wg|sv|vs|rv|tr|antw|res|enc|ref|rif|odp|回复|答复|转发|回覆|轉寄)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]|\[\d+\])\s*/iu;

/** A subject without its `Re:` and the like, and whether it had one. */
export function bareSubject(subject: string): { bare: string; isAnswer: boolean } {
  let bare = subject;
  let isAnswer = false;
  for (let match = PREFIX.exec(bare); match; match = PREFIX.exec(bare)) {
    isAnswer = true;
    bare = bare.slice(match[0].length);
  }
  return { bare: bare.replaceAll(/\s+/g, ' ').trim(), isAnswer };
}

/** Shorter ones say too little to bring two mails together. */
const SHORTEST = 8;
const MOST_COUNTERPARTS = 5;

/**
 * Under what an answer that refers to nothing is sought: its subject with each counterpart, hashed. Only such answers seek;
 * every mail of a subject long enough can be found.
 */
export function hintsOf(subject: string, counterparts: readonly string[], hasReferences: boolean): { hints: string[]; seeks: boolean } {
  const { bare, isAnswer } = bareSubject(subject);
  if (bare.length < SHORTEST) return { hints: [], seeks: false };
  const hints = counterparts
    .slice(0, MOST_COUNTERPARTS)
    .map((address) => createHash('sha256').update(`${bare.toLowerCase()}\0${address}`).digest('base64url').slice(0, 32));
  return { hints: [...new Set(hints)], seeks: isAnswer && !hasReferences };
}
