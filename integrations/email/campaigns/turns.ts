import type { BatchFate, OutgoingMessage, Turns } from '../client/transport.ts';
import type { Fate } from './fate.ts';

/**
 * Written down together where mails leave faster than the database commits. A death leaves unknown what is written down and not
 * settled: this, what was left of the last, and what is on its lines. Where the other side is slow, one at a time is written
 * down ahead, and a death leaves little more than what is on the lines.
 */
const GROUP = 10;
/** The next ones are written down when so few are left, so that no line waits for the database. */
const FEW = 5;
/** Heard of so many while a commit lasted, twice in a row: the other side is quick, and it stays so while there is any. */
const QUICK = 2;

export interface Ended {
  key: string;
  fate: Fate;
}
/** One transaction: these are handed over from now on, and that is what became of those. Answers the keys of the first that are ours. */
type Commit = (next: readonly OutgoingMessage[], ended: readonly Ended[]) => Promise<ReadonlySet<string>>;
export interface CampaignTurns extends Turns {
  /** All of them at once, for a call that carries many. Answers those that are ours. */
  beginAll(): Promise<readonly OutgoingMessage[]>;
  heard(key: string, fate: Fate): void;
  /** Writes down what is left. What was begun and not heard of is unknown, what nobody took goes back. */
  close(): Promise<void>;
}

/** Mails leave in the order in which they are written down as handed over, and are written down a few at a time. */
export function turnsOf(messages: readonly OutgoingMessage[], commit: Commit): CampaignTurns {
  const ahead = [...messages];
  const asked = new Set<string>();
  /** Ours, and taken by no line yet. */
  const handed = new Set<string>();
  const begun = new Set<string>();
  let ended: Ended[] = [];
  let committing: Promise<void> | undefined;
  /** Lines that wait for the database. */
  let waiting = 0;
  let heards = 0;
  let wasQuick = false;
  let isQuick = false;
  let isOneCall = false;

  const write = (count: number): Promise<void> => {
    const next = ahead.splice(0, count);
    const told = ended;
    const before = heards;
    ended = [];
    committing = commit(next, told)
      .then(
        (ours) => {
          for (const { key } of next) {
            asked.add(key);
            if (ours.has(key)) handed.add(key);
          }
          const isQuickNow = heards - before >= (isQuick ? 1 : QUICK);
          isQuick = isQuickNow && (isQuick || wasQuick);
          wasQuick = isQuickNow;
        },
        (error: unknown) => {
          ahead.unshift(...next);
          ended = [...told, ...ended];
          throw error;
        },
      )
      .finally(() => {
        committing = undefined;
      });
    return committing;
  };
  const writeNext = (): Promise<void> => write(isQuick ? GROUP : Math.min(GROUP, Math.max(1, waiting)));
  const heard = (key: string, fate: Fate): void => {
    if (!begun.delete(key)) return;
    ended.push({ key, fate });
    heards++;
    // Nothing more is to be written down ahead: what became of the last ones does not wait for the slowest of them.
    if (ahead.length === 0 && !committing && !isOneCall) void write(0).catch(() => {});
  };
  const take = (key: string): boolean => {
    if (!handed.delete(key)) return false;
    begun.add(key);
    return true;
  };

  return {
    async begin({ key }) {
      waiting++;
      try {
        while (!asked.has(key)) {
          if (!committing && ahead.length === 0) return false;
          await (committing ?? writeNext());
        }
      } finally {
        waiting--;
      }
      const isOurs = take(key);
      // Its failure is met by whoever waits for these.
      if (!committing && ahead.length > 0 && handed.size <= (isQuick ? FEW : 0)) void writeNext().catch(() => {});
      return isOurs;
    },
    async beginAll() {
      isOneCall = true;
      await write(ahead.length);
      return messages.filter(({ key }) => take(key));
    },
    heard,
    end: (fate) => heard(fate.key, fateOfBatch(fate)),
    async close() {
      await committing?.catch(() => {});
      for (const key of handed) ended.push({ key, fate: { state: 'back' } });
      for (const key of begun) ended.push({ key, fate: { state: 'unknown', reason: 'The other side said nothing about this one.' } });
      handed.clear();
      begun.clear();
      if (ended.length > 0) await write(0);
    },
  };
}

const fateOfBatch = (fate: BatchFate): Fate => {
  if (fate.accepted) return { state: 'accepted', ...(fate.providerId ? { providerId: fate.providerId } : {}) };
  if (fate.permanent) return { state: 'failed', reason: fate.code };
  return { state: 'again', reason: fate.code, afterMs: 60_000, transportIsDown: false };
};
