import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { insertRows, type Transaction } from '#sdk';
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

/** Where several activities lie, with as many questions as for one. */
async function allPlacesOf(
  tx: Transaction,
  { workspaceId }: CrmScope,
  laid: readonly { activity: OnTimeline; contactIds: readonly string[] }[],
): Promise<Place[][]> {
  const unique = (ids: readonly (string | null | undefined)[]) => [...new Set(ids.flatMap((id) => (id ? [id] : [])))];
  const byId = <T extends { id: string }>(rows: readonly T[]) => new Map(rows.map((row) => [row.id, row]));
  const contactIds = unique(laid.flatMap((each) => each.contactIds));
  const dealIds = unique(laid.map(({ activity }) => activity.dealId));
  const [c, d, o] = [contacts, deals, organizations];
  const people = byId(
    contactIds.length === 0
      ? []
      : await tx
          .select({ id: c.id, ownerId: c.ownerId, organizationId: c.organizationId })
          .from(c)
          .where(and(eq(c.workspaceId, workspaceId), inArray(c.id, contactIds))),
  );
  const theirDeals = byId(
    dealIds.length === 0
      ? []
      : await tx
          .select({ id: d.id, ownerId: d.ownerId, organizationId: d.organizationId })
          .from(d)
          .where(and(eq(d.workspaceId, workspaceId), inArray(d.id, dealIds))),
  );
  const organizationIds = unique([
    ...laid.map(({ activity }) => activity.organizationId),
    ...[...people.values(), ...theirDeals.values()].map((each) => each.organizationId),
  ]);
  const houses = byId(
    organizationIds.length === 0
      ? []
      : await tx
          .select({ id: o.id, ownerId: o.ownerId })
          .from(o)
          .where(and(eq(o.workspaceId, workspaceId), inArray(o.id, organizationIds))),
  );
  const place = (entity: Entity) => (each: { id: string; ownerId: string | null }) => ({ entity, recordId: each.id, ownerId: each.ownerId });
  return laid.map(({ activity, contactIds: ids }) => {
    const who = unique(ids).flatMap((id) => people.get(id) ?? []);
    const deal = activity.dealId ? theirDeals.get(activity.dealId) : undefined;
    const where = unique([activity.organizationId, deal?.organizationId, ...who.map((each) => each.organizationId)]).flatMap((id) => houses.get(id) ?? []);
    return [...who.map(place('contact')), ...where.map(place('organization')), ...(deal ? [place('deal')(deal)] : [])];
  });
}

/** The same as `layOnTimeline` for several new ones: one statement for all entries, and one for each kind of record. */
export async function layAllOnTimeline(
  tx: Transaction,
  scope: CrmScope,
  laid: readonly { activity: OnTimeline; contactIds: readonly string[] }[],
): Promise<(string | null)[][]> {
  const { workspaceId } = scope;
  const places = await allPlacesOf(tx, scope, laid);
  const entries = laid.flatMap(({ activity: { id, occurredAt, kind } }, index) =>
    (places[index] ?? []).map(({ entity, recordId }) => ({ workspaceId, entity, recordId, occurredAt, activityId: id, kind })),
  );
  if (entries.length > 0) await insertRows(tx, timelineEntries, entries, { onConflict: sql`on conflict do nothing` });
  for (const entity of ['contact', 'organization', 'deal'] as const) {
    const last = new Map<string, { id: string; at: string; mail_at: string | null }>();
    const later = (one: string | null | undefined, other: string | null) => (!one || (other && other > one) ? other : one);
    for (const [index, { activity }] of laid.entries()) {
      const at = contactTime(scope, activity)?.toISOString();
      if (!at) continue;
      for (const each of places[index] ?? []) {
        if (each.entity !== entity) continue;
        const known = last.get(each.recordId);
        last.set(each.recordId, { id: each.recordId, at: later(known?.at, at) ?? at, mail_at: later(known?.mail_at, isMailToThem(activity) ? at : null) });
      }
    }
    if (last.size === 0) continue;
    const { table, columns } = COLUMNS[entity];
    const said = (column: string) => sql.raw(column === 'last_emailed_at' ? 'x.mail_at' : 'x.at');
    const set = columns.map(
      (column) => sql`${sql.raw(column)} = greatest(t.${sql.raw(column)}, l.${sql.raw(column === 'last_emailed_at' ? 'mail_at' : 'at')})`,
    );
    const behind = columns.map((column) => sql`(${said(column)} is not null and (r.${sql.raw(column)} is null or r.${sql.raw(column)} < ${said(column)}))`);
    // In the order of their ids: two that meet do not lock each other out.
    await tx.execute(sql`with l as (select r.id, x.at, x.mail_at from ${table} r
        join jsonb_to_recordset(${JSON.stringify([...last.values()])}::jsonb) as x(id uuid, at timestamptz, mail_at timestamptz) on x.id = r.id
        where r.workspace_id = ${workspaceId} and (${sql.join(behind, sql` or `)}) order by r.id for no key update of r)
      update ${table} t set ${sql.join(set, sql`, `)} from l where t.workspace_id = ${workspaceId} and t.id = l.id`);
  }
  return places.map((list) => [...new Set(list.map((each) => each.ownerId))]);
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
