import { z } from 'zod';
import type { FactKind } from '../delivery/facts.ts';
import { ACCOUNT, MESSAGE_ID } from './sendgrid.ts';
import type { Told } from './sendgrid-events.ts';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
export const mailgunEvent = z.looseObject({
  event: z.string().min(1).max(100),
  id: z.string().min(1).max(200),
  timestamp: z.coerce.number(),
  recipient: z.string().min(1).max(320),
  severity: z.string().optional(),
  reason: z.string().optional(),
  url: text.optional(),
  ip: text.optional(),
  'user-variables': z.record(z.string(), z.unknown()).default({}),
  'delivery-status': z
    .looseObject({ code: text.optional(), message: text.nullish(), description: text.nullish(), 'enhanced-code': text.optional(), 'mx-host': text.optional() })
    .optional(),
  'client-info': z.looseObject({ 'user-agent': text.optional(), bot: text.optional() }).optional(),
  message: z.looseObject({ headers: z.looseObject({ from: z.string().optional() }).default({}) }).optional(),
  domain: z.looseObject({ name: z.string() }).optional(),
  envelope: z.looseObject({ sender: z.string().optional() }).optional(),
});
export type MailgunEvent = z.output<typeof mailgunEvent>;

const kinds: Readonly<Record<string, FactKind>> = {
  accepted: 'queued',
  delivered: 'delivered',
  rejected: 'rejected',
  opened: 'opened',
  clicked: 'clicked',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
};
const kindOf = ({ event, severity, reason }: MailgunEvent): FactKind => {
  if (event !== 'failed') return Object.hasOwn(kinds, event) ? (kinds[event] ?? 'unknown') : 'unknown';
  // What stands on a list of Mailgun's own never left.
  if (reason?.startsWith('suppress-')) return 'rejected';
  return severity === 'temporary' ? 'deferred' : 'bounced';
};

const domainOf = (address: string | undefined): string | undefined => /@([^@<>\s]+)>?\s*$/.exec(address ?? '')?.[1]?.toLowerCase();

/** The id of an event is unique within one day and domain only. */
export function toldByMailgun(event: MailgunEvent): Told {
  const kind = kindOf(event);
  const at = new Date(event.timestamp * 1000);
  const variables = event['user-variables'];
  const status = event['delivery-status'];
  const domain = event.domain?.name ?? domainOf(event.envelope?.sender) ?? domainOf(event.message?.headers.from);
  const bot = event['client-info']?.bot;
  const said = [status?.code, status?.message, status?.description].filter(Boolean).join(' ');
  const evidence = Object.fromEntries(
    Object.entries({
      response: said,
      reason: event.reason,
      status: status?.['enhanced-code'],
      server: status?.['mx-host'],
      url: event.url,
      useragent: event['client-info']?.['user-agent'],
      bot,
      ...(kind === 'unknown' ? { event: event.event } : {}),
    }).flatMap(([name, value]) => (value ? [[name, value.slice(0, 1000)]] : [])),
  );
  const own = (name: string) => (typeof variables[name] === 'string' ? variables[name] : undefined);
  return {
    account: own(ACCOUNT) ?? domain,
    fact: {
      key: `mailgun:${domain ?? ''}:${at.toISOString().slice(0, 10)}:${event.id}`,
      kind,
      at: at.toISOString(),
      messageId: own(MESSAGE_ID) ?? null,
      address: event.recipient.trim().toLowerCase(),
      ...(bot ? { isMachine: true } : {}),
      evidence,
    },
    ...(kind === 'bounced' ? { said: { text: said, status: status?.['enhanced-code'] } } : {}),
  };
}

export const mailgunPost = z.object({
  signature: z.object({ timestamp: z.string(), token: z.string() }),
  'event-data': mailgunEvent,
});
