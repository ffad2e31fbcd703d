import { z } from 'zod';
import { route } from '#sdk';
import { instant, listOf } from '../../serializers/views.ts';
import * as views from './views.ts';

const byId = z.strictObject({ id: z.uuid() });
const limit = z.coerce.number().int().min(1).max(200).default(50);
const choice = z.object({ formName: z.string(), dates: z.enum(['mdy', 'dmy']), createDeal: z.boolean(), assignees: z.array(z.string()) });
const leadFile = z
  .object({
    id: z.uuid(),
    fileName: z.string(),
    state: z.enum(['mapping', 'applying', 'done']),
    jobId: z.uuid().nullable(),
    rows: z.int(),
    done: z.int(),
    kept: z.int(),
    skipped: z.record(z.string(), z.int()).describe('By reason'),
    columns: z.array(z.object({ name: z.string(), field: z.string(), sample: z.array(z.string()) })),
    isRemembered: z.boolean().describe('The mapping is what was chosen for a list with these columns before'),
    choice: choice.nullable(),
    fields: z.array(z.string()),
    createdAt: instant,
  })
  .meta({ id: 'LinkedInLeadFile' });
const MAX_BYTES = 20 * 1_048_576;

/** Lists of leads as Campaign Manager lets them be downloaded: for everyone whom LinkedIn has not approved for Lead Sync. */
export const leadFileUrls = [
  route({
    method: 'POST',
    path: '/lead-files',
    summary: 'Look into a list of leads from Campaign Manager (multipart: file); answers what its columns seem to be',
    permission: 'linkedin:write',
    upload: { maxBytes: MAX_BYTES },
    responses: { 201: leadFile },
    handler: views.postLeadFile,
  }),
  route({
    method: 'GET',
    path: '/lead-files',
    summary: 'Lists of leads that were brought in, newest first',
    permission: 'linkedin:read',
    query: z.strictObject({ limit, cursor: z.uuid().optional() }),
    responses: { 200: listOf(leadFile) },
    handler: views.getLeadFiles,
  }),
  route({
    method: 'GET',
    path: '/lead-files/:id',
    summary: 'One list of leads and how far it is',
    permission: 'linkedin:read',
    params: byId,
    responses: { 200: leadFile },
    handler: views.getLeadFile,
  }),
  route({
    method: 'GET',
    path: '/lead-files/:id/skipped',
    summary: 'Rows of a list that were left out, each with its reason',
    permission: 'linkedin:read',
    params: byId,
    query: z.strictObject({ limit }),
    responses: { 200: listOf(z.object({ file: z.string(), line: z.int(), reason: z.string(), cells: z.array(z.string()) })) },
    handler: views.getLeadFileSkipped,
  }),
  route({
    method: 'POST',
    path: '/lead-files/:id/apply',
    summary: 'Say which column is what, and bring the leads in; remembered for the next list with these columns',
    permission: 'linkedin:write',
    params: byId,
    body: z.strictObject({
      mapping: z.record(z.string().max(200), z.string().max(80)).default({}),
      remember: z.boolean().default(true),
      formName: z.string().trim().min(1, 'Say what the form is called.').max(120),
      dates: z.enum(['mdy', 'dmy']).default('mdy'),
      createDeal: z.boolean().default(false),
      assignees: z.array(z.uuid()).max(100).default([]),
    }),
    responses: { 202: leadFile },
    handler: views.postLeadFileApply,
  }),
];
