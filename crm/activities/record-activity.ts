import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { activities } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type ActivityFacts, type ActivityRow, columnsOf, firstToldAt, merge, sourceKeyOf } from './facts.ts';
import { keepParticipants, matchParticipants, type Participant } from './participants.ts';
import { tellOfActivity } from './tell.ts';
import { layOnTimeline } from './timeline.ts';
import { withoutErased } from './without-erased.ts';

/**
 * Keeps one thing that happened. Told twice, late, by several at once or piece by piece, it is one activity that says the
 * newest of everything and forgets nothing. Who may name the deal, organization or contacts in it was checked before.
 */
export async function recordActivity(tx: Transaction, scope: CrmScope, facts: ActivityFacts): Promise<{ id: string; isNew: boolean }> {
  const { workspaceId, clock } = scope;
  const now = clock.now();
  const id = uuidv7();
  const sourceKey = sourceKeyOf(facts) ?? `own:${id}`;
  const { people, erasedNames } = await matchParticipants(tx, scope, facts.participants ?? []);
  const said = withoutErased(columnsOf(facts), people, erasedNames);
  // Whoever tells of it at the same time waits here until the first has written it all.
  const [added] = await tx
    .insert(activities)
    .values({
      kind: facts.kind,
      direction: facts.direction,
      occurredAt: facts.occurredAt,
      ...said,
      toldAt: firstToldAt(said, facts.toldAt ?? now),
      workspaceId,
      id,
      sourceKey,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoNothing({ target: [activities.workspaceId, activities.sourceKey] })
    .returning();
  if (added) {
    await settle(tx, scope, added, undefined, people, true);
    return { id, isNew: true };
  }
  const [before] = await tx
    .select()
    .from(activities)
    .where(and(eq(activities.workspaceId, workspaceId), eq(activities.sourceKey, sourceKey)))
    .for('update');
  // It was there a moment ago: somebody removed it just now, and it is told again when its source is read again.
  if (!before) throw new PatchbayError('conflict');
  await bring(tx, scope, before, said, facts.toldAt, people);
  return { id: before.id, isNew: false };
}

async function bring(
  tx: Transaction,
  scope: CrmScope,
  before: ActivityRow,
  said: Partial<ActivityRow>,
  told: Date | undefined,
  people: readonly Participant[],
): Promise<void> {
  // Emptied because somebody asked for it: it says nothing any more.
  if (before.erasedAt) return;
  const { change, toldAt } = merge(before, said, told ?? scope.clock.now());
  const isChanged = Object.keys(change).length > 0;
  let row = before;
  // Who reads everything once more without saying of when it is, writes nothing.
  if (isChanged || (toldAt && told)) {
    const [after] = await tx
      .update(activities)
      .set({ ...change, ...(toldAt ? { toldAt } : {}), ...(isChanged ? { updatedAt: scope.clock.now() } : {}) })
      .where(and(eq(activities.workspaceId, scope.workspaceId), eq(activities.id, before.id)))
      .returning();
    row = after ?? before;
  }
  await settle(tx, scope, row, before, people, isChanged);
}

/** More of an activity that is there, by whoever recorded it. @throws PatchbayError not_found */
export async function tellMore(
  tx: Transaction,
  scope: CrmScope,
  id: string,
  { toldAt, ...facts }: Partial<Omit<ActivityFacts, 'source' | 'sourceKey'>>,
  /** The conversation it turned out to belong to. */
  threadId?: string,
): Promise<void> {
  const of = and(eq(activities.workspaceId, scope.workspaceId), eq(activities.id, id), eq(activities.integration, scope.source));
  const { people, erasedNames } = await matchParticipants(tx, scope, facts.participants ?? []);
  const [before] = await tx.select().from(activities).where(of).for('update');
  if (!before) throw new PatchbayError('not_found');
  const said = withoutErased(columnsOf(facts), people, erasedNames);
  await bring(tx, scope, before, { ...said, ...(threadId ? { threadId } : {}) }, toldAt, people);
}

/** Everything that follows from what an activity says now. */
async function settle(
  tx: Transaction,
  scope: CrmScope,
  row: ActivityRow,
  before: ActivityRow | undefined,
  given: readonly Participant[],
  isChanged: boolean,
): Promise<void> {
  const { all, changed } = await keepParticipants(tx, scope, row.id, given);
  const contactIds = [...new Set(all.flatMap((each) => (each.contactId ? [each.contactId] : [])))];
  const owners = await layOnTimeline(tx, scope, row, contactIds, before);
  if (isChanged || changed) await tellOfActivity(tx, scope, row, all, owners, before);
}

/** Null empties a field. */
export type ActivityChange = {
  [K in 'subject' | 'snippet' | 'body' | 'status' | 'occurredAt' | 'visibility' | 'dealId' | 'data']?: ActivityRow[K] | undefined;
};
/** A change by a person: it counts from now on, whatever a source tells later of the time before. */
export async function saveActivity(tx: Transaction, scope: CrmScope, before: ActivityRow, change: ActivityChange): Promise<void> {
  const now = scope.clock.now();
  const named = Object.entries(change).filter(([, value]) => value !== undefined);
  const { kind, direction, occurredAt } = before;
  const cleaned = columnsOf({ ...Object.fromEntries(named), kind, direction, occurredAt: change.occurredAt ?? occurredAt });
  const emptied = Object.fromEntries(named.filter(([, value]) => value === null));
  const [row] = await tx
    .update(activities)
    .set({ ...cleaned, ...emptied, toldAt: { ...before.toldAt, ...Object.fromEntries(named.map(([name]) => [name, now.getTime()])) }, updatedAt: now })
    .where(and(eq(activities.workspaceId, scope.workspaceId), eq(activities.id, before.id)))
    .returning();
  if (row) await settle(tx, scope, row, before, [], true);
}
