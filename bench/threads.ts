import { createHash } from 'node:crypto';
import { hintsOf } from '../integrations/email/threading/subject.ts';
import { type Threadable, threadsOf } from '../integrations/email/threading/threads.ts';
import type { BenchResult } from './bench.ts';

const MAILS = Number(process.env.THREAD_MAILS ?? 20_000);
const BAR = 20_000;

/** Conversations whose references are broken in the usual ways: a middle one lost, all lost, only the last one named. */
function mailbox(): Threadable[] {
  const start = Date.parse('2026-01-05T09:00:00Z');
  return Array.from({ length: MAILS }, (_, n) => {
    const thread = Math.floor(n / 7);
    const place = n % 7;
    const refers =
      place === 0 || n % 11 === 0
        ? []
        : n % 5 === 0
          ? [`t${thread}m${place - 1}`]
          : Array.from({ length: place }, (_x, at) => `t${thread}m${at}`).filter((_x, at) => (n + at) % 3 !== 0);
    const messageKey = `t${thread}m${place}`;
    const subject = `${place > 0 ? 'Re: ' : ''}About the matter ${thread}`;
    return {
      messageKey,
      keys: [messageKey, ...refers],
      at: new Date(start + n * 60_000),
      ...hintsOf(subject, [`jane${thread % 500}@customer.example`], refers.length > 0),
    };
  });
}
const shuffled = (mails: readonly Threadable[], salt: string): Threadable[] =>
  mails
    .map((mail) => ({
      mail,
      at: createHash('md5')
        .update(salt + mail.messageKey)
        .digest('hex'),
    }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ mail }) => mail);
const shape = (mails: readonly Threadable[]): string =>
  [...Map.groupBy(threadsOf(mails), ([, thread]) => thread).values()]
    .map((group) =>
      group
        .map(([key]) => key)
        .sort()
        .join(' '),
    )
    .sort()
    .join('|');

export async function threads(): Promise<BenchResult> {
  const mails = mailbox();
  const orders = ['a', 'b', 'c', 'd'].map((salt) => shuffled(mails, salt));
  const shapes = new Set(orders.map(shape));
  // Processor time: what others do on a shared machine is no part of it. The first order also warms the program up.
  const rates = orders.map((order) => {
    const start = process.cpuUsage();
    threadsOf(order);
    const { user, system } = process.cpuUsage(start);
    return (MAILS / (user + system)) * 1_000_000;
  });
  const rate = rates.sort((a, b) => a - b)[1] ?? 0;
  return {
    name: 'threads',
    rows: [
      {
        case: `${MAILS.toLocaleString('en')} mails with broken references, in memory, per second of processor time`,
        value: rate,
        unit: '/s',
        bar: `≥ ${BAR.toLocaleString('en')}`,
        pass: rate >= BAR,
      },
      { case: 'different threads over four orders', value: shapes.size, unit: '', bar: '= 1', pass: shapes.size === 1 },
    ],
  };
}
