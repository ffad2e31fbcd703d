import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { action, asId, type ConnectionId, type Context, type Effect, PatchbayError } from '#sdk';
import { listPages } from './booking/store.ts';
import { clientOf } from './client/index.ts';
import type { CancelInput, ChangeInput, CreateInput, RespondInput } from './effects.ts';
import { acceptInvitationMail } from './invitation-mails.ts';
import { seenOf } from './merge.ts';
import { type eventChange, newEvent, outcome } from './serializers/views.ts';
import { calendarById } from './store/calendars.ts';
import type { EventRow } from './store/events.ts';
import { eventById, meetingIdOf } from './store/read-events.ts';

const told = ({ id, state, externalId, result }: Effect) => ({
  effectId: id,
  state,
  eventId: externalId,
  joinUrl: typeof result === 'object' && result !== null && 'joinUrl' in result && typeof result.joinUrl === 'string' ? result.joinUrl : null,
});
const byCalendar = async (ctx: Context, calendarId: string) => {
  const calendar = await ctx.db.transaction((tx) => calendarById(tx, ctx.workspaceId, calendarId));
  return { calendar, connected: await ctx.withConnection(asId<ConnectionId>(calendar.connectionId)) };
};

/** Writes an event once per reference, whoever asks. */
export async function createEvent(ctx: Context, { calendarId, notify, reference = uuidv7(), ...draft }: z.output<typeof newEvent>) {
  const { connected } = await byCalendar(ctx, calendarId);
  clientOf(connected.connection.provider).checkDraft?.(draft as CreateInput['draft']);
  const input: CreateInput = { calendarId, draft: draft as CreateInput['draft'], notify: notify === 'all' };
  return told(
    await connected.effects.once({
      kind: 'calendar.create-event',
      key: `event:${calendarId}:${reference}`,
      summary: `Put “${draft.title.slice(0, 60)}” into the calendar`,
      input,
    }),
  );
}

/** Moves or rewrites an event; one that was changed at the provider since we read it is not overwritten. */
export async function changeEvent(ctx: Context, eventId: string, { notify, occurrence, ...draft }: z.output<typeof eventChange>) {
  const event = await ctx.db.transaction((tx) => eventById(tx, ctx.workspaceId, eventId));
  const { connected } = await byCalendar(ctx, event.calendarId);
  const { calendarId, etag } = event;
  const isWholeSeries = event.kind === 'master' && !occurrence;
  const externalId = await instanceOf(ctx, connected.connection.provider, event, occurrence);
  const input: ChangeInput = {
    calendarId,
    externalId,
    // A series that moves keeps its rule, which some providers want to hear again with its new beginning.
    draft: (isWholeSeries && draft.start && !draft.recurrence ? { ...draft, recurrence: event.recurrence } : draft) as ChangeInput['draft'],
    notify: notify === 'all',
    // One meeting of a series is another thing than the series that was read.
    ...(etag && externalId === event.externalId ? { etag, seen: seenOf(event), madeAt: ctx.clock.now().toISOString() } : {}),
  };
  clientOf(connected.connection.provider).checkDraft?.(input.draft);
  return told(
    await connected.effects.once({ kind: 'calendar.change-event', key: `change:${uuidv7()}`, summary: `Change “${event.title.slice(0, 60)}”`, input }),
  );
}

/** The whole event, or one meeting of the series that it is. */
async function instanceOf(ctx: Context, provider: string, event: EventRow, occurrence: string | undefined): Promise<string> {
  if (!occurrence || event.kind !== 'master') return event.externalId;
  // Where the provider resolves series itself, each meeting has an id of its own.
  const id = clientOf(provider).occurrenceId(event.externalId, occurrence) ?? (await ctx.db.transaction((tx) => meetingIdOf(tx, event, occurrence)));
  if (!id) throw new PatchbayError('not_found', { detail: 'This meeting of the series is not in the calendar any more.' });
  return id;
}

/** The address of a page for somebody: opened in their own zone and language. */
async function bookingLink(
  ctx: Context,
  asked: {
    slug?: string | undefined;
    pageId?: string | undefined;
    userId?: string | undefined;
    contactId?: string | undefined;
    durationMinutes?: number | undefined;
  },
) {
  const all = await ctx.db.transaction((tx) => listPages(tx, ctx.workspaceId));
  const open = all.filter(({ settings }) => settings.isActive);
  const page = asked.slug
    ? open.find(({ slug }) => slug === asked.slug)
    : asked.pageId
      ? open.find(({ id }) => id === asked.pageId)
      : open.find(({ team, kind }) => kind === 'one_to_one' && (!asked.userId || team.some(({ userId }) => userId === asked.userId)));
  if (!page) throw new PatchbayError('not_found', { detail: 'There is no such booking page that guests can use.' });
  const query = new URLSearchParams({
    ...(asked.durationMinutes && page.rules.durationsMinutes.includes(asked.durationMinutes) ? { duration: String(asked.durationMinutes) } : {}),
    ...(asked.contactId ? { timeZone: (await ctx.crm.zoneOf(asked.contactId)).timeZone } : {}),
  });
  return { url: `${ctx.links.url(`/book/${page.slug}`)}${query.size > 0 ? `?${query}` : ''}`, pageId: page.id, title: page.title };
}

