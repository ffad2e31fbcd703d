import { z } from 'zod';
import type { DeliveryFact, FactKind } from '../delivery/facts.ts';
import { ACCOUNT, MESSAGE_ID } from './sendgrid.ts';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const sendgridEvent = z.looseObject({
  event: z.string().min(1).max(100),
  email: z.string().min(1).max(320),
  timestamp: z.coerce.number(),
  sg_event_id: z.string().min(1).max(200),
  reason: text.optional(),
  response: text.optional(),
  status: text.optional(),
  type: text.optional(),
  attempt: text.optional(),
  url: text.optional(),
  useragent: text.optional(),
  bounce_classification: text.optional(),
  sg_machine_open: z.union([z.boolean(), z.stringbool()]).optional(),
  [MESSAGE_ID]: z.string().max(998).optional(),
  [ACCOUNT]: z.string().max(200).optional(),
});
export type SendgridEvent = z.output<typeof sendgridEvent>;

const kinds: Readonly<Record<string, FactKind>> = {
  processed: 'queued',
  dropped: 'rejected',
  deferred: 'deferred',
  delivered: 'delivered',
  bounce: 'bounced',
  open: 'opened',
  click: 'clicked',
  spamreport: 'complained',
  unsubscribe: 'unsubscribed',
  group_unsubscribe: 'unsubscribed',
  group_resubscribe: 'resubscribed',
};
const SHOWN = ['response', 'reason', 'status', 'type', 'attempt', 'url', 'useragent', 'bounce_classification'] as const;

/** A fact whose verdict is still to be judged: the words are there, the rules are the workspace's. */
export interface Told {
  fact: Omit<DeliveryFact, 'bounce'>;
  account: string | undefined;
  /** What the server said, where it refused. */
  said?: { text: string; status: string | undefined };
}

/** SendGrid sends lists. What cannot be read is left out with its place in the list, the others stand. */
export function readSendgrid(body: unknown): { told: Told[]; unreadable: number } {
  const list = z.array(z.unknown()).max(10_000).parse(body);
  const told: Told[] = [];
  for (const each of list) {
    const parsed = sendgridEvent.safeParse(each);
    if (parsed.success) told.push(toTold(parsed.data));
  }
  return { told, unreadable: list.length - told.length };
}

function toTold(event: SendgridEvent): Told {
  const kind = Object.hasOwn(kinds, event.event) ? (kinds[event.event] ?? 'unknown') : 'unknown';
  const evidence = Object.fromEntries(SHOWN.flatMap((name) => (event[name] ? [[name, String(event[name]).slice(0, 1000)]] : [])));
  return {
    account: event[ACCOUNT],
    fact: {
      key: `sendgrid:${event.sg_event_id}`,
      kind,
      at: new Date(event.timestamp * 1000).toISOString(),
      messageId: event[MESSAGE_ID] ?? null,
      address: event.email.trim().toLowerCase(),
      ...(event.sg_machine_open ? { isMachine: true } : {}),
      evidence: kind === 'unknown' ? { ...evidence, event: event.event } : evidence,
    },
    ...(kind === 'bounced' ? { said: { text: event.reason ?? event.response ?? '', status: event.status } } : {}),
  };
}
