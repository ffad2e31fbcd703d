import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { inboundMail } from '../inbound-mail.ts';
import { lookUp, type Store } from '../store.ts';
import { type Verb, verb } from '../twin.ts';
import { type EventData, noteEvent, postOf } from './events.ts';
import { routePost } from './inbound.ts';
import { type Mail, type MailgunData, noSuppressions, type SuppressionKind } from './store.ts';

const which = {
  /** Address of the recipient; the newest mail to them. Left out: the newest of all. */
  to: z.string().optional(),
  id: z.string().optional(),
  all: z.boolean().default(false),
  /** The events API shows it only after so long. */
  logLateMs: z.number().int().min(0).default(0),
  /** False: it is in the log, and no webhook tells of it. */
  webhook: z.boolean().default(true),
};
interface Which {
  to?: string | undefined;
  id?: string | undefined;
  all: boolean;
  logLateMs: number;
  webhook: boolean;
}

const failures = {
  hard: { severity: 'permanent', reason: 'bounce', code: 550, enhanced: '5.1.1', message: '5.1.1 The email account that you tried to reach does not exist' },
  full: { severity: 'permanent', reason: 'bounce', code: 552, enhanced: '5.2.2', message: '5.2.2 The recipient mailbox is over quota' },
  block: { severity: 'permanent', reason: 'bounce', code: 550, enhanced: '5.7.1', message: '5.7.1 Service unavailable; client host blocked using Spamhaus' },
  old: { severity: 'permanent', reason: 'old', code: 602, enhanced: '4.4.7', message: 'Too old' },
} as const;
const reader = (bot: string) => ({
  ip: '198.51.100.4',
  geolocation: { country: 'DE', region: 'BE', city: 'Berlin' },
  'client-info': {
    'client-type': 'browser',
    'client-os': 'OS X',
    'device-type': 'desktop',
    'client-name': 'Chrome',
    'user-agent': 'Mozilla/5.0 (Macintosh)',
    bot,
  },
});

