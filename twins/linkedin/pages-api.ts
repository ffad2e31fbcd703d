import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import type { Store } from '../store.ts';
import { lookUp } from '../store.ts';
import { accessDenied, answer, linkedinError, notFound } from './errors.ts';
import { BadParameter, type Call, fieldOf, type Guarded, pageOf, required } from './gate.ts';
import { isList } from './restli.ts';
import { type LinkedInData, lastOf, type Organization, urn } from './store.ts';

const DAY_MS = 86_400_000;
const READ = ['r_organization_social', 'rw_organization_admin', 'r_organization_admin'];
const LONGEST_POST = 3_000;

const postBody = z.object({
  author: z.string().regex(/^urn:li:(person|organization):\w+$/),
  commentary: z.string().max(LONGEST_POST),
  visibility: z.enum(['PUBLIC', 'CONNECTIONS']),
  lifecycleState: z.enum(['PUBLISHED', 'DRAFT']),
  distribution: z.object({ feedDistribution: z.string() }).loose(),
  content: z.record(z.string(), z.unknown()).optional(),
  isReshareDisabledByAuthor: z.boolean().optional(),
});

/** A number that is the same for a day of a page however often it is asked. */
const daily = (organizationId: number, day: number, salt: number, most: number): number => {
  let mixed = (organizationId * 31 + day * 17 + salt * 101) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 2_246_822_519) >>> 0;
  return ((mixed ^ (mixed >>> 13)) >>> 0) % (most + 1);
};

