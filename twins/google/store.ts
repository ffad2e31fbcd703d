import type { Allowance } from '../rate-limit.ts';
import { type GmailData, gmailSeed } from './mail-store.ts';
import { calendarSeed } from './seed.ts';

export interface EventTime {
  date?: string;
  dateTime?: string;
  timeZone?: string;
}
export interface Attendee {
  email: string;
  displayName?: string;
  responseStatus?: 'needsAction' | 'declined' | 'tentative' | 'accepted';
  optional?: boolean;
  resource?: boolean;
  organizer?: boolean;
  self?: boolean;
  comment?: string;
  additionalGuests?: number;
}
/** What a client may write of an event, as the calendar keeps it. */
export interface EventFields {
  summary?: string;
  description?: string;
  location?: string;
  start?: EventTime;
  end?: EventTime;
  recurrence?: string[];
  attendees?: Attendee[];
  status?: 'confirmed' | 'tentative' | 'cancelled';
  visibility?: 'default' | 'public' | 'private' | 'confidential';
  transparency?: 'opaque' | 'transparent';
  extendedProperties?: { private?: Record<string, string>; shared?: Record<string, string> };
  conferenceData?: Record<string, unknown>;
  reminders?: Record<string, unknown>;
  source?: { title?: string; url?: string };
  colorId?: string;
}
export interface CalendarEvent extends EventFields {
  id: string;
  calendarId: string;
  iCalUID: string;
  status: 'confirmed' | 'tentative' | 'cancelled';
  start: EventTime;
  end: EventTime;
  eventType: 'default' | 'outOfOffice' | 'focusTime' | 'workingLocation' | 'birthday' | 'fromGmail';
  organizer: { email: string; displayName?: string; self?: boolean };
  creator: { email: string; displayName?: string; self?: boolean };
  sequence: number;
  created: string;
  updated: string;
  /** Grows with every change of the calendar: sync tokens stand on it, etags are made of it. */
  change: number;
  recurringEventId?: string;
  originalStartTime?: EventTime;
  hangoutLink?: string;
}
export interface Calendar {
  id: string;
  accountId: string;
  summary: string;
  timeZone: string;
  accessRole: 'owner' | 'writer' | 'reader' | 'freeBusyReader';
  isPrimary: boolean;
  backgroundColor: string;
}
export interface Channel {
  id: string;
  resourceId: string;
  accountId: string;
  calendarId: string;
  address: string;
  token: string;
  expirationMs: number;
  messageNumber: number;
}
export interface GoogleData {
  calendars: Record<string, Calendar>;
  /** By `<calendar> <event>`. */
  events: Record<string, CalendarEvent>;
  changes: number;
  channels: Record<string, Channel>;
  /** Sync tokens of an earlier epoch answer 410. */
  syncEpoch: number;
  /** Calendars of which freeBusy says an error. */
  unreadable: string[];
  allowance: Allowance;
  mailAllowance: Allowance;
  gmail: GmailData;
  /** Invitation mails that sendUpdates caused. */
  invitations: { at: string; eventId: string; sendUpdates: string; to: string[] }[];
  /** How far this provider's own clock is off. */
  skewMs: number;
  /** The longest a channel lives, whatever was asked. */
  channelSeconds: number;
}

export const accounts = [
  { id: '104000000000000000001', email: 'ada@acme.test', name: 'Ada Lovelace' },
  { id: '104000000000000000002', email: 'bob@acme.test', name: 'Bob Noyce' },
];

export const eventKey = (calendarId: string, id: string): string => `${calendarId} ${id}`;

export const googleSeed = (): GoogleData => ({
  calendars: calendarSeed(accounts),
  events: {},
  changes: 0,
  channels: {},
  syncEpoch: 1,
  unreadable: [],
  allowance: { limit: 600, windowMs: 60_000, kind: 'sliding' },
  mailAllowance: { limit: 3_000, windowMs: 60_000, kind: 'sliding' },
  gmail: gmailSeed(),
  invitations: [],
  skewMs: 0,
  channelSeconds: 7 * 86_400,
});
