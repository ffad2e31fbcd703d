import type { Allowance } from '../rate-limit.ts';
import { type GraphMailData, mailSeed } from './mail-store.ts';

export interface DateTimeTimeZone {
  dateTime: string;
  timeZone: string;
}
export interface GraphAttendee {
  type?: 'required' | 'optional' | 'resource';
  status?: { response: string; time?: string };
  emailAddress: { name?: string; address: string };
}
export interface RecurrencePattern {
  type: 'daily' | 'weekly' | 'absoluteMonthly' | 'relativeMonthly' | 'absoluteYearly' | 'relativeYearly';
  interval: number;
  daysOfWeek?: string[];
  dayOfMonth?: number;
  month?: number;
  index?: string;
  firstDayOfWeek?: string;
}
export interface GraphRecurrence {
  pattern: RecurrencePattern;
  range: { type: 'noEnd' | 'endDate' | 'numbered'; startDate: string; endDate?: string; numberOfOccurrences?: number; recurrenceTimeZone?: string };
}
export interface GraphEvent {
  id: string;
  accountId: string;
  calendarId: string;
  iCalUId: string;
  transactionId: string | null;
  subject: string;
  body: { contentType: string; content: string };
  location: { displayName: string };
  start: DateTimeTimeZone;
  end: DateTimeTimeZone;
  isAllDay: boolean;
  showAs: 'free' | 'tentative' | 'busy' | 'oof' | 'workingElsewhere' | 'unknown';
  sensitivity: 'normal' | 'personal' | 'private' | 'confidential';
  isCancelled: boolean;
  isOrganizer: boolean;
  organizer: { emailAddress: { name?: string; address: string } };
  attendees: GraphAttendee[];
  responseStatus: { response: string };
  type: 'singleInstance' | 'occurrence' | 'exception' | 'seriesMaster';
  seriesMasterId: string | null;
  originalStart: string | null;
  recurrence: GraphRecurrence | null;
  /** Original starts of meetings of this series that were moved or deleted. */
  changedOccurrences: string[];
  isOnlineMeeting: boolean;
  onlineMeeting: { joinUrl: string } | null;
  properties: { id: string; value: string }[];
  createdDateTime: string;
  lastModifiedDateTime: string;
  /** Grows with every change of the mailbox: delta links stand on it, etags are made of it. */
  change: number;
  isDeleted: boolean;
}
export interface GraphCalendar {
  id: string;
  accountId: string;
  name: string;
  isDefault: boolean;
  canEdit: boolean;
  hexColor: string;
}
export interface Subscription {
  id: string;
  accountId: string;
  resource: string;
  changeType: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string | null;
  clientState: string;
  expirationMs: number;
}
export interface MicrosoftData {
  calendars: Record<string, GraphCalendar>;
  events: Record<string, GraphEvent>;
  changes: number;
  subscriptions: Record<string, Subscription>;
  deltaEpoch: number;
  allowance: Allowance;
  /** How long a call lasts, and how many of one mailbox may be under way at once. */
  latencyMs: number;
  maxConcurrent: number;
  mail: GraphMailData;
  /** Mails that Exchange sent by itself: it has no switch for them. */
  invitations: { at: string; eventId: string; to: string[] }[];
}

export const accounts = [
  { id: '8f1c2b1a-0000-4000-8000-000000000001', email: 'dora@globex.test', name: 'Dora Nakamura' },
  { id: '8f1c2b1a-0000-4000-8000-000000000002', email: 'emil@globex.test', name: 'Emil Berg' },
];

export const microsoftSeed = (): MicrosoftData => ({
  calendars: Object.fromEntries(
    accounts.flatMap(({ id: accountId, email }, index) => {
      const own = { id: `AAMk${index}Calendar=`, accountId, name: 'Calendar', isDefault: true, canEdit: true, hexColor: '' };
      const birthdays = { id: `AAMk${index}Birthdays=`, accountId, name: `Birthdays of ${email}`, isDefault: false, canEdit: false, hexColor: '#d0d0d0' };
      return [own, birthdays].map((row) => [row.id, row]);
    }),
  ),
  events: {},
  changes: 0,
  subscriptions: {},
  deltaEpoch: 1,
  mail: mailSeed(accounts),
  allowance: { limit: 10_000, windowMs: 600_000, kind: 'sliding' },
  latencyMs: 0,
  maxConcurrent: 4,
  invitations: [],
});
