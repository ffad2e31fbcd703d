import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError } from '#sdk';
import type { Accounts } from '../availability/hosts.ts';
import { writeObject } from '../serializers/ics/write.ts';
import { span, tongueOf } from './languages.ts';
import type { BookingLinks } from './links.ts';
import type { BookingRow, PageRow } from './store.ts';
import { answersText, locationText } from './texts.ts';

export type MailKind = 'confirmed' | 'pending' | 'moved' | 'cancelled' | 'declined' | 'reminder' | 'followUp';
export interface MailInput {
  to: readonly string[];
  subject: string;
  text: string;
  /** Whose mailbox it shall come from. */
  userId: string | null;
  contactId: string | null;
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string };
}

/** `{{name}}`, `{{when}}`, `{{manageUrl}}`, `{{title}}`, `{{where}}` in texts that people write themselves. */
export const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values[name] ?? whole);

/** An invitation that any calendar program reads; the same name for its whole life. */
export function icsOf(page: PageRow, row: BookingRow, accounts: Accounts, hosts: readonly string[], links: BookingLinks, now: Date): string {
  const email = hosts.map((id) => accounts.connections.get(id as never)?.data.email).find((each) => typeof each === 'string');
  const place = locationText(page, row);
  const isGone = row.status === 'cancelled' || row.status === 'declined';
  return writeObject(
    {
      title: page.title,
      body: `${answersText(page, row)}\n\n${links.manage(row)}`.trim(),
      ...(place ? { location: place } : {}),
      start: row.startsAt.toISOString(),
      end: row.endsAt.toISOString(),
      timeZone: 'UTC',
      attendees: row.guestEmail ? [{ email: row.guestEmail, ...(row.guestName ? { name: row.guestName } : {}) }] : [],
    },
    {
      uid: row.icalUid && !row.sessionId ? row.icalUid : `booking-${row.id}@patchbay`,
      now,
      sequence: row.moves + (isGone ? 1 : 0),
      method: isGone ? 'CANCEL' : 'REQUEST',
      ...(typeof email === 'string' ? { organizer: { email } } : {}),
      ...(row.joinUrl ? { url: row.joinUrl } : {}),
    },
  );
}

export function mailOf(
  { page, row, accounts, hosts, links, now }: { page: PageRow; row: BookingRow; accounts: Accounts; hosts: readonly string[]; links: BookingLinks; now: Date },
  kind: MailKind,
  own?: string,
): MailInput {
  const { locale, texts } = tongueOf([row.locale ?? 'en']);
  const when = `${span(row.startsAt, row.endsAt, row.timeZone, locale)} (${row.timeZone})`;
  const where = locationText(page, row);
  const manageUrl = links.manage(row);
  const connections = hosts.map((id) => accounts.connections.get(id as never));
  const text = own
    ? filled(own, { name: row.guestName ?? '', when, where: where ?? '', title: page.title, manageUrl })
    : [
        texts.hello(row.guestName ?? ''),
        texts.mailIntro[kind],
        [page.title, `${texts.when}: ${when}`, ...(where ? [`${texts.where}: ${where}`] : [])].join('\n'),
        ...(kind === 'confirmed' && page.settings.confirmationText
          ? [filled(page.settings.confirmationText, { name: row.guestName ?? '', when, where: where ?? '', title: page.title, manageUrl })]
          : []),
        kind === 'cancelled' || kind === 'declined' || kind === 'followUp' ? '' : `${texts.moveOrCancel}: ${manageUrl}`,
      ]
        .filter(Boolean)
        .join('\n\n');
  const hasCalendar = kind === 'confirmed' || kind === 'moved' || (kind === 'cancelled' && row.status === 'cancelled');
  return {
    to: [row.guestEmail ?? '', ...row.guests].filter(Boolean),
    subject: `${texts.mailSubject[kind]}: ${page.title}`,
    text,
    userId: connections.find((each) => each?.ownerUserId)?.ownerUserId ?? null,
    contactId: row.contactId,
    ...(hasCalendar
      ? { calendar: { method: kind === 'cancelled' ? ('CANCEL' as const) : ('REQUEST' as const), content: icsOf(page, row, accounts, hosts, links, now) } }
      : {}),
  };
}

/** Reserved as an effect: a mail is sent once, or it is said that nobody knows. Joins an open transaction. */
export async function tellGuest(
  ctx: Context,
  accounts: Accounts,
  page: PageRow,
  row: BookingRow,
  hosts: readonly string[],
  kind: MailKind,
  links: BookingLinks,
  own: { text?: string | undefined; part?: string } = {},
): Promise<void> {
  const [first] = hosts;
  if (!first || !row.guestEmail) return;
  const input = mailOf({ page, row, accounts, hosts, links, now: ctx.clock.now() }, kind, own.text);
  const connected = await ctx.withConnection(asId<ConnectionId>(first));
  await connected.effects.reserve({
    kind: 'calendar.send-mail',
    key: ['booking', row.id, 'mail', kind, own.part, row.moves, row.startsAt.getTime()].filter((part) => part !== undefined).join(':'),
    summary: `Mail to ${row.guestName ?? row.guestEmail}: ${input.subject}`,
    input,
  });
}

const isNoMailbox = (error: unknown): boolean =>
  error instanceof PatchbayError &&
  ['action_unknown', 'not_found', 'person_needed', 'provider_not_configured', 'connection_disabled', 'reauthorize', 'conflict', 'forbidden'].includes(
    error.code,
  );

/** From the host's own mailbox where there is one, else from the installation's. */
export async function sendMail(
  ctx: ConnectedContext,
  key: string,
  { to, subject, text, userId, contactId, calendar }: MailInput,
): Promise<{ externalId?: string; result: unknown }> {
  if (userId) {
    try {
      const file = calendar && (await ctx.files.put(new TextEncoder().encode(calendar.content), { contentType: 'text/calendar', name: 'meeting.ics' }));
      const sent = await ctx.actions.run<{ id?: string }>('email.send-message', {
        userId,
        to: to.map((address) => ({ address })),
        subject,
        text,
        ...(contactId ? { contactId } : {}),
        ...(file ? { attachments: [{ fileId: file.id }] } : {}),
      });
      return { ...(sent.id ? { externalId: sent.id } : {}), result: { by: 'mailbox' } };
    } catch (error) {
      if (!isNoMailbox(error)) throw error;
    }
  }
  const isSent = await ctx.mail.send({ to, subject, text, ...(calendar ? { calendar } : {}) });
  if (isSent) {
    await ctx.incidents.resolve('calendar.no-mailer');
    return { result: { by: 'system' } };
  }
  await ctx.incidents.open({
    key: 'calendar.no-mailer',
    level: 'warning',
    title: 'Guests get no mail about their bookings',
    detail: `“${subject}” could not be sent: the host has no mailbox connected, and this installation has no mail server of its own.`,
    remedy: 'Connect a mailbox of the host, or set EMAIL_HOST.',
  });
  throw new PatchbayError('provider_not_configured', { detail: 'No mailbox is connected from which this could be sent.', facts: { key } });
}
