import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { asId, type Context, isUuid, type Transaction, type UserId } from '#sdk';
import { emailCopies, emailMessages, emailThreads } from '../models/mailbox.ts';
import { emailRemoteCopies } from '../models/remote.ts';
import type { MessageRow } from './messages.ts';
import type { ThreadRow } from './threads.ts';

/** Who asks, as far as it decides what is shown. */
export interface Reader {
  userId: UserId | undefined;
  /** Mailboxes of their own. */
  ownConnections: readonly string[];
  /** A salesperson reads what is theirs and what is everybody's; the others also what colleagues show. */
  readsColleagues: boolean;
}
export async function readerOf(ctx: Context): Promise<Reader> {
  const { actor } = ctx;
  const userId = actor.kind === 'person' || actor.kind === 'playbook' ? actor.userId : actor.kind === 'key' ? actor.actAs : undefined;
  const own = userId ? (await ctx.connections()).filter(({ ownerUserId }) => ownerUserId === userId) : [];
  return { userId, ownConnections: own.map(({ id }) => id), readsColleagues: !('role' in actor) || actor.role !== 'salesperson' };
}

const m = emailMessages;
/** Where mails lie, whatever the mailboxes are read by. */
const COPIES = sql`(select workspace_id, message_id, connection_id from ${emailCopies} union all select workspace_id, message_id, connection_id from ${emailRemoteCopies})`;
/** It lies in a mailbox of theirs. */
function isOwn({ userId, ownConnections }: Reader): SQL {
  const owner = userId ? sql`${m.ownerUserId} = ${userId}::uuid` : sql`false`;
  if (ownConnections.length === 0) return owner;
  return sql`(${owner} or exists (select from ${COPIES} c where c.workspace_id = ${m.workspaceId} and c.message_id = ${m.id} and c.connection_id in ${[...ownConnections]}))`;
}
/** Whether somebody may know of a mail at all. */
export const readable = (reader: Reader): SQL =>
  sql`(${isOwn(reader)} or (${m.visibility} <> 'private' and (${m.ownerUserId} is null or ${reader.readsColleagues})))`;

/** Whether its owner shows so much of it. */
const shows = (reader: Reader, ...from: string[]): SQL =>
  sql`(${isOwn(reader)} or ${m.visibility} in (${sql.join(
    from.map((each) => sql`${each}`),
    sql`, `,
  )}))`;
/** Its subject, where it is shown. */
export const shownSubject = (reader: Reader): SQL<string | null> =>
  sql<string | null>`case when ${shows(reader, 'subject', 'everything')} then ${m.subject} end`;

export interface InboxPage {
  connectionId?: string | undefined;
  assigneeId?: string | undefined;
  status?: string | undefined;
  contactId?: string | undefined;
  q?: string | undefined;
  limit: number;
  after?: { at: string; id: string } | undefined;
}

/** Conversations in which there is something to read for the caller, newest first. */
export async function listThreads(
  tx: Transaction,
  workspaceId: string,
  reader: Reader,
  page: InboxPage,
): Promise<{ threads: ThreadRow[]; next: { at: string; id: string } | null }> {
  const { connectionId, assigneeId, status, contactId, q, limit, after } = page;
  const inMailbox = connectionId
    ? sql`and (${m.connectionId} = ${connectionId}::uuid or exists (select from ${COPIES} c where c.workspace_id = ${m.workspaceId} and c.message_id = ${m.id} and c.connection_id = ${connectionId}::uuid))`
    : sql``;
  const withContact = contactId
    ? sql`and exists (select from timeline_entries e where e.workspace_id = ${m.workspaceId} and e.record_id = ${contactId}::uuid and e.activity_id = ${m.activityId})`
    : sql``;
  const words = q?.trim() ? `%${q.trim().replaceAll(/[\\%_]/g, '\\$&')}%` : undefined;
  const found = words
    ? sql`and ((${m.subject} ilike ${words} and ${shows(reader, 'subject', 'everything')}) or ${m.from}::text ilike ${words} or ${m.to}::text ilike ${words})`
    : sql``;
  const rows = await tx
    .select()
    .from(emailThreads)
    .where(
      and(
        eq(emailThreads.workspaceId, workspaceId),
        status ? eq(emailThreads.status, status) : undefined,
        assigneeId ? eq(emailThreads.assigneeId, assigneeId) : undefined,
        after ? sql`(${emailThreads.lastAt}, ${emailThreads.id}) < (${after.at}::timestamptz, ${after.id}::uuid)` : undefined,
        sql`exists (select from ${m} where ${m.workspaceId} = ${emailThreads.workspaceId} and ${m.threadId} = ${emailThreads.id} and ${readable(reader)} ${inMailbox} ${withContact} ${found})`,
      ),
    )
    .orderBy(desc(emailThreads.lastAt), desc(emailThreads.id))
    .limit(limit + 1);
  const threads = rows.slice(0, limit);
  const last = threads.at(-1);
  return { threads, next: rows.length > limit && last ? { at: last.lastAt.toISOString(), id: last.id } : null };
}

