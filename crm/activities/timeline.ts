import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { contacts, deals, type Entity, organizations, timelineEntries } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import type { ActivityRow } from './facts.ts';

export type OnTimeline = Pick<ActivityRow, 'id' | 'kind' | 'direction' | 'occurredAt' | 'status' | 'dealId' | 'organizationId'>;
interface Place {
  entity: Entity;
  recordId: string;
  ownerId: string | null;
}

/** On whose timelines an activity lies: each contact, their organizations, the deal and its organization. */
async function placesOf(tx: Transaction, { workspaceId }: CrmScope, activity: OnTimeline, contactIds: readonly string[]): Promise<Place[]> {
  const people =
    contactIds.length === 0
      ? []
      : await tx
          .select({ id: contacts.id, ownerId: contacts.ownerId, organizationId: contacts.organizationId })
          .from(contacts)
          .where(and(eq(contacts.workspaceId, workspaceId), inArray(contacts.id, [...contactIds])));
  const [deal] = activity.dealId
    ? await tx
        .select({ id: deals.id, ownerId: deals.ownerId, organizationId: deals.organizationId })
        .from(deals)
        .where(and(eq(deals.workspaceId, workspaceId), eq(deals.id, activity.dealId)))
    : [];
  const organizationIds = [activity.organizationId, deal?.organizationId, ...people.map((each) => each.organizationId)].flatMap((id) => (id ? [id] : []));
  const houses =
    organizationIds.length === 0
      ? []
      : await tx
          .select({ id: organizations.id, ownerId: organizations.ownerId })
          .from(organizations)
          .where(and(eq(organizations.workspaceId, workspaceId), inArray(organizations.id, [...new Set(organizationIds)])));
  const place = (entity: Entity) => (each: { id: string; ownerId: string | null }) => ({ entity, recordId: each.id, ownerId: each.ownerId });
  return [...people.map(place('contact')), ...houses.map(place('organization')), ...(deal ? [deal].map(place('deal')) : [])];
}

/** Lays an activity on its timelines and moves on what they know of the last contact. Answers the owners of those records. */
export async function layOnTimeline(
  tx: Transaction,
  scope: CrmScope,
  activity: OnTimeline,
  contactIds: readonly string[],
  before?: OnTimeline,
): Promise<(string | null)[]> {
  const { workspaceId } = scope;
  const { id: activityId, occurredAt, kind } = activity;
  const of = and(eq(timelineEntries.workspaceId, workspaceId), eq(timelineEntries.activityId, activityId));
  if (before?.dealId && before.dealId !== activity.dealId) await tx.delete(timelineEntries).where(and(of, eq(timelineEntries.recordId, before.dealId)));
  if (before && (before.occurredAt.getTime() !== occurredAt.getTime() || before.kind !== kind)) {
    await tx.update(timelineEntries).set({ occurredAt, kind }).where(of);
  }
  const places = await placesOf(tx, scope, activity, contactIds);
  if (places.length > 0) {
    await tx
      .insert(timelineEntries)
      .values(places.map(({ entity, recordId }) => ({ workspaceId, entity, recordId, occurredAt, activityId, kind })))
      .onConflictDoNothing();
  }
  if (before && contactTime(scope, before) && !isSameContact(scope, before, activity)) await takeBack(tx, scope, before, places);
  await moveOn(tx, scope, activity, places);
  return [...new Set(places.map((each) => each.ownerId))];
}

/** A contact is what went either way and has happened; what is planned, called off or among ourselves is none. */
export const contactTime = (
  { clock }: CrmScope,
  { direction, status, occurredAt }: Pick<OnTimeline, 'direction' | 'status' | 'occurredAt'>,
): Date | undefined => (direction === 'internal' || status === 'cancelled' || occurredAt > clock.now() ? undefined : occurredAt);
const isMailToThem = ({ kind, direction }: Pick<OnTimeline, 'kind' | 'direction'>) => kind === 'email' && direction === 'outbound';
const isSameContact = (scope: CrmScope, one: OnTimeline, other: OnTimeline) =>
  contactTime(scope, one)?.getTime() === contactTime(scope, other)?.getTime() && isMailToThem(one) === isMailToThem(other);

const COLUMNS = {
  contact: { table: contacts, columns: ['last_contacted_at', 'last_emailed_at'] },
  organization: { table: organizations, columns: ['last_contacted_at'] },
  deal: { table: deals, columns: ['last_activity_at'] },
} as const;

/** Forward only, so that it is the same whatever the order. Rows in the order of their ids: two that meet do not lock each other out. */
async function moveOn(tx: Transaction, scope: CrmScope, activity: OnTimeline, places: readonly Place[]): Promise<void> {
  const at = contactTime(scope, activity);
  if (!at) return;
  for (const { table, columns, ids } of byTable(places)) {
    const moved = columns.filter((column) => column !== 'last_emailed_at' || isMailToThem(activity)).map((column) => sql.raw(column));
    const set = moved.map((column) => sql`${column} = greatest(t.${column}, ${at.toISOString()}::timestamptz)`);
    const behind = moved.map((column) => sql`(${column} is null or ${column} < ${at.toISOString()}::timestamptz)`);
    await change(tx, scope, table, ids, sql.join(set, sql`, `), sql.join(behind, sql` or `));
  }
}

/** The source has corrected itself: what was last because of it is looked up again. */
async function takeBack(tx: Transaction, scope: CrmScope, before: OnTimeline, places: readonly Place[]): Promise<void> {
  const was = sql`${before.occurredAt.toISOString()}::timestamptz`;
  for (const { table, columns, ids } of byTable(places)) {
    for (const name of columns) {
      const column = sql.raw(name);
      const mail = name === 'last_emailed_at' ? sql`and a.kind = 'email' and a.direction = 'outbound'` : sql``;
      const last = sql`(select e.occurred_at from timeline_entries e join activities a on a.workspace_id = e.workspace_id and a.id = e.activity_id
        where e.workspace_id = t.workspace_id and e.record_id = t.id and e.occurred_at <= ${scope.clock.now().toISOString()}::timestamptz
          and a.direction <> 'internal' and a.status is distinct from 'cancelled' ${mail} order by e.occurred_at desc limit 1)`;
      await change(tx, scope, table, ids, sql`${column} = ${last}`, sql`${column} = ${was}`);
    }
  }
}

const byTable = (places: readonly Place[]) =>
  (['contact', 'organization', 'deal'] as const).flatMap((entity) => {
    const ids = places.filter((each) => each.entity === entity).map((each) => each.recordId);
    return ids.length > 0 ? [{ ...COLUMNS[entity], ids }] : [];
  });

async function change(tx: Transaction, { workspaceId }: CrmScope, table: (typeof COLUMNS)[Entity]['table'], ids: readonly string[], set: SQL, where: SQL) {
  const wanted = sql.join(
    ids.map((id) => sql`${id}::uuid`),
    sql`, `,
  );
  await tx.execute(
    sql`with l as (select id from ${table} where workspace_id = ${workspaceId} and id in (${wanted}) and (${where}) order by id for no key update)
        update ${table} t set ${set} from l where t.workspace_id = ${workspaceId} and t.id = l.id`,
  );
}
