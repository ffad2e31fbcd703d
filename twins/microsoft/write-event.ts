import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { OAuthAccount } from '../oauth/options.ts';
import type { GraphEvent, MicrosoftData } from './store.ts';

const time = z.strictObject({ dateTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/), timeZone: z.string() });
const address = z.strictObject({ name: z.string().optional(), address: z.email() });
export const eventBody = z.strictObject({
  subject: z.string().max(255).optional(),
  body: z.strictObject({ contentType: z.enum(['text', 'html', 'HTML']), content: z.string() }).optional(),
  start: time.optional(),
  end: time.optional(),
  isAllDay: z.boolean().optional(),
  location: z.looseObject({ displayName: z.string() }).optional(),
  attendees: z
    .array(
      z.strictObject({
        type: z.enum(['required', 'optional', 'resource']).optional(),
        emailAddress: address,
        status: z.looseObject({ response: z.string() }).optional(),
      }),
    )
    .optional(),
  showAs: z.enum(['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown']).optional(),
  sensitivity: z.enum(['normal', 'personal', 'private', 'confidential']).optional(),
  recurrence: z
    .strictObject({
      pattern: z.looseObject({
        type: z.enum(['daily', 'weekly', 'absoluteMonthly', 'relativeMonthly', 'absoluteYearly', 'relativeYearly']),
        interval: z.number().int().min(1),
      }),
      range: z.looseObject({ type: z.enum(['noEnd', 'endDate', 'numbered']), startDate: z.iso.date() }),
    })
    .nullish(),
  transactionId: z.string().max(150).optional(),
  isOnlineMeeting: z.boolean().optional(),
  onlineMeetingProvider: z.string().optional(),
  singleValueExtendedProperties: z.array(z.strictObject({ id: z.string(), value: z.string() })).optional(),
});
export type EventBody = z.infer<typeof eventBody>;

export const newId = (): string => `AAMkAD${randomBytes(18).toString('base64url')}=`;

/** Rows are replaced, never changed in place. */
export const keepEvent = (data: MicrosoftData, event: GraphEvent, at: string): GraphEvent => {
  data.changes += 1;
  const kept = { ...event, change: data.changes, lastModifiedDateTime: at };
  data.events[kept.id] = kept;
  return kept;
};

const fieldsOf = ({
  recurrence,
  transactionId: _transaction,
  singleValueExtendedProperties: _properties,
  onlineMeetingProvider: _provider,
  body,
  location,
  attendees,
  ...rest
}: EventBody): Partial<GraphEvent> =>
  ({
    ...rest,
    ...(body ? { body } : {}),
    ...(location ? { location: { displayName: location.displayName } } : {}),
    ...(attendees ? { attendees: attendees.map((each) => ({ type: 'required' as const, status: { response: 'none' }, ...each })) } : {}),
    ...(recurrence === undefined ? {} : { recurrence, type: recurrence ? 'seriesMaster' : 'singleInstance' }),
  }) as Partial<GraphEvent>;

export const insertEvent = (data: MicrosoftData, account: OAuthAccount, calendarId: string, body: EventBody, at: string): GraphEvent => {
  const id = newId();
  const organizer = { emailAddress: { name: account.name, address: account.email } };
  return keepEvent(
    data,
    {
      id,
      accountId: account.id,
      calendarId,
      iCalUId: `040000008200E00074C5B7101A82E008${randomBytes(16).toString('hex').toUpperCase()}`,
      transactionId: body.transactionId ?? null,
      subject: '',
      body: { contentType: 'html', content: '' },
      location: { displayName: '' },
      start: { dateTime: at.slice(0, 19), timeZone: 'UTC' },
      end: { dateTime: at.slice(0, 19), timeZone: 'UTC' },
      isAllDay: false,
      showAs: 'busy',
      sensitivity: 'normal',
      isCancelled: false,
      isOrganizer: true,
      organizer,
      attendees: [],
      responseStatus: { response: 'organizer' },
      type: 'singleInstance',
      seriesMasterId: null,
      originalStart: null,
      recurrence: null,
      changedOccurrences: [],
      isOnlineMeeting: false,
      onlineMeeting: body.isOnlineMeeting ? { joinUrl: `https://teams.microsoft.com/l/meetup-join/${id}` } : null,
      properties: body.singleValueExtendedProperties ?? [],
      createdDateTime: at,
      change: 0,
      isDeleted: false,
      ...fieldsOf(body),
      lastModifiedDateTime: at,
    },
    at,
  );
};

export const changeEvent = (data: MicrosoftData, event: GraphEvent, body: EventBody, at: string): GraphEvent =>
  keepEvent(data, { ...event, ...fieldsOf(body) }, at);
