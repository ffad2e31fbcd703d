import { expect, it } from 'vitest';
import { createConcurrency } from './concurrency.ts';

it('lets as many in at once as are allowed, the others in their order, and each key for itself', async () => {
  const { enter } = createConcurrency();
  let [open, most] = [0, 0];
  const order: number[] = [];
  const visit = async (n: number) => {
    const leave = await enter('mailbox', 3);
    order.push(n);
    most = Math.max(most, ++open);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    open--;
    leave();
    leave();
  };
  await Promise.all(Array.from({ length: 20 }, (_, n) => visit(n)));
  expect(most).toBe(3);
  expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n));
  const others = await Promise.all([enter('a', 1), enter('b', 1)]);
  expect(others).toHaveLength(2);
});

it('whoever is called off while waiting takes no place', async () => {
  const { enter } = createConcurrency();
  const leave = await enter('mailbox', 1);
  const gone = new AbortController();
  const waiting = enter('mailbox', 1, gone.signal);
  const next = enter('mailbox', 1);
  gone.abort(new Error('called off'));
  await expect(waiting).rejects.toThrow('called off');
  leave();
  (await next)();
  (await enter('mailbox', 1))();
});
