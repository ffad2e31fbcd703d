import { z } from 'zod';
import type { IncidentRow } from '#platform/incidents/incidents';
import type { Actor } from '#sdk';
import { apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, email, id, instant, pageFrom } from './people.ts';

const incident = z
  .object({
    id,
    key: z.string(),
    level: z.enum(['warning', 'critical']),
    title: z.string(),
    detail: z.string(),
    remedy: z.string().nullable(),
    connectionId: id.nullable(),
    count: z.int(),
    firstAt: instant,
    lastAt: instant,
    acknowledgedAt: instant.nullable(),
    acknowledgedBy: z.string().nullable(),
    resolvedAt: instant.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Incident' });

const body = (row: IncidentRow) => ({
  id: row.id,
  key: row.key,
  level: row.level,
  title: row.title,
  detail: row.detail,
  remedy: row.remedy,
  connectionId: row.connectionId,
  count: row.count,
  firstAt: row.firstAt.toISOString(),
  lastAt: row.lastAt.toISOString(),
  acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
  acknowledgedBy: row.acknowledgedBy,
  resolvedAt: row.resolvedAt?.toISOString() ?? null,
  note: row.note,
});

const settings = z.strictObject({
  emails: z.array(email).max(50).meta({ description: 'Empty: the administrators themselves' }),
  webhookUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullish(),
  slackChannelId: z.string().max(100).nullish(),
  minLevel: z.enum(['warning', 'critical']),
  remindAfterHours: z.int().min(0).max(720).meta({ description: '0: never' }),
});

/** The API says which chat; the house knows that there is one. */
const shown = <T extends { chatChannelId?: string | null }>({ chatChannelId, ...rest }: T) => ({ ...rest, slackChannelId: chatChannelId ?? null });

const nameOf = (actor: Actor): string =>
  actor.kind === 'person' ? actor.userId : actor.kind === 'key' ? (actor.actAs ?? `key ${actor.apiKeyId}`) : actor.kind;

export const incidentRoutes = [
  apiRoute({
    method: 'GET',
    path: '/incidents',
    summary: 'What an administrator must know, newest first',
    permission: 'operations:read',
    query: pageQuery.extend({ state: z.enum(['open', 'resolved']).optional() }),
    responses: { 200: pageOf(incident) },
    async handler({ hub, workspaceId }, { query: { limit, cursor, state } }) {
      const [before] = decodeCursor(cursor) ?? [];
      const rows = await hub.incidents.list(workspaceId, { limit: limit + 1, ...(before ? { before: id.parse(before) } : {}), ...(state ? { state } : {}) });
      return pageFrom(rows.map(body), limit, (last) => encodeCursor([last.id]));
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/incidents/:id/acknowledge',
    summary: 'Somebody looks after it: no more reminders',
    permission: 'operations:write',
    params: byId,
    responses: { 200: incident },
    handler: async ({ hub, workspaceId, actor }, { params }) => body(await hub.incidents.acknowledge(workspaceId, params.id, nameOf(actor))),
  }),
  apiRoute({
    method: 'GET',
    path: '/alert-settings',
    summary: 'Who is told of incidents',
    permission: 'settings:read',
    responses: { 200: settings },
    handler: async ({ hub, workspaceId }) => shown(await hub.incidents.settings.get(workspaceId)),
  }),
  apiRoute({
    method: 'PUT',
    path: '/alert-settings',
    summary: 'Choose who is told of incidents',
    permission: 'settings:write',
    body: settings,
    responses: { 200: settings.extend({ webhookSecret: z.string().optional().meta({ description: 'Shown once, with a new webhook address' }) }) },
    handler: async ({ hub, workspaceId }, { body: { slackChannelId, ...wanted } }) =>
      shown(await hub.incidents.settings.put(workspaceId, { ...wanted, chatChannelId: slackChannelId ?? null })),
  }),
  apiRoute({
    method: 'POST',
    path: '/alert-settings/test',
    summary: 'Send a test message to every channel',
    permission: 'settings:write',
    responses: { 200: z.object({ data: z.array(z.object({ channel: z.string(), ok: z.boolean(), error: z.string().nullable() })) }) },
    handler: async ({ hub, workspaceId }) => ({ data: await hub.incidents.test(workspaceId) }),
  }),
];
