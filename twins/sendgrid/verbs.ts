import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { inboundMail } from '../inbound-mail.ts';
import { lookUp, type Store } from '../store.ts';
import { type Verb, verb } from '../twin.ts';
import { eventOf, postsOf, type SendgridEvent } from './events.ts';
import { inboundPost } from './inbound.ts';
import { type Mail, mailsOf, type SendgridData, type SuppressionKind } from './store.ts';

const which = {
  /** Address of the recipient; the newest mail to them. Left out: the newest of all. */
  to: z.string().optional(),
  id: z.string().optional(),
  /** Every mail that it fits. */
  all: z.boolean().default(false),
  perPost: z.number().int().min(1).max(5_000).default(100),
};
type Which = { to?: string | undefined; id?: string | undefined; all: boolean; perPost: number };

const bounces = {
  hard: {
    type: 'bounce',
    status: '5.1.1',
    reason: '550 5.1.1 The email account that you tried to reach does not exist',
    bounce_classification: 'Invalid Address',
  },
  full: { type: 'bounce', status: '5.2.2', reason: '552 5.2.2 The recipient mailbox is over quota', bounce_classification: 'Mailbox Unavailable' },
  block: {
    type: 'blocked',
    status: '5.7.1',
    reason: '550 5.7.1 Service unavailable; client host [203.0.113.7] blocked using Spamhaus',
    bounce_classification: 'Reputation',
  },
  expired: { type: 'expired', status: '4.4.7', reason: 'unable to deliver: delivery time expired', bounce_classification: 'Technical Failure' },
} as const;

