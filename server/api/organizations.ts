import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { compileFilter } from '#crm/filter/compile';
import type { Filter } from '#crm/filter/filter-schema';
import { INDUSTRIES, ORGANIZATION_LIFECYCLE_STAGES } from '#crm/models';
import { ORGANIZATION_SORTS } from '#crm/organizations/list-organizations';
import type { Organization } from '#crm/organizations/shape';
import type { CrmScope } from '#crm/scope';
import type { Transaction } from '#sdk';
import { type ApiRoute, apiRoute } from '../http/api-route.ts';
import { encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, id, nothing, withTimes } from './people.ts';
import { provenance } from './shapes/contact.ts';
import { afterKey, filterText, version } from './shapes/list-query.ts';
import { newOrganization, organization, organizationChange, organizationsChange, organizationsChanged } from './shapes/organization.ts';

const organizationQuery = {
  ownerId: id.optional(),
  lifecycleStage: z.enum(ORGANIZATION_LIFECYCLE_STAGES).optional(),
  industry: z.enum(INDUSTRIES).optional(),
  isActive: z.stringbool().optional(),
  tag: z.string().max(60).optional(),
  domain: z.string().max(300).optional(),
  q: z.string().max(200).optional().describe('Words of a name, domain, address…'),
  filter: filterText.optional(),
};
/** A filter is compiled where it is asked: its words are the workspace's of that moment. */
const compiled = (scope: CrmScope, filter: Filter | undefined) => async (tx: Transaction) =>
  filter ? { filter: await compileFilter(tx, scope, 'organization', filter) } : {};
const answer = (row: Organization) => withTimes({ ...row });

const routesUnder = (path: '/organizations' | '/companies', what: string): ApiRoute[] => [
  apiRoute({
    method: 'GET',
    path,
    summary: `Organizations${what}`,
    permission: 'organizations:read',
    query: pageQuery.extend({ ...organizationQuery, sort: z.enum(ORGANIZATION_SORTS).default('-createdAt') }),
    responses: { 200: pageOf(organization) },
    handler: async ({ crm }, { query: { cursor, filter, ...query } }) => {
      const { organizations, scope } = await crm();
      const page = await organizations.list({ ...query, after: afterKey(cursor) }, compiled(scope, filter));
      return { data: page.organizations.map(answer), nextCursor: page.next && encodeCursor(page.next) };
    },
  }),
  apiRoute({
    method: 'POST',
    path,
    summary: `Add an organization${what}`,
    permission: 'organizations:write',
    body: newOrganization,
    responses: { 201: organization },
    handler: async ({ crm }, { body }) => answer(await (await crm()).organizations.create(body)),
  }),
  apiRoute({
    method: 'POST',
    path: `${path}/change`,
    summary: `Change owner, lifecycle stage or tags of many organizations${what}`,
    permission: 'organizations:write',
    body: organizationsChange,
    responses: { 200: organizationsChanged },
    handler: async ({ crm }, { body: { ids, filter, change } }) => {
      const { organizations, scope } = await crm();
      const which = ids ? { ids } : { filter: async (tx: Transaction) => (await compiled(scope, filter)(tx)).filter ?? sql`true` };
      return organizations.changeMany(which, change);
    },
  }),
  apiRoute({
    method: 'GET',
    path: `${path}/:id`,
    summary: `One organization${what}`,
    permission: 'organizations:read',
    params: byId,
    responses: { 200: organization },
    handler: async ({ crm }, { params }) => answer(await (await crm()).organizations.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: `${path}/:id`,
    summary: `Change an organization${what}`,
    permission: 'organizations:write',
    params: byId,
    body: organizationChange,
    responses: { 200: organization },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).organizations.update(params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: `${path}/:id`,
    summary: `Remove an organization; its contacts and deals stay, and it can be restored for thirty days${what}`,
    permission: 'organizations:write',
    params: byId,
    query: z.strictObject({ version: z.coerce.number().pipe(version).optional() }),
    responses: { 204: nothing },
    handler: async ({ crm }, { params, query }) => (await crm()).organizations.remove(params.id, query),
  }),
  apiRoute({
    method: 'POST',
    path: `${path}/:id/restore`,
    summary: `Take the removal of an organization back${what}`,
    permission: 'organizations:write',
    params: byId,
    responses: { 200: organization },
    handler: async ({ crm }, { params }) => answer(await (await crm()).organizations.restore(params.id)),
  }),
  apiRoute({
    method: 'GET',
    path: `${path}/:id/provenance`,
    summary: `Where each field of an organization last came from${what}`,
    permission: 'organizations:read',
    params: byId,
    responses: { 200: z.object({ data: z.array(provenance) }) },
    handler: async ({ crm }, { params }) => ({ data: (await (await crm()).organizations.provenance(params.id)).map((each) => withTimes({ ...each })) }),
  }),
];

/** The seed's readers call them companies. */
export const organizationRoutes = [...routesUnder('/organizations', ''), ...routesUnder('/companies', ' (as a company)')];