/** Pages, their statistics and posts (Community Management). */
export const pagesApi = (store: Store<LinkedInData>, clock: VirtualClock): Guarded[] => {
  const roleOf = (call: Call, organizationId: number) =>
    store.data.acls.find((acl) => acl.accountId === call.account.id && acl.organizationId === organizationId && acl.state === 'APPROVED')?.role;
  const organizationOf = (call: Call, name: string): Organization => {
    const found = lookUp(store.data.organizations, lastOf(required(call.text(name), name)));
    if (!found) throw new BadParameter(name);
    return found;
  };
  /** `timeIntervals` asks for a row per day; without it there is one of all time. */
  const days = (call: Call): { start: number; end: number; day: number }[] | undefined => {
    const interval = call.structure('timeIntervals');
    if (!interval) return undefined;
    const range = fieldOf(interval, 'timeRange');
    const start = Number(fieldOf(range, 'start'));
    const end = Math.min(Number(fieldOf(range, 'end')), clock.nowMs() - 2 * DAY_MS);
    if (fieldOf(interval, 'timeGranularityType') !== 'DAY' || !Number.isFinite(start)) throw new BadParameter('timeIntervals');
    const rows = [];
    for (let at = Math.floor(start / DAY_MS) * DAY_MS; at < end && rows.length < 400; at += DAY_MS)
      rows.push({ start: at, end: at + DAY_MS, day: at / DAY_MS });
    return rows;
  };
  const statistics =
    (finder: string, param: string, whole: (organization: Organization, call: Call) => object, ofDay: (organization: Organization, day: number) => object) =>
    (call: Call) => {
      if (call.text('q') !== finder) return linkedinError(400, 'unknown finder');
      const organization = organizationOf(call, param);
      if (!['ADMINISTRATOR', 'ANALYST', 'CONTENT_ADMINISTRATOR'].includes(roleOf(call, organization.id) ?? ''))
        return accessDenied('OrganizationStatistics', 'FINDER');
      const rows = days(call);
      const owner = { [param]: urn('organization', organization.id) };
      const elements = rows
        ? rows.map(({ start, end, day }) => ({ ...owner, timeRange: { start, end }, ...ofDay(organization, day) }))
        : [{ ...owner, ...whole(organization, call) }];
      return answer(200, { elements, paging: { start: 0, count: elements.length, links: [] } });
    };
  const views = (n: number) => ({ totalPageStatistics: { views: { allPageViews: { pageViews: n, uniquePageViews: Math.floor(n * 0.7) } } } });
  const shares = (n: number) => ({
    totalShareStatistics: {
      impressionCount: n * 12,
      uniqueImpressionsCount: n * 9,
      clickCount: n,
      likeCount: Math.floor(n / 2),
      commentCount: Math.floor(n / 6),
      shareCount: Math.floor(n / 9),
      engagement: 0.031,
    },
  });

  const createPost = (call: Call) => {
    const parsed = postBody.safeParse(call.body);
    if (!parsed.success) return linkedinError(422, z.prettifyError(parsed.error), { code: 'UNPROCESSABLE_ENTITY' });
    const post = parsed.data;
    const isPage = post.author.startsWith('urn:li:organization:');
    if (
      isPage &&
      (!call.scopes.includes('w_organization_social') || !['ADMINISTRATOR', 'CONTENT_ADMINISTRATOR'].includes(roleOf(call, Number(lastOf(post.author))) ?? ''))
    )
      return accessDenied('Posts', 'CREATE');
    if (!isPage && (!call.scopes.includes('w_member_social') || lastOf(post.author) !== call.account.id)) return accessDenied('Posts', 'CREATE');
    const media = (post.content?.media as { id?: string } | undefined)?.id;
    if (media && !lookUp(store.data.uploads, media)?.size) return linkedinError(422, `Media ${media} is not ready`);
    const same = Object.values(store.data.posts).find(
      ({ author, commentary, createdAt }) => author === post.author && commentary === post.commentary && createdAt > clock.nowMs() - 600_000,
    );
    if (same) return linkedinError(422, `Content is a duplicate of ${same.id}`, { code: 'DUPLICATE_POST' });
    const id = `urn:li:share:${7_000_000_000_000_000_000n + BigInt(store.data.sequence++)}`;
    const now = clock.nowMs();
    store.data.posts[id] = {
      id,
      author: post.author,
      commentary: post.commentary,
      visibility: post.visibility,
      lifecycleState: post.lifecycleState,
      createdAt: now,
      publishedAt: now,
      ...(post.content ? { content: post.content } : {}),
    };
    // The id comes percent-encoded now and then.
    return { status: 201, headers: { 'x-restli-id': store.data.sequence % 2 ? encodeURIComponent(id) : id }, body: '' };
  };

  return [
    {
      method: 'GET',
      path: '/linkedin/api/rest/organizationAcls',
      resource: 'organizationAcls',
      scopes: ['rw_organization_admin', 'r_organization_admin', 'r_organization_social'],
      handle: (call) => {
        const state = call.text('state');
        const isMine = call.text('q') === 'roleAssignee';
        const organization = call.text('organization');
        if (!isMine && !organization) return linkedinError(400, 'unknown finder');
        const rows = store.data.acls
          .filter(
            (acl) =>
              (isMine ? acl.accountId === call.account.id : acl.organizationId === Number(lastOf(organization ?? ''))) && (!state || acl.state === state),
          )
          .map((acl) => ({
            roleAssignee: urn('person', acl.accountId),
            role: acl.role,
            state: acl.state,
            organization: urn('organization', acl.organizationId),
            created: { time: 1 },
            lastModified: { time: 1 },
          }));
        return answer(200, pageOf(rows, call, { total: -1 }));
      },
    },
    {
      method: 'GET',
      path: '/linkedin/api/rest/organizations/{id}',
      resource: 'organizations',
      scopes: READ,
      handle: (call) => {
        const found = lookUp(store.data.organizations, call.id);
        if (!found) return notFound(`organization ${call.id}`);
        if (roleOf(call, found.id) !== 'ADMINISTRATOR')
          return linkedinError(403, "Viewer don't have permission to the ADMIN_ONLY VisibilityReduction", { serviceErrorCode: 100 });
        return answer(200, {
          id: found.id,
          localizedName: found.localizedName,
          vanityName: found.vanityName,
          localizedWebsite: found.website,
          primaryOrganizationType: 'NONE',
        });
      },
    },
    {
      method: 'GET',
      path: '/linkedin/api/rest/organizationsLookup',
      resource: 'organizationsLookup',
      scopes: READ,
      // Some of a batch failing is normal there.
      handle: (call) => {
        const ids = required(call.structure('ids'), 'ids');
        if (!isList(ids)) throw new BadParameter('ids');
        const found = ids.map(String).map((id) => [id, lookUp(store.data.organizations, id)] as const);
        const good = found.filter(([, row]) => row);
        return answer(200, {
          results: Object.fromEntries(good.map(([id, row]) => [id, { id: row?.id, localizedName: row?.localizedName, vanityName: row?.vanityName }])),
          statuses: Object.fromEntries(found.map(([id, row]) => [id, row ? 200 : 404])),
          errors: Object.fromEntries(found.filter(([, row]) => !row).map(([id]) => [id, { status: 404, message: `Could not find organization ${id}` }])),
        });
      },
    },
    {
      method: 'GET',
      path: '/linkedin/api/rest/networkSizes/{id}',
      resource: 'networkSizes',
      scopes: READ,
      handle: (call) => {
        const found = lookUp(store.data.organizations, lastOf(call.id));
        if (call.text('edgeType') !== 'COMPANY_FOLLOWED_BY_MEMBER') return linkedinError(400, 'edgeType');
        return found ? answer(200, { firstDegreeSize: found.followers }) : notFound(call.id);
      },
    },
    {
      method: 'GET',
      path: '/linkedin/api/rest/organizationalEntityFollowerStatistics',
      resource: 'organizationalEntityFollowerStatistics',
      scopes: ['rw_organization_admin', 'r_organization_admin'],
      handle: statistics(
        'organizationalEntity',
        'organizationalEntity',
        ({ followers }) => ({
          followerCountsBySeniority: [{ seniority: 'urn:li:seniority:4', followerCounts: { organicFollowerCount: followers, paidFollowerCount: 0 } }],
        }),
        ({ id }, day) => ({ followerGains: { organicFollowerGain: daily(id, day, 1, 14), paidFollowerGain: daily(id, day, 2, 3) } }),
      ),
    },
    {
      method: 'GET',
      path: '/linkedin/api/rest/organizationPageStatistics',
      resource: 'organizationPageStatistics',
      scopes: ['rw_organization_admin', 'r_organization_admin'],
      handle: statistics(
        'organization',
        'organization',
        ({ followers }) => views(followers * 3),
        ({ id }, day) => views(daily(id, day, 3, 180)),
      ),
    },
    {
      method: 'GET',
      path: '/linkedin/api/rest/organizationalEntityShareStatistics',
      resource: 'organizationalEntityShareStatistics',
      scopes: ['rw_organization_admin', 'r_organization_social'],
      handle: statistics(
        'organizationalEntity',
        'organizationalEntity',
        ({ followers }) => shares(Math.floor(followers / 9)),
        ({ id }, day) => shares(daily(id, day, 4, 40)),
      ),
    },
    { method: 'POST', path: '/linkedin/api/rest/posts', resource: 'posts', scopes: ['w_member_social', 'w_organization_social'], handle: createPost },
    {
      method: 'GET',
      path: '/linkedin/api/rest/posts',
      resource: 'posts',
      scopes: ['r_organization_social', 'r_member_social'],
      handle: (call) => {
        const author = call.text('author');
        const rows = Object.values(store.data.posts)
          .filter((post) => post.author === author)
          .sort((a, b) => b.createdAt - a.createdAt);
        return answer(200, pageOf(rows, call));
      },
    },
    {
      method: 'DELETE',
      path: '/linkedin/api/rest/posts/{id}',
      resource: 'posts',
      scopes: ['w_member_social', 'w_organization_social'],
      handle: (call) => {
        delete store.data.posts[call.id];
        return { status: 204, headers: {}, body: '' };
      },
    },
    {
      method: 'POST',
      path: '/linkedin/api/rest/images',
      resource: 'images',
      scopes: ['w_member_social', 'w_organization_social'],
      handle: (call) => {
        if (call.text('action') !== 'initializeUpload') return linkedinError(400, 'unknown action');
        const owner = (call.body as { initializeUploadRequest?: { owner?: string } } | undefined)?.initializeUploadRequest?.owner;
        if (!owner) return linkedinError(422, 'owner is required');
        const key = randomUUID().replaceAll('-', '');
        const image = `urn:li:image:C5${key}`;
        store.data.uploads[image] = { owner, kind: 'image', size: 0 };
        return answer(200, {
          value: { uploadUrl: `${call.request.origin}/linkedin/api/uploads/C5${key}`, uploadUrlExpiresAt: clock.nowMs() + 3_600_000, image },
        });
      },
    },
  ];
};
