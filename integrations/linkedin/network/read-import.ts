import { and, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { asId, type Context, type FileId, PatchbayError, type Transaction } from '#sdk';
import { exportDay } from '../archive/dates.ts';
import {
  type ConnectionRow,
  type InvitationRow,
  isSkip,
  type MessageRow,
  normal,
  readConnection,
  readInvitation,
  readMessage,
  type Skip,
} from '../archive/layouts.ts';
import { type Archive, type ArchivePart, type Member, memberOf, openArchive } from '../archive/read-archive.ts';
import { linkedinImports as imports, linkedinProfileFields as profileFields, linkedinSkippedRows as skippedRows } from '../models/index.ts';
import { matchPeople, matchThreads, matchThreadsByPeople } from './match.ts';
import { markGone, type Staging, settleInvitations, stageInvitations, stageMessages, stagePeople, stageThreads, type ThreadFacts } from './stage.ts';

export type ImportRow = typeof imports.$inferSelect;
const BATCH = 1_000;
const MOST_BYTES = 100 * 1_048_576;
/** Rows of which the reason is kept one by one; more are counted. */
const MOST_SKIPPED = 2_000;

export const importOf = (workspaceId: string, id: string) => and(eq(imports.workspaceId, workspaceId), eq(imports.id, id));

/** A stored file whole, bounded. @throws PatchbayError payload_too_large */
export async function contentOf(ctx: Context, fileId: string): Promise<Buffer> {
  const { stream } = await ctx.files.open(asId<FileId>(fileId));
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > MOST_BYTES) throw new PatchbayError('payload_too_large');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * Reads a file twice: first all of it without keeping anything, so that a damaged one leaves nothing behind, then into the
 * member's private staging. What is wrong with the file is told in its own words; it is no error of ours.
 */
export async function readImport(ctx: Context, importId: string): Promise<void> {
  const [row] = await ctx.db.transaction((tx) => tx.select().from(imports).where(importOf(ctx.workspaceId, importId)));
  if (row?.state !== 'reading' || !row.fileId) return;
  try {
    const archive = await openArchive(await contentOf(ctx, row.fileId), row.fileName);
    await ctx.tasks.progress({ done: 0, message: 'rows looked at' });
    const looked = await lookThrough(ctx, archive);
    const member = await memberOf(archive, row.memberName ?? undefined);
    const exportedAt = exportDay(row.fileName) ?? looked.newest ?? ctx.clock.now();
    await stageAll(ctx, row, { archive, looked, member, exportedAt });
  } catch (error) {
    if (!(error instanceof PatchbayError) || !['file_invalid', 'payload_too_large'].includes(error.code)) throw error;
    await ctx.db.transaction((tx) =>
      tx.update(imports).set({ state: 'failed', error: error.message, updatedAt: ctx.clock.now() }).where(importOf(ctx.workspaceId, importId)),
    );
  }
}

interface Looked {
  rows: number;
  kept: number;
  newest: Date | undefined;
}
const readerOf = (part: ArchivePart) => (part.kind === 'connections' ? readConnection : part.kind === 'messages' ? readMessage : readInvitation);

async function lookThrough(ctx: Context, { parts }: Archive): Promise<Looked> {
  const looked: Looked = { rows: 0, kept: 0, newest: undefined };
  for (const part of parts.filter(({ kind }) => kind !== 'profile')) {
    const read = readerOf(part);
    for await (const { record } of part.rows()) {
      looked.rows++;
      const row = read(part.header.columns, record) as ConnectionRow | MessageRow | InvitationRow | Skip;
      if (isSkip(row)) continue;
      looked.kept++;
      const day = 'sentAt' in row ? row.sentAt : row.connectedOn ? new Date(`${row.connectedOn}T12:00:00Z`) : undefined;
      if (day && (!looked.newest || day > looked.newest) && day <= ctx.clock.now()) looked.newest = day;
      if (looked.rows % 5_000 === 0) ctx.signal.throwIfAborted();
    }
  }
  if (looked.rows === 0)
    throw new PatchbayError('file_invalid', {
      detail: 'There is not one row below the header of this file, so nothing could be imported.',
      remedy: 'Ask LinkedIn for a new copy; choose the larger archive.',
    });
  if (looked.kept === 0)
    throw new PatchbayError('file_invalid', { detail: `None of the ${looked.rows} rows of this file could be used, so nothing was imported.` });
  return looked;
}

interface Reading {
  archive: Archive;
  looked: Looked;
  member: Member;
  exportedAt: Date;
}

async function stageAll(ctx: Context, row: ImportRow, { archive, looked, member, exportedAt }: Reading): Promise<void> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const [latest] = await ctx.db.transaction((tx) =>
    tx
      .select({ exportedAt: imports.exportedAt })
      .from(imports)
      .where(
        and(
          eq(imports.workspaceId, workspaceId),
          eq(imports.ownerUserId, row.ownerUserId),
          ne(imports.id, row.id),
          inArray(imports.state, ['review', 'applying', 'done']),
          sql`(${imports.counts} ->> 'connections')::int > 0`,
        ),
      )
      .orderBy(desc(imports.exportedAt))
      .limit(1),
  );
  const previousAt = latest?.exportedAt ?? null;
  const staging: Staging = {
    workspaceId,
    ownerUserId: row.ownerUserId,
    importId: row.id,
    exportedAt,
    previousAt,
    isOlder: previousAt !== null && previousAt > exportedAt,
    now,
  };
  const warnings = [
    ...archive.warnings,
    ...(staging.isOlder ? ['A newer copy of your data is here already: this one adds what it has, and changes nothing.'] : []),
  ];
  const counts: Record<string, number> = {};
  const skipped: Record<string, number> = {};
  const notes: (typeof skippedRows.$inferInsert)[] = [];
  let done = 0;
  for (const part of archive.parts.filter(({ kind }) => kind !== 'profile')) {
    const read = readerOf(part);
    const keep = keeperOf(ctx, staging, part, member);
    for await (const { line, record } of part.rows()) {
      const value = read(part.header.columns, record) as ConnectionRow | MessageRow | InvitationRow | Skip;
      if (isSkip(value)) {
        skipped[value.skip] = (skipped[value.skip] ?? 0) + 1;
        if (notes.length < MOST_SKIPPED)
          notes.push({
            workspaceId,
            id: uuidv7(),
            importId: row.id,
            file: part.name,
            line,
            reason: value.skip,
            cells: record.slice(0, 12).map((cell) => cell.slice(0, 200)),
          });
      } else {
        counts[part.kind] = (counts[part.kind] ?? 0) + 1;
        await keep.add(value);
      }
      done++;
      if (done % BATCH === 0) {
        ctx.signal.throwIfAborted();
        await ctx.tasks.progress({ done, total: looked.rows, message: 'rows read' });
      }
    }
    await keep.end();
  }
  if (counts.connections) {
    const { held } = await markGone(ctx, staging, counts.connections);
    if (held > 0)
      warnings.push(
        `This copy has ${held.toLocaleString('en')} connections fewer than the one before, so nobody was marked as gone. Bring the larger archive, if this one was not whole.`,
      );
  }
  await ctx.db.transaction(async (tx) => {
    await settleInvitations(tx, staging);
    await matchPeople(tx, staging);
    await matchThreads(tx, staging);
    await matchThreadsByPeople(tx, staging);
    for (let from = 0; from < notes.length; from += 200)
      await tx
        .insert(skippedRows)
        .values(notes.slice(from, from + 200))
        .onConflictDoNothing();
    await keepProfile(ctx, tx, { ownerUserId: row.ownerUserId, member, source: 'archive' });
    const changes = await changeCounts(tx, workspaceId, row.id);
    await tx
      .update(imports)
      .set({ state: 'review', counts, skipped, warnings, changes, memberName: member.name, memberSlug: member.slug, exportedAt, updatedAt: ctx.clock.now() })
      .where(importOf(workspaceId, row.id));
  });
}

