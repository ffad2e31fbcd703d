import { and, eq, type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { contacts, deals, type Entity, organizations } from '../models.ts';
import { withPatience } from '../patience.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';

export const TABLES = { contact: contacts, organization: organizations, deal: deals } as const;

/** The live records of an entity that the caller reaches and a filter lets pass. */
export function matching(scope: CrmScope, entity: Entity, condition: SQL): SQL | undefined {
  const table = TABLES[entity];
  return and(eq(table.workspaceId, scope.workspaceId), eq(table.recordState, 'live'), ownedBy(scope.reach.read, table.ownerId), condition);
}

export interface SegmentCount {
  count: number;
  /** False: an estimate, because counting would have taken too long. */
  exact: boolean;
  /** How many of them cannot be reached, by reason; one may be in several. Nothing is said of an estimate. */
  excluded: Record<string, number>;
}

/** How long a person who builds a filter waits for a number. */
const PATIENCE_MS = 300;
/** Who asks for the exact number waits longer, but does not hold the database. */
const LONG_PATIENCE_MS = 20_000;

/** Counts, and where that takes too long asks the planner what it expects. */
export async function countRecords(tx: Transaction, scope: CrmScope, entity: Entity, condition: SQL, { exact = false } = {}): Promise<SegmentCount> {
  const table = TABLES[entity];
  const where = matching(scope, entity, condition);
  const reasons = entity === 'contact' ? WHY_EXCLUDED : {};
  const columns = Object.entries(reasons).map(([reason, why]) => sql`, (count(*) filter (where ${why}))::int as ${sql.identifier(reason)}`);
  const counted = await withPatience(tx, exact ? LONG_PATIENCE_MS : PATIENCE_MS, (inner) =>
    rowsOf<Record<string, number>>(inner, sql`select count(*)::int as count${sql.join(columns)} from ${table} where ${where}`),
  );
  if (!counted) return { count: await estimate(tx, sql`select 1 from ${table} where ${where}`), exact: false, excluded: {} };
  const { count = 0, ...others } = counted[0] ?? {};
  return { count, exact: true, excluded: Object.fromEntries(Object.entries(others).filter(([, n]) => n > 0)) };
}

/** Why a contact of a segment is not written to or called. */
const WHY_EXCLUDED: Readonly<Record<string, SQL>> = {
  without_email: sql`${contacts.primaryEmail} is null`,
  do_not_email: sql`${contacts.noEmail}`,
  without_phone: sql`${contacts.primaryPhone} is null`,
  do_not_call: sql`${contacts.noCall}`,
  inactive: sql`not ${contacts.isActive}`,
};

interface Plan {
  Plan: { 'Plan Rows': number };
}
async function estimate(tx: Transaction, query: SQL): Promise<number> {
  const [row] = await rowsOf<{ 'QUERY PLAN': [Plan] | string }>(tx, sql`explain (format json) ${query}`);
  const plan = row?.['QUERY PLAN'];
  const [read] = typeof plan === 'string' ? (JSON.parse(plan) as [Plan]) : (plan ?? []);
  return Math.round(read?.Plan['Plan Rows'] ?? 0);
}
