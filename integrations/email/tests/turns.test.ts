import { expect, it } from 'vitest';
import { turnsOf } from '../campaigns/turns.ts';
import type { OutgoingMessage } from '../client/transport.ts';

const messages = (count: number) => Array.from({ length: count }, (_, n) => ({ key: `k${n}` }) as OutgoingMessage);
/** A ledger as the database keeps it: what is handed over and not settled is what a death leaves unknown. */
function ledger(isOurs: (key: string) => boolean = () => true) {
  const handed = new Set<string>();
  const settled = new Map<string, string>();
  let most = 0;
  return {
    settled,
    most: () => most,
    async commit(next: readonly OutgoingMessage[], ended: readonly { key: string; fate: { state: string } }[]) {
      await new Promise((resolve) => setImmediate(resolve));
      for (const { key, fate } of ended) {
        settled.set(key, fate.state);
        handed.delete(key);
      }
      const ours = next.map(({ key }) => key).filter(isOurs);
      for (const key of ours) handed.add(key);
      most = Math.max(most, handed.size);
      return new Set(ours);
    },
  };
}
const send = async (
  all: readonly OutgoingMessage[],
  turns: ReturnType<typeof turnsOf>,
  lines: number,
  take: (message: OutgoingMessage) => void,
  roundsOf: (nth: number) => number = () => 1,
) => {
  const waiting = [...all];
  let nth = 0;
  const line = async () => {
    for (let message = waiting.shift(); message; message = waiting.shift()) {
      if (!(await turns.begin(message))) continue;
      take(message);
      const rounds = roundsOf(nth++);
      for (let round = 0; round < rounds; round++) await new Promise((resolve) => setImmediate(resolve));
      turns.end({ key: message.key, accepted: true });
    }
  };
  await Promise.all(Array.from({ length: lines }, line));
};

it('writes down a few ahead of what leaves, and never more than a few', async () => {
  const all = messages(200);
  const kept = ledger();
  const turns = turnsOf(all, kept.commit);
  const taken: string[] = [];
  await send(all, turns, 5, ({ key }) => taken.push(key));
  await turns.close();
  expect(taken.toSorted()).toEqual(all.map(({ key }) => key).toSorted());
  expect([...kept.settled.values()].every((state) => state === 'accepted')).toBe(true);
  expect(kept.settled.size).toBe(200);
  expect(kept.most()).toBeLessThanOrEqual(25);
  expect(kept.most()).toBeGreaterThan(5);
});

it('writes down one at a time ahead of a server that is slow: a death leaves little more than what is on the lines', async () => {
  const all = messages(60);
  const kept = ledger();
  const turns = turnsOf(all, kept.commit);
  const taken: string[] = [];
  await send(
    all,
    turns,
    5,
    ({ key }) => taken.push(key),
    (nth) => 30 + ((nth * 17) % 23),
  );
  await turns.close();
  expect(taken.toSorted()).toEqual(all.map(({ key }) => key).toSorted());
  expect(kept.settled.size).toBe(60);
  expect(kept.most()).toBeLessThanOrEqual(8);
});

it('leaves alone what is not ours any more', async () => {
  const all = messages(30);
  const kept = ledger((key) => key < 'k2');
  const turns = turnsOf(all, kept.commit);
  const taken: string[] = [];
  await send(all, turns, 3, ({ key }) => taken.push(key));
  await turns.close();
  expect(taken.toSorted()).toEqual([...kept.settled.keys()].toSorted());
  expect(taken.every((key) => key < 'k2')).toBe(true);
});

it('gives back what nobody took, and calls unknown what was begun and not heard of', async () => {
  const all = messages(20);
  const kept = ledger();
  const turns = turnsOf(all, kept.commit);
  const [first, second] = all;
  if (!first || !second) throw new Error('none');
  expect(await turns.begin(first)).toBe(true);
  expect(await turns.begin(second)).toBe(true);
  turns.end({ key: first.key, accepted: false, permanent: true, code: 'no' });
  await turns.close();
  expect(kept.settled.get('k0')).toBe('failed');
  expect(kept.settled.get('k1')).toBe('unknown');
  // Written down ahead, for a line that never came.
  expect(kept.settled.get('k2')).toBe('back');
  // What was never written down is still reserved, and free with its page.
  expect(kept.settled.has('k19')).toBe(false);
});

it('keeps what was heard when the database fails once, and tells it at the next turn', async () => {
  const all = messages(12);
  const kept = ledger();
  let isAway = false;
  const turns = turnsOf(all, async (next, ended) => {
    if (isAway) throw new Error('away');
    return kept.commit(next, ended);
  });
  const [first] = all;
  if (!first) throw new Error('none');
  expect(await turns.begin(first)).toBe(true);
  turns.end({ key: first.key, accepted: true });
  isAway = true;
  const last = all.at(-1);
  if (!last) throw new Error('none');
  await expect(turns.begin(last)).rejects.toThrow('away');
  isAway = false;
  await turns.close();
  expect(kept.settled.get('k0')).toBe('accepted');
});
