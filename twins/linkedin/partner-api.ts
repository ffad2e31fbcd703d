import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import { seededRandom } from '../random.ts';
import type { Store } from '../store.ts';
import { makePeople } from './archive/people.ts';
import { accessDenied, answer, linkedinError } from './errors.ts';
import { BadParameter, fieldOf, type Guarded, pageOf, required } from './gate.ts';
import { isList } from './restli.ts';
import { type LinkedInData, lastOf, urn } from './store.ts';

const message = z.object({
  recipients: z.array(z.string().regex(/^urn:li:person:[\w-]+$/)).min(1),
  body: z.string().min(1).max(8_000),
  subject: z.string().optional(),
  messageType: z.literal('MEMBER_TO_MEMBER'),
  attachments: z.array(z.unknown()).optional(),
});

/** Who the member is connected with: the first people of the archives of every era. */
const connected = makePeople(120, seededRandom(1), new Date('2020-01-01T00:00:00Z')).filter(({ isHidden }) => !isHidden);
const idOf = (index: number): string => `C${index.toString(36).padStart(4, '0')}`;
export const connectionUrn = (index: number): string => urn('person', idOf(index));

/** What LinkedIn opens to its existing partners alone, on the interface without versions. */
export const partnerApi = (store: Store<LinkedInData>, clock: VirtualClock): Guarded[] => [
  {
    method: 'GET',
    path: '/linkedin/api/v2/connections',
    resource: 'connections',
    scopes: ['r_1st_connections'],
    version: 'none',
    handle: (call) => {
      if (call.text('q') !== 'viewer') return linkedinError(400, 'unknown finder');
      return answer(
        200,
        pageOf(
          connected.map((_, index) => ({ to: connectionUrn(index) })),
          call,
          { total: -1 },
        ),
      );
    },
  },
  {
    method: 'GET',
    path: '/linkedin/api/rest/people',
    resource: 'people',
    scopes: ['r_1st_connections'],
    // Of a batch those are answered who let themselves be read.
    handle: (call) => {
      const ids = required(call.structure('ids'), 'ids');
      if (!isList(ids)) throw new BadParameter('ids');
      const results: Record<string, unknown> = {};
      const errors: Record<string, unknown> = {};
      for (const each of ids) {
        const id = String(fieldOf(each, 'id') ?? '');
        const index = connected.findIndex((_, at) => idOf(at) === id);
        const person = connected[index];
        const key = `(id:${id})`;
        if (!person || index % 17 === 16) errors[key] = { status: 403, message: 'Member does not let themselves be read', serviceErrorCode: 100 };
        else
          results[key] = {
            id,
            localizedFirstName: person.first,
            localizedLastName: person.last,
            localizedHeadline: `${person.position} at ${person.company}`,
            vanityName: person.slug,
          };
      }
      return answer(200, { results, errors, statuses: {} });
    },
  },
  {
    method: 'POST',
    path: '/linkedin/api/v2/messages',
    resource: 'messages',
    scopes: ['w_compliance'],
    version: 'none',
    handle: (call) => {
      const parsed = message.safeParse(call.body);
      if (!parsed.success) return linkedinError(422, z.prettifyError(parsed.error));
      const { recipients, body } = parsed.data;
      const isKnown = (recipient: string) =>
        connected.some((_, index) => connectionUrn(index) === recipient) ||
        store.data.changes.some(({ accountId, activity }) => accountId === call.account.id && activity.author === recipient);
      if (!recipients.every(isKnown)) return accessDenied('Messages', 'CREATE');
      const id = urn('message', `${store.data.sequence++}`);
      store.data.sent.push({ id, from: call.account.id, recipients, body, at: clock.nowMs() });
      return { status: 201, headers: { 'x-restli-id': lastOf(id) }, body: '' };
    },
  },
];
