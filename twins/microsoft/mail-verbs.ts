import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { composed, inboundMail } from '../inbound-mail.ts';
import { lookUp, type Store } from '../store.ts';
import { type Verb, verb } from '../twin.ts';
import { keepIn, type MailFolder, noteIn } from './mail-store.ts';
import { accounts, type MicrosoftData } from './store.ts';
import { mailNotifications } from './subscriptions.ts';

/** Of a heap of mail Graph tells a few, and says later that some were missed. */
const TOLD = 5;

/** What happens in Outlook itself: mail comes in, people read, move and delete. */
export const graphMailVerbs = (store: Store<MicrosoftData>, clock: VirtualClock): Record<string, Verb> => {
  const data = () => store.data.mail;
  const folderOf = (accountId: string, name: string): MailFolder => {
    const found = Object.values(data().folders).find(
      (folder) => folder.accountId === accountId && (folder.wellKnown === name.toLowerCase() || folder.displayName === name),
    );
    if (!found) throw new RangeError(`No folder “${name}”.`);
    return found;
  };
  const mailOf = (id: string) => {
    const found = lookUp(data().mails, id);
    if (!found) throw new RangeError(`No mail “${id}”.`);
    return found;
  };
  const tell = (accountId: string, ids: readonly string[], changeType: 'created' | 'updated' | 'deleted') => ({
    webhooks: mailNotifications(store.data, accountId, ids.slice(0, TOLD), changeType, clock.nowMs()),
  });
  return {
    'mail.arrive': verb(
      'Mail comes into a mailbox',
      z.strictObject({
        ...inboundMail.shape,
        account: z.string().default('dora@globex.test'),
        folder: z.string().default('inbox'),
        isRead: z.boolean().default(false),
        count: z.number().int().min(1).max(30_000).default(1),
      }),
      ({ account, folder, isRead, count, ...mail }) => {
        const person = accounts.find(({ email }) => email === account);
        if (!person) throw new RangeError(`No account “${account}”.`);
        const kept = Array.from({ length: count }, (_, index) => {
          const messageId = count === 1 && mail.messageId ? mail.messageId : `${randomUUID()}@customer.test`;
          const at = mail.date ? new Date(mail.date) : new Date(clock.nowMs() - (count - 1 - index) * 60_000);
          const to = mail.to === 'inbox@acme.test' ? person.email : mail.to;
          const subject = count === 1 ? mail.subject : `${mail.subject} ${index + 1}`;
          const raw = mail.raw ?? composed({ ...mail, to, subject, messageId, at });
          return keepIn(data(), folderOf(person.id, folder), Buffer.from(raw), at.getTime(), isRead);
        });
        const ids = kept.map(({ id }) => id);
        return { result: { ids: ids.slice(0, 50), count: kept.length }, ...tell(person.id, ids, 'created') };
      },
    ),
    'mail.alias': verb(
      'An administrator gives a mailbox another address',
      z.strictObject({ account: z.string().default('dora@globex.test'), address: z.email() }),
      ({ account, address }) => {
        const person = accounts.find(({ email }) => email === account);
        if (!person) throw new RangeError(`No account “${account}”.`);
        data().aliases[person.id] = [...new Set([...(data().aliases[person.id] ?? []), address])];
        return { result: { aliases: data().aliases[person.id] } };
      },
    ),
    'mail.move': verb('Somebody moves a mail to another folder', z.strictObject({ id: z.string(), folder: z.string() }), ({ id, folder }) => {
      const mail = mailOf(id);
      const before = mail.folderId;
      mail.folderId = folderOf(mail.accountId, folder).id;
      noteIn(data(), before, id);
      noteIn(data(), mail.folderId, id);
      return { result: { id, folderId: mail.folderId }, ...tell(mail.accountId, [id], 'updated') };
    }),
    'mail.read': verb('Somebody reads a mail', z.strictObject({ id: z.string(), isRead: z.boolean().default(true) }), ({ id, isRead }) => {
      const mail = mailOf(id);
      mail.isRead = isRead;
      noteIn(data(), mail.folderId, id);
      return { result: { id, isRead }, ...tell(mail.accountId, [id], 'updated') };
    }),
    'mail.delete': verb('Somebody deletes a mail for good', z.strictObject({ id: z.string() }), ({ id }) => {
      const { folderId, accountId } = mailOf(id);
      delete data().mails[id];
      noteIn(data(), folderId, id);
      return { result: { id }, ...tell(accountId, [id], 'deleted') };
    }),
    'mail-delta.expire': verb('Exchange forgets where everybody stood', z.strictObject({}), () => {
      data().epoch += 1;
      return { result: { epoch: data().epoch } };
    }),
  };
};