interface Keeper {
  add(row: ConnectionRow | MessageRow | InvitationRow): Promise<void>;
  end(): Promise<void>;
}
function keeperOf(ctx: Context, staging: Staging, part: ArchivePart, member: Member): Keeper {
  let batch: unknown[] = [];
  const threads = new Map<string, ThreadFacts>();
  const flush = async () => {
    const rows = batch;
    batch = [];
    if (rows.length === 0) return;
    await ctx.db.transaction((tx) => {
      if (part.kind === 'connections') return stagePeople(tx, staging, rows as ConnectionRow[]);
      if (part.kind === 'invitations') return stageInvitations(tx, staging, rows as InvitationRow[]);
      return stageMessages(tx, staging, rows as (MessageRow & { direction: string })[]);
    });
  };
  return {
    async add(row) {
      batch.push(part.kind === 'messages' ? toThread(threads, row as MessageRow, member) : row);
      if (batch.length >= BATCH) await flush();
    },
    async end() {
      await flush();
      const all = [...threads.values()];
      for (let from = 0; from < all.length; from += BATCH) await ctx.db.transaction((tx) => stageThreads(tx, staging, all.slice(from, from + BATCH)));
    },
  };
}

/** Which way a message went, and who else is in its thread. */
export function toThread(threads: Map<string, ThreadFacts>, row: MessageRow, member: Member): MessageRow & { direction: string } {
  const isOwn = member.slug && row.fromSlug ? row.fromSlug === member.slug : Boolean(member.name) && normal(row.fromName) === normal(member.name ?? '');
  const others = [row.fromSlug, ...row.toSlugs].filter((slug): slug is string => slug !== null && slug !== member.slug);
  const thread = threads.get(row.conversationId) ?? {
    conversationId: row.conversationId,
    title: row.title,
    slugs: [],
    names: [],
    isGroup: false,
    isInmail: false,
  };
  for (const slug of others) if (!thread.slugs.includes(slug)) thread.slugs.push(slug);
  const name = isOwn ? row.toNames : row.fromName;
  if (name && normal(name) !== normal(member.name ?? '') && !thread.names.includes(name) && thread.names.length < 20) thread.names.push(name);
  thread.isGroup ||= thread.slugs.length > 1;
  thread.isInmail ||= row.isInmail;
  threads.set(row.conversationId, thread);
  return { ...row, direction: isOwn ? 'outbound' : 'inbound' };
}

