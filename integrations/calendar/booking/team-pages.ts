import { and, asc, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { type Context, PatchbayError, type RouteInput, type Transaction } from '#sdk';
import { calendarTeamPages as teamPages } from '../models.ts';
import { slug } from './page.ts';
import { claimSlug } from './slugs.ts';
import { listPages, type PageRow } from './store.ts';

const fields = {
  slug,
  title: z.string().trim().min(1, 'Give the page a title.').max(200),
  description: z.string().trim().max(2_000),
  pageIds: z
    .array(z.uuid())
    .min(1, 'Choose what guests can book.')
    .max(50)
    .refine((ids) => new Set(ids).size === ids.length, 'A page is named twice.'),
};
export const newTeamPage = z.strictObject({ ...fields, description: fields.description.default('') });
export const teamPageChange = z
  .strictObject(fields)
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Say what shall change.');
export const teamPageView = z
  .object({
    id: z.uuid(),
    url: z.string(),
    slug: z.string(),
    title: z.string(),
    description: z.string(),
    pageIds: z.array(z.string()),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'TeamPage' });
export type TeamPageRow = typeof teamPages.$inferSelect;

const viewOf = (ctx: Context, row: TeamPageRow): z.output<typeof teamPageView> => ({
  id: row.id,
  url: ctx.links.url(`/book/${row.slug}`),
  slug: row.slug,
  title: row.title,
  description: row.description,
  pageIds: row.pageIds,
  createdAt: row.createdAt.toISOString(),
});

export async function findTeamPage(tx: Transaction, workspaceId: string, id: string): Promise<TeamPageRow | undefined> {
  const [row] = await tx
    .select()
    .from(teamPages)
    .where(and(eq(teamPages.workspaceId, workspaceId), eq(teamPages.id, id)));
  return row;
}
const byId = async (tx: Transaction, workspaceId: string, id: string): Promise<TeamPageRow> => {
  const row = await findTeamPage(tx, workspaceId, id);
  if (!row) throw new PatchbayError('not_found', { detail: 'There is no such page.' });
  return row;
};

/** What a guest can choose from, in its order: pages that are gone or switched off are left out. */
export async function offeredBy(tx: Transaction, { workspaceId, pageIds }: TeamPageRow): Promise<PageRow[]> {
  const open = new Map((await listPages(tx, workspaceId)).filter(({ settings }) => settings.isActive).map((page) => [page.id, page]));
  return pageIds.flatMap((id) => open.get(id) ?? []);
}

async function checkPages(tx: Transaction, workspaceId: string, pageIds: readonly string[]): Promise<void> {
  const known = new Set((await listPages(tx, workspaceId)).map(({ id }) => id));
  if (pageIds.some((id) => !known.has(id)))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'pageIds', message: 'One of these booking pages is gone.' }] });
}

export async function getTeamPages(ctx: Context) {
  const rows = await ctx.db.transaction((tx) =>
    tx.select().from(teamPages).where(eq(teamPages.workspaceId, ctx.workspaceId)).orderBy(asc(teamPages.title), asc(teamPages.id)).limit(200),
  );
  return { data: rows.map((row) => viewOf(ctx, row)), nextCursor: null };
}

export const postTeamPage = (ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newTeamPage>>) =>
  ctx.db.transaction(async (tx) => {
    const id = uuidv7();
    await checkPages(tx, ctx.workspaceId, body.pageIds);
    await claimSlug(ctx, tx, body.slug, id);
    await tx.insert(teamPages).values({ workspaceId: ctx.workspaceId, id, ...body });
    return viewOf(ctx, await byId(tx, ctx.workspaceId, id));
  });

export const patchTeamPage = (ctx: Context, { params, body }: RouteInput<{ id: string }, undefined, z.output<typeof teamPageChange>>) =>
  ctx.db.transaction(async (tx) => {
    const before = await byId(tx, ctx.workspaceId, params.id);
    if (body.pageIds) await checkPages(tx, ctx.workspaceId, body.pageIds);
    if (body.slug && body.slug !== before.slug) {
      await claimSlug(ctx, tx, body.slug, before.id);
      await ctx.links.release('book', before.slug);
    }
    const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    await tx
      .update(teamPages)
      .set({ ...change, updatedAt: ctx.clock.now() })
      .where(and(eq(teamPages.workspaceId, ctx.workspaceId), eq(teamPages.id, params.id)));
    return viewOf(ctx, await byId(tx, ctx.workspaceId, params.id));
  });

/** Only the common address goes; the pages behind it stay. */
export const deleteTeamPage = (ctx: Context, { params }: RouteInput<{ id: string }, undefined, undefined>) =>
  ctx.db.transaction(async (tx) => {
    const { slug: name } = await byId(tx, ctx.workspaceId, params.id);
    await ctx.links.release('book', name);
    await tx.delete(teamPages).where(and(eq(teamPages.workspaceId, ctx.workspaceId), eq(teamPages.id, params.id)));
  });