/** Answers an invitation as the person whose calendar it is in. */
export async function respond(
  ctx: Context,
  eventId: string,
  { response, notify, occurrence }: { response: 'accepted' | 'declined' | 'tentative'; notify: 'none' | 'all'; occurrence?: string | undefined },
) {
  const event = await ctx.db.transaction((tx) => eventById(tx, ctx.workspaceId, eventId));
  const { connected } = await byCalendar(ctx, event.calendarId);
  const externalId = await instanceOf(ctx, connected.connection.provider, event, occurrence);
  const input: RespondInput = { calendarId: event.calendarId, externalId, response, notify: notify === 'all' };
  return told(
    await connected.effects.once({
      kind: 'calendar.respond',
      key: `respond:${uuidv7()}`,
      summary: `Answer “${event.title.slice(0, 60)}”: ${response}`,
      input,
    }),
  );
}

export async function cancelEvent(ctx: Context, eventId: string, notify: boolean, occurrence?: string) {
  const event = await ctx.db.transaction((tx) => eventById(tx, ctx.workspaceId, eventId));
  const { connected } = await byCalendar(ctx, event.calendarId);
  const externalId = await instanceOf(ctx, connected.connection.provider, event, occurrence);
  const input: CancelInput = { calendarId: event.calendarId, externalId, notify };
  return told(
    await connected.effects.once({
      kind: 'calendar.cancel-event',
      key: `cancel:${event.calendarId}:${externalId}`,
      summary: `Call off “${event.title.slice(0, 60)}”`,
      input,
    }),
  );
}

const answer = z.enum(['accepted', 'declined', 'tentative']);
const occurrence = z.string().max(40).optional().describe('One meeting of a series, by its `occurrence`; without it the whole');

export const actions = [
  action({
    name: 'calendar.create-booking-link',
    title: 'Make a booking link',
    description: 'Gives the address of a booking page, in the zone and language of a guest; of a person where no page is named: their first page.',
    input: z.strictObject({
      slug: z.string().max(80).optional(),
      pageId: z.uuid().optional(),
      userId: z.uuid().optional(),
      contactId: z.uuid().optional(),
      durationMinutes: z.number().int().min(5).max(1440).optional(),
    }),
    output: z.object({ url: z.string(), pageId: z.string(), title: z.string() }),
    permission: 'calendar:read',
    effect: 'read',
    run: bookingLink,
  }),
  action({
    name: 'calendar.accept-invitation-mail',
    title: 'Take in an invitation that came by mail',
    description:
      'Reads the text/calendar part of a mail (RFC 5546, 6047): a meeting is put into the calendar, changed or called off, or a guest’s answer is noted.',
    input: z.strictObject({ ics: z.string().min(1).max(1_000_000), from: z.string().max(320), userId: z.uuid().optional(), connectionId: z.uuid().optional() }),
    output: z.object({ did: z.enum(['created', 'changed', 'cancelled', 'answered', 'nothing']), reason: z.string(), eventId: z.string().nullable() }),
    permission: 'calendar:write',
    effect: 'outbound',
    run: acceptInvitationMail,
  }),
  action({
    name: 'calendar.respond',
    title: 'Answer an invitation',
    description: 'Accepts, declines or tentatively accepts a meeting as the person whose calendar it is in.',
    input: z.strictObject({ eventId: z.uuid(), response: answer, occurrence, notify: z.enum(['none', 'all']).default('all') }),
    output: outcome,
    permission: 'calendar:write',
    effect: 'outbound',
    run: (ctx, { eventId, ...given }) => respond(ctx, eventId, given),
  }),
  action({
    name: 'calendar.create-event',
    title: 'Put an event into a calendar',
    description: 'Creates an event in one of the connected calendars, once per reference. Nobody gets a mail unless notify is all.',
    input: newEvent,
    output: outcome,
    permission: 'calendar:write',
    effect: 'outbound',
    undo: 'calendar.cancel-event',
    run: createEvent,
  }),
  action({
    name: 'calendar.cancel-event',
    title: 'Call an event off',
    description: 'Deletes an event from its calendar; guests are told when notify is all.',
    input: z.strictObject({ eventId: z.uuid(), notify: z.enum(['none', 'all']).default('none') }),
    output: outcome,
    permission: 'calendar:write',
    effect: 'outbound',
    confirm: 'Call this event off?',
    run: (ctx, { eventId, notify }) => cancelEvent(ctx, eventId, notify === 'all'),
  }),
];
