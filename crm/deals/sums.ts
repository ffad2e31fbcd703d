import { type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { deals } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type DealQuery, dealsWhere } from './list-deals.ts';

export const SUMMARY_GROUPS = ['stage', 'owner', 'month'] as const;
export type SummaryGroup = (typeof SUMMARY_GROUPS)[number];

/** Amounts of one currency as decimal text; deals without an amount are counted and add nothing. */
export interface CurrencySum {
  currency: string;
  count: number;
  amount: string;
  /** Each amount times its probability, rounded once, at the end. */
  weighted: string;
}
export interface DealSum {
  /** Stage key, owner id or `2026-03`; null: no owner, or no date. */
  key: string | null;
  pipelineId: string | null;
  count: number;
  sums: CurrencySum[];
}

/** A closed deal lies in the month it was closed in, an open one in that of its expected close. */
const KEYS: Readonly<Record<SummaryGroup, SQL>> = {
  stage: sql`${deals.stage}`,
  owner: sql`${deals.ownerId}::text`,
  month: sql`to_char(coalesce(${deals.actualCloseDate}, ${deals.expectedCloseDate}), 'YYYY-MM')`,
};

/** What deals are worth, added up in the database, per currency. */
export async function sumDeals(tx: Transaction, scope: CrmScope, groupBy: SummaryGroup, query: DealQuery): Promise<DealSum[]> {
  const where = await dealsWhere(tx, scope, query);
  // Two pipelines may have stages of one name.
  const pipeline = groupBy === 'stage' ? sql`${deals.pipelineId}` : sql`null::uuid`;
  const rows = await rowsOf<CurrencySum & { key: string | null; pipelineId: string | null }>(
    tx,
    sql`select ${KEYS[groupBy]} as key, ${pipeline} as "pipelineId", ${deals.currency} as currency, count(*)::int as count,
      coalesce(sum(${deals.amount}), 0)::numeric(30, 2)::text as amount,
      round(coalesce(sum(${deals.amount} * ${deals.probability}), 0) / 100, 2)::numeric(30, 2)::text as weighted
      from ${deals} where ${where} group by 1, 2, 3 order by 1 nulls last, 2, 3`,
  );
  const groups = Map.groupBy(rows, ({ key, pipelineId }) => `${pipelineId} ${key}`);
  return [...groups.values()].flatMap((sums) => {
    const [first] = sums;
    if (!first) return [];
    return [
      {
        key: first.key,
        pipelineId: first.pipelineId,
        count: sums.reduce((n, each) => n + each.count, 0),
        sums: sums.map(({ currency, count, amount, weighted }) => ({ currency, count, amount, weighted })),
      },
    ];
  });
}
