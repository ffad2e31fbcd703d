import { type HttpClient, PatchbayError } from '#sdk';
import { isZone } from '../../availability/zone.ts';
import { zoneNamed } from '../../serializers/ics/zone-names.ts';
import type { RemoteCalendar } from '../../serializers/remote-event.ts';
import { multistatus, propfind, resolveHref, statusOf } from './dav.ts';
import { APPLE, CALDAV, child, childrenOf, DAV, type Element, textOf, within } from './xml.ts';

export interface Home {
  homeUrl: string;
  principalUrl: string;
  /** Addresses under which the person is invited, where the server says so. */
  addresses: string[];
}

const PRINCIPAL = propfind('d:current-user-principal', 'd:resourcetype', 'c:calendar-home-set');
const isMissing = (error: unknown): boolean => [400, 403, 404, 405, 501].includes(statusOf(error));

/** From whatever address somebody types to where their calendars lie (RFC 6764 §6, RFC 4791 §6.2.1). */
export async function discover(http: HttpClient, serverUrl: string): Promise<Home> {
  const typed = new URL(serverUrl);
  const tries = [...new Set([typed.href, new URL('/.well-known/caldav', typed).href, new URL('/', typed).href])];
  for (const url of tries) {
    const found = await multistatus(http, { method: 'PROPFIND', url, depth: '0', body: PRINCIPAL, operation: 'discover', lane: 'interactive' }).catch(
      (error: unknown) => {
        if (isMissing(error) || (error instanceof PatchbayError && error.code === 'provider_rejected')) return undefined;
        throw error;
      },
    );
    const props = found?.responses[0]?.props;
    const principal = textOf(within(child(props, DAV, 'current-user-principal'), DAV, 'href'));
    if (found && principal) return homeOf(http, resolveHref(principal, found.url));
  }
  throw new PatchbayError('credentials_rejected', {
    detail: 'No calendars were found at this address.',
    remedy: 'Check the address of the server; its help page names it as CalDAV address.',
    errors: [{ path: 'credentials.serverUrl', message: 'No calendars were found at this address.' }],
  });
}

async function homeOf(http: HttpClient, principalUrl: string): Promise<Home> {
  const found = await multistatus(http, {
    method: 'PROPFIND',
    url: principalUrl,
    depth: '0',
    body: propfind('c:calendar-home-set', 'c:calendar-user-address-set', 'd:displayname'),
    operation: 'home',
    lane: 'interactive',
  });
  const props = found.responses[0]?.props;
  const home = textOf(within(child(props, CALDAV, 'calendar-home-set'), DAV, 'href'));
  const addresses = childrenOf(child(props, CALDAV, 'calendar-user-address-set'), DAV, 'href')
    .map(({ text }) => text.trim())
    .filter((address) => /^mailto:/i.test(address))
    .map((address) => decodeURIComponent(address.slice(7)).toLowerCase());
  return { homeUrl: resolveHref(home ?? principalUrl, found.url), principalUrl, addresses };
}

const CALENDAR_PROPS = propfind(
  'd:resourcetype',
  'd:displayname',
  'd:current-user-privilege-set',
  'c:supported-calendar-component-set',
  'c:calendar-timezone',
  'a:calendar-color',
);

/** Task lists are collections of the same kind. */
const holdsEvents = (props: Element | undefined): boolean => {
  const components = childrenOf(child(props, CALDAV, 'supported-calendar-component-set'), CALDAV, 'comp');
  return components.length === 0 || components.some(({ attributes }) => attributes.name?.toUpperCase() === 'VEVENT');
};

const canWrite = (props: Element | undefined): boolean => {
  const set = child(props, DAV, 'current-user-privilege-set');
  if (!set) return true;
  return ['write', 'write-content', 'all', 'bind'].some((name) => within(set, DAV, name));
};

/** The zone of a calendar, as far as its server says one. */
function zoneOf(props: Element | undefined): string | undefined {
  const text = textOf(child(props, CALDAV, 'calendar-timezone'));
  const name = text && (/^X-LIC-LOCATION:(.+)$/m.exec(text)?.[1] ?? /^TZID:(.+)$/m.exec(text)?.[1])?.trim();
  return name ? zoneNamed(name) : undefined;
}

export async function listCollections(http: HttpClient, homeUrl: string, timeZone: string | undefined): Promise<RemoteCalendar[]> {
  const found = await multistatus(http, { method: 'PROPFIND', url: homeUrl, depth: '1', body: CALENDAR_PROPS, operation: 'list-calendars', lane: 'backfill' });
  const calendars = found.responses.filter(({ props }) => within(child(props, DAV, 'resourcetype'), CALDAV, 'calendar') !== undefined && holdsEvents(props));
  return calendars.map(({ href, props }, index) => {
    const color = textOf(child(props, APPLE, 'calendar-color'))?.slice(0, 7);
    const zone = zoneOf(props) ?? timeZone;
    return {
      externalId: resolveHref(href, found.url),
      name: textOf(child(props, DAV, 'displayname')) ?? decodeURIComponent(href.replace(/\/$/, '').split('/').at(-1) ?? 'Calendar'),
      timeZone: zone && isZone(zone) ? zone : 'UTC',
      role: canWrite(props) ? ('owner' as const) : ('reader' as const),
      // The protocol knows no main calendar: the first that can be written is taken for it.
      isPrimary: index === calendars.findIndex((each) => canWrite(each.props)),
      ...(color && /^#[0-9a-f]{6}$/i.test(color) ? { color } : {}),
    };
  });
}
