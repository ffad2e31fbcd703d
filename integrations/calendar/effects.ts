import { type ConnectedContext, effect } from '#sdk';
import { clientOf } from './client/index.ts';
import { callOff, mirror } from './mirror.ts';
import type { EventDraft, RemoteEvent } from './serializers/remote-event.ts';
import { calendarById } from './store/calendars.ts';
import { accountOf } from './store/meetings.ts';

export interface CreateInput {
  calendarId: string;
  draft: EventDraft;
  notify: boolean;
}
export interface ChangeInput {
  calendarId: string;
  externalId: string;
  draft: Partial<EventDraft>;
  etag?: string;
  notify: boolean;
}
export interface CancelInput {
  calendarId: string;
  externalId: string;
  notify: boolean;
}

const calendarOf = async (ctx: ConnectedContext, id: string) => ({
  ...(await ctx.db.transaction((tx) => calendarById(tx, ctx.workspaceId, id))),
  account: accountOf(ctx),
});

/** Our own write is in the mirror at once; the push that follows finds nothing new. */
async function written(ctx: ConnectedContext, calendarId: string, event: RemoteEvent) {
  const calendar = await calendarOf(ctx, calendarId);
  await ctx.db.transaction((tx) => mirror(ctx, tx, calendar, [event], []));
  return {
    externalId: event.externalId,
    result: { eventId: event.externalId, url: event.url ?? null, joinUrl: event.joinUrl ?? null, icalUid: event.icalUid },
  };
}

export const effects = [
  effect({
    kind: 'calendar.create-event',
    async perform(ctx, { key, input }) {
      const { calendarId, draft, notify } = input as CreateInput;
      const calendar = await calendarOf(ctx, calendarId);
      return written(ctx, calendarId, await clientOf(ctx.connection.provider).createEvent(ctx.http, calendar, draft, key, notify));
    },
    async reconcile(ctx, { key, input }) {
      const { calendarId } = input as CreateInput;
      const found = await clientOf(ctx.connection.provider).findEvent(ctx.http, await calendarOf(ctx, calendarId), key);
      return found ? { state: 'done', ...(await written(ctx, calendarId, found)) } : { state: 'absent' };
    },
  }),
  effect({
    kind: 'calendar.change-event',
    async perform(ctx, { input }) {
      const { calendarId, externalId, draft, etag, notify } = input as ChangeInput;
      const calendar = await calendarOf(ctx, calendarId);
      return written(ctx, calendarId, await clientOf(ctx.connection.provider).changeEvent(ctx.http, calendar, externalId, draft, etag, notify));
    },
    // The same change once more gives the same event.
    reconcile: async () => ({ state: 'absent' }),
  }),
  effect({
    kind: 'calendar.cancel-event',
    async perform(ctx, { input }) {
      const { calendarId, externalId, notify } = input as CancelInput;
      const calendar = await calendarOf(ctx, calendarId);
      await clientOf(ctx.connection.provider).deleteEvent(ctx.http, calendar, externalId, notify);
      await ctx.db.transaction((tx) => callOff(ctx, tx, calendar, externalId));
      return { externalId };
    },
    reconcile: async () => ({ state: 'absent' }),
  }),
];
