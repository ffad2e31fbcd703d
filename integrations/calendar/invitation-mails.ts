import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { asId, type ConnectionId, type Context, PatchbayError, type Transaction } from '#sdk';
import { accountsOf } from './availability/hosts.ts';
import { writtenInto } from './booking/event.ts';
import { cancel } from './booking/moves.ts';
import { calendarBookings as bookings, calendarEvents as events, calendarInvitations as invitations } from './models.ts';
import { isNewer, readInvitation } from './serializers/ics/invitation.ts';

export interface InvitationMail {
  /** The `text/calendar` part. */
  ics: string;
  /** Who sent the mail, as far as it is proven. */
  from: string;
  /** Whose mailbox it came to. */
  userId?: string | undefined;
  connectionId?: string | undefined;
}
export type InvitationOutcome = { did: 'created' | 'changed' | 'cancelled' | 'answered' | 'nothing'; reason: string; eventId: string | null };

const nothing = (reason: string): InvitationOutcome => ({ did: 'nothing', reason, eventId: null });

/** An invitation by mail becomes what it asks for: only newer ones, only from whom they may come, and only where no provider does it itself. */
export async function acceptInvitationMail(ctx: Context, { ics, from, userId, connectionId }: InvitationMail): Promise<InvitationOutcome> {
  const accounts = await accountsOf(ctx);
  const connection = [...accounts.connections.values()].find((each) => (connectionId ? each.id === connectionId : each.ownerUserId === userId));
  if (!connection) return nothing('This person has no calendar connected.');
  const calendar = writtenInto(accounts.calendars, connection.id);
  if (!calendar) return nothing('This person has no calendar that can be written.');
  const account = typeof connection.data.email === 'string' ? connection.data.email : '';
  const told = readInvitation(ics, { account, timeZone: calendar.timeZone });
  if (told.kind === 'unknown') return nothing(`The invitation cannot be read: ${told.reason}.`);
  const sender = from.trim().toLowerCase();
  if (told.kind === 'reply')
    return ctx.db.transaction((tx) => answered(ctx, tx, told.uid, told.attendee, told.response, sender)).then((done) => followUp(ctx, done));
  if (told.kind === 'counter') return nothing(`${told.attendee} proposes another time.`);
  const known = await ctx.db.transaction((tx) => knownOf(tx, ctx.workspaceId, connection.id, told.uid));
  if (!isNewer(told, known.invitation ? { sequence: known.invitation.sequence, stamp: known.invitation.stamp } : undefined))
    return nothing('We know of something newer already.');
  // Google and Microsoft put invitations into the calendar themselves: a second one would stand beside the first.
  if (connection.provider !== 'caldav') return { did: 'nothing', reason: 'The provider puts it into the calendar itself.', eventId: known.event?.id ?? null };
  const organizer = told.kind === 'request' ? told.event.organizer?.email.toLowerCase() : known.event?.organizer?.email.toLowerCase();
  if (organizer && organizer !== sender) return nothing('It does not come from whoever invites.');
  const connected = await ctx.withConnection(asId<ConnectionId>(connection.id));
  const remember = () =>
    ctx.db.transaction(async (tx) => {
      const row = { sequence: told.sequence, stamp: told.stamp, updatedAt: ctx.clock.now() };
      await tx
        .insert(invitations)
        .values({ workspaceId: ctx.workspaceId, id: uuidv7(), connectionId: connection.id, icalUid: told.uid, ...row })
        .onConflictDoUpdate({ target: [invitations.workspaceId, invitations.connectionId, invitations.icalUid], set: row });
    });
  if (told.kind === 'cancel') {
    if (!known.event) return nothing('This meeting does not stand in the calendar.');
    const externalId = told.occurrence ? `${known.event.externalId}#${told.occurrence}` : known.event.externalId;
    await connected.effects.once({
      kind: 'calendar.cancel-event',
      key: `invitation:${connection.id}:${told.uid}:${told.sequence}:cancel:${told.occurrence ?? ''}`,
      summary: `Call off “${known.event.title.slice(0, 60)}” as its organizer did`,
      input: { calendarId: known.event.calendarId, externalId, notify: false },
    });
    await remember();
    return { did: 'cancelled', reason: 'Its organizer called it off.', eventId: known.event.id };
  }
  const { event } = told;
  if (!event.start || !event.end) return nothing('It says no time.');
  const text = (moment: NonNullable<typeof event.start>) => ('date' in moment ? moment.date : moment.at.toISOString());
  const draft = {
    title: event.title,
    ...(event.body ? { body: event.body.slice(0, 7_900) } : {}),
    ...(event.location ? { location: event.location } : {}),
    start: text(event.start),
    end: text(event.end),
    timeZone: 'date' in event.start ? calendar.timeZone : event.start.timeZone,
    attendees: event.attendees.map(({ email, name }) => ({ email, ...(name ? { name } : {}) })),
    ...(event.recurrence.length > 0 ? { recurrence: [...event.recurrence] } : {}),
  };
  const done = await connected.effects.once(
    known.event
      ? {
          kind: 'calendar.change-event',
          key: `invitation:${connection.id}:${told.uid}:${told.sequence}:${told.stamp?.getTime() ?? ''}`,
          summary: `Change “${event.title.slice(0, 60)}” as its organizer did`,
          input: { calendarId: known.event.calendarId, externalId: known.event.externalId, draft, notify: false },
        }
      : {
          kind: 'calendar.create-event',
          key: `invitation:${connection.id}:${told.uid}`,
          summary: `Put the invitation “${event.title.slice(0, 60)}” into the calendar`,
          input: { calendarId: calendar.id, draft, notify: false, uid: told.uid, organizer: event.organizer },
        },
  );
  if (done.state === 'failed') throw new PatchbayError('provider_rejected', { detail: done.error ?? 'The calendar did not take the invitation.' });
  await remember();
  return { did: known.event ? 'changed' : 'created', reason: 'As its organizer says.', eventId: done.externalId };
}

