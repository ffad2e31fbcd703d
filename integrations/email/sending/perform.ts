import { asId, type ConnectedContext, type FileId } from '#sdk';
import { transportOf } from '../client/index.ts';
import type { OutgoingAttachment, OutgoingMessage } from '../client/transport.ts';
import { addHistory, changeOutgoing, type OutgoingRow, outgoingById } from '../store/outgoing.ts';
import { followedMail } from '../tracking/one-mail.ts';
import { keyOfSend } from './reserve.ts';

async function attachmentOf(ctx: ConnectedContext, { fileId, name, contentType, contentId }: OutgoingRow['files'][number]): Promise<OutgoingAttachment> {
  const { stream } = await ctx.files.open(asId<FileId>(fileId));
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return { name, contentType, content: Buffer.concat(chunks), ...(contentId ? { contentId } : {}) };
}

/** A written-down mail as transports take it. The same row gives the same bytes, whoever sends it. */
export async function outgoingMessage(ctx: ConnectedContext, row: OutgoingRow): Promise<OutgoingMessage> {
  const { id, rfcId, from, replyTo, to, cc, bcc, subject, html, text, headers, inReplyTo, references, metadata, createdAt } = row;
  return {
    key: keyOfSend(id),
    messageId: rfcId,
    from,
    ...(replyTo ? { replyTo } : {}),
    to,
    cc,
    bcc,
    subject,
    ...(html === null ? {} : { html }),
    ...(text === null ? {} : { text }),
    headers,
    ...(inReplyTo ? { inReplyTo } : {}),
    references,
    attachments: await Promise.all(row.files.map((file) => attachmentOf(ctx, file))),
    metadata: { ...metadata, patchbay_id: id },
    date: row.dueAt ?? createdAt,
  };
}

/** Hands one mail over. That it was begun is written before the first byte leaves. */
export async function performSend(ctx: ConnectedContext, outgoingId: string): Promise<{ externalId: string; result: { providerId: string | null } }> {
  const { workspaceId, clock } = ctx;
  const row = await ctx.db.transaction(async (tx) => {
    const found = await outgoingById(tx, workspaceId, outgoingId);
    const now = clock.now();
    await addHistory(tx, workspaceId, outgoingId, { state: 'started', at: now, source: 'hub', eventKey: `started:${now.getTime()}` });
    await changeOutgoing(tx, workspaceId, outgoingId, { state: 'started' }, now);
    return found;
  });
  const message = await followedMail(ctx, row, await outgoingMessage(ctx, row));
  const { providerId } = await transportOf(ctx.connection.provider).send(ctx, message);
  return { externalId: providerId ?? row.rfcId, result: { providerId: providerId ?? null } };
}
