import type { Context, RouteInput } from '#sdk';
import { iso, toPostView } from '../serializers/views.ts';
import { daysOf, listPages, type PageRow, pageById } from '../store/pages.ts';
import { listSavedPosts } from '../store/posts.ts';

type Id = { id: string };
const pageView = ({ id, connectionId, organizationId, name, vanityName, roles, followers, problem, readAt }: PageRow) => ({
  id,
  connectionId,
  organizationId,
  name,
  url: `https://www.linkedin.com/company/${vanityName ?? organizationId}/`,
  roles,
  followers,
  problem,
  readAt: iso(readAt),
});

export const getPages = (ctx: Context) => ctx.db.transaction(async (tx) => ({ data: (await listPages(tx, ctx.workspaceId)).map(pageView), nextCursor: null }));

export const getStatistics = (ctx: Context, { params, query }: RouteInput<Id, { days: number }, undefined>) =>
  ctx.db.transaction(async (tx) => {
    const page = await pageById(tx, ctx.workspaceId, params.id);
    const from = new Date(ctx.clock.now().getTime() - query.days * 86_400_000).toISOString().slice(0, 10);
    const rows = await daysOf(tx, page, from);
    const sum = (pick: (row: (typeof rows)[number]) => number | null) => rows.reduce((total, row) => total + (pick(row) ?? 0), 0);
    return {
      page: pageView(page),
      days: rows.map(({ day, organicFollowers, paidFollowers, views, uniqueViews, impressions, clicks, likes, comments, shares }) => ({
        day,
        organicFollowers,
        paidFollowers,
        views,
        uniqueViews,
        impressions,
        clicks,
        likes,
        comments,
        shares,
      })),
      totals: {
        followers: sum((row) => (row.organicFollowers ?? 0) + (row.paidFollowers ?? 0)),
        views: sum(({ views }) => views),
        impressions: sum(({ impressions }) => impressions),
        clicks: sum(({ clicks }) => clicks),
        reactions: sum((row) => (row.likes ?? 0) + (row.comments ?? 0) + (row.shares ?? 0)),
      },
    };
  });

export const getPagePosts = (ctx: Context, { params, query }: RouteInput<Id, { limit: number }, undefined>) =>
  ctx.db.transaction(async (tx) => {
    const page = await pageById(tx, ctx.workspaceId, params.id);
    return { data: (await listSavedPosts(tx, ctx.workspaceId, page.id, query.limit)).map(toPostView), nextCursor: null };
  });
