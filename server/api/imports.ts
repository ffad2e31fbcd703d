import { z } from 'zod';
import { csvRows } from '#crm/exports/csv';
import type { ImportRowRecord } from '#crm/imports/import-store';
import { IMPORT_KINDS, IMPORT_STATES } from '#crm/models';
import { PatchbayError } from '#sdk';
import { type ApiCall, apiRoute } from '../http/api-route.ts';
import { encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { APPLY_IMPORT, CHECK_IMPORT, READ_IMPORT, UNDO_IMPORT } from '../record-files.ts';
import { storeUpload } from './files.ts';
import { accepted, acceptedJob, afterId, pageOfRows } from './jobs.ts';
import { byId, id, instant, withTimes } from './people.ts';
import { afterKey } from './shapes/list-query.ts';

const RESULTS = ['created', 'updated', 'skipped'] as const;
const UNDONE = ['removed', 'put_back', 'kept'] as const;
const ON_EXISTING = ['skip', 'fill_empty', 'overwrite'] as const;
const dateOrder = z.enum(['dmy', 'mdy']);
const columnName = z.string().max(200);

const recordImport = z
  .object({
    id,
    kind: z.enum(IMPORT_KINDS),
    state: z.enum(IMPORT_STATES),
    fileName: z.string(),
    columns: z.array(z.string()),
    dialect: z.object({ encoding: z.string(), delimiter: z.string(), hasHeader: z.boolean(), dates: z.record(z.string(), dateOrder) }).nullable(),
    mapping: z.record(z.string(), z.string()).describe('By column its field; our suggestion until it is confirmed'),
    onExisting: z.enum(ON_EXISTING),
    counts: z.object({
      read: z.int(),
      created: z.int(),
      updated: z.int(),
      skipped: z.record(z.string(), z.int()).describe('By reason'),
      undone: z.object({ removed: z.int(), putBack: z.int(), kept: z.int() }).optional(),
    }),
    appliedLines: z.int(),
    jobId: id.nullable(),
    error: z.string().nullable(),
    createdBy: id.nullable(),
    createdAt: instant,
    appliedAt: instant.nullable(),
    undoneAt: instant.nullable(),
  })
  .meta({ id: 'Import' });
const importRow = z
  .object({
    line: z.int().describe('As a spreadsheet counts'),
    result: z.enum(RESULTS),
    code: z.string().nullable(),
    reason: z.string().nullable(),
    recordId: id.nullable(),
    title: z.string().nullable(),
    existing: z.object({ id, title: z.string(), by: z.string() }).nullable().describe('Whom the row means that is there already'),
    cells: z.array(z.string()).nullable().describe('Of a skipped row, as it was read'),
    undone: z.enum(UNDONE).nullable(),
    undoReason: z.string().nullable(),
  })
  .meta({ id: 'ImportRow' });

const shape = ({
  actorUserId,
  actor: _,
  workspaceId: __,
  fileId: ___,
  updatedAt: ____,
  ...row
}: Awaited<ReturnType<Awaited<ReturnType<ApiCall['crm']>>['imports']['get']>>) => withTimes({ ...row, createdBy: actorUserId });
function shapeRow({ line, result, code, reason, recordId, before, undone, undoReason }: ImportRowRecord) {
  const {
    title = null,
    existing = null,
    cells = null,
  } = (before ?? {}) as { title?: string; existing?: z.output<typeof importRow>['existing']; cells?: string[] };
  return { line, result, code, reason, recordId, title, existing, cells, undone, undoReason };
}
/** Queues work of an import in the transaction that says it has begun. */
const queued =
  ({ hub, workspaceId, actor }: ApiCall, task: string) =>
  async (importId: string) =>
    (await hub.tasks.startJob(workspaceId, actor, task, { importId })).jobId;
const begun = acceptedJob.extend({ import: recordImport });
const afterLine = (cursor: string | undefined): number | undefined => {
  const [line] = afterKey(cursor) ?? [];
  return typeof line === 'number' ? line : undefined;
};

export const importRoutes = [
  apiRoute({
    method: 'POST',
    path: '/imports',
    summary: 'Upload a CSV file (multipart: file, kind); nothing is changed before it is applied',
    permission: 'imports:write',
    responses: { 202: begun },
    async handler(call) {
      const { stored, name, field } = await storeUpload(call);
      const kind = z.enum(IMPORT_KINDS).safeParse(field('kind') ?? 'contacts');
      if (!kind.success) throw new PatchbayError('invalid_input', { errors: [{ path: 'kind', message: `is none of ${IMPORT_KINDS.join(', ')}` }] });
      const row = await (await call.crm()).imports.add({ kind: kind.data, fileId: stored.id, fileName: name ?? 'list.csv' }, queued(call, READ_IMPORT));
      return { ...(await accepted(call, row.jobId ?? undefined)), import: shape(row) };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/imports',
    summary: 'Imports, newest first; who does not reach every record sees their own',
    permission: 'imports:read',
    query: pageQuery,
    responses: { 200: pageOf(recordImport) },
    handler: async ({ crm }, { query: { limit, cursor } }) => {
      const { data, nextCursor } = pageOfRows(await (await crm()).imports.list({ limit: limit + 1, after: afterId(cursor) }), limit);
      return { data: data.map(shape), nextCursor };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/imports/:id',
    summary: 'One import and how far it is',
    permission: 'imports:read',
    params: byId,
    responses: { 200: recordImport },
    handler: async ({ crm }, { params }) => shape(await (await crm()).imports.get(params.id)),
  }),
  apiRoute({
    method: 'GET',
    path: '/imports/:id/columns',
    summary: 'The first rows as they stand in the file, and what a column may become',
    permission: 'imports:read',
    params: byId,
    responses: {
      200: z.object({
        sample: z.array(z.array(z.string())),
        fields: z.array(z.object({ name: z.string(), label: z.string(), kind: z.string(), required: z.boolean(), many: z.boolean() })),
      }),
    },
    async handler({ crm, hub, workspaceId }, { params }) {
      const { imports } = await crm();
      const { fileId } = await imports.get(params.id);
      return { sample: await imports.sample(params.id, hub.recordFiles.opener(workspaceId, fileId)), fields: await imports.fields(params.id) };
    },
  }),
  apiRoute({
    method: 'PUT',
    path: '/imports/:id/mapping',
    summary: 'Confirm which column is what; what would become of each row is found out then',
    permission: 'imports:write',
    params: byId,
    body: z.strictObject({
      mapping: z.record(columnName, z.string().max(200).nullable()),
      onExisting: z.enum(ON_EXISTING).optional(),
      hasHeader: z.boolean().optional(),
      dates: z.record(columnName, dateOrder).optional(),
    }),
    responses: { 202: begun },
    async handler(call, { params, body }) {
      const row = await (await call.crm()).imports.map(params.id, body, queued(call, CHECK_IMPORT));
      return { ...(await accepted(call, row.jobId ?? undefined)), import: shape(row) };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/imports/:id/apply',
    summary: 'Bring the rows into the record; asked again, it goes on where it stopped',
    permission: 'imports:write',
    params: byId,
    responses: { 202: begun },
    async handler(call, { params }) {
      const row = await (await call.crm()).imports.startApplying(params.id, queued(call, APPLY_IMPORT));
      return { ...(await accepted(call, row.jobId ?? undefined)), import: shape(row) };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/imports/:id/undo',
    summary: 'Take an import back, for seven days; records changed since are kept and listed',
    permission: 'imports:write',
    params: byId,
    responses: { 202: begun },
    async handler(call, { params }) {
      const row = await (await call.crm()).imports.startUndo(params.id, queued(call, UNDO_IMPORT));
      return { ...(await accepted(call, row.jobId ?? undefined)), import: shape(row) };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/imports/:id/rows',
    summary: 'What became of the rows, or would become of them',
    permission: 'imports:read',
    params: byId,
    query: pageQuery.extend({ result: z.enum(RESULTS).optional(), code: z.string().max(50).optional(), undone: z.enum(UNDONE).optional() }),
    responses: { 200: pageOf(importRow) },
    async handler({ crm }, { params, query: { limit, cursor, ...query } }) {
      const rows = await (await crm()).imports.rows(params.id, { ...query, after: afterLine(cursor), limit: limit + 1 });
      const data = rows.slice(0, limit);
      const last = data.at(-1);
      return { data: data.map(shapeRow), nextCursor: rows.length > limit && last ? encodeCursor([last.line]) : null };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/imports/:id/skipped',
    summary: 'The skipped rows as CSV, each with its reason: to be mended and imported again',
    permission: 'imports:read',
    params: byId,
    responses: { 200: z.unknown().meta({ description: 'text/csv' }) },
    async handler({ crm, reply }, { params }) {
      const { imports } = await crm();
      const { columns, fileName } = await imports.get(params.id);
      const rows = await imports.rows(params.id, { result: 'skipped', limit: MOST_SKIPPED });
      reply.headers({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="skipped-${fileName.replaceAll(/[^\w.-]+/g, '-')}"`,
      });
      return reply.send(
        csvRows([
          [...columns, 'Row', 'Why it was skipped'],
          ...rows.map(shapeRow).map(({ cells, line, reason }) => [...columns.map((_column, n) => cells?.[n] ?? ''), String(line), reason ?? '']),
        ]),
      );
    },
  }),
];
const MOST_SKIPPED = 50_000;
