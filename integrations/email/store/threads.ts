import { and, eq, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { among, insertRows, PatchbayError, type Transaction } from '#sdk';
import { emailMessages, emailOutgoing, emailThreadHints, emailThreadKeys, emailThreadNotes, emailThreads } from '../models/mailbox.ts';
import { HINT_WINDOW_MS, type Threadable } from '../threading/threads.ts';
import { Union } from '../threading/union.ts';

export type ThreadRow = typeof emailThreads.$inferSelect;
export interface Placed {
  /** Message key → thread. */
  threadOf: Map<string, string>;
  /** Threads that turned out to be one. */
  merged: { from: string[]; into: string }[];
}
const rowsOf = <T>(result: unknown): T[] => (Array.isArray(result) ? result : (result as { rows: T[] }).rows) as T[];
/** In one order everywhere: two that meet then wait in one direction. */
const sorted = (values: Iterable<string>): string[] => [...new Set(values)].sort();

/** Mails whose answers refer to nothing, found by subject and counterpart within the window. */
async function hintEdges(tx: Transaction, workspaceId: string, mails: readonly Threadable[]): Promise<{ one: string; other: string }[]> {
  const rows = mails.flatMap(({ messageKey, hints, seeks, at }) => hints.map((hint) => ({ id: uuidv7(), hint, key: messageKey, seeks, at: at.toISOString() })));
  if (rows.length === 0) return [];
  const json = JSON.stringify(rows);
  await tx.execute(sql`insert into ${emailThreadHints} (workspace_id, id, hint, message_key, at, seeks)
    select ${workspaceId}::uuid, id, hint, key, at, seeks from jsonb_to_recordset(${json}::jsonb) as x(id uuid, hint text, key text, seeks boolean, at timestamptz)
    order by hint, key on conflict do nothing`);
  const days = sql.raw(`interval '${HINT_WINDOW_MS / 86_400_000} days'`);
  return rowsOf(
    await tx.execute(sql`select distinct x.key as one, h.message_key as other
      from jsonb_to_recordset(${json}::jsonb) as x(hint text, key text, seeks boolean, at timestamptz)
      cross join lateral (select message_key from ${emailThreadHints} h where h.workspace_id = ${workspaceId} and h.hint = x.hint and h.message_key <> x.key
        and ((x.seeks and h.at between x.at - ${days} and x.at) or (h.seeks and h.at between x.at and x.at + ${days})) order by h.at desc limit 50) h`),
  );
}

/** Puts mails into threads: what they bear, refer to, or are found by. A bridge brings threads together. */
export async function placeInThreads(
  tx: Transaction,
  workspaceId: string,
  mails: readonly Threadable[],
  facts: ReadonlyMap<string, ThreadFacts>,
  now: Date,
): Promise<Placed> {
  const union = new Union();
  for (const { messageKey, keys } of mails) union.joinAll(messageKey, keys);
  const edges = await hintEdges(tx, workspaceId, mails);
  for (const { one, other } of edges) union.join(one, other);
  const all = sorted([...mails.flatMap(({ messageKey, keys }) => [messageKey, ...keys]), ...edges.map(({ other }) => other)]);
  const fresh = new Map<string, string>();
  const wanted = all.map((key) => {
    const root = union.find(key);
    const id = fresh.get(root) ?? uuidv7();
    fresh.set(root, id);
    return { key, id };
  });
  // Whoever brings the same key at the same time waits here for the other's commit.
  await tx.execute(sql`insert into ${emailThreadKeys} (workspace_id, key, thread_id)
    select ${workspaceId}::uuid, key, id from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as x(key text, id uuid) order by key on conflict do nothing`);
  const known = await tx
    .select({ key: emailThreadKeys.key, threadId: emailThreadKeys.threadId })
    .from(emailThreadKeys)
    .where(and(eq(emailThreadKeys.workspaceId, workspaceId), among(emailThreadKeys.key, all)));
  const threadsOfRoot = Map.groupBy(known, ({ key }) => union.find(key));
  const winner = new Map<string, string>();
  const merged: Placed['merged'] = [];
  for (const [root, rows] of threadsOfRoot) {
    const own = fresh.get(root);
    const [into = own ?? '', ...from] = sorted(rows.map(({ threadId }) => threadId));
    winner.set(root, into);
    if (from.length > 0) merged.push({ from, into });
  }
  const threadOf = new Map(mails.map(({ messageKey }) => [messageKey, winner.get(union.find(messageKey)) ?? '']));
  await ensureThreads(tx, workspaceId, threadOf, facts, now);
  for (const { from, into } of merged) await mergeThreads(tx, workspaceId, from, into, now);
  return { threadOf, merged };
}

export interface ThreadFacts {
  subject: string;
  at: Date;
}
async function ensureThreads(tx: Transaction, workspaceId: string, threadOf: ReadonlyMap<string, string>, facts: ReadonlyMap<string, ThreadFacts>, now: Date) {
  const rows = new Map<
    string,
    { workspaceId: string; id: string; subject: string; lastAt: Date; lastDirection: string; status: string; createdAt: Date; updatedAt: Date }
  >();
  for (const [messageKey, id] of threadOf) {
    const { subject = '', at = now } = facts.get(messageKey) ?? {};
    // Told of what is in it by `countIn`; until then it is as old as nothing.
    rows.set(id, {
      workspaceId,
      id,
      subject: subject.slice(0, 998),
      lastAt: new Date(Math.min(at.getTime(), now.getTime())),
      lastDirection: 'internal',
      status: 'closed',
      createdAt: now,
      updatedAt: now,
    });
  }
  await insertRows(
    tx,
    emailThreads,
    [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    { onConflict: sql`on conflict do nothing` },
  );
}

async function mergeThreads(tx: Transaction, workspaceId: string, from: readonly string[], into: string, now: Date): Promise<void> {
  const losers = [...from];
  const rows = await tx
    .select()
    .from(emailThreads)
    .where(and(eq(emailThreads.workspaceId, workspaceId), inArray(emailThreads.id, [into, ...losers])))
    .orderBy(emailThreads.id)
    .for('update');
  for (const [table, column] of [
    [emailThreadKeys, emailThreadKeys.threadId],
    [emailMessages, emailMessages.threadId],
    [emailOutgoing, emailOutgoing.threadId],
    [emailThreadNotes, emailThreadNotes.threadId],
  ] as const) {
    await tx
      .update(table)
      .set({ threadId: into })
      .where(and(eq(table.workspaceId, workspaceId), inArray(column, losers)));
  }
  const newest = rows.toSorted((a, b) => b.lastAt.getTime() - a.lastAt.getTime())[0];
  const oldest = rows.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())[0];
  const open = rows.find(({ status }) => status === 'open') ?? newest;
  await tx
    .update(emailThreads)
    .set({
      ...(newest ? { lastAt: newest.lastAt, lastDirection: newest.lastDirection } : {}),
      ...(open ? { status: open.status, snoozeUntil: open.snoozeUntil } : {}),
      subject: oldest?.subject ?? null,
      assigneeId: rows.find(({ assigneeId }) => assigneeId)?.assigneeId ?? null,
      messageCount: rows.reduce((sum, { messageCount }) => sum + messageCount, 0),
      updatedAt: now,
    })
    .where(and(eq(emailThreads.workspaceId, workspaceId), eq(emailThreads.id, into)));
  await tx.delete(emailThreads).where(and(eq(emailThreads.workspaceId, workspaceId), inArray(emailThreads.id, losers)));
}
/** An old conversation needs nobody's answer. */
const FRESH_MS = 14 * 86_400_000;

export interface Counted {
  threadId: string;
  direction: 'inbound' | 'outbound' | 'internal';
  at: Date;
  /** A machine wrote it: nobody waits for an answer. */
  isQuiet: boolean;
}
/** New mails of threads: how many, which is the newest, and whose turn it is. */
export async function countIn(tx: Transaction, workspaceId: string, mails: readonly Counted[], now: Date): Promise<void> {
  const rows = [...Map.groupBy(mails, (each) => each.threadId)].flatMap(([id, group]) => {
    const newest = group.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0];
    if (!newest) return [];
    const at = new Date(Math.min(newest.at.getTime(), now.getTime()));
    const isFresh = now.getTime() - at.getTime() < FRESH_MS;
    const turn = !isFresh || newest.isQuiet ? null : newest.direction === 'inbound' ? 'open' : 'waiting';
    return [{ id, count: group.length, at: at.toISOString(), direction: newest.direction, turn }];
  });
  if (rows.length === 0) return;
  await tx.execute(sql`with said as (select t.id, x.count, x.at, x.direction, x.turn, (t.last_at <= x.at or t.message_count = 0) as leads from ${emailThreads} t
      join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, count int, at timestamptz, direction text, turn text) on x.id = t.id
      where t.workspace_id = ${workspaceId} order by t.id for no key update of t)
    update ${emailThreads} t set message_count = message_count + said.count, updated_at = ${now.toISOString()},
      last_direction = case when said.leads then said.direction else last_direction end,
      status = case when said.leads then coalesce(said.turn, status) else status end,
      snooze_until = case when said.turn = 'open' then null else snooze_until end,
      last_at = case when message_count = 0 then said.at else greatest(last_at, said.at) end
    from said where t.workspace_id = ${workspaceId} and t.id = said.id`);
}

