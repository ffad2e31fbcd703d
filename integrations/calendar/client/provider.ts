import type { HttpClient } from '#sdk';
import type { EventDraft, RemoteCalendar, RemoteEvent } from '../serializers/remote-event.ts';

/** One page of a calendar, and where the next begins. */
export interface EventPage {
  events: readonly RemoteEvent[];
  /** Gone at the provider; more is not known of them. */
  removed: readonly string[];
  cursor: Readonly<Record<string, string>>;
  more: boolean;
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
}
export interface Watched {
  externalId: string;
  resourceId?: string;
  expiresAt: Date;
}

/** What every calendar provider can do for us. Times and ids are in one form; quirks end here. */
export interface CalendarClient {
  listCalendars(http: HttpClient): Promise<readonly RemoteCalendar[]>;
  /** @throws CursorGone when the provider has dropped the cursor */
  readEvents(http: HttpClient, calendar: CalendarRef, cursor: Readonly<Record<string, unknown>> | undefined, window: ReadWindow): Promise<EventPage>;
  /** Written under an identity made of `key`: written twice it is one event. */
  createEvent(http: HttpClient, calendar: CalendarRef, draft: EventDraft, key: string, notify: boolean): Promise<RemoteEvent>;
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
  ): Promise<RemoteEvent>;
  /** Gone already is done. */
  deleteEvent(http: HttpClient, calendar: CalendarRef, externalId: string, notify: boolean): Promise<void>;
  /** Whether nothing in these calendars makes busy between two times, asked of the provider now. @throws when it cannot be said */
  isFree(http: HttpClient, calendars: readonly CalendarRef[], from: Date, to: Date): Promise<boolean>;
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
