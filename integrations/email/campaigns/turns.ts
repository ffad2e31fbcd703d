import type { BatchFate, OutgoingMessage, Turns } from '../client/transport.ts';
import type { Fate } from './fate.ts';

/** Written down together. A death leaves unknown what is written down and not settled: this, what was left of the last, and what is on its lines. */
const GROUP = 10;
/** The next ones are written down when so few are left, so that no line waits for the database. */
const FEW = 5;

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

  const write = (count: number): Promise<void> => {
    const next = ahead.splice(0, count);
    const told = ended;
    ended = [];
    committing = commit(next, told)
      .then(
        (ours) => {
          for (const { key } of next) {
            asked.add(key);
            if (ours.has(key)) handed.add(key);
          }
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
  const heard = (key: string, fate: Fate): void => {
    if (begun.delete(key)) ended.push({ key, fate });
  };
  const take = (key: string): boolean => {
    if (!handed.delete(key)) return false;
    begun.add(key);
    return true;
  };

  return {
    async begin({ key }) {
      while (!asked.has(key)) {
        if (!committing && ahead.length === 0) return false;
        await (committing ?? write(GROUP));
      }
      const isOurs = take(key);
      // Its failure is met by whoever waits for these.
      if (!committing && ahead.length > 0 && handed.size <= FEW) void write(GROUP).catch(() => {});
      return isOurs;
    },
    async beginAll() {
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
