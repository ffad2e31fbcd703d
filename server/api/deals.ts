import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { DEAL_SORTS } from '#crm/deals/list-deals';
import type { Deal } from '#crm/deals/shape';
import { SUMMARY_GROUPS } from '#crm/deals/sums';
import { compileFilter } from '#crm/filter/compile';
import type { Filter } from '#crm/filter/filter-schema';
import { DEAL_STATUSES } from '#crm/models';
import type { CrmScope } from '#crm/scope';
import type { Transaction } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { afterId, pageOfRows } from './jobs.ts';
import { byId, id, nothing, withTimes } from './people.ts';
import { provenance } from './shapes/contact.ts';
import { board, deal, dealChange, dealLost, dealSum, dealsChange, dealsChanged, dealWon, newDeal, stageStep } from './shapes/deal.ts';
import { afterKey, filterText, version } from './shapes/list-query.ts';

const dealQuery = {
  ownerId: id.optional(),
  pipelineId: id.optional(),
  stage: z.string().max(60).optional(),
  status: z.enum(DEAL_STATUSES).optional(),
  organizationId: id.optional(),
  contactId: id.optional(),
  overdue: z.stringbool().optional().describe('Open and past the expected close, in your time zone'),
  q: z.string().max(200).optional().describe('Part of the name'),
  filter: filterText.optional(),
};
/** A filter is compiled where it is asked: its words are the workspace's of that moment. */
const compiled = (scope: CrmScope, filter: Filter | undefined) => async (tx: Transaction) =>
  filter ? { filter: await compileFilter(tx, scope, 'deal', filter) } : {};
const answer = (row: Deal) => withTimes({ ...row });

export const dealRoutes = [
  apiRoute({
    method: 'GET',
    path: '/deals',
    summary: 'Deals',
    permission: 'deals:read',
    query: pageQuery.extend({ ...dealQuery, sort: z.enum(DEAL_SORTS).default('-createdAt') }),
    responses: { 200: pageOf(deal) },
    handler: async ({ crm }, { query: { cursor, filter, ...query } }) => {
      const { deals, scope } = await crm();
      const page = await deals.list({ ...query, after: afterKey(cursor) }, compiled(scope, filter));
      return { data: page.deals.map(answer), nextCursor: page.next && encodeCursor(page.next) };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/deals',
    summary: 'Add a deal',
    permission: 'deals:write',
    body: newDeal,
    responses: { 201: deal },
    handler: async ({ crm }, { body }) => answer(await (await crm()).deals.create(body)),
  }),
  apiRoute({
    method: 'GET',
    path: '/deals/summary',
    summary: 'What deals are worth, per currency, by stage, owner or month',
    permission: 'deals:read',
    query: z.strictObject({ ...dealQuery, groupBy: z.enum(SUMMARY_GROUPS) }),
    responses: { 200: z.object({ data: z.array(dealSum) }) },
    handler: async ({ crm }, { query: { groupBy, filter, ...query } }) => {
      const { deals, scope } = await crm();
      return { data: await deals.summary(groupBy, query, compiled(scope, filter)) };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/deals/board',
    summary: 'A pipeline as columns: counts, sums and the first deals of each stage',
    permission: 'deals:read',
    query: z.strictObject({ ...dealQuery, limit: z.coerce.number().int().min(0).max(50).default(20).describe('Deals of each stage') }),
    responses: { 200: board },
    handler: async ({ crm }, { query: { filter, ...query } }) => {
      const { deals, scope } = await crm();
      const { stages, ...rest } = await deals.board(query, compiled(scope, filter));
      return { ...rest, stages: stages.map((stage) => ({ ...stage, deals: stage.deals.map(answer) })) };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/deals/change',
    summary: 'Change owner, stage or tags of many deals',
    permission: 'deals:write',
    body: dealsChange,
    responses: { 200: dealsChanged },
    handler: async ({ crm }, { body: { ids, filter, change } }) => {
      const { deals, scope } = await crm();
      const which = ids ? { ids } : { filter: async (tx: Transaction) => (await compiled(scope, filter)(tx)).filter ?? sql`true` };
      return deals.changeMany(which, change);
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/deals/:id',
    summary: 'One deal',
    permission: 'deals:read',
    params: byId,
    responses: { 200: deal },
    handler: async ({ crm }, { params }) => answer(await (await crm()).deals.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/deals/:id',
    summary: 'Change a deal, or move it to another stage',
    permission: 'deals:write',
    params: byId,
    body: dealChange,
    responses: { 200: deal },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).deals.update(params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/deals/:id',
    summary: 'Remove a deal; it can be restored',
    permission: 'deals:write',
    params: byId,
    query: z.strictObject({ version: z.coerce.number().pipe(version).optional() }),
    responses: { 204: nothing },
    handler: async ({ crm }, { params, query }) => (await crm()).deals.remove(params.id, query),
  }),
  apiRoute({
    method: 'POST',
    path: '/deals/:id/restore',
    summary: 'Take the removal of a deal back',
    permission: 'deals:write',
    params: byId,
    responses: { 200: deal },
    handler: async ({ crm }, { params }) => answer(await (await crm()).deals.restore(params.id)),
  }),
  apiRoute({
    method: 'POST',
    path: '/deals/:id/won',
    summary: 'Close a deal as won',
    permission: 'deals:write',
    params: byId,
    body: dealWon,
    responses: { 200: deal },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).deals.won(params.id, body)),
  }),
  apiRoute({
    method: 'POST',
    path: '/deals/:id/lost',
    summary: 'Close a deal as lost, with the reason',
    permission: 'deals:write',
    params: byId,
    body: dealLost,
    responses: { 200: deal },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).deals.lost(params.id, body)),
  }),
  apiRoute({
    method: 'GET',
    path: '/deals/:id/provenance',
    summary: 'Where each field of a deal last came from',
    permission: 'deals:read',
    params: byId,
    responses: { 200: z.object({ data: z.array(provenance) }) },
    handler: async ({ crm }, { params }) => ({ data: (await (await crm()).deals.provenance(params.id)).map((each) => withTimes({ ...each })) }),
  }),
  apiRoute({
    method: 'GET',
    path: '/deals/:id/history',
    summary: 'The stages a deal went through, newest first',
    permission: 'deals:read',
    params: byId,
    query: pageQuery,
    responses: { 200: pageOf(stageStep) },
    handler: async ({ crm }, { params, query: { limit, cursor } }) => {
      const steps = await (await crm()).deals.history(params.id, { limit: limit + 1, after: afterId(cursor) });
      return pageOfRows(
        steps.map((step) => withTimes({ ...step })),
        limit,
      );
    },
  }),
];
