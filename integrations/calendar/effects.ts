import { uuidv7 } from 'uuidv7';
import { type ConnectedContext, effect, PatchbayError } from '#sdk';
import { noteGone, noteWritten } from './booking/follow.ts';
import { type MailInput, sendMail } from './booking/mails.ts';
import { writeSession } from './booking/sessions.ts';
import { clientOf } from './client/index.ts';
import { isChangedThere } from './client/provider.ts';
import { type Decision, mergeChange, type Seen } from './merge.ts';
import { callOff, mirror } from './mirror.ts';
import { calendarDecisions as decisions } from './models.ts';
import type { EventDraft, RemoteEvent, ResponseState } from './serializers/remote-event.ts';
import { calendarById } from './store/calendars.ts';
import { beginCreation, endCreation } from './store/creations.ts';
import { stands } from './store/events.ts';
import { accountOf } from './store/meetings.ts';

export interface CreateInput {
  calendarId: string;
  draft: EventDraft;
  notify: boolean;
  /** Of an invitation of somebody else: it keeps its name and its organizer where the protocol lets us say them. */
  uid?: string;
  organizer?: { email: string; name?: string };
}
export interface ChangeInput {
  calendarId: string;
  externalId: string;
  draft: Partial<EventDraft>;
  etag?: string;
  notify: boolean;
  /** As whoever changed it saw it, and when: what both sides changed is settled by it. */
  seen?: Seen;
  madeAt?: string;
}
export interface CancelInput {
  calendarId: string;
  externalId: string;
  notify: boolean;
}
export interface RespondInput extends CancelInput {
  response: ResponseState;
}

const MOST_MERGES = 3;

const calendarOf = async (ctx: ConnectedContext, id: string) => ({
  ...(await ctx.db.transaction((tx) => calendarById(tx, ctx.workspaceId, id))),
  account: accountOf(ctx),
});

/**
 * Our own write is in the mirror at once; the push that follows finds nothing new. `key`: of an event that is new. One that
 * stood here and was taken away while the provider answered is not brought back: its removal came later than our change.
 */
async function written(ctx: ConnectedContext, calendarId: string, event: RemoteEvent, key?: string) {
  const calendar = await calendarOf(ctx, calendarId);
  await ctx.db.transaction(async (tx) => {
    if (key) {
      await noteWritten(tx, ctx.workspaceId, key, event);
      await ctx.markWritten(tx, calendar.externalId, [event.externalId]);
    } else if (!(await stands(tx, calendar, event))) return;
    await mirror(ctx, tx, calendar, [event], []);
  });
  return {
    externalId: event.externalId,
    result: { eventId: event.externalId, url: event.url ?? null, joinUrl: event.joinUrl ?? null, icalUid: event.icalUid },
  };
}

/** It was seen there: if it is gone now, somebody took it away, and it stays so. */
async function made(ctx: ConnectedContext, calendarId: string, key: string, externalId: string) {
  const calendar = await calendarOf(ctx, calendarId);
  const there = await clientOf(ctx.connection.provider).readEvent(ctx.http, calendar, externalId);
  if (there && there.status !== 'cancelled') return written(ctx, calendarId, there, key);
  await ctx.db.transaction(async (tx) => noteGone(ctx, tx, calendar, key, externalId));
  return { externalId, result: { eventId: externalId, url: null, joinUrl: null, icalUid: null } };
}

const keep = (ctx: ConnectedContext, calendarId: string, externalId: string, made: readonly Decision[]) =>
  made.length === 0
    ? Promise.resolve()
    : ctx.db.transaction(async (tx) => {
        await tx.insert(decisions).values({ workspaceId: ctx.workspaceId, id: uuidv7(), calendarId, externalId, decisions: [...made] });
      });

