import { type Context, PatchbayError } from '#sdk';
import { type Accounts, accountsOf } from '../availability/hosts.ts';
import { span } from './languages.ts';
import { linksOf } from './links.ts';
import { filled, tellGuest } from './mails.ts';
import { type Booked, type BookingRow, bookedOf, type PageRow } from './store.ts';
import { locationText } from './texts.ts';

const MINUTE_MS = 60_000;

/** Queued with the booking; each looks at its time whether the booking still stands as it was. Joins an open transaction. */
export async function planReminders(ctx: Context, page: PageRow, row: BookingRow): Promise<void> {
  const now = ctx.clock.now().getTime();
  const startsAt = row.startsAt.getTime();
  for (const [index, { minutesBefore }] of page.settings.reminders.entries()) {
    const dueAt = startsAt - minutesBefore * MINUTE_MS;
    if (dueAt > now) await ctx.tasks.enqueue('calendar.remind', { bookingId: row.id, index, startsAt: row.startsAt.toISOString() }, { dueAt: new Date(dueAt) });
  }
  if (page.settings.followUp)
    await ctx.tasks.enqueue(
      'calendar.remind',
      { bookingId: row.id, index: -1, startsAt: row.startsAt.toISOString() },
      { dueAt: new Date(row.endsAt.getTime() + page.settings.followUp.minutesAfter * MINUTE_MS) },
    );
}

/** The host changed it in their own calendar, where nobody may have been told: the guest hears of it from us. */
export async function tellOfChange(ctx: Context, { bookingId, kind }: { bookingId: string; kind: 'moved' | 'cancelled' }): Promise<void> {
  const { row, page, hosts } = await bookedOf(ctx, bookingId);
  if ((kind === 'cancelled') !== (row.status === 'cancelled')) return;
  if (kind === 'moved') await planReminders(ctx, page, row);
  await tellGuest(ctx, await accountsOf(ctx), page, row, hosts, kind, await linksOf(ctx));
}

export async function remind(ctx: Context, { bookingId, index, startsAt }: { bookingId: string; index: number; startsAt: string }): Promise<void> {
  const booked = await bookedOf(ctx, bookingId);
  const { row, page, hosts } = booked;
  // Moved or cancelled since: the one for the new time comes by itself.
  if (row.status !== 'confirmed' || row.startsAt.toISOString() !== startsAt) return;
  const { followUp } = page.settings;
  const told = index < 0 ? followUp : page.settings.reminders[index];
  if (!told) return;
  const accounts = await accountsOf(ctx);
  if (told.channel === 'slack') return tellHostsInSlack(ctx, accounts, booked, told.text, index);
  const links = await linksOf(ctx);
  await tellGuest(ctx, accounts, page, row, hosts, index < 0 ? 'followUp' : 'reminder', links, {
    text: told.text,
    ...(index < 0 ? {} : { part: String(index) }),
  });
}

/** Each of those who are met, in their own zone; where Slack does not reach somebody, the console's bell does. */
async function tellHostsInSlack(ctx: Context, accounts: Accounts, { row, page, hosts }: Booked, own: string | undefined, index: number): Promise<void> {
  for (const host of hosts) {
    const userId = accounts.connections.get(host as never)?.ownerUserId;
    if (!userId) continue;
    const person = await ctx.people.get(userId);
    const when = span(row.startsAt, row.endsAt, person?.timeZone ?? row.timeZone, person?.locale ?? 'en');
    const name = row.guestName ?? row.guestEmail ?? 'a guest';
    const text = own ? filled(own, { name, when, where: locationText(page, row) ?? '', title: page.title }) : `${page.title} with ${name}: ${when}`;
    const key = `booking:${row.id}:reminder:${index}:${row.startsAt.getTime()}`;
    const isSaid = await ctx.actions.run<{ state: string }>('slack.post-message', { userId, text, reference: key }).then(
      ({ state }) => state !== 'failed',
      (error: unknown) => {
        if (!(error instanceof PatchbayError)) throw error;
        return false;
      },
    );
    // Slack is one way of many.
    if (!isSaid) await ctx.notify([userId], { key, title: text, href: '/calendar' });
  }
}
