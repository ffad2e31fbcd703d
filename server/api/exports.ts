import { z } from 'zod';
import { filterSchema } from '#crm/filter/filter-schema';
import { EXPORT_KINDS, EXPORT_STATES } from '#crm/models';
import { type FileId, PatchbayError } from '#sdk';
import { type ApiCall, apiRoute } from '../http/api-route.ts';
import { pageOf, pageQuery } from '../http/page.ts';
import { WRITE_EXPORT } from '../record-files.ts';
import { download } from './files.ts';
import { accepted, acceptedJob, afterId, pageOfRows } from './jobs.ts';
import { byId, id, instant, withTimes } from './people.ts';

const recordExport = z
  .object({
    id,
    kind: z.enum(EXPORT_KINDS),
    state: z.enum(EXPORT_STATES),
    rows: z.int(),
    jobId: id.nullable(),
    error: z.string().nullable(),
    createdAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: 'Export' });
const shape = ({
  id: exportId,
  kind,
  state,
  rows,
  jobId,
  error,
  createdAt,
  finishedAt,
}: Awaited<ReturnType<Awaited<ReturnType<ApiCall['crm']>>['exports']['get']>>) =>
  withTimes({ id: exportId, kind, state, rows, jobId, error, createdAt, finishedAt });

export const exportRoutes = [
  apiRoute({
    method: 'POST',
    path: '/exports',
    summary: 'Write the records that you reach, or those of a filter, into a CSV file',
    permission: 'exports:write',
    body: z.strictObject({ kind: z.enum(EXPORT_KINDS), filter: filterSchema.optional() }),
    responses: { 202: acceptedJob.extend({ export: recordExport }) },
    async handler(call, { body }) {
      const { hub, workspaceId, actor } = call;
      const queue = async (exportId: string) => (await hub.tasks.startJob(workspaceId, actor, WRITE_EXPORT, { exportId })).jobId;
      const row = await (await call.crm()).exports.start(body, queue);
      return { ...(await accepted(call, row.jobId ?? undefined)), export: shape(row) };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/exports',
    summary: 'Your exports, newest first',
    permission: 'exports:write',
    query: pageQuery,
    responses: { 200: pageOf(recordExport) },
    async handler({ crm }, { query: { limit, cursor } }) {
      const { data, nextCursor } = pageOfRows(await (await crm()).exports.list({ limit: limit + 1, after: afterId(cursor) }), limit);
      return { data: data.map(shape), nextCursor };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/exports/:id',
    summary: 'One of your exports',
    permission: 'exports:write',
    params: byId,
    responses: { 200: recordExport },
    handler: async ({ crm }, { params }) => shape(await (await crm()).exports.get(params.id)),
  }),
  apiRoute({
    method: 'GET',
    path: '/exports/:id/file',
    summary: 'The file of one of your exports',
    permission: 'exports:write',
    params: byId,
    responses: { 200: z.unknown().meta({ description: 'text/csv' }), 206: z.unknown() },
    async handler(call, { params }) {
      const { fileId } = await (await call.crm()).exports.get(params.id);
      if (!fileId) throw new PatchbayError('conflict', { detail: 'This file is not written yet.', remedy: 'Wait until the export is done.' });
      return download(call, call.workspaceId, fileId as FileId);
    },
  }),
];