/** What is left in threads that lost mails. One without any is shown to nobody. */
export async function recount(tx: Transaction, workspaceId: string, threadIds: readonly string[], now: Date): Promise<void> {
  const ids = sorted(threadIds);
  if (ids.length === 0) return;
  await tx.execute(sql`with left_over as (
      select t.id, (select count(*)::int from ${emailMessages} m where m.workspace_id = t.workspace_id and m.thread_id = t.id) as count, n.sent_at, n.direction
      from ${emailThreads} t left join lateral (select sent_at, direction from ${emailMessages} m
        where m.workspace_id = t.workspace_id and m.thread_id = t.id order by sent_at desc, id desc limit 1) n on true
      where t.workspace_id = ${workspaceId} and t.id in ${ids} order by t.id for update of t)
    update ${emailThreads} t set message_count = l.count, updated_at = ${now.toISOString()},
      last_at = coalesce(least(l.sent_at, ${now.toISOString()}::timestamptz), t.last_at), last_direction = coalesce(l.direction, t.last_direction)
    from left_over l where t.workspace_id = ${workspaceId} and t.id = l.id`);
}

/** @throws PatchbayError not_found */
export async function threadById(tx: Transaction, workspaceId: string, id: string): Promise<ThreadRow> {
  const [row] = await tx
    .select()
    .from(emailThreads)
    .where(and(eq(emailThreads.workspaceId, workspaceId), eq(emailThreads.id, id)));
  if (!row) throw new PatchbayError('not_found');
  return row;
}

/** Snoozed conversations whose time has come. */
export async function wakeThreads(tx: Transaction, workspaceId: string, now: Date): Promise<void> {
  await tx
    .update(emailThreads)
    .set({ status: 'open', snoozeUntil: null, updatedAt: now })
    .where(and(eq(emailThreads.workspaceId, workspaceId), eq(emailThreads.status, 'snoozed'), sql`${emailThreads.snoozeUntil} <= ${now.toISOString()}`));
}
