import { z } from 'zod';
import type { ConnectedContext } from '#sdk';
import { pages, rest } from './rest.ts';
import { restliKey, urnId } from './restli.ts';

const acl = z.object({ role: z.string(), state: z.string(), organization: z.string() });
/** Pages on which the member has a role, with all roles. */
export async function listRoles(ctx: ConnectedContext): Promise<Map<string, string[]>> {
  const roles = new Map<string, string[]>();
  const params = { q: 'roleAssignee', state: 'APPROVED' };
  for await (const page of pages(ctx, acl, { resource: 'organizationAcls', path: 'organizationAcls', params, lane: 'backfill' }))
    for (const { role, organization } of page) roles.set(urnId(organization), [...(roles.get(urnId(organization)) ?? []), role]);
  return roles;
}

const named = z.object({ id: z.coerce.string(), localizedName: z.string().optional(), vanityName: z.string().optional() });
const lookup = z.object({ results: z.record(z.string(), named).default({}) });
/** Some of a batch failing is normal: what is there is given. */
export async function lookUpOrganizations(ctx: ConnectedContext, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, z.output<typeof named>>();
  const { body } = await rest(ctx, {
    method: 'GET',
    resource: 'organizationsLookup',
    path: 'organizationsLookup',
    params: { ids: ids.map(Number) },
    restliMethod: 'BATCH_GET',
    lane: 'backfill',
  });
  return new Map(Object.entries(lookup.parse(body).results));
}

export async function followersOf(ctx: ConnectedContext, organizationId: string): Promise<number> {
  const path = `networkSizes/${restliKey(`urn:li:organization:${organizationId}`)}`;
  const { body } = await rest(ctx, { method: 'GET', resource: 'networkSizes', path, params: { edgeType: 'COMPANY_FOLLOWED_BY_MEMBER' }, lane: 'backfill' });
  return z.object({ firstDegreeSize: z.number() }).parse(body).firstDegreeSize;
}

const range = z.object({ start: z.coerce.number(), end: z.coerce.number() });
const count = z.number().nullish();
const day = z.object({
  timeRange: range,
  followerGains: z.object({ organicFollowerGain: count, paidFollowerGain: count }).optional(),
  totalPageStatistics: z.object({ views: z.object({ allPageViews: z.object({ pageViews: count, uniquePageViews: count }) }) }).optional(),
  totalShareStatistics: z.object({ impressionCount: count, clickCount: count, likeCount: count, commentCount: count, shareCount: count }).optional(),
});
export interface DayNumbers {
  organicFollowers?: number | null;
  paidFollowers?: number | null;
  views?: number | null;
  uniqueViews?: number | null;
  impressions?: number | null;
  clicks?: number | null;
  likes?: number | null;
  comments?: number | null;
  shares?: number | null;
}
const STATISTICS = [
  ['organizationalEntityFollowerStatistics', 'organizationalEntity'],
  ['organizationPageStatistics', 'organization'],
  ['organizationalEntityShareStatistics', 'organizationalEntity'],
] as const;

/** Sums per day: gains of followers, views, shares. Three calls, however many days. */
export async function dailyNumbers(ctx: ConnectedContext, organizationId: string, from: Date, to: Date): Promise<Map<string, DayNumbers>> {
  const days = new Map<string, DayNumbers>();
  const timeIntervals = { timeRange: { start: from.getTime(), end: to.getTime() }, timeGranularityType: 'DAY' };
  for (const [resource, finder] of STATISTICS) {
    const params = { q: finder, [finder]: `urn:li:organization:${organizationId}`, timeIntervals };
    const { body } = await rest(ctx, { method: 'GET', resource, path: resource, params, lane: 'backfill' });
    for (const row of z.object({ elements: z.array(day).default([]) }).parse(body).elements) {
      const key = new Date(row.timeRange.start).toISOString().slice(0, 10);
      days.set(key, { ...days.get(key), ...numbersOf(row) });
    }
  }
  return days;
}

function numbersOf({ followerGains, totalPageStatistics, totalShareStatistics: shares }: z.output<typeof day>): DayNumbers {
  const views = totalPageStatistics?.views.allPageViews;
  return {
    ...(followerGains ? { organicFollowers: followerGains.organicFollowerGain ?? null, paidFollowers: followerGains.paidFollowerGain ?? null } : {}),
    ...(views ? { views: views.pageViews ?? null, uniqueViews: views.uniquePageViews ?? null } : {}),
    ...(shares
      ? {
          impressions: shares.impressionCount ?? null,
          clicks: shares.clickCount ?? null,
          likes: shares.likeCount ?? null,
          comments: shares.commentCount ?? null,
          shares: shares.shareCount ?? null,
        }
      : {}),
  };
}
