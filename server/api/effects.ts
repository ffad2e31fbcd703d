import { z } from 'zod';
import { actorName } from '#platform/access/roles';
import { apiRoute } from '../http/api-route.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { afterId, pageOfRows } from './jobs.ts';
import { ownWorkOf } from './own-work.ts';
import { byId, id, instant } from './people.ts';

const STATES = ['reserved', 'started', 'done', 'failed', 'unknown'] as const;
const effect = z
  .object({
    id,
    key: z.string(),
    kind: z.string(),
    state: z.enum(STATES),
    summary: z.string(),
    externalId: z.string().nullable(),
    error: z.string().nullable(),
    connectionId: id.nullable(),
    attempts: z.int(),
    createdAt: instant,
    startedAt: instant.nullable(),
  })
  .meta({ id: 'Effect' });

export const effectRoutes = [
  apiRoute({
    method: 'GET',
    path: '/effects',
    summary: 'Outbound acts, newest first; `state=unknown` are those that need a person',
    permission: 'effects:read',
    query: pageQuery.extend({ state: z.enum(STATES).optional() }),
    responses: { 200: pageOf(effect) },
    handler: async ({ hub, workspaceId, actor }, { query: { cursor, limit, state } }) =>
      pageOfRows(await hub.effects.list(workspaceId, { limit: limit + 1, after: afterId(cursor), state, ownedBy: ownWorkOf(actor) }), limit),
  }),
  apiRoute({
    method: 'POST',
    path: '/effects/:id/settle',
    summary: 'Says what became of an act whose outcome is unknown: send it again, or it arrived',
    permission: 'effects:send',
    params: byId,
    body: z.strictObject({ outcome: z.enum(['send_again', 'it_arrived']) }),
    responses: { 200: effect },
    handler: async ({ hub, workspaceId, actor, requestId }, { params, body }) => {
      const settled = await hub.effects.settle(workspaceId, params.id, body.outcome, actor, ownWorkOf(actor, 'write'));
      await hub.audit.act({
        workspaceId,
        actor: actorName(actor),
        act: body.outcome === 'send_again' ? 'effect.sent_again' : 'effect.confirmed',
        target: { type: 'effect', id: params.id },
        requestId,
      });
      return settled;
    },
  }),
];