async function knownOf(tx: Transaction, workspaceId: string, connectionId: string, uid: string) {
  const [event] = await tx
    .select()
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), eq(events.connectionId, connectionId), eq(events.icalUid, uid)))
    .limit(1);
  const [invitation] = await tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.workspaceId, workspaceId), eq(invitations.connectionId, connectionId), eq(invitations.icalUid, uid)));
  return { event, invitation };
}

/** A guest's answer by mail: believed only from the guest's own address. Who was not invited is not let in. */
async function answered(
  ctx: Context,
  tx: Transaction,
  uid: string,
  attendee: string,
  response: string,
  sender: string,
): Promise<InvitationOutcome & { bookingId?: string }> {
  if (attendee !== sender) return nothing('The answer does not come from whom it names.');
  const rows = await tx
    .select()
    .from(events)
    .where(and(eq(events.workspaceId, ctx.workspaceId), eq(events.icalUid, uid)));
  const bookingId = /^booking-([0-9a-f-]{36})@patchbay$/.exec(uid)?.[1];
  const [booked] = bookingId
    ? await tx
        .select()
        .from(bookings)
        .where(and(eq(bookings.workspaceId, ctx.workspaceId), eq(bookings.id, bookingId)))
    : await tx
        .select()
        .from(bookings)
        .where(and(eq(bookings.workspaceId, ctx.workspaceId), eq(bookings.icalUid, uid)))
        .limit(1);
  let isKnown = booked?.guestEmail === attendee;
  for (const row of rows) {
    if (!row.attendees.some(({ email }) => email === attendee)) continue;
    isKnown = true;
    await tx
      .update(events)
      .set({
        attendees: row.attendees.map((each) => (each.email === attendee ? { ...each, response: response as 'accepted' } : each)),
        updatedAt: ctx.clock.now(),
      })
      .where(and(eq(events.workspaceId, row.workspaceId), eq(events.id, row.id)));
  }
  if (!isKnown) return nothing('Whoever answers was not invited.');
  return {
    did: 'answered',
    reason: `${attendee}: ${response}`,
    eventId: rows[0]?.id ?? null,
    ...(response === 'declined' && booked?.guestEmail === attendee && booked.status === 'confirmed' ? { bookingId: booked.id } : {}),
  };
}

/** Who booked and then declines by their mail program has cancelled. */
async function followUp(ctx: Context, { bookingId, ...outcome }: InvitationOutcome & { bookingId?: string }): Promise<InvitationOutcome> {
  if (bookingId) await cancel(ctx, bookingId, 'Declined by mail.');
  return outcome;
}
