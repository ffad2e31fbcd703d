import type { Collection } from '../integrations/calendar/tests/radicale.ts';
import type { TwinControl } from '../server/testing/twin-control.ts';

/** An event as both sides must agree on it. */
export interface Standing {
  title: string;
  start: string;
  end: string;
  location: string;
}
/** What a person does in their own calendar program, and what stands there. */
export interface Side {
  provider: 'google' | 'microsoft' | 'caldav';
  write(event: Standing, id?: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** What stands there, by the provider's own id. */
  standing(): Promise<Map<string, Standing>>;
  /** Everything that was ever written there and is still known, what was deleted among it: the notes of its events. */
  notes(): Promise<string[]>;
}

/** Told twice and in another order than it happened: that is how notifications come. */
const TRAVEL = { repeat: 2, shuffle: true, wait: false };
const minute = (text: string) => `${text.slice(0, 16)}:00.000Z`;

interface GoogleRow {
  id: string;
  calendarId: string;
  summary?: string;
  description?: string;
  location?: string;
  status: string;
  start: { dateTime?: string };
  end: { dateTime?: string };
}
export function googleSide(twins: TwinControl, calendar: string): Side {
  const rows = async () =>
    Object.values((await twins.state<{ data: { events: Record<string, GoogleRow> } }>('google')).data.events).filter((row) => row.calendarId === calendar);
  return {
    provider: 'google',
    async write({ title, ...event }, id) {
      await twins.act('google', { verb: 'event.put', calendar, timeZone: 'UTC', summary: title, ...event, ...(id ? { id } : {}), ...TRAVEL });
    },
    async remove(id) {
      await twins.act('google', { verb: 'event.delete', calendar, id, ...TRAVEL });
    },
    standing: async () =>
      new Map(
        (await rows())
          .filter(({ status }) => status !== 'cancelled')
          .map(({ id, summary = '', location = '', start, end }) => [
            id,
            { title: summary, location, start: new Date(start.dateTime ?? '').toISOString(), end: new Date(end.dateTime ?? '').toISOString() },
          ]),
      ),
    notes: async () => (await rows()).map(({ description = '' }) => description),
  };
}

interface GraphRow {
  id: string;
  accountId: string;
  isDeleted: boolean;
  subject: string;
  body: { content: string };
  location: { displayName: string };
  start: { dateTime: string };
  end: { dateTime: string };
}
export function microsoftSide(twins: TwinControl, account: string): Side {
  const rows = async () => Object.values((await twins.state<{ data: { events: Record<string, GraphRow> } }>('microsoft')).data.events);
  const utc = (text: string) => ({ dateTime: text.slice(0, 19), timeZone: 'UTC' });
  return {
    provider: 'microsoft',
    async write({ title, start, end, location }, id) {
      const event = { subject: title, start: utc(start), end: utc(end), location: { displayName: location } };
      await twins.act('microsoft', { verb: 'event.put', account, event, ...(id ? { id } : {}), ...TRAVEL });
    },
    async remove(id) {
      await twins.act('microsoft', { verb: 'event.delete', id, ...TRAVEL });
    },
    standing: async () =>
      new Map(
        (await rows())
          .filter(({ isDeleted }) => !isDeleted)
          .map(({ id, subject, location, start, end }) => [
            id,
            { title: subject, location: location.displayName, start: minute(start.dateTime), end: minute(end.dateTime) },
          ]),
      ),
    notes: async () => (await rows()).map(({ body }) => body.content),
  };
}

const basic = (text: string) => text.replaceAll(/[-:]|\.\d+/g, '');
const full = (text: string) => text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z?$/, '$1-$2-$3T$4:$5:$6.000Z');
const line = (text: string, name: string) => new RegExp(`^${name}[^:\n]*:(.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';
const object = (uid: string, { title, start, end, location }: Standing) =>
  `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Elsewhere//EN\nBEGIN:VEVENT\nUID:${uid}\nDTSTAMP:20270101T000000Z\nSUMMARY:${title}\nDTSTART:${basic(start)}\nDTEND:${basic(end)}\nLOCATION:${location}\nEND:VEVENT\nEND:VCALENDAR\n`;

/** A real server: Radicale. It fails by itself only; what is drilled here is the hub's own death. */
export function caldavSide(collection: Collection): Side {
  let count = 0;
  const read = async () => new Map([...(await collection.all())].map(([name, text]) => [name, text.replaceAll('\r\n', '\n').replaceAll('\n ', '')]));
  return {
    provider: 'caldav',
    async write(event, id) {
      const name = id ?? `elsewhere-${++count}.ics`;
      const before = id ? await collection.get(id) : undefined;
      if (id && before === undefined) return;
      await collection.put(name, object(before ? line(before.replaceAll('\r\n', '\n'), 'UID') : name, event));
    },
    remove: (id) => collection.remove(id),
    standing: async () =>
      new Map(
        [...(await read())].map(([name, text]) => [
          name,
          { title: line(text, 'SUMMARY'), location: line(text, 'LOCATION'), start: full(line(text, 'DTSTART')), end: full(line(text, 'DTEND')) },
        ]),
      ),
    notes: async () => [...(await read()).values()].map((text) => line(text, 'DESCRIPTION')),
  };
}
