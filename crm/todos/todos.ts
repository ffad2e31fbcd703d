import { and, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { recordActivity } from '../activities/record-activity.ts';
import { assertVersion } from '../changes.ts';
import { checkReferences, liveContacts, liveDeal } from '../deals/references.ts';
import { todos } from '../models.ts';
import { assertMayChange, reaches } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { indexRecord, unindexRecord } from '../search/index-record.ts';
import { listTodos, type TodoPage } from './list-todos.ts';

type Row = typeof todos.$inferSelect;
export type Todo = Omit<Row, 'workspaceId'>;
type Settable = Pick<Row, 'title' | 'description' | 'ownerId' | 'dueAt' | 'remindAt' | 'priority' | 'contactId' | 'organizationId' | 'dealId'>;
export type TodoChange = { [K in keyof Settable]?: Settable[K] | undefined } & { version?: number | undefined };
export type NewTodo = TodoChange & { title: string };

const todoOf = ({ workspaceId: _, ...row }: Row): Todo => row;

/** What somebody has to do, for whom or what, and until when. */
export function createTodos(scope: CrmScope) {
  const { workspaceId, db, clock } = scope;
  const byId = (id: string) => and(eq(todos.workspaceId, workspaceId), eq(todos.id, id));
  const lock = async (tx: Transaction, id: string, seen?: number): Promise<Row> => {
    const [row] = await tx.select().from(todos).where(byId(id)).for('update');
    assertMayChange(scope.reach, row);
    if (!row) throw new PatchbayError('not_found');
    assertVersion(row, seen);
    return row;
  };
  const index = (tx: Transaction, row: Row) =>
    indexRecord(tx, scope, { entity: 'todo', recordId: row.id, title: row.title, text: row.description ?? '', ownerId: row.ownerId });
  const save = async (tx: Transaction, before: Row, change: Partial<Row>): Promise<Todo> => {
    const [row] = await tx
      .update(todos)
      .set({ ...change, version: sql`${todos.version} + 1`, updatedAt: clock.now() })
      .where(byId(before.id))
      .returning();
    if (!row) throw new PatchbayError('not_found');
    await index(tx, row);
    return todoOf(row);
  };
  /** What was done stands on the timelines of those it was done for; one to-do is one activity, however often it is opened again. */
  const tell = (tx: Transaction, { id, title, ownerId, outcome, contactId, dealId, organizationId }: Todo, status: 'done' | 'reopened', occurredAt: Date) =>
    recordActivity(tx, scope, {
      kind: 'task',
      direction: 'internal',
      occurredAt,
      subject: title,
      snippet: outcome ?? '',
      status,
      ownerId,
      dealId,
      organizationId,
      participants: contactId ? [{ address: '', role: 'about', contactId }] : [],
      sourceKey: `task:${id}`,
    });
  /** What is named anew must be there; a contact that was merged is named by who it is now. */
  const links = async (tx: Transaction, before: Row | undefined, change: TodoChange): Promise<Partial<Settable>> => {
    const anew = <K extends keyof Settable>(key: K) => (change[key] === before?.[key] ? undefined : change[key]);
    const contactId = anew('contactId');
    const dealId = anew('dealId');
    await checkReferences(tx, scope, { ownerId: anew('ownerId'), organizationId: anew('organizationId') });
    if (dealId) await liveDeal(tx, scope, dealId);
    if (!contactId) return {};
    const meant = (await liveContacts(tx, scope, [contactId])).get(contactId);
    if (!meant) throw new PatchbayError('invalid_input', { errors: [{ path: 'contactId', message: 'There is no such contact.' }] });
    return { contactId: meant };
  };

  return {
    list: (page: TodoPage): Promise<{ todos: Todo[]; next: (string | number)[] | null }> =>
      db.transaction(async (tx) => {
        const { rows, next } = await listTodos(tx, scope, page);
        return { todos: rows.map(todoOf), next };
      }),

    get: (id: string): Promise<Todo> =>
      db.transaction(async (tx) => {
        const [row] = await tx.select().from(todos).where(byId(id));
        if (!row || !reaches(scope.reach.read, row.ownerId)) throw new PatchbayError('not_found');
        return todoOf(row);
      }),

    create: ({ version: _, ...input }: NewTodo): Promise<Todo> =>
      db.transaction(async (tx) => {
        // Nobody's to-do is done by nobody.
        const ownerId = input.ownerId === undefined ? scope.userId : input.ownerId;
        if (!ownerId) throw new PatchbayError('person_needed', { remedy: 'Name a person in "ownerId", or give the API key an "actAs".' });
        const resolved = await links(tx, undefined, input);
        const at = clock.now();
        const [row] = await tx
          .insert(todos)
          .values({ ...input, ...resolved, ownerId, workspaceId, id: uuidv7(), createdBy: scope.actorName, createdAt: at, updatedAt: at })
          .returning();
        if (!row) throw new PatchbayError('internal');
        await index(tx, row);
        return todoOf(row);
      }),

    update: (id: string, { version, ...change }: TodoChange): Promise<Todo> =>
      db.transaction(async (tx) => {
        const before = await lock(tx, id, version);
        return save(tx, before, { ...defined(change), ...(await links(tx, before, change)) });
      }),

    /** Twice is once: the first time and words stay. */
    done: (id: string, { outcome, version }: { outcome?: string | undefined; version?: number | undefined } = {}): Promise<Todo> =>
      db.transaction(async (tx) => {
        const before = await lock(tx, id, version);
        if (before.completedAt) return todoOf(before);
        const todo = await save(tx, before, { completedAt: clock.now(), outcome: outcome ?? null });
        await tell(tx, todo, 'done', clock.now());
        return todo;
      }),
    undone: (id: string, { version }: { version?: number | undefined } = {}): Promise<Todo> =>
      db.transaction(async (tx) => {
        const before = await lock(tx, id, version);
        if (!before.completedAt) return todoOf(before);
        const todo = await save(tx, before, { completedAt: null, outcome: null });
        await tell(tx, todo, 'reopened', before.completedAt);
        return todo;
      }),

    remove: (id: string): Promise<void> =>
      db.transaction(async (tx) => {
        await lock(tx, id);
        await tx.delete(todos).where(byId(id));
        await unindexRecord(tx, scope, 'todo', id);
      }),
  };
}

const defined = <T extends object>(change: T): Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never;
