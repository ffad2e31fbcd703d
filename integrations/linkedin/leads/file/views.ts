import { uuidv7 } from 'uuidv7';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { linkedinLeadFiles as files, type LeadFileChoice } from '../../models/index.ts';
import { contentOf } from '../../network/read-import.ts';
import { changeLeadFile, type LeadFileRow, leadFileById, listLeadFiles, rememberedMapping, rememberMapping } from '../../store/lead-files.ts';
import { FILE_FIELDS, mappingProblems, signatureOf, suggestMapping } from './columns.ts';
import { listSkippedLeads } from './keep-file.ts';
import { lookAtFile } from './read-file.ts';

type Id = { id: string };

export const fileView = (row: LeadFileRow) => ({
  id: row.id,
  fileName: row.fileName,
  state: row.state,
  jobId: row.jobId,
  rows: row.rows,
  done: row.done,
  kept: row.kept,
  skipped: row.skipped,
  columns: row.columns.map((name, index) => ({
    name,
    field: row.mapping[name] ?? 'none',
    sample: [...new Set(row.sample.map((cells) => cells[index] ?? '').filter((cell) => cell !== ''))].slice(0, 3),
  })),
  isRemembered: row.isRemembered,
  choice: row.choice,
  fields: [...FILE_FIELDS],
  createdAt: row.createdAt.toISOString(),
});

const formNameOf = (fileName: string): string =>
  fileName
    .replace(/\.[a-z]{2,4}$/i, '')
    .replaceAll('_', ' ')
    .trim()
    .slice(0, 120) || 'Leads from a file';
/** Slashed dates of a spreadsheet of another country say themselves which way round they are. */
const datesOf = (sample: readonly (readonly string[])[]): 'mdy' | 'dmy' =>
  sample.flat().some((cell) => {
    const found = /^(\d{1,2})\/(\d{1,2})\/\d{2,4}/.exec(cell.trim());
    return found && Number(found[1]) > 12 && Number(found[2]) <= 12;
  })
    ? 'dmy'
    : 'mdy';

/** Looks into a list and says what its columns seem to be; nothing of it is kept as a lead yet. */
export async function postLeadFile(ctx: Context, { file }: RouteInput) {
  if (!file) throw new PatchbayError('invalid_input', { errors: [{ path: 'file', message: 'a file is missing' }] });
  const { columns, sample, rows } = await lookAtFile(await contentOf(ctx, file.id));
  const fileName = file.name ?? 'leads.csv';
  const now = ctx.clock.now();
  const row = await ctx.db.transaction(async (tx) => {
    const known = await rememberedMapping(tx, ctx.workspaceId, signatureOf(columns));
    const [made] = await tx
      .insert(files)
      .values({
        workspaceId: ctx.workspaceId,
        id: uuidv7(),
        fileId: file.id,
        fileName,
        state: 'mapping',
        columns,
        sample,
        rows,
        mapping: known ? { ...suggestMapping(columns, sample), ...known.mapping } : suggestMapping(columns, sample),
        isRemembered: known !== undefined,
        choice: known?.choice ?? { formName: formNameOf(fileName), dates: datesOf(sample), createDeal: false, assignees: [] },
        byUserId: ctx.actor.kind === 'person' ? ctx.actor.userId : null,
        createdAt: now,
      })
      .returning();
    return made as LeadFileRow;
  });
  return fileView(row);
}

export async function getLeadFiles(ctx: Context, { query }: RouteInput<undefined, { limit: number; cursor?: string | undefined }, undefined>) {
  const rows = await ctx.db.transaction((tx) => listLeadFiles(tx, ctx.workspaceId, query.limit, query.cursor));
  const data = rows.slice(0, query.limit);
  return { data: data.map(fileView), nextCursor: rows.length > query.limit ? (data.at(-1)?.id ?? null) : null };
}
export const getLeadFile = async (ctx: Context, { params }: RouteInput<Id, undefined, undefined>) =>
  fileView(await ctx.db.transaction((tx) => leadFileById(tx, ctx.workspaceId, params.id)));

export const getLeadFileSkipped = (ctx: Context, { params, query }: RouteInput<Id, { limit: number }, undefined>) =>
  ctx.db.transaction(async (tx) => {
    const { id } = await leadFileById(tx, ctx.workspaceId, params.id);
    const rows = await listSkippedLeads(tx, ctx.workspaceId, id, query.limit);
    return { data: rows.map(({ file, line, reason, cells }) => ({ file, line, reason, cells })), nextCursor: null };
  });

type Apply = { mapping: Record<string, string>; remember: boolean } & LeadFileChoice;
/** The person has said which column is what: the leads come in. */
export async function postLeadFileApply(ctx: Context, { params, body }: RouteInput<Id, undefined, Apply>) {
  const { mapping: given, remember, ...choice } = body;
  const before = await ctx.db.transaction((tx) => leadFileById(tx, ctx.workspaceId, params.id));
  if (before.state !== 'mapping') throw new PatchbayError('conflict', { detail: 'The leads of this list have been brought in already.' });
  const mapping = { ...before.mapping, ...given };
  const errors = mappingProblems(before.columns, mapping);
  for (const [index, userId] of choice.assignees.entries())
    if ((await ctx.people.get(userId))?.state !== 'active') errors.push({ path: `assignees.${index}`, message: 'There is no such person here.' });
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
  const now = ctx.clock.now();
  const row = await ctx.db.transaction(async (tx) => {
    if (remember) await rememberMapping(tx, ctx.workspaceId, { signature: signatureOf(before.columns), mapping, choice }, now);
    const { jobId } = await ctx.tasks.startJob('linkedin.keep-lead-file', { fileId: before.id }, { singletonKey: `lead-file:${before.id}` });
    return changeLeadFile(tx, before, { state: 'applying', mapping, choice, jobId }, now);
  });
  return fileView(row);
}
