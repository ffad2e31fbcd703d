import { uuidv7 } from 'uuidv7';
import { asId, type ConnectedContext, type Connection, type ConnectionId, type Context, type FileId, PatchbayError, type Transaction, type UserId } from '#sdk';
import type { Mailbox } from '../client/transport.ts';
import { addressesOf } from '../keep/house.ts';
import type { OutgoingFile } from '../models/mailbox.ts';
import { normalAddress } from '../serializers/addresses.ts';
import { keyOfMessageId, ownMessageId } from '../serializers/message-id.ts';
import type { NewMessage } from '../serializers/messages.ts';
import { settingsOf } from '../settings.ts';
import { messageByAnyId } from '../store/messages.ts';
import { addOutgoing, findOnce, type OutgoingRow } from '../store/outgoing.ts';
import { placeInThreads } from '../store/threads.ts';
import { wordsOf } from '../templates/for-message.ts';
import { type LinkedFile, withLinks } from './file-links.ts';
import { senderAddress } from './from.ts';
import { reserveSend } from './reserve.ts';

/** A person may call a mail back for so long. */
const UNDO_SECONDS = 10;
const MOST_BYTES = 25 * 1024 * 1024;
const DAY_MS = 86_400_000;
const MOST_AHEAD_MS = 366 * DAY_MS;

const personOf = (ctx: Context): UserId | undefined =>
  ctx.actor.kind === 'person' || ctx.actor.kind === 'playbook' ? ctx.actor.userId : ctx.actor.kind === 'key' ? ctx.actor.actAs : undefined;
const canSend = ({ status, data }: Connection): boolean => status === 'active' && data.sends !== false;

/** Another person's own mailbox speaks for that person: nobody borrows it. */
function mayUse(ctx: Context, connection: Connection): boolean {
  const { ownerUserId } = connection;
  const { actor } = ctx;
  if (ownerUserId === null || actor.kind === 'system' || personOf(ctx) === ownerUserId) return true;
  return (actor.kind === 'key' && !actor.actAs && (actor.role === 'owner' || actor.role === 'admin')) || (actor.kind === 'playbook' && !actor.userId);
}

/** The mailbox it leaves from: the named one, the person's own, or one that is everybody's. */
async function senderOf(ctx: Context, { connectionId, userId }: NewMessage): Promise<ConnectedContext> {
  if (connectionId) {
    const connected = await ctx.withConnection(asId<ConnectionId>(connectionId));
    if (!mayUse(ctx, connected.connection)) throw new PatchbayError('forbidden', { detail: 'This mailbox belongs to somebody else.' });
    if (!canSend(connected.connection))
      throw new PatchbayError('connection_disabled', { detail: `Nothing can be sent through ${connected.connection.label}.` });
    return connected;
  }
  const person = userId ?? personOf(ctx);
  const usable = (await ctx.connections()).filter((each) => canSend(each) && mayUse(ctx, each));
  const own = usable.find(({ ownerUserId }) => person !== undefined && ownerUserId === person) ?? usable.find(({ ownerUserId }) => ownerUserId === null);
  if (own) return ctx.withConnection(own.id);
  if (!person) throw new PatchbayError('person_needed');
  throw new PatchbayError('connection_disabled', { detail: 'There is no connected mailbox to send from.', remedy: 'Connect one on the Connections page.' });
}

/** What is in the mail, and what is linked to. @throws PatchbayError invalid_input when a file is not there, or all in it are too large */
async function filesOf(ctx: Context, attachments: NewMessage['attachments']): Promise<{ inside: OutgoingFile[]; linked: LinkedFile[] }> {
  let bytes = 0;
  const [inside, linked]: [OutgoingFile[], LinkedFile[]] = [[], []];
  for (const [index, { fileId, name: given, contentId, asLink }] of attachments.entries()) {
    const file = await ctx.files.open(asId<FileId>(fileId), { start: 0, end: 0 }).catch(() => undefined);
    if (!file) throw new PatchbayError('invalid_input', { errors: [{ path: `attachments.${index}.fileId`, message: 'There is no such file.' }] });
    const name = given ?? file.name ?? 'attachment';
    if (asLink) linked.push({ fileId, name, size: file.size });
    else {
      bytes += file.size;
      inside.push({ fileId, name, contentType: file.contentType, ...(contentId ? { contentId } : {}) });
    }
  }
  if (bytes > MOST_BYTES)
    throw new PatchbayError('payload_too_large', {
      detail: 'All attachments together are larger than 25 MB, which most servers refuse.',
      remedy: 'Send the large ones as links.',
    });
  return { inside, linked };
}

const parties = (list: readonly { address: string; name?: string | undefined }[]): Mailbox[] =>
  list.map(({ address, name }) => ({ address: normalAddress(address) ?? address, ...(name ? { name } : {}) }));

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>');
/** The mailbox's signature under what was written, in both of its forms. */
function signed({ html, text }: NewMessage, signature: string | undefined): { html: string | null; text: string | null } {
  if (!signature) return { html: html ?? null, text: text ?? null };
  return {
    html: html === undefined ? null : `${html}<br><div data-signature="1">-- <br>${escaped(signature)}</div>`,
    text: text === undefined ? null : `${text}\n\n-- \n${signature}`,
  };
}