/** The files of a mail, by its id or its activity's; none for whom its owner does not show them. */
export async function filesOfMail(tx: Transaction, workspaceId: string, reader: Reader, id: string): Promise<MessageRow['attachments']> {
  const [row] = await tx
    .select({ attachments: m.attachments })
    .from(m)
    .where(and(eq(m.workspaceId, workspaceId), sql`(${m.id} = ${id}::uuid or ${m.activityId} = ${id}::uuid)`, readable(reader), shows(reader, 'everything')));
  return row?.attachments ?? [];
}

export type ReadMessage = Omit<MessageRow, 'subject' | 'snippet' | 'text' | 'html' | 'attachments'> &
  Partial<Pick<MessageRow, 'subject' | 'snippet' | 'text' | 'html' | 'attachments'>> & { isOwn: boolean };

/** The mails of conversations as the caller may read them: what colleagues hide does not leave the database. */
export async function messagesOf(
  tx: Transaction,
  workspaceId: string,
  reader: Reader,
  threadIds: readonly string[],
  which: 'all' | 'newest',
): Promise<ReadMessage[]> {
  const ids = threadIds.filter(isUuid).map((each) => asId(each));
  if (ids.length === 0) return [];
  const shown = <T>(column: SQL | (typeof m)[keyof typeof m], ...from: string[]) => sql<T>`case when ${shows(reader, ...from)} then ${column} end`;
  const whole = which === 'all';
  const rows = await tx
    .select({
      workspaceId: m.workspaceId,
      id: m.id,
      messageKey: m.messageKey,
      rfcId: m.rfcId,
      threadId: m.threadId,
      activityId: m.activityId,
      direction: m.direction,
      kind: m.kind,
      from: m.from,
      to: m.to,
      cc: m.cc,
      inReplyTo: m.inReplyTo,
      references: m.references,
      sentAt: m.sentAt,
      ownerUserId: m.ownerUserId,
      connectionId: m.connectionId,
      visibility: m.visibility,
      isSeen: m.isSeen,
      isAnswered: m.isAnswered,
      trace: m.trace,
      createdAt: m.createdAt,
      updatedAt: m.updatedAt,
      subject: shown<string | null>(m.subject, 'subject', 'everything'),
      snippet: shown<string | null>(m.snippet, 'everything'),
      text: whole ? shown<string | null>(m.text, 'everything') : sql<null>`null`,
      html: whole ? shown<string | null>(m.html, 'everything') : sql<null>`null`,
      attachments: shown<MessageRow['attachments'] | null>(m.attachments, 'everything').mapWith(m.attachments),
      isOwn: sql<boolean>`${shows(reader, 'everything')}`,
    })
    .from(m)
    .where(
      and(
        eq(m.workspaceId, workspaceId),
        inArray(m.threadId, ids),
        readable(reader),
        whole
          ? undefined
          : sql`not exists (select from email_messages n where n.workspace_id = ${m.workspaceId} and n.thread_id = ${m.threadId} and (n.sent_at, n.id) > (${m.sentAt}, ${m.id}) and n.visibility <> 'private')`,
      ),
    )
    .orderBy(m.sentAt, m.id)
    .limit(500);
  return rows as ReadMessage[];
}
