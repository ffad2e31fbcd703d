import { and, eq } from 'drizzle-orm';
import { consents, crmSettings } from '#crm/models';
import { among, type Context } from '#sdk';
import type { Person } from '../store/merge-data.ts';
import { choicesOnTopic, erasedAmong, type TopicRow } from '../store/preferences.ts';
import { addressKey, checkAddress } from './addresses.ts';

export const EXCLUSIONS: Readonly<Record<string, string>> = {
  contact_deleted: 'were deleted or merged away',
  no_address: 'have no e-mail address',
  invalid_address: 'have an address that is none',
  do_not_contact: 'are not to be e-mailed',
  consent_withdrawn: 'withdrew their consent',
  consent_missing: 'never gave the consent that is asked for',
  topic_unsubscribed: 'unsubscribed from this topic',
  topic_not_confirmed: 'have not confirmed that they want this topic',
  suppressed: 'are on the suppression list',
  erased: 'asked to be forgotten',
  same_address: 'share an address with somebody who gets it',
};

export type Decision = { address: string; domain: string } | { excluded: string; address: string };

/**
 * Who of these may be written to, and why the others may not: asked when the audience is read, and once more when each one
 * is handed over.
 */
export async function decide(
  ctx: Context,
  contactIds: readonly string[],
  people: ReadonlyMap<string, Person>,
  topic: TopicRow | undefined,
  suppressed: ReadonlyMap<string, unknown>,
) {
  const decisions = new Map<string, Decision>();
  const asked: { id: string; address: string; domain: string; noEmail: boolean }[] = [];
  for (const id of contactIds) {
    const contact = people.get(id)?.contact;
    if (!contact) {
      decisions.set(id, { excluded: 'contact_deleted', address: '' });
      continue;
    }
    const checked = checkAddress(contact.primaryEmail);
    if ('problem' in checked) decisions.set(id, { excluded: checked.problem, address: contact.primaryEmail?.slice(0, 300) ?? '' });
    else asked.push({ id, ...checked, noEmail: contact.noEmail });
  }
  const addresses = asked.map(({ address }) => addressKey(address));
  const { withHistory, mustConsent, erased, chosen } = await ctx.db.transaction(async (tx) => {
    const ids = asked.map(({ id }) => id);
    const rows = ids.length
      ? await tx
          .selectDistinct({ contactId: consents.contactId })
          .from(consents)
          .where(and(eq(consents.workspaceId, ctx.workspaceId), among(consents.contactId, ids), eq(consents.channel, 'email')))
      : [];
    const [settings] = await tx.select({ required: crmSettings.consentRequired }).from(crmSettings).where(eq(crmSettings.workspaceId, ctx.workspaceId));
    return {
      withHistory: new Set(rows.map(({ contactId }) => contactId)),
      mustConsent: settings?.required.includes('email') ?? false,
      erased: await erasedAmong(tx, ctx.workspaceId, addresses),
      chosen: topic ? await choicesOnTopic(tx, ctx.workspaceId, topic.id, addresses) : new Map<string, string>(),
    };
  });
  for (const { id, address, domain, noEmail } of asked) {
    const key = addressKey(address);
    let excluded: string | undefined;
    if (erased.has(key)) excluded = 'erased';
    else if (suppressed.has(key)) excluded = 'suppressed';
    else if (chosen.get(key) === 'unsubscribed') excluded = 'topic_unsubscribed';
    else if (topic?.doubleOptIn && chosen.get(key) !== 'subscribed') excluded = 'topic_not_confirmed';
    // Nobody who ever said anything is judged here: the record knows what counts, and when.
    else if (noEmail || mustConsent || withHistory.has(id)) {
      const { allowed, reasons } = await ctx.crm.mayContact(id, 'email', topic ? { purpose: topic.name } : {});
      // Who subscribed to the topic gave their consent with it, whatever it was called then.
      const isGiven = chosen.get(key) === 'subscribed';
      if (!allowed) excluded = reasons.find(({ code }) => code !== 'quiet_hours' && !(isGiven && code === 'consent_missing'))?.code;
    }
    decisions.set(id, excluded ? { excluded, address } : { address, domain });
  }
  return decisions;
}
