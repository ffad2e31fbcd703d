import { createHash } from 'node:crypto';
import type { VirtualClock } from '../clock.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { tokenOf } from './signature.ts';
import type { Mail, MailgunData, StoredEvent } from './store.ts';

export type EventData = StoredEvent['data'];
/** The name of an event in the settings of webhooks. */
const webhookNames: Readonly<Record<string, string>> = {
  failed: '',
  accepted: 'accepted',
  delivered: 'delivered',
  opened: 'opened',
  clicked: 'clicked',
  unsubscribed: 'unsubscribed',
  complained: 'complained',
};

/** Notes an event in the account's log, perhaps late. Its id is unique within a day. */
export const noteEvent = (data: MailgunData, clock: VirtualClock, mail: Mail, event: string, facts: Record<string, unknown> = {}, lateMs = 0): EventData => {
  data.counter += 1;
  const id = createHash('sha256').update(`${mail.id} ${event} ${data.counter}`).digest('base64url').slice(0, 22);
  const row: EventData = {
    event,
    id,
    timestamp: clock.nowMs() / 1000,
    'log-level': event === 'failed' ? 'error' : event === 'complained' ? 'warn' : 'info',
    recipient: mail.recipient,
    'recipient-domain': mail.recipient.split('@').at(-1) ?? '',
    tags: mail.tags,
    'user-variables': mail.variables,
    flags: { 'is-routed': false, 'is-authenticated': true, 'is-system-test': false, 'is-test-mode': mail.isTest },
    envelope: { sender: mail.from, transport: 'smtp', targets: mail.recipient, 'sending-ip': '159.135.1.1' },
    message: { headers: { to: mail.to, 'message-id': mail.id, from: mail.from, subject: mail.subject }, attachments: [], size: 867 },
    ...facts,
  };
  data.events.push({ domain: mail.domain, visibleAtMs: clock.nowMs() + lateMs, data: row });
  return row;
};

/** One event per post, with a token of its own. Where the domain names addresses for the event, those; else the account's. */
export const postOf = (data: MailgunData, mail: Mail, event: EventData): Outgoing[] => {
  const name = event.event === 'failed' ? `${event.severity === 'temporary' ? 'temporary' : 'permanent'}_fail` : webhookNames[event.event];
  const urls = data.domains[mail.domain]?.webhooks[name ?? ''] ?? [];
  const post: Outgoing = {
    eventId: event.id,
    type: name ?? event.event,
    body: JSON.stringify({
      signature: { timestamp: String(Math.floor(event.timestamp)), token: tokenOf(event.id) },
      'event-data': { ...event, account: { id: 'acct-acme' }, domain: { name: mail.domain } },
    }),
  };
  return urls.length > 0 ? urls.map((url) => ({ ...post, url, secret: data.signingKey })) : [post];
};
