import { z } from 'zod';
import { route } from '#sdk';
import { instant, listOf, postView } from '../serializers/views.ts';
import { getPagePosts, getPages, getStatistics } from './views.ts';

const byId = z.strictObject({ id: z.uuid() });
const page = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    organizationId: z.string(),
    name: z.string(),
    url: z.string(),
    roles: z.array(z.string()),
    followers: z.int().nullable(),
    problem: z.string().nullable(),
    readAt: instant.nullable(),
  })
  .meta({ id: 'LinkedInPage' });
const n = z.int().nullable();
const day = z.object({
  day: z.string(),
  organicFollowers: n,
  paidFollowers: n,
  views: n,
  uniqueViews: n,
  impressions: n,
  clicks: n,
  likes: n,
  comments: n,
  shares: n,
});

export const pageUrls = [
  route({
    method: 'GET',
    path: '/pages',
    summary: 'Company pages on which a connected member has a role',
    permission: 'linkedin:read',
    responses: { 200: listOf(page) },
    handler: getPages,
  }),
  route({
    method: 'GET',
    path: '/pages/:id/statistics',
    summary: 'Followers gained, views and reach of a page by day',
    permission: 'linkedin:read',
    params: byId,
    query: z.strictObject({ days: z.coerce.number().int().min(7).max(365).default(90) }),
    responses: {
      200: z
        .object({
          page,
          days: z.array(day),
          totals: z.object({ followers: z.int(), views: z.int(), impressions: z.int(), clicks: z.int(), reactions: z.int() }),
        })
        .meta({ id: 'LinkedInPageStatistics' }),
    },
    handler: getStatistics,
  }),
  route({
    method: 'GET',
    path: '/pages/:id/posts',
    summary: 'The newest posts of a page',
    permission: 'linkedin:read',
    params: byId,
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    responses: { 200: listOf(postView) },
    handler: getPagePosts,
  }),
];
