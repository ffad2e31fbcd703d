import { type ConnectedContext, stream } from '#sdk';
import { NO_ACCESS } from '../classify.ts';
import { type DayNumbers, dailyNumbers, followersOf, listRoles, lookUpOrganizations } from '../client/pages.ts';
import { listPosts, unescapeCommentary } from '../client/posts.ts';
import { codeOf } from '../client/rest.ts';
import { hasScope } from '../leads/owners.ts';
import { listPages, newestDay, notePage, type PageRow, saveDay, savePages } from '../store/pages.ts';
import { savePost } from '../store/posts.ts';

const DAY_MS = 86_400_000;
/** As far back as LinkedIn tells days of. */
const YEAR_DAYS = 364;
export const PAGE_SCOPE = 'rw_organization_admin';

async function discoverPages(ctx: ConnectedContext): Promise<PageRow[]> {
  const roles = await listRoles(ctx);
  const names = await lookUpOrganizations(ctx, [...roles.keys()]);
  const of = { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id, now: ctx.clock.now() };
  const found = [...roles].map(([organizationId, held]) => {
    const named = names.get(organizationId);
    return { organizationId, name: named?.localizedName ?? `Page ${organizationId}`, vanityName: named?.vanityName ?? null, roles: held };
  });
  return ctx.db.transaction(async (tx) => {
    await savePages(tx, of, found);
    return listPages(tx, ctx.workspaceId, ctx.connection.id);
  });
}

const pageOfName = async (ctx: ConnectedContext, name: string) =>
  (await ctx.db.transaction((tx) => listPages(tx, ctx.workspaceId, ctx.connection.id))).find(({ organizationId }) => name === `page ${organizationId}`);

/** Numbers of a day, sums only. The last days are asked for again: they grow for a while. */
export const pageStream = stream<DayNumbers>({
  name: 'pages',
  everyMs: DAY_MS,
  async discover(ctx) {
    if (ctx.connection.provider !== 'linkedin' || !hasScope(ctx, PAGE_SCOPE)) return [];
    return (await discoverPages(ctx)).map(({ organizationId }) => `page ${organizationId}`);
  },
  async *read(ctx, { name, full }) {
    const page = await pageOfName(ctx, name);
    if (!page) return;
    const now = ctx.clock.now();
    const newest = full ? undefined : await ctx.db.transaction((tx) => newestDay(tx, page));
    const from = newest ? new Date(Date.parse(newest) - 7 * DAY_MS) : new Date(now.getTime() - YEAR_DAYS * DAY_MS);
    try {
      const followers = await followersOf(ctx, page.organizationId);
      const numbers = await dailyNumbers(ctx, page.organizationId, from, now);
      await readPosts(ctx, page);
      await ctx.db.transaction((tx) => notePage(tx, page, { followers, problem: null, readAt: now }));
      yield { records: [...numbers].map(([day, value]) => ({ externalId: day, value })), cursor: { until: now.getTime() }, more: false };
    } catch (error) {
      if (codeOf(error) !== NO_ACCESS) throw error;
      const problem = `Your role on ${page.name} (${page.roles.join(', ').toLowerCase().replaceAll('_', ' ')}) does not show its numbers. An administrator or analyst can connect instead.`;
      await ctx.db.transaction((tx) => notePage(tx, page, { problem, readAt: now }));
      yield { records: [], cursor: { until: now.getTime() }, more: false };
    }
  },
  async apply(ctx, tx, records, { name }) {
    const page = await pageOfName(ctx, name);
    if (!page) return records.map(() => ({ kept: false, reason: 'page_gone' }) as const);
    for (const { externalId, value } of records) await saveDay(tx, page, externalId, value);
    return records.map(() => ({ kept: true }) as const);
  },
});

async function readPosts(ctx: ConnectedContext, page: PageRow): Promise<void> {
  if (!hasScope(ctx, 'r_organization_social')) return;
  const author = `urn:li:organization:${page.organizationId}`;
  const posts = await listPosts(ctx, author);
  await ctx.db.transaction(async (tx) => {
    for (const { id, commentary, visibility, publishedAt, createdAt } of posts)
      await savePost(
        tx,
        ctx,
        {
          author,
          text: unescapeCommentary(commentary),
          visibility,
          pageId: page.id,
          publishedAt: new Date(publishedAt ?? createdAt ?? ctx.clock.now().getTime()),
        },
        id,
      );
  });
}
