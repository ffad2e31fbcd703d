import { and, asc, eq, gte } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { asId, type ConnectionId, type Context, type FileId, isUuid, PatchbayError, type RouteInput, type Transaction, type UserId } from '#sdk';
import { emailReplying, emailThreadNotes, emailThreads } from '../models/mailbox.ts';
import { safeHtml } from '../parsing/html.ts';
import { visibleReply } from '../parsing/visible-reply.ts';
import { withPictures } from '../reading/pictures.ts';
import type { newNote, threadChange, threadLine, threadMessage, threadQuery, threadView, traceView } from '../serializers/threads.ts';
import { filesOfMail, listThreads, messagesOf, type Reader, type ReadMessage, readerOf } from '../store/inbox.ts';
import { type ThreadRow, threadById } from '../store/threads.ts';
import { traceOf } from '../store/trace.ts';

type Id = { id: string };
const REPLYING_MS = 40_000;

function toLine(thread: ThreadRow, newest: ReadMessage | undefined): z.input<typeof threadLine> {
  const { id, status, assigneeId, snoozeUntil, lastAt, lastDirection, messageCount } = thread;
  return {
    id,
    subject: newest?.subject ?? null,
    status: status as z.input<typeof threadLine>['status'],
    assigneeId,
    snoozeUntil: snoozeUntil?.toISOString() ?? null,
    lastAt: lastAt.toISOString(),
    lastDirection,
    messageCount,
    isUnread: newest ? newest.direction === 'inbound' && !newest.isSeen : false,
    snippet: newest?.snippet ?? null,
    from: newest?.from ?? null,
    to: newest?.to ?? [],
    kind: newest?.kind ?? 'person',
    connectionId: newest?.connectionId ?? null,
  };
}

function toMessage(message: ReadMessage, remoteImages: boolean): z.input<typeof threadMessage> {
  const {
    id,
    activityId,
    rfcId,
    direction,
    kind,
    from,
    to,
    cc,
    subject = null,
    sentAt,
    text = null,
    html = null,
    attachments,
    isOwn,
    connectionId,
    trace,
  } = message;
  const files = attachments ?? [];
  const safe = html
    ? safeHtml(html, {
        remoteImages,
        imageOf: (contentId) => {
          const fileId = files.find((file) => file.contentId === contentId)?.fileId;
          return fileId ? `/api/v1/email/mails/${id}/files/${fileId}` : undefined;
        },
      })
    : undefined;
  return {
    id,
    activityId,
    messageId: rfcId,
    direction,
    kind,
    from,
    to,
    cc,
    subject,
    sentAt: sentAt.toISOString(),
    text,
    reply: text === null ? null : visibleReply(text, /^\s*(?:fwd?|wg|tr|rv)\s*:/i.test(subject ?? '')),
    html: safe?.html ?? null,
    blockedImages: safe?.blockedImages ?? 0,
    isHidden: !isOwn,
    connectionId,
    attachments: files.map(({ fileId, name, contentType, size, inline = false, reason = null }) => ({ fileId, name, contentType, size, inline, reason })),
    trace: isOwn ? trace : [],
  };
}

const cursorOf = (next: { at: string; id: string } | null): string | null => (next ? Buffer.from(`${next.at} ${next.id}`).toString('base64url') : null);
function afterOf(cursor: string | undefined): { at: string; id: string } | undefined {
  if (cursor === undefined) return undefined;
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
  if (Number.isNaN(Date.parse(at)) || !isUuid(id)) throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'is not readable' }] });
  return { at, id };
}

export async function getThreads(ctx: Context, { query: { cursor, ...page } }: RouteInput<undefined, z.output<typeof threadQuery>>) {
  const reader = await readerOf(ctx);
  return ctx.db.transaction(async (tx) => {
    const { threads, next } = await listThreads(tx, ctx.workspaceId, reader, { ...page, after: afterOf(cursor) });
    const newest = new Map(
      (
        await messagesOf(
          tx,
          ctx.workspaceId,
          reader,
          threads.map(({ id }) => id),
          'newest',
        )
      ).map((each) => [each.threadId, each]),
    );
    return { data: threads.map((thread) => toLine(thread, newest.get(thread.id))), nextCursor: cursorOf(next) };
  });
}

/** One that holds nothing for the caller does not exist for them. */
async function readThread(tx: Transaction, ctx: Context, reader: Reader, id: string): Promise<{ thread: ThreadRow; messages: ReadMessage[] }> {
  const thread = await threadById(tx, ctx.workspaceId, id);
  const messages = await messagesOf(tx, ctx.workspaceId, reader, [id], 'all');
  if (messages.length === 0) throw new PatchbayError('not_found');
  return { thread, messages };
}

