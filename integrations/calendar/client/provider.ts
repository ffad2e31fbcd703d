import { type HttpClient, PatchbayError } from '#sdk';
import type { EventDraft, Leaving, RemoteCalendar, RemoteEvent, ResponseState } from '../serializers/remote-event.ts';

/** One page of a calendar, and where the next begins. */
export interface EventPage {
  events: readonly RemoteEvent[];
  /** Gone at the provider; more is not known of them. */
  removed: readonly string[];
  /** There, and not to be read: with the reason. */
  unreadable?: readonly { externalId: string; reason: string }[];
  cursor: Readonly<Record<string, string>>;
  more: boolean;
  /** The calendar's own version at the end of the read, where it has one. */
  version?: string;
}
export interface ReadWindow {
  from: Date;
  to: Date;
}
/** The calendar that is read, as we keep it. */
export interface CalendarRef {
  externalId: string;
  timeZone: string;
  /** The address of the person it is read as. */
  account: string;
  /** Its version at our last whole look. */
  version?: string | null;
}
/** What is known of the connected account. */
export interface Account {
  data: Readonly<Record<string, unknown>>;
  settings: Readonly<Record<string, unknown>>;
}
export interface Watched {
  externalId: string;
  resourceId?: string;
  expiresAt: Date;
}

/** When somebody is busy, or that it cannot be said. */
export type BusyOf = { busy: readonly { startMs: number; endMs: number }[] } | { unknown: string };

/** What every calendar provider can do for us. Times and ids are in one form; quirks end here. */
export interface CalendarClient {
  listCalendars(http: HttpClient, account: Account): Promise<readonly RemoteCalendar[]>;
  /** @throws CursorGone when the provider has dropped the cursor */
  readEvents(http: HttpClient, calendar: CalendarRef, cursor: Readonly<Record<string, unknown>> | undefined, window: ReadWindow): Promise<EventPage>;
  /** Whether it can be said there at all, before anything is begun. @throws PatchbayError invalid_input */
  checkDraft?(draft: Partial<EventDraft>): void;
  /** Written under an identity made of `key`: written twice it is one event. */
  createEvent(http: HttpClient, calendar: CalendarRef, draft: EventDraft, key: string, notify: boolean, now: Date): Promise<RemoteEvent>;
  /**
   * What an event of this key is known by: its `creation` or its `externalId`. Absent: the provider itself refuses what it
   * was given before, also when it was deleted since.
   */
  creationName?(calendar: CalendarRef, key: string): string;
  /** The event that `createEvent` wrote under this key, if it is there. */
  findEvent(http: HttpClient, calendar: CalendarRef, key: string): Promise<RemoteEvent | undefined>;
  /** @throws PatchbayError conflict when it was changed there since `etag` */
  changeEvent(
    http: HttpClient,
    calendar: CalendarRef,
    externalId: string,
    draft: Partial<EventDraft>,
    etag: string | undefined,
    notify: boolean,
    now: Date,
  ): Promise<RemoteEvent>;
  /** The event as it stands there now; undefined: it is gone. */
  readEvent(http: HttpClient, calendar: CalendarRef, externalId: string): Promise<RemoteEvent | undefined>;
  /** The person's own answer to an invitation. */
  respond(http: HttpClient, calendar: CalendarRef, externalId: string, response: ResponseState, notify: boolean, now: Date): Promise<RemoteEvent>;
  /** What one meeting of a series is called; undefined where each has an id of its own already. */
  occurrenceId(masterId: string, key: string): string | undefined;
  /** Gone already is done. */
  deleteEvent(http: HttpClient, calendar: CalendarRef, externalId: string, notify: boolean, now: Date): Promise<void>;
  /** Whether nothing in these calendars makes busy between two times, asked of the provider now. @throws when it cannot be said */
  isFree(http: HttpClient, calendars: readonly CalendarRef[], from: Date, to: Date, leaving: Leaving): Promise<boolean>;
  /** When colleagues of the account are busy, whose calendars are not connected here. Absent: the provider does not tell. */
  busyOf?(http: HttpClient, addresses: readonly string[], from: Date, to: Date): Promise<ReadonlyMap<string, BusyOf>>;
  /** Undefined: this provider, or this calendar, sends no pushes. */
  watch(
    http: HttpClient,
    calendar: CalendarRef,
    address: { url: string; lifecycleUrl?: string | undefined; token: string; id: string; now: Date },
  ): Promise<Watched | undefined>;
  /** Where a subscription is prolonged instead of replaced. Undefined: the provider knows it no more. */
  renew?(http: HttpClient, externalId: string, now: Date): Promise<Watched | undefined>;
  stopWatching(http: HttpClient, channel: { externalId: string; resourceId: string | null }): Promise<void>;
}

/** Somebody changed it there since we read it. */
export const changedThere = (cause?: unknown): PatchbayError =>
  new PatchbayError('conflict', {
    detail: 'This event was changed in the calendar a moment ago.',
    remedy: 'Look at it again and repeat your change.',
    facts: { reason: 'changed there' },
    ...(cause === undefined ? {} : { cause }),
  });
export const isChangedThere = (error: unknown): boolean =>
  error instanceof PatchbayError && error.code === 'conflict' && error.details.facts?.reason === 'changed there';
