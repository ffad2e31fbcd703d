import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type Context, PatchbayError, type Transaction, type UserId } from '#sdk';
import { linkedinSkippedRows as skippedRows } from '../../models/index.ts';
import { contentOf } from '../../network/read-import.ts';
import { changeLeadFile, type LeadFileRow, leadFileById } from '../../store/lead-files.ts';
import { TOGETHER } from '../keep-lead.ts';
import { heldLeads, type LeadFacts, type Placing, placeLeads } from '../place-lead.ts';
import { leadRows } from './read-file.ts';
import { type RowSkip, readLeadRow } from './read-row.ts';

/** Rows of which the reason is kept one by one; more are counted. */
const MOST_SKIPPED = 2_000;
interface Line {
  line: number;
  record: readonly string[];
}

/** Brings the leads of a list in, a few in a transaction. Asked again it goes on behind the last row that was kept. */
export async function keepLeadFile(ctx: Context, id: string): Promise<void> {
  let row = await ctx.db.transaction((tx) => leadFileById(tx, ctx.workspaceId, id));
  if (row.state !== 'applying' || !row.choice) return;
  const reading = { columns: row.columns, mapping: row.mapping, choice: row.choice, now: row.createdAt };
  const bytes = await contentOf(ctx, row.fileId);
  const seen = new Set<string>();
  let at = 0;
  let batch: (Line & { lead: LeadFacts | { skip: RowSkip } })[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const together = batch;
    batch = [];
    row = await keepTogether(ctx, row, together);
    await ctx.tasks.progress({ done: row.done, total: row.rows, message: 'rows' });
  };
  for await (const { line, record, isHeader } of leadRows(bytes)) {
    if (isHeader) continue;
    const lead = readLeadRow(reading, record);
    const isTwice = 'responseId' in lead && seen.has(lead.responseId);
    if ('responseId' in lead) seen.add(lead.responseId);
    if (++at <= row.done) continue;
    batch.push({ line, record, lead: isTwice ? { skip: 'twice_in_file' } : lead });
    if (batch.length >= TOGETHER) {
      ctx.signal.throwIfAborted();
      await flush();
    }
  }
  await flush();
  await ctx.db.transaction((tx) => changeLeadFile(tx, row, { state: 'done' }, ctx.clock.now()));
}

async function keepTogether(ctx: Context, row: LeadFileRow, batch: readonly (Line & { lead: LeadFacts | { skip: RowSkip } })[]): Promise<LeadFileRow> {
  try {
    return await ctx.db.transaction((tx) => keepRows(ctx, tx, row, batch));
  } catch (error) {
    if (batch.length > 1) {
      // One of them is at fault: each by itself, so that the others come in.
      let last = row;
      for (const one of batch) last = await keepTogether(ctx, last, [one]);
      return last;
    }
    if (!(error instanceof PatchbayError) || error.row.retryable) throw error;
    const refused = batch.map(({ line, record }) => ({ line, record, lead: { skip: 'refused' as const } }));
    return ctx.db.transaction((tx) => keepRows(ctx, tx, row, refused));
  }
}

async function keepRows(
  ctx: Context,
  tx: Transaction,
  row: LeadFileRow,
  batch: readonly (Line & { lead: LeadFacts | { skip: RowSkip } })[],
): Promise<LeadFileRow> {
  const skipped = { ...row.skipped };
  const left = (reason: RowSkip, { line, record }: Line) => {
    skipped[reason] = (skipped[reason] ?? 0) + 1;
    const counted = Object.values(skipped).reduce((sum, n) => sum + n, 0);
    if (counted > MOST_SKIPPED) return;
    return tx.insert(skippedRows).values({
      workspaceId: ctx.workspaceId,
      id: uuidv7(),
      importId: row.id,
      file: row.fileName,
      line,
      reason,
      cells: record.slice(0, 12).map((cell) => cell.slice(0, 200)),
    });
  };
  const held = await heldLeads(
    ctx,
    tx,
    batch.flatMap(({ lead }) => ('skip' in lead ? [] : [lead.responseId])),
  );
  const placing: Placing[] = [];
  for (const one of batch) {
    const { lead } = one;
    if ('skip' in lead) {
      await left(lead.skip, one);
      continue;
    }
    if (held.has(lead.responseId)) {
      await left('already_here', one);
      continue;
    }
    const turn = row.kept + placing.length;
    placing.push({ lead, rules: { assignee: () => assigneeOf(ctx, row, turn), deal: row.choice?.createDeal ? { pipelineId: null } : null } });
  }
  await placeLeads(ctx, tx, placing);
  const kept = row.kept + placing.length;
  return changeLeadFile(tx, row, { kept, skipped, done: row.done + batch.length }, ctx.clock.now());
}

/** In turns, those who are here. */
async function assigneeOf(ctx: Context, { choice }: LeadFileRow, turn: number): Promise<UserId | undefined> {
  const people = choice?.assignees ?? [];
  for (let tries = 0; tries < people.length; tries++) {
    const person = await ctx.people.get(people[(turn + tries) % people.length] ?? '');
    if (person?.state === 'active') return person.userId;
  }
  return undefined;
}

/** Rows of a list that were left out, in the order of the file. */
export const listSkippedLeads = (tx: Transaction, workspaceId: string, id: string, limit: number) =>
  tx
    .select()
    .from(skippedRows)
    .where(and(eq(skippedRows.workspaceId, workspaceId), eq(skippedRows.importId, id)))
    .orderBy(skippedRows.line)
    .limit(limit);
