import { asId, type ConnectedContext, type FileId } from '#sdk';
import { compose } from '../client/compose.ts';
import { credentialsOf, withMailbox } from '../client/mailbox-line.ts';
import { putIntoSent, savesSentItself } from '../client/sent.ts';
import { smtpServerOf } from '../client/server.ts';
import { keepMails } from '../keep/keep-mails.ts';
import type { StoredAttachment } from '../models/mailbox.ts';
import { textOfHtml } from '../parsing/html.ts';
import { visibleReply } from '../parsing/visible-reply.ts';
import { isMailbox } from '../providers/mailboxes.ts';
import { houseFor } from '../reading/keep-loaded.ts';
import { keyOfMessageId } from '../serializers/message-id.ts';
import { changeOutgoing, type OutgoingRow, outgoingById } from '../store/outgoing.ts';
import { outgoingMessage } from './perform.ts';

async function storedFiles(ctx: ConnectedContext, row: OutgoingRow): Promise<StoredAttachment[]> {
  const files: StoredAttachment[] = [];
  for (const { fileId, name, contentType, contentId } of row.files) {
    const { size } = await ctx.files.open(asId<FileId>(fileId), { start: 0, end: 0 });
    files.push({ fileId, name, contentType, size, ...(contentId ? { contentId, inline: true } : {}) });
  }
  return files;
}

/** A mail that went out is on its timelines at once; its copy in Sent, found later, is the same mail. */
export async function keepSent(ctx: ConnectedContext, outgoingId: string): Promise<void> {
  const { workspaceId, connection, clock } = ctx;
  const row = await ctx.db.transaction((tx) => outgoingById(tx, workspaceId, outgoingId));
  const attachments = await storedFiles(ctx, row);
  const house = await houseFor(ctx);
  const text = row.text ?? (row.html ? textOfHtml(row.html) : '');
  const reply = visibleReply(text, false);
  const messageKey = keyOfMessageId(row.rfcId);
  await ctx.db.transaction(async (tx) => {
    const mail = {
      messageKey,
      rfcId: row.rfcId,
      inReplyTo: row.inReplyTo ?? undefined,
      references: row.references,
      kind: 'person' as const,
      from: row.from,
      to: row.to,
      cc: row.cc,
      recipients: row.to.length + row.cc.length,
      subject: row.subject,
      sentAt: row.acceptedAt ?? clock.now(),
      text,
      reply,
      snippet: reply.replaceAll(/\s+/g, ' ').slice(0, 200),
      html: row.html ?? undefined,
      remarks: [],
    };
    const kept = await keepMails(ctx, tx, [{ mail, attachments, trace: ['It was sent from here.'], isLive: false, isSeen: true, dealId: row.dealId }], house);
    const activityId = kept.get(messageKey)?.activityId;
    if (activityId) await changeOutgoing(tx, workspaceId, outgoingId, { activityId }, clock.now());
  });
  if (!isMailbox(connection)) return;
  const server = smtpServerOf(await credentialsOf(ctx));
  if (!server || savesSentItself(server.host)) return;
  const raw = await compose(await outgoingMessage(ctx, row));
  await withMailbox(ctx, 'imap APPEND Sent', (client) => putIntoSent(client, row.rfcId, raw));
}
