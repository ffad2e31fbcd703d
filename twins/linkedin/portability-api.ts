import type { VirtualClock } from '../clock.ts';
import type { Store } from '../store.ts';
import { answer, linkedinError } from './errors.ts';
import type { Guarded } from './gate.ts';
import { type LinkedInData, urn } from './store.ts';

const SCOPES = ['r_dma_portability_self_serve', 'r_dma_portability_3rd_party'];
/** Answered under this version alone. */
const PIN = '202312';
const PAGE = 250;
const MONTH_MS = 28 * 86_400_000;

/** A member's own data (EEA and Switzerland): a snapshot by domains and what has changed since consent. */
export const portabilityApi = (store: Store<LinkedInData>, clock: VirtualClock): Guarded[] => [
  {
    method: 'GET',
    path: '/linkedin/api/rest/memberSnapshotData',
    resource: 'memberSnapshotData',
    scopes: SCOPES,
    version: PIN,
    handle: (call) => {
      if (call.text('q') !== 'criteria') return linkedinError(400, 'unknown finder');
      const domain = call.text('domain') ?? '';
      const page = Number(call.text('start') ?? 0);
      const rows = store.data.snapshots[call.account.id]?.[domain] ?? [];
      const from = page * PAGE;
      if (clock.nowMs() < store.data.snapshotReadyMs || from >= rows.length)
        return linkedinError(404, 'No data found for this memberId', { serviceErrorCode: 0 });
      const more = from + PAGE < rows.length;
      const link = { rel: 'next', type: 'application/json', href: `/rest/memberSnapshotData?q=criteria&domain=${domain}&start=${page + 1}` };
      // `start` counts pages, and `total` says how many pages there may be, not how many rows.
      return answer(200, {
        paging: { start: page, count: 10, total: 1 + Math.ceil(rows.length / PAGE) * 3, links: more ? [link] : [] },
        elements: [{ snapshotDomain: domain, snapshotData: rows.slice(from, from + PAGE) }],
      });
    },
  },
  {
    method: 'GET',
    path: '/linkedin/api/rest/memberChangeLogs',
    resource: 'memberChangeLogs',
    scopes: SCOPES,
    version: PIN,
    handle: (call) => {
      const count = Math.min(Number(call.text('count') ?? 10), 50);
      const since = Math.max(Number(call.text('startTime') ?? 0), clock.nowMs() - MONTH_MS);
      // The boundary is inclusive: the last event of one page is the first of the next.
      const rows = store.data.changes
        .filter((change) => change.accountId === call.account.id && change.processedAt >= since)
        .sort((a, b) => a.processedAt - b.processedAt || a.id - b.id);
      const elements = rows.slice(0, count).map(({ accountId, ...change }) => ({
        ...change,
        owner: urn('person', accountId),
        actor: urn('person', accountId),
        resourceUri: `/${change.resourceName}/${change.resourceId}`,
        processedActivity: change.activity,
        siblingActivities: [],
        activityId: `act-${change.id}`,
      }));
      return answer(200, { elements, paging: { start: 0, count, total: rows.length + 7, links: [] } });
    },
  },
  {
    method: 'GET',
    path: '/linkedin/api/rest/memberAuthorizations',
    resource: 'memberAuthorizations',
    scopes: SCOPES,
    version: PIN,
    handle: (call) =>
      answer(200, {
        elements: [
          {
            regulatedAt: clock.nowMs(),
            memberComplianceAuthorizationKey: { developerApplication: 'urn:li:developerApplication:77', member: urn('person', call.account.id) },
            memberComplianceScopes: ['DMA'],
          },
        ],
      }),
  },
];
