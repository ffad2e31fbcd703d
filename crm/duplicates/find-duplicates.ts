import { type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { duplicatePairs } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type Reason, type ReasonKind, scoreOf } from './score.ts';

/** What more have in common says nothing of any two: a switchboard, info@, a name like many. */
const MOST_ALIKE = 8;
/** Pairs of one statement. */
const BATCH = 1_000;

interface Found {
  firstId: string;
  secondId: string;
  kind: ReasonKind;
  value: string;
}

/** Who holds an identity: those who share it before the one who has it alone. */
const holdersOf = (workspaceId: string) => sql`(
  select i.contact_id from contact_identities i where i.workspace_id = ${workspaceId} and i.kind = w.kind and i.value = w.value and i.is_shared
  union all
  select i.contact_id from contact_identities i where i.workspace_id = ${workspaceId} and i.kind = w.kind and i.value = w.value and not i.is_shared
  limit ${MOST_ALIKE + 1}
)`;
const NAMED = sql`btrim(c.first_name) <> '' and btrim(c.last_name) <> '' and c.organization_id is not null and c.record_state = 'live'`;
const NAME = sql`c.organization_id, lower(btrim(c.first_name)) as first, lower(btrim(c.last_name)) as last`;

/** What everybody of a workspace has in common with somebody. */
const ofAll = ({ workspaceId }: Pick<CrmScope, 'workspaceId'>): SQL => sql`
  wanted as materialized (
    select distinct i.kind, i.value from contact_identities i
    where i.workspace_id = ${workspaceId} and i.kind in ('email', 'phone', 'linkedin') and i.is_shared
  ), holders as (
    select w.kind, w.value, h.contact_id from wanted w cross join lateral ${holdersOf(workspaceId)} h
    join contacts c on c.workspace_id = ${workspaceId} and c.id = h.contact_id and c.record_state = 'live'
  ), named as (select c.id, ${NAME} from contacts c where c.workspace_id = ${workspaceId} and ${NAMED})`;

/**
 * What these have in common with others. Every step begins at an index and is bound to the one before (\`offset 0\` keeps it
 * so): while a table is being filled the planner knows nothing of it and would read all of it for each of them.
 */
const ofThese = ({ workspaceId }: Pick<CrmScope, 'workspaceId'>, ids: readonly string[]): SQL => sql`
  mine as materialized (select x::uuid as id from json_array_elements_text(${JSON.stringify(ids)}::json) x),
  wanted as materialized (
    select distinct i.kind, i.value from mine m cross join lateral (
      select kind, value from contact_identities i where i.workspace_id = ${workspaceId} and i.contact_id = m.id and i.kind in ('email', 'phone', 'linkedin') offset 0
    ) i
  ), holders as (
    select w.kind, w.value, h.contact_id from wanted w cross join lateral ${holdersOf(workspaceId)} h cross join lateral (
      select from contacts c where c.workspace_id = ${workspaceId} and c.id = h.contact_id and c.record_state = 'live' offset 0
    ) c
  ), names as materialized (
    select distinct c.organization_id, c.first, c.last from mine m cross join lateral (
      select ${NAME} from contacts c where c.workspace_id = ${workspaceId} and c.id = m.id and ${NAMED} offset 0
    ) c
  ), named as (
    select c.id, c.organization_id, c.first, c.last from (select distinct organization_id from names) o cross join lateral (
      select c.id, ${NAME} from contacts c where c.workspace_id = ${workspaceId} and c.organization_id = o.organization_id and ${NAMED} offset 0
    ) c where (c.organization_id, c.first, c.last) in (select organization_id, first, last from names)
  )`;

/** What contacts have in common, as pairs; with ids, only what these have in common with others. */
function candidates(scope: Pick<CrmScope, 'workspaceId'>, ids: readonly string[] | undefined): SQL {
  const oneOf = (a: SQL, b: SQL) => (ids ? sql`and (${a} in (select id from mine) or ${b} in (select id from mine))` : sql``);
  return sql`
    with ${ids ? ofThese(scope, ids) : ofAll(scope)}, few as materialized (
      select *, count(*) over (partition by kind, value) as alike from holders
    ), people as materialized (
      select *, count(*) over (partition by organization_id, first, last) as alike from named
    )
    select a.contact_id as "firstId", b.contact_id as "secondId", a.kind, a.value from few a join few b on b.kind = a.kind and b.value = a.value and a.contact_id < b.contact_id
    where a.alike <= ${MOST_ALIKE} ${oneOf(sql`a.contact_id`, sql`b.contact_id`)}
    union all
    select a.id, b.id, 'name_and_domain', a.first || ' ' || a.last from people a
    join people b on b.organization_id = a.organization_id and b.first = a.first and b.last = a.last and a.id < b.id
    where a.alike <= ${MOST_ALIKE} ${oneOf(sql`a.id`, sql`b.id`)}`;
}

/** Looks at contacts that were just changed: pairs they form now are kept, open ones they form no more are forgotten. */
export async function noteDuplicates(tx: Transaction, scope: CrmScope, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0) return;
  const ids = sql`any(array(select x::uuid from json_array_elements_text(${JSON.stringify(contactIds)}::json) x))`;
  await keepPairs(tx, scope, await rowsOf<Found>(tx, candidates(scope, contactIds)), sql`and (first_id = ${ids} or second_id = ${ids})`);
}

/** The same for the whole workspace; what the nightly task calls. Answers how many pairs wait for a decision. */
export const findDuplicates = (scope: CrmScope): Promise<number> =>
  scope.db.transaction(async (tx) => {
    // Two at a time would only write the same.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${scope.workspaceId} duplicates`}, 727304))`);
    return keepPairs(tx, scope, await rowsOf<Found>(tx, candidates(scope, undefined)), sql``);
  });

/** "Not a duplicate" and what was merged stay what they are, whatever is found again. */
async function keepPairs(tx: Transaction, scope: CrmScope, found: readonly Found[], among: SQL): Promise<number> {
  const { workspaceId, clock } = scope;
  const pairs = [...Map.groupBy(found, (each) => `${each.firstId} ${each.secondId}`).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const reasons: Reason[] = group.map(({ kind, value }) => ({ kind, value })).sort((a, b) => (`${a.kind} ${a.value}` < `${b.kind} ${b.value}` ? -1 : 1));
      return { firstId: group[0]?.firstId ?? '', secondId: group[0]?.secondId ?? '', score: scoreOf(reasons), reasons };
    });
  for (let from = 0; from < pairs.length; from += BATCH) {
    await tx
      .insert(duplicatePairs)
      .values(pairs.slice(from, from + BATCH).map((pair) => ({ ...pair, workspaceId, foundAt: clock.now() })))
      .onConflictDoUpdate({
        target: [duplicatePairs.workspaceId, duplicatePairs.firstId, duplicatePairs.secondId],
        set: { score: sql`excluded.score`, reasons: sql`excluded.reasons` },
        setWhere: sql`${duplicatePairs.state} = 'open' and (${duplicatePairs.score} <> excluded.score or ${duplicatePairs.reasons} <> excluded.reasons)`,
      });
  }
  const list = JSON.stringify(pairs.map((pair) => [pair.firstId, pair.secondId]));
  await tx.execute(sql`
    delete from duplicate_pairs p where p.workspace_id = ${workspaceId} and p.state = 'open' ${among}
      and (p.first_id, p.second_id) not in (select (k->>0)::uuid, (k->>1)::uuid from jsonb_array_elements(${list}::jsonb) k)`);
  return pairs.length;
}