/** Writes a change; one that meets another at the provider is settled with it field by field, and what was decided is kept. */
async function change(ctx: ConnectedContext, { calendarId, externalId, draft, etag, notify, seen, madeAt }: ChangeInput) {
  const calendar = await calendarOf(ctx, calendarId);
  const client = clientOf(ctx.connection.provider);
  let [left, version] = [draft, etag];
  for (let tries = 0; ; tries++) {
    try {
      return await written(ctx, calendarId, await client.changeEvent(ctx.http, calendar, externalId, left, version, notify, ctx.clock.now()));
    } catch (error) {
      if (!isChangedThere(error) || !seen) throw error;
      // An end that is one: what is only in conflict would be tried again for ever.
      if (tries === MOST_MERGES)
        throw new PatchbayError('provider_rejected', {
          detail: 'This event is being changed in the calendar again and again.',
          remedy: 'Look at it again in a moment and repeat your change.',
          facts: { status: 412 },
          cause: error,
        });
      const there = await client.readEvent(ctx.http, calendar, externalId);
      if (!there || there.status === 'cancelled') throw new PatchbayError('not_found', { detail: 'This event was called off in the calendar meanwhile.' });
      const merged = mergeChange(seen, draft, there, new Date(madeAt ?? ctx.clock.now()));
      await keep(ctx, calendarId, externalId, merged.decisions);
      left = merged.draft;
      version = there.etag;
      // Nothing of ours is left to say: theirs is how it is.
      if (Object.keys(left).length === 0) return written(ctx, calendarId, there);
    }
  }
}

export const effects = [
  effect({
    kind: 'calendar.create-event',
    async perform(ctx, { key, input }) {
      const { calendarId, draft, notify, uid, organizer } = input as CreateInput;
      const calendar = await calendarOf(ctx, calendarId);
      const client = clientOf(ctx.connection.provider);
      const name = client.creationName?.(calendar, key);
      const seen = name === undefined ? null : await beginCreation(ctx, calendar, name);
      if (seen !== null) return made(ctx, calendarId, key, seen);
      const whole = { ...draft, ...(uid ? { uid } : {}), ...(organizer ? { organizer } : {}) };
      return written(ctx, calendarId, await client.createEvent(ctx.http, calendar, whole, key, notify, ctx.clock.now()), key);
    },
    async reconcile(ctx, { key, input }) {
      const { calendarId } = input as CreateInput;
      const calendar = await calendarOf(ctx, calendarId);
      const client = clientOf(ctx.connection.provider);
      const name = client.creationName?.(calendar, key);
      const seen = name === undefined ? null : await beginCreation(ctx, calendar, name);
      if (seen !== null) return { state: 'done', ...(await made(ctx, calendarId, key, seen)) };
      const found = await client.findEvent(ctx.http, calendar, key);
      return found ? { state: 'done', ...(await written(ctx, calendarId, found, key)) } : { state: 'absent' };
    },
    async recorded(ctx, { key, input, state }) {
      if (state !== 'done' && state !== 'failed') return;
      const { calendarId } = input as CreateInput;
      // A calendar that was disconnected meanwhile has taken its rows along.
      const calendar = await calendarOf(ctx, calendarId).catch(() => undefined);
      const name = calendar && clientOf(ctx.connection.provider).creationName?.(calendar, key);
      if (calendar && name !== undefined) await ctx.db.transaction((tx) => endCreation(tx, calendar, name));
    },
  }),
  effect({
    kind: 'calendar.change-event',
    perform: (ctx, { input }) => change(ctx, input as ChangeInput),
    // The same change once more gives the same event.
    reconcile: async () => ({ state: 'absent' }),
  }),
  effect({
    kind: 'calendar.respond',
    async perform(ctx, { input }) {
      const { calendarId, externalId, response, notify } = input as RespondInput;
      const calendar = await calendarOf(ctx, calendarId);
      return written(ctx, calendarId, await clientOf(ctx.connection.provider).respond(ctx.http, calendar, externalId, response, notify, ctx.clock.now()));
    },
    reconcile: async () => ({ state: 'absent' }),
  }),
  effect({
    kind: 'calendar.write-session',
    perform: (ctx, { input }) => writeSession(ctx, input as { sessionId: string }),
    reconcile: async () => ({ state: 'absent' }),
  }),
  effect({
    kind: 'calendar.send-mail',
    // Without a way to ask whether it arrived: what is unknown stays so, and is shown.
    perform: (ctx, { key, input }) => sendMail(ctx, key, input as MailInput),
  }),
  effect({
    kind: 'calendar.cancel-event',
    async perform(ctx, { input }) {
      const { calendarId, externalId, notify } = input as CancelInput;
      const calendar = await calendarOf(ctx, calendarId);
      await clientOf(ctx.connection.provider).deleteEvent(ctx.http, calendar, externalId, notify, ctx.clock.now());
      await ctx.db.transaction((tx) => callOff(ctx, tx, calendar, externalId));
      return { externalId };
    },
    reconcile: async () => ({ state: 'absent' }),
  }),
];
