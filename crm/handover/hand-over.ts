import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { PatchbayError, type Transaction } from '#sdk';
import { colleagues } from '../colleagues.ts';
import { changeHeld as changeContacts } from '../contacts/change-many.ts';
import { applyToMany as changeDeals } from '../deals/change-many.ts';
import { contacts, deals, organizations, searchDocuments, segments, todos, views } from '../models.ts';
import { changeHeld as changeOrganizations } from '../organizations/change-many.ts';
import type { CrmScope } from '../scope.ts';
import { giveUnlived } from './give-unlived.ts';

export interface Handover {
  from: string;
  to: string;
}
/** What a heir gets, by kind. */
export type Reassigned = Record<'contacts' | 'organizations' | 'deals' | 'todos' | 'segments' | 'views', number>;
/** Queues the rest of a handover in the open transaction. */
export type QueueRest = (handover: Handover) => Promise<unknown>;

/** Records of one transaction: some tenths of a second on the embedded database. */
const SLICE = 500;

/**
 * Hands everything of one person to another: somebody leaves, a territory changes. Each record is changed and told of like
 * any other change; what was removed or merged goes along, so that it comes back to the heir. Activities stay whose they
 * were: a mail was written by who wrote it. The first slice is given in the open transaction; a longer rest is queued.
 * @returns what the heir gets, the queued rest included
 */
export async function beginHandover(tx: Transaction, scope: CrmScope, handover: Handover, queue: QueueRest): Promise<Reassigned> {
  const given = await whatIsOwned(tx, scope, handover.from);
  if ((await giveSlice(tx, scope, handover)) < SLICE) await giveRest(tx, scope, handover);
  else await queue(handover);
  return given;
}

/** The same as an act of its own: somebody hands over, or is handed over, and stays. */
export const reassignRecords = (scope: CrmScope, handover: Handover, queue: QueueRest): Promise<Reassigned> =>
  scope.db.transaction(async (tx) => {
    const { from, to } = handover;
    if (from === to) throw new PatchbayError('invalid_input', { errors: [{ path: 'to', message: 'must be somebody else' }] });
    if (!(await colleagues(tx, scope, [to])).has(to)) {
      throw new PatchbayError('invalid_input', { errors: [{ path: 'to', message: 'There is no such person in this workspace.' }] });
    }
    // Also of somebody who has left already: their heir may have left before everything was given.
    const [known] = await rowsOf(tx, sql`select 1 from members where workspace_id = ${scope.workspaceId} and user_id = ${from}`);
    if (!known) throw new PatchbayError('not_found');
    return beginHandover(tx, scope, handover, queue);
  });

/** The rest of a handover, slice by slice. Killed in between, it goes on with what is still owned. @throws PatchbayError conflict */
export async function continueHandover(scope: CrmScope, handover: Handover, progress: (at: { done: number; total: number }) => Promise<void>): Promise<void> {
  const owned = await scope.db.transaction((tx) => whatIsOwned(tx, scope, handover.from));
  const total = owned.contacts + owned.organizations + owned.deals;
  for (let done = 0, isLast = false; !isLast; ) {
    await scope.db.transaction(async (tx) => {
      const heirs = await colleagues(tx, scope, [handover.to]);
      if (!heirs.has(handover.to)) {
        throw new PatchbayError('conflict', {
          detail: 'Who was to get these records has left meanwhile.',
          remedy: 'Hand what is left to somebody else.',
          facts: { ...handover },
        });
      }
      const given = await giveSlice(tx, scope, handover);
      done += given;
      isLast = given < SLICE;
      if (isLast) await giveRest(tx, scope, handover);
    });
    await progress({ done, total: Math.max(total, done) });
  }
}

/** Gives at most a slice of live records away and tells of each; says how many. */
async function giveSlice(tx: Transaction, scope: CrmScope, { from, to }: Handover): Promise<number> {
  const { workspaceId } = scope;
  const of = (table: typeof contacts | typeof organizations | typeof deals) =>
    and(eq(table.workspaceId, workspaceId), eq(table.ownerId, from), eq(table.recordState, 'live'));
  let room = SLICE;
  const people = await tx.select().from(contacts).where(of(contacts)).orderBy(asc(contacts.id)).limit(room).for('update');
  room -= await changeContacts(tx, scope, people, { ownerId: to });
  const houses = await tx.select().from(organizations).where(of(organizations)).orderBy(asc(organizations.id)).limit(room).for('update');
  room -= await changeOrganizations(tx, scope, houses, { ownerId: to });
  const sales = await tx.select().from(deals).where(of(deals)).orderBy(asc(deals.id)).limit(room).for('update');
  return SLICE - room + (await changeDeals(tx, scope, sales, undefined, { ownerId: to }));
}

/** What nobody is told of: removed and merged records, to-dos, segments and views. */
async function giveRest(tx: Transaction, scope: CrmScope, { from, to }: Handover): Promise<void> {
  const { workspaceId } = scope;
  await giveUnlived(tx, scope, { from, to });
  for (const table of [todos, segments, views]) {
    await tx
      .update(table)
      .set({ ownerId: to, updatedAt: scope.clock.now() })
      .where(and(eq(table.workspaceId, workspaceId), eq(table.ownerId, from)));
  }
  await tx
    .update(searchDocuments)
    .set({ ownerId: to })
    .where(and(eq(searchDocuments.workspaceId, workspaceId), eq(searchDocuments.entity, 'todo'), eq(searchDocuments.ownerId, from)));
}

async function whatIsOwned(tx: Transaction, { workspaceId }: CrmScope, userId: string): Promise<Reassigned> {
  const count = (table: SQL, live: SQL = sql``) =>
    sql`(select count(*)::int from ${table} where workspace_id = ${workspaceId} and owner_id = ${userId}${live})`;
  const live = sql` and record_state = 'live'`;
  const [owned] = await rowsOf<Reassigned>(
    tx,
    sql`select ${count(sql`contacts`, live)} as contacts, ${count(sql`organizations`, live)} as organizations, ${count(sql`deals`, live)} as deals,
      ${count(sql`todos`)} as todos, ${count(sql`segments`)} as segments, ${count(sql`views`)} as views`,
  );
  if (!owned) throw new PatchbayError('internal');
  return owned;
}