/** What a copy of their data says of the member: kept until they bring another, or take it back. */
export async function keepProfile(
  ctx: Context,
  tx: Transaction,
  { ownerUserId, member, source }: { ownerUserId: string; member: Member; source: 'archive' | 'portability' },
): Promise<void> {
  const fields = Object.entries({
    name: member.name,
    profileUrl: member.slug ? `https://www.linkedin.com/in/${encodeURIComponent(member.slug)}` : null,
    ...member.profile,
  });
  await tx
    .delete(profileFields)
    .where(and(eq(profileFields.workspaceId, ctx.workspaceId), eq(profileFields.ownerUserId, ownerUserId), eq(profileFields.source, source)));
  for (const [field, value] of fields)
    if (value)
      await tx.insert(profileFields).values({ workspaceId: ctx.workspaceId, id: uuidv7(), ownerUserId, field, value, source, fetchedAt: ctx.clock.now() });
}

export async function changeCounts(tx: Transaction, workspaceId: string, importId: string): Promise<Record<string, number>> {
  const result = (await tx.execute(
    sql`select kind, count(*)::int as n from linkedin_changes where workspace_id = ${workspaceId} and import_id = ${importId} group by kind`,
  )) as unknown as {
    rows: { kind: string; n: number }[];
  };
  return Object.fromEntries(result.rows.map(({ kind, n }) => [kind, n]));
}
