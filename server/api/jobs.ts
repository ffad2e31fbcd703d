import { z } from 'zod';
import type { JobView } from '#platform/tasks/jobs';
import { PatchbayError } from '#sdk';
import { type ApiCall, apiRoute } from '../http/api-route.ts';
import { decodeCursor, encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { ownWorkOf } from './own-work.ts';
import { byId, id, instant } from './people.ts';

const STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
const job = z
  .object({
    id,
    task: z.string(),
    title: z.string(),
    state: z.enum(STATES),
    done: z.int(),
    total: z.int().nullable(),
    message: z.string().nullable(),
    error: z.string().nullable(),
    createdBy: id.nullable(),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'Job' });

/** What a route answers whose work goes on: `responses: { 202: acceptedJob }`, `return accepted(call, jobId)`. */
export const acceptedJob = z.object({ job });
export async function accepted({ hub, workspaceId, reply }: ApiCall, jobId: string | undefined): Promise<{ job: JobView }> {
  if (!jobId) throw new PatchbayError('internal', { facts: { reason: 'the task is not declared with a job' } });
  reply.status(202);
  return { job: await hub.tasks.jobs.get(workspaceId, jobId) };
}

/** The id that a page ended with. */
export function afterId(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const parsed = z.tuple([id]).safeParse(decodeCursor(cursor));
  if (!parsed.success) throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'is not one of ours' }] });
  return parsed.data[0];
}
/** One row more than asked for says whether there is a next page. */
export function pageOfRows<T extends { id: string }>(rows: readonly T[], limit: number): { data: T[]; nextCursor: string | null } {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, nextCursor: rows.length > limit && last ? encodeCursor([last.id]) : null };
}

export const jobRoutes = [
  apiRoute({
    method: 'GET',
    path: '/jobs',
    summary: 'Long work, newest first; who does not run the hub sees their own',
    permission: 'jobs:read',
    query: pageQuery.extend({ state: z.enum(STATES).optional() }),
    responses: { 200: pageOf(job) },
    handler: async ({ hub, workspaceId, actor }, { query: { cursor, limit, state } }) =>
      pageOfRows(await hub.tasks.jobs.list(workspaceId, { limit: limit + 1, after: afterId(cursor), state, ownedBy: ownWorkOf(actor) }), limit),
  }),
  apiRoute({
    method: 'GET',
    path: '/jobs/:id',
    summary: 'One job with its progress',
    permission: 'jobs:read',
    params: byId,
    responses: { 200: job },
    handler: ({ hub, workspaceId, actor }, { params }) => hub.tasks.jobs.get(workspaceId, params.id, ownWorkOf(actor)),
  }),
  apiRoute({
    method: 'POST',
    path: '/jobs/:id/cancel',
    summary: 'Stops a job; what it did so far stays',
    permission: 'jobs:write',
    params: byId,
    responses: { 200: job },
    handler: ({ hub, workspaceId, actor }, { params }) => hub.tasks.jobs.cancel(workspaceId, params.id, ownWorkOf(actor, 'write')),
  }),
];
