import { and, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { among, insertRows, type Transaction } from '#sdk';
import { activities, participants } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type ActivityFacts, columnsOf, firstToldAt, sourceKeyOf } from './facts.ts';
import { matchAllParticipants } from './participants.ts';
import { recordActivity } from './record-activity.ts';
import { tellOfNewActivities } from './tell.ts';
import { layAllOnTimeline } from './timeline.ts';
import { withoutErased } from './without-erased.ts';

/**
 * Keeps many things that happened, each as `recordActivity` does: those nobody told of yet in a handful of statements for all
 * of them, the others one by one. A mailbox of thousands of mails is read in minutes by it. Answers in the order given.
 */
export async function recordActivities(tx: Transaction, scope: CrmScope, all: readonly ActivityFacts[]): Promise<{ id: string; isNew: boolean }[]> {
  const { workspaceId, clock } = scope;
  const now = clock.now();
  const prepared = all.map((facts) => {
    const id = uuidv7();
    return { facts, id, sourceKey: sourceKeyOf(facts) ?? `own:${id}` };
  });
  // Told twice in one breath, the second adds to the first.
  const first = new Map(prepared.map((each) => [each.sourceKey, each] as const).reverse());
  // In one order everywhere: two that tell of the same things wait for each other in one direction.
  const fresh = [...first.values()].sort((a, b) => (a.sourceKey < b.sourceKey ? -1 : 1));
  const matched = await matchAllParticipants(
    tx,
    scope,
    fresh.map(({ facts }) => facts.participants ?? []),
  );
  const written = fresh.map(({ facts, id, sourceKey }, index) => {
    const { people = [], erasedNames = [] } = matched[index] ?? {};
    const said = withoutErased(columnsOf(facts), people, erasedNames);
    const { kind, direction, occurredAt } = facts;
    return { kind, direction, occurredAt, ...said, toldAt: firstToldAt(said, facts.toldAt ?? now), workspaceId, id, sourceKey, createdAt: now, updatedAt: now };
  });
  const inserted = await insertRows(tx, activities, written, { onConflict: sql`on conflict (workspace_id, source_key) do nothing`, returning: sql`id` });
  const ids = inserted.map(({ id }) => id as string);
  const isOne = and(eq(activities.workspaceId, workspaceId), among(activities.id, ids));
  const added = new Map(ids.length === 0 ? [] : (await tx.select().from(activities).where(isOne)).map((row) => [row.id, row]));
  const news = fresh.flatMap(({ id }, index) => {
    const row = added.get(id);
    return row ? [{ row, people: matched[index]?.people ?? [] }] : [];
  });
  const rows = news.flatMap(({ row, people: list }) => list.map((each, position) => ({ ...each, workspaceId, activityId: row.id, position })));
  await insertRows(tx, participants, rows);
  const owners = await layAllOnTimeline(
    tx,
    scope,
    news.map(({ row, people: list }) => ({ activity: row, contactIds: list.flatMap(({ contactId }) => (contactId ? [contactId] : [])) })),
  );
  await tellOfNewActivities(
    tx,
    scope,
    news.map(({ row, people: list }, index) => ({ row, participants: list, recordOwnerIds: owners[index] ?? [] })),
  );
  const results: { id: string; isNew: boolean }[] = [];
  for (const { facts, id } of prepared) results.push(added.has(id) ? { id, isNew: true } : await recordActivity(tx, scope, facts));
  return results;
}
