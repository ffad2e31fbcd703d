import { uuidv7 } from 'uuidv7';
import { asId, type ConnectedContext, type ConnectionId, type Context } from '#sdk';
import { accountsOf } from '../availability/hosts.ts';
import { clientOf } from '../client/index.ts';
import { isChangedThere } from '../client/provider.ts';
import { accountOf } from '../store/meetings.ts';
import { draftOf, eventOf } from './event.ts';
import { bookedOf, seatsTaken } from './store.ts';

const MOST_TRIES = 5;

const seatsOf = (ctx: Context, sessionId: string) =>
  ctx.db.transaction(async (tx) =>
    ((await seatsTaken(tx, ctx.workspaceId, [sessionId], ctx.clock.now())).get(sessionId) ?? []).filter(({ status }) => status === 'confirmed'),
  );

/** The event of a session shall say who comes. */
export async function tellSession(ctx: Context, { sessionId }: { sessionId: string }): Promise<void> {
  const [first] = await seatsOf(ctx, sessionId);
  if (!first?.calendarId) return;
  const calendar = (await accountsOf(ctx)).calendars.find(({ id }) => id === first.calendarId);
  if (!calendar || !(await eventOf(ctx, first, calendar))) return;
  const connected = await ctx.withConnection(asId<ConnectionId>(calendar.connectionId));
  await connected.effects.once({
    kind: 'calendar.write-session',
    key: `session:${sessionId}:${uuidv7()}`,
    summary: 'Say in the event of a group who comes',
    input: { sessionId },
  });
}

/** Who comes is read after the event was, and written only onto that version of it: of two that write the later one is right. */
export async function writeSession(ctx: ConnectedContext, { sessionId }: { sessionId: string }): Promise<{ externalId?: string }> {
  const client = clientOf(ctx.connection.provider);
  for (let tries = 0; ; tries++) {
    const [first] = await seatsOf(ctx, sessionId);
    const accounts = await accountsOf(ctx);
    const calendar = accounts.calendars.find(({ id }) => id === first?.calendarId);
    if (!first?.eventExternalId || !calendar) return {};
    const ref = { ...calendar, account: accountOf(ctx) };
    const there = await client.readEvent(ctx.http, ref, first.eventExternalId);
    if (!there || there.status === 'cancelled') return {};
    const rows = await seatsOf(ctx, sessionId);
    if (rows.length === 0) return {};
    const { page, hosts } = await bookedOf(ctx, first.id);
    const { draft } = draftOf({ page, rows, calendar, provider: ctx.connection.provider, accounts, hosts, manageUrl: '' });
    if (there.title === draft.title && there.body === draft.body) return { externalId: there.externalId };
    try {
      await client.changeEvent(
        ctx.http,
        ref,
        there.externalId,
        { title: draft.title, ...(draft.body ? { body: draft.body } : {}) },
        there.etag,
        false,
        ctx.clock.now(),
      );
      return { externalId: there.externalId };
    } catch (error) {
      if (!isChangedThere(error) || tries === MOST_TRIES) throw error;
    }
  }
}
