import { Union } from './union.ts';

/** What threading needs of a mail. Keys are hashed ids: its own and those it refers to. */
export interface Threadable {
  messageKey: string;
  keys: readonly string[];
  hints: readonly string[];
  seeks: boolean;
  at: Date;
}
export const HINT_WINDOW_MS = 30 * 86_400_000;

/**
 * All mails in memory, threaded in one go: by what they refer to, and answers that refer to nothing with every mail of the
 * same subject and counterpart in the 30 days before them. Each rule only joins, so any order gives the same threads.
 */
export function threadsOf(mails: readonly Threadable[]): Map<string, string> {
  const union = new Union();
  const found = new Map<string, { at: number; key: string; seeks: boolean }[]>();
  for (const { messageKey, keys, hints, seeks, at } of mails) {
    union.joinAll(messageKey, keys);
    for (const hint of hints) {
      const list = found.get(hint);
      const entry = { at: at.getTime(), key: messageKey, seeks };
      if (list) list.push(entry);
      else found.set(hint, [entry]);
    }
  }
  for (const list of found.values()) {
    if (list.length === 1) continue;
    // Of the same moment: whoever seeks finds the others.
    list.sort((a, b) => a.at - b.at || Number(a.seeks) - Number(b.seeks));
    // From the newest back: a seeker joins the one before it as long as that lies in its window; so does that one's.
    let reach = Number.POSITIVE_INFINITY;
    let seeker: string | undefined;
    for (let i = list.length - 1; i >= 0; i--) {
      const entry = list[i];
      if (!entry) continue;
      if (seeker !== undefined && entry.at >= reach) union.join(seeker, entry.key);
      else seeker = undefined;
      if (entry.seeks) {
        seeker = entry.key;
        reach = entry.at - HINT_WINDOW_MS;
      }
    }
  }
  return new Map(mails.map(({ messageKey }) => [messageKey, union.find(messageKey)]));
}
