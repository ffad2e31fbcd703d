import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { composed, inboundMail } from '../inbound-mail.ts';
import { lookUp, type Store } from '../store.ts';
import { type Verb, verb } from '../twin.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { keepMail, note } from './mail-store.ts';
import { accounts, type GoogleData } from './store.ts';

const accountOf = (email: string) => {
  const found = accounts.find((each) => each.email === email);
  if (!found) throw new RangeError(`No account “${email}”. There are: ${accounts.map((each) => each.email).join(', ')}.`);
  return found;
};

/** What happens in Gmail itself: mail comes in, people read, label and delete. */
export const gmailVerbs = (
  store: Store<GoogleData>,
  clock: VirtualClock,
  onQuota: () => void,
  toldOf: (accountId: string) => Outgoing[],
): Record<string, Verb> => {
  const messageOf = (id: string) => {
    const found = lookUp(store.data.gmail.messages, id);
    if (!found) throw new RangeError(`No message “${id}”.`);
    return found;
  };
  return {
    'mail.arrive': verb(
      'Mail comes into a mailbox',
      z.strictObject({
        ...inboundMail.shape,
        account: z.string().default('ada@acme.test'),
        labels: z.array(z.string()).default(['INBOX', 'UNREAD']),
        count: z.number().int().min(1).max(30_000).default(1),
      }),
      ({ account, labels, count, ...mail }) => {
        const { id: accountId, email } = accountOf(account);
        const kept = Array.from({ length: count }, (_, index) => {
          const messageId = count === 1 && mail.messageId ? mail.messageId : `${randomUUID()}@customer.test`;
          const at = mail.date ? new Date(mail.date) : new Date(clock.nowMs() - (count - 1 - index) * 60_000);
          const to = mail.to === 'inbox@acme.test' ? email : mail.to;
          const subject = count === 1 ? mail.subject : `${mail.subject} ${index + 1}`;
          const raw = mail.raw ?? composed({ ...mail, to, subject, messageId, at });
          return keepMail(store.data.gmail, accountId, Buffer.from(raw), [...labels], at.getTime());
        });
        return { result: { ids: kept.slice(0, 50).map(({ id }) => id), count: kept.length }, webhooks: toldOf(accountId) };
      },
    ),
    'mail.alias': verb(
      'Another address is given to an account; one that is not proven may not be sent from',
      z.strictObject({ account: z.string().default('ada@acme.test'), address: z.email(), isProven: z.boolean().default(true) }),
      ({ account, address, isProven }) => {
        const { id } = accountOf(account);
        const known = store.data.gmail.aliases[id] ?? [];
        store.data.gmail.aliases[id] = [...known.filter((each) => each.address !== address), { address, isProven }];
        return { result: { aliases: store.data.gmail.aliases[id] } };
      },
    ),
    'mail.label': verb(
      'Somebody reads, labels, archives or throws away a message',
      z.strictObject({ id: z.string(), add: z.array(z.string()).default([]), remove: z.array(z.string()).default([]) }),
      ({ id, add, remove }) => {
        const message = messageOf(id);
        message.labelIds = [...new Set([...message.labelIds.filter((label) => !remove.includes(label)), ...add])];
        if (add.length > 0) note(store.data.gmail, message, 'labelsAdded', add);
        if (remove.length > 0) note(store.data.gmail, message, 'labelsRemoved', remove);
        return { result: { id, labelIds: message.labelIds }, webhooks: toldOf(message.accountId) };
      },
    ),
    'mail.delete': verb('Somebody deletes a message for good', z.strictObject({ id: z.string() }), ({ id }) => {
      const message = messageOf(id);
      note(store.data.gmail, message, 'messagesDeleted');
      delete store.data.gmail.messages[id];
      return { result: { id }, webhooks: toldOf(message.accountId) };
    }),
    'watch.drop': verb('Gmail forgets who watches', z.strictObject({}), () => {
      const dropped = Object.keys(store.data.gmail.watches).length;
      store.data.gmail.watches = {};
      return { result: { dropped } };
    }),
    'history.expire': verb('Gmail forgets what happened until now', z.strictObject({}), () => {
      store.data.gmail.oldest = store.data.gmail.at + 1;
      store.data.gmail.at += 1;
      return { result: { oldest: store.data.gmail.oldest } };
    }),
    'mail-quota.set': verb(
      'Change how many mail calls a minute are taken',
      z.strictObject({ limit: z.number().int().min(0).max(10_000_000), windowSeconds: z.number().min(1).max(86_400).default(60) }),
      ({ limit, windowSeconds }) => {
        store.data.mailAllowance = { limit, windowMs: windowSeconds * 1000, kind: 'sliding' };
        onQuota();
        return { result: store.data.mailAllowance };
      },
    ),
  };
};
