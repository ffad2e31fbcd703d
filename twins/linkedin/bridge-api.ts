import type { VirtualClock } from '../clock.ts';
import { json } from '../http/answer.ts';
import type { TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { seededRandom } from '../random.ts';
import { makePeople } from './archive/people.ts';

const KEY = 'bridge-key';
const people = makePeople(150, seededRandom(1), new Date('2020-01-01T00:00:00Z'));
const PAGE = 100;

/** A hosted-account service: no part of LinkedIn, but what some use in its place. Read only, one account `acc-1`. */
export function bridgeRoutes(clock: VirtualClock): Route[] {
  const guarded = (path: string, handle: (request: TwinRequest) => unknown): Route => ({
    method: 'GET',
    path: `/linkedin/bridge/api/v1/${path}`,
    handle: (request) => {
      if (request.headers['x-api-key'] !== KEY) return json(401, { status: 401, type: 'errors/invalid_credentials', title: 'Invalid API key' });
      if (request.query.get('account_id') !== 'acc-1') return json(404, { status: 404, type: 'errors/resource_not_found', title: 'No such account' });
      return json(200, handle(request));
    },
  });
  const list = (items: readonly unknown[], cursor: string | null = null) => ({ object: 'List', items, cursor });
  const message = (id: string, text: string, hoursAgo: number, is_sender: number) => ({
    object: 'Message',
    id,
    text,
    timestamp: new Date(clock.nowMs() - hoursAgo * 3_600_000).toISOString(),
    is_sender,
  });
  const chats: { id: string; hoursAgo: number; messages: Parameters<typeof message>[] }[] = [
    {
      id: 'chat-1',
      hoursAgo: 5,
      messages: [
        ['m2', 'Hello', 5, 1],
        ['m1', 'Hi Ada', 6, 0],
      ],
    },
    { id: 'chat-2', hoursAgo: 8, messages: [['m3', 'Have you a minute?', 8, 0]] },
  ];
  return [
    guarded('users/me', () => ({ object: 'AccountOwnerProfile', provider_id: 'ACoA1', public_identifier: 'ada-byron', first_name: 'Ada', last_name: 'Byron' })),
    guarded('users/relations', ({ query }) => {
      const start = Number(query.get('cursor') ?? 0);
      // People who hide have no address; lists of such services lose some now and then.
      const items = people.slice(start, start + PAGE).map((person, index) => ({
        object: 'UserRelation',
        member_id: `ACoA${start + index}`,
        public_identifier: person.isHidden ? null : person.slug,
        first_name: person.first,
        last_name: person.last,
        headline: `${person.position} at ${person.company}`,
      }));
      return list(items, start + PAGE < people.length ? String(start + PAGE) : null);
    }),
    guarded('chats', () =>
      list(
        chats.map(({ id, hoursAgo }, index) => ({
          object: 'Chat',
          id,
          timestamp: new Date(clock.nowMs() - hoursAgo * 3_600_000).toISOString(),
          attendee_public_identifier: people[index]?.slug,
          attendee_name: `${people[index]?.first} ${people[index]?.last}`,
        })),
      ),
    ),
    guarded('chats/{id}/messages', ({ params }) => list((chats.find(({ id }) => id === params.id)?.messages ?? []).map((each) => message(...each)))),
  ];
}