/** What the world does with mail that was handed to Mailgun. */
export const mailgunVerbs = (store: Store<MailgunData>, clock: VirtualClock, onQuota: () => void): Record<string, Verb> => {
  const find = ({ to, id, all }: Which): Mail[] => {
    const fitting = store.data.mails.filter(
      (mail) => (to === undefined || mail.recipient.toLowerCase() === to.toLowerCase()) && (id === undefined || mail.id === id.replace(/^<|>$/g, '')),
    );
    const newest = fitting.at(-1);
    if (!newest) throw new RangeError(`No mail was sent${to ? ` to ${to}` : ''}.`);
    return all ? fitting : [newest];
  };
  const tell = (wanted: Which, make: (mail: Mail) => EventData) => {
    const told = find(wanted).map((mail) => [mail, make(mail)] as const);
    return {
      result: { events: told.map(([, { event, id, recipient }]) => ({ event, id, recipient })) },
      webhooks: wanted.webhook ? told.flatMap(([mail, event]) => postOf(store.data, mail, event)) : [],
    };
  };
  const note = (wanted: Which, mail: Mail, event: string, facts: Record<string, unknown> = {}) =>
    noteEvent(store.data, clock, mail, event, facts, wanted.logLateMs);
  const suppress = (kind: SuppressionKind, mail: Mail, facts: { code?: string; error?: string; tags?: string[] } = {}) => {
    store.data.suppressions[mail.domain] ??= noSuppressions();
    const list = store.data.suppressions[mail.domain]?.[kind];
    if (list) list[mail.recipient.toLowerCase()] = { address: mail.recipient, created_at: clock.now().toUTCString().replace('GMT', 'UTC'), ...facts };
  };

  return {
    'message.deliver': verb('A mail arrives in the mailbox', z.strictObject(which), (wanted) =>
      tell(wanted, (mail) => {
        mail.state = 'delivered';
        return note(wanted, mail, 'delivered', {
          'delivery-status': {
            code: 250,
            message: 'OK',
            'attempt-no': 1,
            'mx-host': 'mx.customer.test',
            tls: true,
            'certificate-verified': true,
            'session-seconds': 0.4,
            utf8: true,
          },
        });
      }),
    ),
    'message.defer': verb(
      'The receiving server asks to come again',
      z.strictObject({ ...which, message: z.string().default('4.7.1 Greylisted, try again in 300 seconds') }),
      ({ message, ...wanted }) =>
        tell(wanted, (mail) => {
          mail.state = 'deferred';
          return note(wanted, mail, 'failed', {
            severity: 'temporary',
            reason: 'generic',
            'delivery-status': { code: 451, 'enhanced-code': '4.7.1', message, 'attempt-no': 1, 'retry-seconds': 600 },
          });
        }),
    ),
    'message.bounce': verb(
      'A mail comes back; `delayed`: after it had been taken',
      z.strictObject({
        ...which,
        kind: z.enum(['hard', 'full', 'block', 'old']).default('hard'),
        reason: z.string().optional(),
        delayed: z.boolean().default(false),
      }),
      ({ kind, reason, delayed, ...wanted }) =>
        tell(wanted, (mail) => {
          const { severity, code, enhanced, reason: why, message } = failures[kind];
          mail.state = 'failed';
          if (kind === 'hard') suppress('bounces', mail, { code: String(code), error: reason ?? message });
          return note(wanted, mail, 'failed', {
            severity,
            reason: why,
            flags: { 'is-delayed-bounce': delayed, 'is-test-mode': mail.isTest },
            'delivery-status': {
              code,
              'enhanced-code': enhanced,
              'bounce-code': enhanced,
              message: reason ?? message,
              description: '',
              'attempt-no': 1,
              'mx-host': 'mx.customer.test',
            },
          });
        }),
    ),
    'message.complain': verb('The reader says it is spam', z.strictObject(which), (wanted) =>
      tell(wanted, (mail) => {
        suppress('complaints', mail);
        return note(wanted, mail, 'complained');
      }),
    ),
    'message.open': verb(
      'The reader, or a machine, opens it',
      z.strictObject({ ...which, bot: z.enum(['', 'apple', 'gmail', 'generic']).default('') }),
      ({ bot, ...wanted }) => tell(wanted, (mail) => note(wanted, mail, 'opened', reader(bot))),
    ),
    'message.click': verb(
      'The reader, or a machine, follows a link',
      z.strictObject({ ...which, url: z.string().default('https://acme.test/offer'), bot: z.enum(['', 'apple', 'gmail', 'generic']).default('') }),
      ({ url, bot, ...wanted }) => tell(wanted, (mail) => note(wanted, mail, 'clicked', { url, ...reader(bot) })),
    ),
    'message.unsubscribe': verb('The reader leaves by Mailgun’s own link', z.strictObject(which), (wanted) =>
      tell(wanted, (mail) => {
        suppress('unsubscribes', mail, { tags: ['*'] });
        return note(wanted, mail, 'unsubscribed', reader(''));
      }),
    ),
    'event.unknown': verb(
      'An event of a kind that nobody knows yet',
      z.strictObject({ ...which, name: z.string().default('levitated') }),
      ({ name, ...wanted }) => tell(wanted, (mail) => note(wanted, mail, name)),
    ),
    'mail.arrive': verb('A mail comes in by a route', inboundMail.extend({ asMime: z.boolean().default(true) }), ({ asMime, ...mail }) => {
      const messageId = mail.messageId ?? `${randomUUID()}@customer.test`;
      return { result: { messageId }, webhooks: [routePost({ ...mail, messageId, at: clock.now() }, asMime)] };
    }),
    'delivery.set': verb('Let mail arrive by itself, or only when told', z.strictObject({ how: z.enum(['by_hand', 'by_itself']) }), ({ how }) => {
      store.data.delivery = how;
      return { result: { how } };
    }),
    'suppression.put': verb(
      'Put an address on a list, as a person does in Mailgun’s console',
      z.strictObject({
        domain: z.string().default('mg.acme.test'),
        kind: z.enum(['bounces', 'complaints', 'unsubscribes']).default('bounces'),
        email: z.string(),
      }),
      ({ domain, kind, email }) => {
        const lists = lookUp(store.data.suppressions, domain);
        if (!lists) throw new RangeError(`No domain “${domain}”. There are: ${Object.keys(store.data.domains).join(', ')}.`);
        lists[kind][email.toLowerCase()] = {
          address: email,
          code: '550',
          error: 'No such mailbox',
          created_at: clock.now().toUTCString().replace('GMT', 'UTC'),
        };
        return { result: { domain, kind, email } };
      },
    ),
    'domain.set': verb(
      'What the DNS of a domain says',
      z.strictObject({
        domain: z.string(),
        spf: z.boolean().optional(),
        dkim: z.boolean().optional(),
        mx: z.boolean().optional(),
        state: z.enum(['active', 'unverified', 'disabled']).optional(),
      }),
      ({ domain, state, ...dns }) => {
        const row = lookUp(store.data.domains, domain);
        if (!row) throw new RangeError(`No domain “${domain}”. There are: ${Object.keys(store.data.domains).join(', ')}.`);
        Object.assign(row.dns, Object.fromEntries(Object.entries(dns).filter(([, value]) => value !== undefined)));
        if (state) row.state = state;
        return { result: row };
      },
    ),
    'batch.limit': verb('How many recipients one call may have', z.strictObject({ limit: z.number().int().min(1).max(1000) }), ({ limit }) => {
      store.data.batchLimit = limit;
      return { result: { limit } };
    }),
    'quota.set': verb(
      'Change how many calls a minute a domain has',
      z.strictObject({ limit: z.number().int().min(0).max(1_000_000), windowSeconds: z.number().min(1).max(86_400).default(60) }),
      ({ limit, windowSeconds }) => {
        store.data.allowance = { limit, windowMs: windowSeconds * 1000, kind: 'fixed' };
        onQuota();
        return { result: store.data.allowance };
      },
    ),
  };
};
