import type { Deal } from '#crm/deals/shape';
import { compileFilter } from '#crm/filter/compile';
import { filterSchema } from '#crm/filter/filter-schema';
import type { Crm, CrmDeal } from '#sdk';
import { dealChange, dealLost, newDeal } from '../api/shapes/deal.ts';
import { afterOf, type Behind, limitOf, nextOf, read, requirePermission } from './within.ts';

const told = (deal: Deal): CrmDeal => {
  const { id, name, amount, currency, stage, status, pipelineId, organizationId, ownerId, contacts } = deal;
  const { probability, expectedCloseDate, nextStep, stageSince, lastActivityAt, createdAt, version } = deal;
  return {
    id,
    name,
    amount,
    currency,
    stage,
    status,
    pipelineId,
    organizationId,
    ownerId,
    contacts,
    probability,
    expectedCloseDate,
    nextStep,
    stageSince,
    lastActivityAt,
    createdAt,
    version,
  };
};

export function dealsPort(behind: Behind): Crm['deals'] {
  const deals = async (permission: 'deals:read' | 'deals:write') => {
    requirePermission(behind, permission);
    return (await behind.rooms()).deals;
  };
  return {
    get: async (dealId) => told(await (await behind.rooms()).deals.get(dealId)),
    create: async (draft) => told(await (await deals('deals:write')).create(read(newDeal, draft))),
    update: async (dealId, change) => told(await (await deals('deals:write')).update(dealId, read(dealChange, change))),
    win: async (dealId, { version } = {}) => told(await (await deals('deals:write')).won(dealId, { version })),
    async lose(dealId, { reason, detail, version }) {
      const said = read(dealLost, { lossReason: reason, lossReasonDetail: detail, version });
      return told(await (await deals('deals:write')).lost(dealId, said));
    },
    async list({ limit, cursor, filter, ...query }) {
      const wanted = filter === undefined ? undefined : read(filterSchema, filter);
      const room = await deals('deals:read');
      const { scope } = await behind.rooms();
      const page = await room.list({ ...query, limit: limitOf(limit), after: afterOf(cursor) }, async (tx) =>
        wanted ? { filter: await compileFilter(tx, scope, 'deal', wanted) } : {},
      );
      return { data: page.deals.map(told), nextCursor: nextOf(page.next) };
    },
  };
}