async function viewOf(
  ctx: Context,
  tx: Transaction,
  id: string,
  remoteImages: (mail: ReadMessage) => boolean = () => false,
): Promise<z.input<typeof threadView>> {
  const reader = await readerOf(ctx);
  const { thread, messages } = await readThread(tx, ctx, reader, id);
  const of = (table: typeof emailThreadNotes | typeof emailReplying) => and(eq(table.workspaceId, ctx.workspaceId), eq(table.threadId, id));
  const notes = await tx.select().from(emailThreadNotes).where(of(emailThreadNotes)).orderBy(asc(emailThreadNotes.createdAt)).limit(200);
  const replying = await tx
    .select({ userId: emailReplying.userId })
    .from(emailReplying)
    .where(and(of(emailReplying), gte(emailReplying.until, ctx.clock.now())));
  return {
    ...toLine(thread, messages.at(-1)),
    messages: messages.map((each) => toMessage(each, remoteImages(each))),
    notes: notes.map(({ id: noteId, userId, body, mentions, createdAt }) => ({ id: noteId, userId, body, mentions, createdAt: createdAt.toISOString() })),
    replying: replying.map(({ userId }) => userId).filter((userId) => userId !== reader.userId),
  };
}

/** With `images: shown` the pictures of one mail, or of all, come with it. */
export async function getThread(ctx: Context, { params, query }: RouteInput<Id, { images: 'blocked' | 'shown'; mail?: string | undefined }>) {
  const isAsked = ({ id }: { id: string }) => query.images === 'shown' && (query.mail === undefined || query.mail === id);
  const view = await ctx.db.transaction((tx) => viewOf(ctx, tx, params.id, isAsked));
  for (const message of view.messages)
    if (isAsked(message) && message.html && message.connectionId)
      message.html = await withPictures(await ctx.withConnection(asId<ConnectionId>(message.connectionId)), message.html);
  return view;
}

/** A file of a mail, for whoever may read the mail. */
export const getMailFile = (ctx: Context, { params }: RouteInput<{ id: string; fileId: string }>): Promise<FileId> =>
  ctx.db.transaction(async (tx) => {
    const files = await filesOfMail(tx, ctx.workspaceId, await readerOf(ctx), params.id);
    if (!files.some(({ fileId }) => fileId === params.fileId)) throw new PatchbayError('not_found');
    return asId<FileId>(params.fileId);
  });

export const patchThread = (ctx: Context, { params, body }: RouteInput<Id, undefined, z.output<typeof threadChange>>) =>
  ctx.db.transaction(async (tx) => {
    const reader = await readerOf(ctx);
    const { thread } = await readThread(tx, ctx, reader, params.id);
    if (body.assigneeId && !(await ctx.people.get(body.assigneeId)))
      throw new PatchbayError('invalid_input', { errors: [{ path: 'assigneeId', message: 'There is no such person here.' }] });
    const status = body.status ?? thread.status;
    await tx
      .update(emailThreads)
      .set({
        status,
        ...(body.assigneeId === undefined ? {} : { assigneeId: body.assigneeId }),
        snoozeUntil: status === 'snoozed' ? (body.snoozeUntil ? new Date(body.snoozeUntil) : thread.snoozeUntil) : null,
        updatedAt: ctx.clock.now(),
      })
      .where(and(eq(emailThreads.workspaceId, ctx.workspaceId), eq(emailThreads.id, params.id)));
    if (body.assigneeId && body.assigneeId !== thread.assigneeId && body.assigneeId !== reader.userId)
      await ctx.notify([asId<UserId>(body.assigneeId)], {
        key: `email.assigned:${params.id}:${ctx.clock.now().getTime()}`,
        title: 'A conversation is yours now',
        body: thread.subject ?? '',
        href: `/inbox?thread=${params.id}`,
      });
    return viewOf(ctx, tx, params.id);
  });

export const postNote = (ctx: Context, { params, body }: RouteInput<Id, undefined, z.output<typeof newNote>>) =>
  ctx.db.transaction(async (tx) => {
    const reader = await readerOf(ctx);
    const { thread } = await readThread(tx, ctx, reader, params.id);
    const id = uuidv7();
    const now = ctx.clock.now();
    await tx.insert(emailThreadNotes).values({
      workspaceId: ctx.workspaceId,
      id,
      threadId: params.id,
      userId: reader.userId ?? null,
      body: body.body,
      mentions: body.mentions,
      createdAt: now,
      updatedAt: now,
    });
    const mentioned = body.mentions.map((each) => asId<UserId>(each));
    if (mentioned.length > 0)
      await ctx.notify(mentioned, {
        key: `email.note:${id}`,
        title: `You were mentioned in “${thread.subject ?? 'a conversation'}”`,
        body: body.body.slice(0, 200),
        href: `/inbox?thread=${params.id}`,
      });
    return viewOf(ctx, tx, params.id);
  });

/** Says for a little while that this person is writing an answer. */
export const postReplying = (ctx: Context, { params }: RouteInput<Id>) =>
  ctx.db.transaction(async (tx) => {
    const reader = await readerOf(ctx);
    if (!reader.userId) throw new PatchbayError('person_needed');
    await readThread(tx, ctx, reader, params.id);
    const until = new Date(ctx.clock.now().getTime() + REPLYING_MS);
    await tx
      .insert(emailReplying)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), threadId: params.id, userId: reader.userId, until })
      .onConflictDoUpdate({ target: [emailReplying.workspaceId, emailReplying.threadId, emailReplying.userId], set: { until } });
    return { until: until.toISOString() };
  });

export const getTrace = (ctx: Context, { query }: RouteInput<undefined, { messageId: string }>): Promise<z.input<typeof traceView>> =>
  ctx.db.transaction((tx) => traceOf(ctx, tx, query.messageId));
