import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { action, asId, type ConnectionId, type Context, type Effect } from '#sdk';
import type { CancelInput, ChangeInput, CreateInput } from './effects.ts';
import { type eventChange, newEvent, outcome } from './serializers/views.ts';
import { calendarById } from './store/calendars.ts';
import { eventById } from './store/read-events.ts';

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
export async function changeEvent(ctx: Context, eventId: string, { notify, ...draft }: z.output<typeof eventChange>) {
  const event = await ctx.db.transaction((tx) => eventById(tx, ctx.workspaceId, eventId));
  const { connected } = await byCalendar(ctx, event.calendarId);
  const { calendarId, externalId, etag } = event;
  const input: ChangeInput = { calendarId, externalId, draft: draft as ChangeInput['draft'], notify: notify === 'all', ...(etag ? { etag } : {}) };
  return told(
    await connected.effects.once({ kind: 'calendar.change-event', key: `change:${uuidv7()}`, summary: `Change “${event.title.slice(0, 60)}”`, input }),
  );
}

export async function cancelEvent(ctx: Context, eventId: string, notify: boolean) {
  const event = await ctx.db.transaction((tx) => eventById(tx, ctx.workspaceId, eventId));
  const { connected } = await byCalendar(ctx, event.calendarId);
  const input: CancelInput = { calendarId: event.calendarId, externalId: event.externalId, notify };
  return told(
    await connected.effects.once({
      kind: 'calendar.cancel-event',
      key: `cancel:${event.calendarId}:${event.externalId}`,
      summary: `Call off “${event.title.slice(0, 60)}”`,
      input,
    }),
  );
}

export const actions = [
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
