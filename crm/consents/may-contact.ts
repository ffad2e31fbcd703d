import { and, asc, eq } from 'drizzle-orm';
import { Temporal } from 'temporal-polyfill';
import { PatchbayError, type Transaction } from '#sdk';
import { liveContacts } from '../deals/references.ts';
import { type Channel, consents, contacts } from '../models.ts';
import { reaches } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { type CrmSettings, settingsOf } from '../settings/settings.ts';
import { zoneOfContact } from '../time/contact-zone.ts';

export type MayContactCode = 'contact_deleted' | 'do_not_contact' | 'consent_withdrawn' | 'consent_missing' | 'quiet_hours';
export interface MayContact {
  allowed: boolean;
  /** Why not; empty when it is allowed. `until`: when this one is over by itself. */
  reasons: { code: MayContactCode; sentence: string; until?: Date }[];
}
type Reason = MayContact['reasons'][number];

const VERB: Readonly<Record<Channel, string>> = { email: 'e-mailed', call: 'called', sms: 'texted', linkedin: 'written to on LinkedIn' };
const NOUN: Readonly<Record<Channel, string>> = { email: 'e-mails', call: 'calls', sms: 'text messages', linkedin: 'messages on LinkedIn' };

/**
 * Whether somebody may be contacted on a channel at an instant. Every channel asks before it acts. All reasons are named,
 * so that nobody lifts one to meet the next.
 * @param purpose asks for this purpose alone (a newsletter); without it a withdrawal of any purpose counts
 * @throws PatchbayError not_found
 */
export async function mayContact(tx: Transaction, scope: CrmScope, contactId: string, channel: Channel, at: Date, purpose?: string): Promise<MayContact> {
  const { workspaceId } = scope;
  const [asked] = await tx
    .select({ state: contacts.recordState, ownerId: contacts.ownerId })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, contactId)));
  if (asked?.state === 'deleted' && reaches(scope.reach.read, asked.ownerId)) {
    return { allowed: false, reasons: [{ code: 'contact_deleted', sentence: 'This contact was deleted.' }] };
  }
  // An old id of a merged contact means who they are now.
  const id = (await liveContacts(tx, scope, [contactId])).get(contactId);
  if (!id) throw new PatchbayError('not_found');
  const { noEmail, noCall, noSms, noLinkedin } = contacts;
  const [flags] = await tx
    .select({ email: noEmail, call: noCall, sms: noSms, linkedin: noLinkedin })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, id)));
  const settings = await settingsOf(tx, scope);
  const given = await tx
    .select({ purpose: consents.purpose, basis: consents.basis, givenAt: consents.givenAt, withdrawnAt: consents.withdrawnAt })
    .from(consents)
    .where(and(eq(consents.workspaceId, workspaceId), eq(consents.contactId, id), eq(consents.channel, channel)))
    .orderBy(asc(consents.givenAt));
  const reasons: Reason[] = [
    ...(flags?.[channel] ? [{ code: 'do_not_contact' as const, sentence: `They are not to be ${VERB[channel]}.` }] : []),
    ...consentReasons(given, settings, channel, at, purpose),
  ];
  if (settings.quietHours && (channel === 'call' || channel === 'sms')) {
    const { timeZone } = await zoneOfContact(tx, scope, id);
    const quiet = quietUntil(settings.quietHours, timeZone, at);
    if (quiet)
      reasons.push({
        code: 'quiet_hours',
        sentence: `It is ${quiet.clock} where they are (${timeZone}): too late or too early to be ${VERB[channel]}.`,
        until: quiet.until,
      });
  }
  return { allowed: reasons.length === 0, reasons };
}

/** The purpose of somebody who wants nothing more on a channel and had agreed to nothing. */
export const ANY_PURPOSE = 'any';

type Given = Pick<typeof consents.$inferSelect, 'purpose' | 'basis' | 'givenAt' | 'withdrawnAt'>;
/** Of each purpose what was said last counts: who takes a consent back and gives it again has given it. Pure. */
export function consentReasons(
  all: readonly Given[],
  { consentRequired }: Pick<CrmSettings, 'consentRequired'>,
  channel: Channel,
  at: Date,
  purpose?: string,
): Reason[] {
  const known = all.filter((each) => each.givenAt <= at && (purpose === undefined || each.purpose === purpose || each.purpose === ANY_PURPOSE));
  const stands = (each: Given) => each.withdrawnAt === null || each.withdrawnAt > at;
  const last = new Map<string, Given>();
  for (const each of known) {
    const before = last.get(each.purpose);
    const said = (one: Given) => (stands(one) ? one.givenAt : (one.withdrawnAt ?? one.givenAt)).getTime();
    // Of two at one instant the withdrawal counts.
    if (!before || said(each) > said(before) || (said(each) === said(before) && !stands(each))) last.set(each.purpose, each);
  }
  const standing = [...last.values()].filter(stands);
  // Who wanted nothing at all and then agreed to something, agreed to that.
  const isOver = (each: Given) => each.purpose === ANY_PURPOSE && standing.some((one) => each.withdrawnAt && one.givenAt > each.withdrawnAt);
  const withdrawn = [...last.values()].filter((each) => !stands(each) && !isOver(each));
  const hasConsent = standing.some((each) => each.basis === 'consent');
  return [
    ...withdrawn.map((each) => ({
      code: 'consent_withdrawn' as const,
      sentence: `They do not agree to ${NOUN[channel]}${each.purpose === ANY_PURPOSE ? '' : ` (${each.purpose})`}.`,
    })),
    ...(consentRequired.includes(channel) && !hasConsent
      ? [{ code: 'consent_missing' as const, sentence: `This workspace asks for consent before somebody is ${VERB[channel]}, and there is none.` }]
      : []),
  ];
}

/** What the clock shows there and when the quiet is over; undefined when it is not quiet. May go over midnight. Pure. */
export function quietUntil({ from, to }: { from: string; to: string }, timeZone: string, at: Date): { clock: string; until: Date } | undefined {
  const there = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' });
  const isQuiet = from <= to ? from <= time && time < to : time >= from || time < to;
  if (!isQuiet) return undefined;
  const day = time < to ? there.toPlainDate() : there.toPlainDate().add({ days: 1 });
  const until = (to === '24:00' ? day.add({ days: 1 }).toZonedDateTime(timeZone) : day.toPlainDateTime(to).toZonedDateTime(timeZone)).epochMilliseconds;
  return { clock: time, until: new Date(until) };
}
