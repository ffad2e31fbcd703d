import { z } from 'zod';
import { may } from '#platform/access/roles';
import { CALL_OUTCOMES } from '#platform/audit/call-record';
import { PatchbayError } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, id, instant, pageFrom, withTimes } from './people.ts';

const apiCall = z
  .object({
    id,
    at: instant,
    seriesId: id.describe('First attempt of the same call'),
    attempt: z.int(),
    connectionId: id.nullable(),
    integration: z.string(),
    provider: z.string(),
    operation: z.string(),
    method: z.string(),
    url: z.string(),
    lane: z.string(),
    actor: z.string(),
    outcome: z.enum(CALL_OUTCOMES),
    status: z.int().nullable(),
    code: z.string().nullable(),
    durationMs: z.int().nullable(),
    requestBytes: z.int(),
    responseBytes: z.int(),
    redirects: z.int(),
  })
  .meta({ id: 'ApiCall' });
const part = z.object({ headers: z.record(z.string(), z.string()), body: z.string().nullable() }).nullable();
const auditAct = z
  .object({
    id,
    at: instant,
    actor: z.string(),
    act: z.string(),
    target: z.object({ type: z.string(), id: z.string() }).nullable(),
    ip: z.string().nullable(),
    requestId: z.string().nullable(),
    before: z.array(z.string()),
    after: z.array(z.string()),
  })
  .meta({ id: 'AuditAct' });

const period = { from: instant.optional(), to: instant.optional() };
const periodOf = ({ from, to }: { from?: string | undefined; to?: string | undefined }) => ({
  ...(from ? { from: new Date(from) } : {}),
  ...(to ? { to: new Date(to) } : {}),
});

/** Where the page before ended: its last row's time and id. */
function afterOf(cursor: string | undefined): { after?: { at: Date; id: string } } {
  if (cursor === undefined) return {};
  const parsed = z.tuple([instant, id]).safeParse(decodeCursor(cursor));
  if (!parsed.success) throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'is not one of ours' }] });
  return { after: { at: new Date(parsed.data[0]), id: parsed.data[1] } };
}
const cursorOf = (last: { at: string; id: string }) => encodeCursor([last.at, last.id]);

export const apiCallRoutes = [
  apiRoute({
    method: 'GET',
    path: '/api-calls',
    summary: 'Calls to providers, newest first',
    permission: 'operations:read',
    query: pageQuery.extend({
      connectionId: id.optional(),
      status: z.union([z.coerce.number().int().min(100).max(599), z.enum(CALL_OUTCOMES)]).optional(),
      operation: z.string().max(200).optional(),
      ...period,
    }),
    responses: { 200: pageOf(apiCall) },
    handler: async ({ hub, workspaceId }, { query: { limit, cursor, connectionId, status, operation, ...rest } }) => {
      const rows = await hub.audit.listCalls(workspaceId, {
        limit: limit + 1,
        ...afterOf(cursor),
        ...(connectionId ? { connectionId } : {}),
        ...(status === undefined ? {} : { status }),
        ...(operation ? { operation } : {}),
        ...periodOf(rest),
      });
      return pageFrom(rows.map(withTimes), limit, cursorOf);
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/api-calls/:id',
    summary: 'One call with what was sent and answered, secrets masked; the contents are for administrators',
    permission: 'operations:read',
    params: byId,
    responses: { 200: apiCall.extend({ request: part, response: part }) },
    handler: async ({ hub, workspaceId, actor }, { params }) => {
      const { request, response, ...call } = await hub.audit.getCall(workspaceId, params.id);
      // Contents may be a colleague's mail; that a call happened may not.
      const contents = may(actor, 'audit:read') ? { request, response } : { request: null, response: null };
      return { ...withTimes(call), ...contents };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/audit-log',
    summary: 'Privileged acts (kind=acts) or calls to providers (kind=api), newest first',
    permission: 'audit:read',
    query: pageQuery.extend({ kind: z.enum(['acts', 'api']).default('acts'), ...period }),
    responses: { 200: z.union([pageOf(auditAct), pageOf(apiCall)]) },
    handler: async ({ hub, workspaceId }, { query: { limit, cursor, kind, ...rest } }) => {
      const page = { limit: limit + 1, ...afterOf(cursor), ...periodOf(rest) };
      if (kind === 'api') return pageFrom((await hub.audit.listCalls(workspaceId, page)).map(withTimes), limit, cursorOf);
      return pageFrom((await hub.audit.listActs(workspaceId, page)).map(withTimes), limit, cursorOf);
    },
  }),
];