/** An act that has a key of its own: asked for twice it is one mail. */
export interface Once {
  id: string;
  /** A last look, in the transaction that writes the mail down. What it throws keeps the mail from being written. */
  guard: (tx: Transaction) => Promise<void>;
}

/** Whoever wrote to an address of this mailbox is answered from it. */
async function addressWrittenTo(ctx: Context, connection: Connection, inReplyTo: string | undefined): Promise<string | undefined> {
  const [first, ...others] = addressesOf(connection);
  if (!inReplyTo || others.length === 0) return undefined;
  const original = await ctx.db.transaction((tx) => messageByAnyId(tx, ctx.workspaceId, inReplyTo));
  const to = new Set([...(original?.to ?? []), ...(original?.cc ?? [])].map(({ address }) => address.toLowerCase()));
  return first && to.has(first) ? undefined : others.find((each) => to.has(each));
}

/** Writes a mail down and has it sent now, or when its time has come. */
export async function requestSend(ctx: Context, input: NewMessage, once?: Once): Promise<OutgoingRow> {
  const connected = await senderOf(ctx, input);
  const { workspaceId, clock } = ctx;
  const { connection } = connected;
  const now = clock.now();
  if (!input.html && !input.text && !input.templateId)
    throw new PatchbayError('invalid_input', { errors: [{ path: 'text', message: 'A mail needs a text.' }] });
  const sendAt = input.sendAt ? new Date(input.sendAt) : undefined;
  if (sendAt && sendAt.getTime() > now.getTime() + MOST_AHEAD_MS)
    throw new PatchbayError('invalid_input', { errors: [{ path: 'sendAt', message: 'At most a year ahead.' }] });
  const undoMs = (input.undoSeconds ?? (ctx.actor.kind === 'person' ? UNDO_SECONDS : 0)) * 1000;
  const dueAt = sendAt ?? new Date(now.getTime() + undoMs);
  const { inside: files, linked } = await filesOf(ctx, input.attachments);
  const words = await withLinks(ctx, await wordsOf(ctx, input), linked, dueAt);
  const id = once?.id ?? uuidv7();
  const from = await senderAddress(ctx, connection, {
    userId: input.userId ? asId<UserId>(input.userId) : (personOf(ctx) ?? connection.ownerUserId),
    address: input.from ?? (await addressWrittenTo(ctx, connection, input.inReplyTo)),
  });
  const rfcId = ownMessageId(id, from.address);

  return ctx.db.transaction(async (tx) => {
    if (once) {
      const there = await findOnce(tx, workspaceId, id);
      if (there) return there;
      await once.guard(tx);
    }
    const original = input.inReplyTo ? await messageByAnyId(tx, workspaceId, input.inReplyTo) : undefined;
    const references = original ? [...original.references, ...(original.rfcId ? [original.rfcId] : [])].slice(-50) : [];
    const messageKey = keyOfMessageId(rfcId);
    const mail = {
      messageKey,
      keys: [messageKey, ...(original ? [original.messageKey] : []), ...references.map(keyOfMessageId)],
      hints: [],
      seeks: false,
      at: dueAt,
    };
    const { threadOf } = await placeInThreads(tx, workspaceId, [mail], new Map([[messageKey, { subject: words.subject, at: now }]]), now);
    const row = await addOutgoing(tx, {
      workspaceId,
      id,
      connectionId: connection.id,
      userId: input.userId ?? personOf(ctx) ?? connection.ownerUserId,
      state: 'scheduled',
      rfcId,
      threadId: threadOf.get(messageKey) ?? '',
      from,
      replyTo: input.replyTo ? (parties([input.replyTo])[0] ?? null) : null,
      to: parties(input.to),
      cc: parties(input.cc),
      bcc: parties(input.bcc),
      subject: words.subject,
      ...signed({ ...input, html: words.html, text: words.text }, settingsOf(connection).signature),
      headers: input.headers ?? {},
      inReplyTo: original?.rfcId ?? null,
      references,
      files,
      tracked: input.track,
      contactId: input.contactId ?? null,
      dealId: input.dealId ?? null,
      dueAt,
      createdAt: now,
      updatedAt: now,
    });
    if (input.remindAfterDays)
      await connected.tasks.enqueue('email.remind-unanswered', { outgoingId: id }, { dueAt: new Date(dueAt.getTime() + input.remindAfterDays * DAY_MS) });
    if (dueAt > now) {
      await connected.tasks.enqueue('email.send-due', { outgoingId: id }, { connectionId: connection.id, dueAt, singletonKey: id });
      return row;
    }
    await reserveSend(connected, tx, id);
    return { ...row, state: 'reserved' };
  });
}
