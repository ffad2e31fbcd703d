import { type Context, PatchbayError } from '#sdk';
import type { NewMessage } from '../serializers/messages.ts';
import { mergeDataOf, peopleOf } from '../store/merge-data.ts';
import { outreachSettings } from '../store/outreach-settings.ts';
import { snippetsOf, templateById } from '../store/templates.ts';
import { prepare } from './liquid.ts';
import { emptyMergeData } from './merge-fields.ts';
import { senderOf } from './sender.ts';

export interface Words {
  subject: string;
  html?: string;
  text?: string;
}

/** What a single mail says: its own words, or a template's for the contact and deal that it names; `data` comes before both. */
export async function wordsOf(ctx: Context, input: NewMessage): Promise<Words> {
  const { templateId, contactId, dealId, subject, html, text, data = {} } = input;
  if (!templateId) return { subject, ...(html ? { html } : {}), ...(text ? { text } : {}) };
  // Asked of the record, which knows whom the actor may see.
  if (contactId) await ctx.crm.contacts.get(contactId);
  const { version, snippets, person, bookingUrl } = await ctx.db.transaction(async (tx) => ({
    ...(await templateById(tx, ctx.workspaceId, templateId)),
    snippets: await snippetsOf(tx, ctx.workspaceId),
    person: contactId ? (await peopleOf(tx, ctx.workspaceId, [contactId], dealId)).get(contactId) : undefined,
    bookingUrl: (await outreachSettings(tx, ctx.workspaceId)).bookingUrl,
  }));
  const sender = await senderOf(ctx, input.userId);
  const sign = contactId ? await ctx.links.signer('unsubscribe') : undefined;
  const url = sign && contactId ? ctx.links.url(`/u/${sign({ k: contactId })}`) : '';
  const links = { unsubscribeUrl: url, preferencesUrl: url, bookingUrl };
  const known = person
    ? mergeDataOf(person, sender, links)
    : { ...emptyMergeData(), contact: { email: input.to[0]?.address ?? '', customFields: {} }, sender: { ...sender }, ...links };
  const rendered = prepare({ ...version.compiled, snippets })({ ...known, ...data });
  if (rendered.text.trim() === '' && !rendered.html)
    throw new PatchbayError('invalid_input', { errors: [{ path: 'templateId', message: 'For this contact the template says nothing.' }] });
  return { subject: subject || rendered.subject, text: rendered.text, ...(rendered.html === null ? {} : { html: rendered.html }) };
}