/** What the world does with mail that was handed to SendGrid. */
export const sendgridVerbs = (store: Store<SendgridData>, clock: VirtualClock, onQuota: () => void): Record<string, Verb> => {
  const find = ({ to, id, all }: Which): Mail[] => {
    const fitting = mailsOf(store.data).filter(
      (mail) => (to === undefined || mail.to.email.toLowerCase() === to.toLowerCase()) && (id === undefined || mail.id === id || mail.callId === id),
    );
    const newest = fitting.at(-1);
    if (!newest) throw new RangeError(`No mail was sent${to ? ` to ${to}` : ''}.`);
    return all ? fitting : [newest];
  };
  const tell = (wanted: Which, make: (mail: Mail) => SendgridEvent) => {
    const events = find(wanted).map(make);
    return { result: { events: events.map(({ event, email, sg_event_id }) => ({ event, email, sg_event_id })) }, webhooks: postsOf(events, wanted.perPost) };
  };
  const event = (mail: Mail, name: string, facts: Record<string, unknown> = {}) => eventOf(store.data, clock, mail, name, facts);
  const suppress = (kind: SuppressionKind, { to }: Mail, facts: { reason?: string; status?: string; ip?: string } = {}) => {
    store.data.suppressions[kind][to.email.toLowerCase()] = { created: Math.floor(clock.nowMs() / 1000), email: to.email, ...facts };
  };
  const reader = { ip: '198.51.100.4', useragent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)' };

  return {
    'message.deliver': verb('A mail arrives in the mailbox', z.strictObject(which), (wanted) =>
      tell(wanted, (mail) => {
        mail.state = 'delivered';
        return event(mail, 'delivered', { response: '250 2.0.0 OK 1795700000 gsmtp', tls: 1, ip: '149.72.1.1' });
      }),
    ),
    'message.defer': verb(
      'The receiving server asks to come again',
      z.strictObject({ ...which, response: z.string().default('451 4.7.1 Greylisted, try again in 300 seconds') }),
      ({ response, ...wanted }) =>
        tell(wanted, (mail) => {
          mail.state = 'deferred';
          return event(mail, 'deferred', { response, attempt: '1' });
        }),
    ),
    'message.bounce': verb(
      'A mail comes back',
      z.strictObject({
        ...which,
        kind: z.enum(['hard', 'full', 'block', 'expired']).default('hard'),
        reason: z.string().optional(),
        status: z.string().optional(),
      }),
      ({ kind, reason, status, ...wanted }) =>
        tell(wanted, (mail) => {
          const facts = { ...bounces[kind], ...(reason ? { reason } : {}), ...(status ? { status } : {}) };
          mail.state = 'bounced';
          suppress(kind === 'block' ? 'blocks' : 'bounces', mail, { reason: facts.reason, status: facts.status });
          return event(mail, 'bounce', facts);
        }),
    ),
    'message.complain': verb('The reader says it is spam', z.strictObject(which), (wanted) =>
      tell(wanted, (mail) => {
        suppress('spam_reports', mail, { ip: '198.51.100.4' });
        return event(mail, 'spamreport');
      }),
    ),
    'message.open': verb('The reader, or a machine, opens it', z.strictObject({ ...which, machine: z.boolean().default(false) }), ({ machine, ...wanted }) =>
      tell(wanted, (mail) => event(mail, 'open', { ...reader, sg_machine_open: machine, sg_content_type: 'html' })),
    ),
    'message.click': verb('The reader follows a link', z.strictObject({ ...which, url: z.string().default('https://acme.test/offer') }), ({ url, ...wanted }) =>
      tell(wanted, (mail) => event(mail, 'click', { ...reader, url, url_offset: { index: 0, type: 'html' } })),
    ),
    'message.unsubscribe': verb('The reader leaves by SendGrid’s own link', z.strictObject(which), (wanted) =>
      tell(wanted, (mail) => {
        suppress('unsubscribes', mail);
        return event(mail, 'unsubscribe');
      }),
    ),
    'event.unknown': verb(
      'An event of a kind that nobody knows yet',
      z.strictObject({ ...which, name: z.string().default('levitated') }),
      ({ name, ...wanted }) => tell(wanted, (mail) => event(mail, name)),
    ),
    'mail.arrive': verb('A mail comes in at a host of Inbound Parse', inboundMail, (mail) => {
      const messageId = mail.messageId ?? `${randomUUID()}@customer.test`;
      return { result: { messageId }, webhooks: [inboundPost({ ...mail, messageId, at: clock.now() })] };
    }),
    'delivery.set': verb('Let mail arrive by itself, or only when told', z.strictObject({ how: z.enum(['by_hand', 'by_itself']) }), ({ how }) => {
      store.data.delivery = how;
      return { result: { how } };
    }),
    'suppression.put': verb(
      'Put an address on a list, as a person does in SendGrid’s console',
      z.strictObject({
        kind: z.enum(['bounces', 'blocks', 'spam_reports', 'invalid_emails', 'unsubscribes']).default('bounces'),
        email: z.string(),
        reason: z.string().default('550 5.1.1 User unknown'),
      }),
      ({ kind, email, reason }) => {
        store.data.suppressions[kind][email.toLowerCase()] = { created: Math.floor(clock.nowMs() / 1000), email, reason, status: '5.1.1', ip: '198.51.100.4' };
        return { result: { kind, email } };
      },
    ),
    'key.revoke': verb('Withdraw an API key', z.strictObject({ key: z.string() }), ({ key }) => {
      if (!lookUp(store.data.keys, key)) throw new RangeError(`No key “${key}”. There are: ${Object.keys(store.data.keys).join(', ')}.`);
      delete store.data.keys[key];
      return { result: { revoked: key } };
    }),
    'quota.set': verb(
      'Change how many calls a minute are taken, mail apart',
      z.strictObject({ limit: z.number().int().min(0).max(1_000_000), windowSeconds: z.number().min(1).max(86_400).default(60) }),
      ({ limit, windowSeconds }) => {
        store.data.allowance = { limit, windowMs: windowSeconds * 1000, kind: 'fixed' };
        onQuota();
        return { result: store.data.allowance };
      },
    ),
  };
};
