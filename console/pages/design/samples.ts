import type { TimelineActivity } from '../../patterns/timeline/timeline.tsx';

export interface SampleRow {
  id: string;
  name: string;
  organization: string;
  amount: { amount: string; currency: string };
  at: string;
}

const NAMES = ['Ada Lovelace', 'Grace Hopper', 'Katherine Johnson', 'עדה לאבלייס', 'Wolfeschlegelsteinhausenbergerdorff, Hubert Blaine the Elder', '王小明'];
const HOUSES = ['Analytical Engines Ltd', 'Compilers & Sons', 'Orbit Partners', 'A company whose name is rather longer than any column would like'];
const from = <T>(all: readonly [T, ...T[]] | readonly T[], index: number): T => all[index % all.length] as T;

/** Ten thousand rows: what a list must carry without a thought. */
export const SAMPLE_ROWS: readonly SampleRow[] = Array.from({ length: 10_000 }, (_, index) => ({
  id: `sample-${index}`,
  name: from(NAMES, index),
  organization: from(HOUSES, index),
  amount: { amount: ((index * 7919) % 250_000).toFixed(2), currency: from(['EUR', 'USD', 'JPY'], index) },
  at: new Date(Date.UTC(2026, 0, 1) - index * 3_600_000).toISOString(),
}));

const activity = (id: string, hoursAgo: number, more: Partial<TimelineActivity>): TimelineActivity => {
  const at = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
  return {
    id,
    kind: 'note',
    direction: 'internal',
    occurredAt: at,
    createdAt: at,
    subject: null,
    snippet: null,
    body: null,
    status: null,
    ownerId: null,
    hidden: [],
    data: {},
    participants: [],
    source: { integration: null, threadId: null, url: null },
    ...more,
  };
};
const known = { contactId: null, userId: null };
const of = (integration: string) => ({ integration, threadId: null, url: null });

export const SAMPLE_TIMELINE: readonly TimelineActivity[] = [
  activity('6', 1, {
    kind: 'email',
    direction: 'inbound',
    subject: 'Re: Pricing for 40 seats',
    snippet: 'Thank you, that works for us.\nCould you send the contract by Friday?\nWe would start with the Lisbon team,\nand the others follow in spring.',
    participants: [{ ...known, name: 'Ada Lovelace', address: 'ada@engines.test', role: 'from' }],
    source: of('email'),
  }),
  activity('5', 5, {
    kind: 'call',
    direction: 'outbound',
    status: 'completed',
    data: { talkSeconds: 754 },
    participants: [{ ...known, name: 'Ada Lovelace', address: '+351210000000', role: 'callee' }],
    source: of('voip'),
  }),
  activity('4', 26, {
    kind: 'meeting',
    subject: 'Demo for the Lisbon team',
    status: 'held',
    participants: [{ ...known, name: null, address: 'grace@compilers.test', role: 'attendee' }],
    source: of('calendar'),
  }),
  activity('3', 30, { kind: 'message', subject: '#deals', snippet: 'They want the annual plan.', source: of('slack') }),
  activity('2', 50, { kind: 'email', hidden: ['subject', 'body'], source: of('email') }),
  activity('1', 80, { kind: 'note', body: 'Met at the fair. Prefers mornings.' }),
];
