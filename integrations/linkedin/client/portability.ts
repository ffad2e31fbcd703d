import { z } from 'zod';
import { type ConnectedContext, type HttpClient, PatchbayError, type VerifiedAccount } from '#sdk';
import { rest, statusOf } from './rest.ts';
import { restliQuery, urnId } from './restli.ts';

const PIN = '202312';
const authorizations = z.object({
  elements: z.array(z.object({ memberComplianceAuthorizationKey: z.object({ member: z.string() }) })).default([]),
});

/** Whose data it is that a token reads. */
export async function portabilityAccount(http: HttpClient): Promise<VerifiedAccount> {
  const query = restliQuery({ q: 'memberAndApplication' });
  const { body } = await http.request({
    method: 'GET',
    url: `/rest/memberAuthorizations?${query}`,
    headers: { 'linkedin-version': PIN, 'x-restli-protocol-version': '2.0.0' },
    operation: 'linkedin.get-memberAuthorizations',
    lane: 'interactive',
    quotaClass: 'memberAuthorizations',
  });
  const [first] = authorizations.parse(body).elements;
  if (!first)
    throw new PatchbayError('credentials_rejected', {
      detail: 'LinkedIn knows this token, but no consent of a member stands behind it.',
      remedy: 'Accept the terms of Member Data Portability for the application, then make the token again.',
    });
  const id = urnId(first.memberComplianceAuthorizationKey.member);
  return { externalId: id, displayName: 'Own LinkedIn data' };
}

const snapshot = z.object({
  elements: z.array(z.object({ snapshotDomain: z.string().optional(), snapshotData: z.array(z.record(z.string(), z.unknown())).default([]) })).default([]),
  paging: z.object({ links: z.array(z.object({ rel: z.string() })).default([]) }).optional(),
});
export type SnapshotRow = Readonly<Record<string, string>>;

/**
 * A domain of the member's own data, page by page; `start` counts pages and `total` is no sign of the end. Undefined: LinkedIn
 * has nothing (yet), which never takes the place of what was read before.
 */
export async function readSnapshot(ctx: ConnectedContext, domain: string): Promise<SnapshotRow[] | undefined> {
  const rows: SnapshotRow[] = [];
  for (let start = 0; ; start++) {
    ctx.signal.throwIfAborted();
    try {
      const call = {
        method: 'GET',
        resource: 'memberSnapshotData',
        path: 'memberSnapshotData',
        params: { q: 'criteria', domain, start },
        lane: 'backfill',
      } as const;
      const { elements, paging } = snapshot.parse((await rest(ctx, call)).body);
      for (const { snapshotData } of elements) rows.push(...snapshotData.map(asText));
      if (!paging?.links.some(({ rel }) => rel === 'next')) return rows;
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      return start === 0 ? undefined : rows;
    }
  }
}
const asText = (row: Readonly<Record<string, unknown>>): SnapshotRow =>
  Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === null || value === undefined ? '' : String(value)]));

const change = z.object({
  id: z.coerce.string(),
  processedAt: z.coerce.number(),
  resourceName: z.string(),
  resourceId: z.string().default(''),
  method: z.string(),
  owner: z.string().optional(),
  activity: z.record(z.string(), z.unknown()).default({}),
});
export type Change = z.output<typeof change>;

/** What has changed since, oldest first. The boundary is inclusive: the last event comes again. */
export async function readChanges(ctx: ConnectedContext, since: number, count = 50): Promise<Change[]> {
  const call = {
    method: 'GET',
    resource: 'memberChangeLogs',
    path: 'memberChangeLogs',
    params: { q: 'memberAndApplication', startTime: since, count },
    lane: 'backfill',
  } as const;
  return z.object({ elements: z.array(change).default([]) }).parse((await rest(ctx, call)).body).elements;
}
