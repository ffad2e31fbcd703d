import { and, asc, desc, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm';
import { sqlState } from '#platform/database/database-error';
import { PatchbayError, type Transaction } from '#sdk';
import { zoneOfCaller } from '../colleagues.ts';
import { todos } from '../models.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { dayIn } from '../today.ts';

export const TODO_DUE = ['overdue', 'today', 'upcoming', 'none'] as const;
export interface TodoQuery {
  ownerId?: string | undefined;
  /** The caller's own. */
  mine?: boolean | undefined;
  done?: boolean | undefined;
  /** In the caller's zone: `today` is the rest of the day and what was due earlier today, `overdue` what was due before today. */
  due?: (typeof TODO_DUE)[number] | undefined;
  contactId?: string | undefined;
  organizationId?: string | undefined;
  dealId?: string | undefined;
}
export interface TodoPage extends TodoQuery {
  limit: number;
  after?: readonly (string | number)[] | undefined;
}
type Row = typeof todos.$inferSelect;

/** Open ones by when they are due, those without a time last; done ones the latest first. */
export async function listTodos(tx: Transaction, scope: CrmScope, page: TodoPage): Promise<{ rows: Row[]; next: (string | number)[] | null }> {
  const { limit, after, done } = page;
  const key = done ? sql`${todos.completedAt}` : sql`coalesce(${todos.dueAt}, 'infinity'::timestamptz)`;
  const from = after && readAfter(after, done ? 'done' : 'due');
  const beyond = from && sql`(${key}, ${todos.id}) ${sql.raw(done ? '<' : '>')} (${from.key}::timestamptz, ${from.id}::uuid)`;
  const rows = await tx
    .select({ todo: todos, key: sql<string>`${key}::text` })
    .from(todos)
    .where(and(await todosWhere(tx, scope, page), beyond))
    .orderBy(done ? desc(key) : asc(key), done ? desc(todos.id) : asc(todos.id))
    .limit(limit + 1)
    .catch((error: unknown) => {
      throw after && sqlState(error)?.startsWith('22') ? wrongCursor() : error;
    });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map((row) => row.todo), next: rows.length > limit && last ? [done ? 'done' : 'due', last.key, last.todo.id] : null };
}

async function todosWhere(tx: Transaction, scope: CrmScope, query: TodoQuery): Promise<SQL | undefined> {
  const { ownerId, mine, done, due, contactId, organizationId, dealId } = query;
  if (mine && !scope.userId) throw new PatchbayError('person_needed');
  return and(
    eq(todos.workspaceId, scope.workspaceId),
    ownedBy(scope.reach.read, todos.ownerId),
    ownerId ? eq(todos.ownerId, ownerId) : undefined,
    mine && scope.userId ? eq(todos.ownerId, scope.userId) : undefined,
    done === undefined ? undefined : done ? isNotNull(todos.completedAt) : isNull(todos.completedAt),
    due ? await dueWhere(tx, scope, due) : undefined,
    contactId ? eq(todos.contactId, contactId) : undefined,
    organizationId ? eq(todos.organizationId, organizationId) : undefined,
    dealId ? eq(todos.dealId, dealId) : undefined,
  );
}

async function dueWhere(tx: Transaction, scope: CrmScope, due: (typeof TODO_DUE)[number]): Promise<SQL> {
  if (due === 'none') return isNull(todos.dueAt);
  const zone = await zoneOfCaller(tx, scope);
  // The instants at which the caller's day begins and ends, on days of 23 and 25 hours too.
  const today = sql`${dayIn(zone, scope.clock.now())}::date`;
  const begins = sql`(${today}::timestamp at time zone ${zone})`;
  const ends = sql`((${today} + 1)::timestamp at time zone ${zone})`;
  const on = {
    overdue: sql`${todos.dueAt} < ${begins}`,
    today: sql`${todos.dueAt} >= ${begins} and ${todos.dueAt} < ${ends}`,
    upcoming: sql`${todos.dueAt} >= ${ends}`,
  };
  return sql`(${on[due]})`;
}

function readAfter(after: readonly (string | number)[], order: string): { key: string; id: string } {
  const [of, key, id] = after;
  if (of !== order || typeof key !== 'string' || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) throw wrongCursor();
  return { key, id };
}
const wrongCursor = () => new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'belongs to another list; start from its first page' }] });
