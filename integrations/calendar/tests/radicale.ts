import { randomUUID } from 'node:crypto';
import { services } from '../../../server/testing/services.ts';

/** The real server of `scripts/services/radicale.sh`. */
export const radicaleUrl = services.radicale.url;
export const hasServices = services.areStarted;

export interface Collection {
  url: string;
  put(name: string, text: string): Promise<void>;
  get(name: string): Promise<string | undefined>;
  remove(name: string): Promise<void>;
  /** Everything in it, by name. */
  all(): Promise<Map<string, string>>;
}

const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(`${user}:pw`).toString('base64')}` });

/** What a person's own calendar program does there, without anything of ours. */
export async function newCollection(user: 'ann' | 'carl', name: string, timeZone = 'Europe/Berlin'): Promise<Collection> {
  const url = `${radicaleUrl}/${user}/${randomUUID()}/`;
  const send = async (method: string, at: string, body?: string, headers: Record<string, string> = {}) =>
    fetch(at, { method, headers: { ...basic(user), ...headers }, ...(body === undefined ? {} : { body }) });
  const made = await send(
    'MKCALENDAR',
    url,
    `<?xml version="1.0"?><c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop><d:displayname>${name}</d:displayname><c:supported-calendar-component-set><c:comp name="VEVENT"/></c:supported-calendar-component-set><c:calendar-timezone>BEGIN:VCALENDAR
BEGIN:VTIMEZONE
TZID:${timeZone}
END:VTIMEZONE
END:VCALENDAR</c:calendar-timezone></d:prop></d:set></c:mkcalendar>`,
  );
  if (made.status !== 201) throw new Error(`MKCALENDAR ${made.status}`);
  const collection: Collection = {
    url,
    async put(file, text) {
      const answer = await send('PUT', url + file, text.trim().replaceAll('\n', '\r\n'), { 'content-type': 'text/calendar' });
      if (answer.status !== 201) throw new Error(`PUT ${answer.status}`);
    },
    async get(file) {
      const answer = await send('GET', url + file);
      return answer.status === 200 ? answer.text() : undefined;
    },
    async remove(file) {
      await send('DELETE', url + file);
    },
    async all() {
      const text = await (await send('PROPFIND', url, '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>', { depth: '1' })).text();
      const names = [...text.matchAll(/<href>([^<]+)<\/href>/g)].map(([, href = '']) => href.split('/').at(-1) ?? '').filter((each) => each !== '');
      const found = new Map<string, string>();
      for (const file of names) found.set(file, (await collection.get(file)) ?? '');
      return found;
    },
  };
  return collection;
}

export const removeAll = async (user: 'ann' | 'carl'): Promise<void> => {
  await fetch(`${radicaleUrl}/${user}/`, { method: 'DELETE', headers: basic(user) });
};

export const event = (uid: string, lines: string): string =>
  `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Elsewhere//EN\nBEGIN:VEVENT\nUID:${uid}\nDTSTAMP:20270101T000000Z\n${lines.trim()}\nEND:VEVENT\nEND:VCALENDAR\n`;
