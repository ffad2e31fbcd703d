import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { sqlState } from '#platform/database/database-error';
import { PatchbayError, type Transaction } from '#sdk';
import { type DealStatus, deals } from '../models.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import type { DealRow } from './shape.ts';
import { todayOf } from './write-deal.ts';

export interface DealQuery {
  ownerId?: string | undefined;
  pipelineId?: string | undefined;
  stage?: string | undefined;
  status?: DealStatus | undefined;
  organizationId?: string | undefined;
  contactId?: string | undefined;
  /** Open and past the day it was expected to close, in the caller's zone; false: the others. */
  overdue?: boolean | undefined;
  /** Part of the name. */
  q?: string | undefined;
  filter?: SQL | undefined;
}
export interface DealPage extends DealQuery {
  sort?: DealSort | undefined;
  limit: number;
  /** What the last page ended with. */
  after?: readonly (string | number)[] | undefined;
}

/** What has no value comes last, whichever way. */
const SORTS = {
  createdAt: { of: sql`${deals.createdAt}`, type: 'timestamptz' },
  updatedAt: { of: sql`${deals.updatedAt}`, type: 'timestamptz' },
  stageSince: { of: sql`${deals.stageSince}`, type: 'timestamptz' },
  lastActivityAt: { of: sql`${deals.lastActivityAt}`, type: 'timestamptz', least: sql`'-infinity'::timestamptz`, most: sql`'infinity'::timestamptz` },
  expectedCloseDate: { of: sql`${deals.expectedCloseDate}`, type: 'date', least: sql`'-infinity'::date`, most: sql`'infinity'::date` },
  amount: { of: sql`${deals.amount}`, type: 'numeric', least: sql`-1::numeric`, most: sql`1e15::numeric` },
  probability: { of: sql`${deals.probability}`, type: 'integer' },
  position: { of: sql`${deals.position}`, type: 'integer' },
  name: { of: sql`lower(${deals.name})`, type: 'text' },
} as const satisfies Record<string, { of: SQL; type: string; least?: SQL; most?: SQL }>;
export const DEAL_SORTS = Object.keys(SORTS).flatMap((name) => [name, `-${name}`]) as DealSort[];
export type DealSort = keyof typeof SORTS | `-${keyof typeof SORTS}`;

/** The condition on deals that a query means: live, in reach, and what it asks. */
export async function dealsWhere(tx: Transaction, scope: CrmScope, query: DealQuery): Promise<SQL | undefined> {
  const { workspaceId, reach } = scope;
  const { ownerId, pipelineId, stage, status, organizationId, contactId, overdue, q, filter } = query;
  const late = overdue === undefined ? undefined : sql`(${deals.status} = 'open' and ${deals.expectedCloseDate} < ${await todayOf(tx, scope)}::date)`;
  return and(
    eq(deals.workspaceId, workspaceId),
    eq(deals.recordState, 'live'),
    ownedBy(reach.read, deals.ownerId),
    ownerId ? eq(deals.ownerId, ownerId) : undefined,
    pipelineId ? eq(deals.pipelineId, pipelineId) : undefined,
    stage ? eq(deals.stage, stage) : undefined,
    status ? eq(deals.status, status) : undefined,
    organizationId ? eq(deals.organizationId, organizationId) : undefined,
    contactId
      ? sql`exists (select 1 from deal_contacts dc where dc.workspace_id = ${workspaceId} and dc.deal_id = ${deals.id} and dc.contact_id = ${contactId})`
      : undefined,
    late && (overdue ? late : sql`${late} is not true`),
    q ? sql`position(lower(${q}) in lower(${deals.name})) > 0` : undefined,
    filter,
  );
}

/** One page, one row more than fits left out: `next` says where the following one begins. */
export async function listDeals(tx: Transaction, scope: CrmScope, page: DealPage): Promise<{ rows: DealRow[]; next: (string | number)[] | null }> {
  const { sort = '-createdAt', limit, after } = page;
  const down = sort.startsWith('-');
  const name = (down ? sort.slice(1) : sort) as keyof typeof SORTS;
  const { of, type, ...edges } = SORTS[name];
  const key = 'least' in edges ? sql`coalesce(${of}, ${down ? edges.least : edges.most})` : of;
  const cast = sql.raw(`::${type}`);
  const order = down ? sql`${key} desc` : sql`${key} asc`;
  // On the board the newest of one place lie on top.
  const idDown = down || name === 'position';
  const from = after && readAfter(after, sort);
  // Row by row where both run the same way: one range of an index.
  const beyond =
    from &&
    (idDown === down
      ? sql`(${key}, ${deals.id}) ${sql.raw(down ? '<' : '>')} (${from.key}${cast}, ${from.id}::uuid)`
      : sql`(${key} > ${from.key}${cast} or (${key} = ${from.key}${cast} and ${deals.id} < ${from.id}::uuid))`);
  const rows = await tx
    .select({ deal: deals, key: sql<string>`${key}::text` })
    .from(deals)
    .where(and(await dealsWhere(tx, scope, page), beyond))
    .orderBy(order, idDown ? desc(deals.id) : deals.id)
    .limit(limit + 1)
    .catch((error: unknown) => {
      // A forged cursor whose key is no date or number.
      throw after && sqlState(error)?.startsWith('22') ? wrongCursor() : error;
    });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map((row) => row.deal), next: rows.length > limit && last ? [sort, last.key, last.deal.id] : null };
}

function readAfter(after: readonly (string | number)[], sort: string): { key: string; id: string } {
  const [of, key, id] = after;
  if (of !== sort || typeof key !== 'string' || typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) throw wrongCursor();
  return { key, id };
}
const wrongCursor = () => new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'belongs to another list; start from its first page' }] });
