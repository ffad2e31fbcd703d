import { input, modal, searching, textInput } from '../blocks/build.ts';
import { link } from '../blocks/text.ts';
import type { Json } from '../client/chat.ts';
import type { FormDefinition } from '../interactions/deed.ts';
import { readRef, urlOf } from '../records.ts';
import type { FormPlace } from './places.ts';

export const newContactModal = (name: string, place: FormPlace): Json => {
  const [first = '', ...rest] = name.split(' ').filter(Boolean);
  return modal({
    callbackId: 'new_contact',
    title: 'New contact',
    submit: 'Create',
    metadata: place,
    blocks: [
      input('first', 'First name', textInput('v', { initial: first || null }), { optional: true }),
      input('last', 'Last name', textInput('v', { initial: rest.join(' ') || null }), { optional: true }),
      input('email', 'E-mail address', textInput('v', { placeholder: 'jane@acme.com' }), { optional: true }),
      input('phone', 'Telephone', textInput('v', { placeholder: '+49 30 123456' }), { optional: true }),
      input('job', 'Job title', textInput('v'), { optional: true }),
      input('company', 'Company', searching('company_search', 'Type to search'), { optional: true }),
    ],
  });
};

export const newContact: FormDefinition = {
  async check({ ctx }, { first, last, email }) {
    if (!ctx.may('contacts:write')) return { response_action: 'errors', errors: { first: 'Your role in the CRM does not let you add contacts.' } };
    if (!first && !last && !email) return { response_action: 'errors', errors: { first: 'Give a name, or at least an address.' } };
    if (email && !/^\S+@\S+\.\S+$/.test(email)) return { response_action: 'errors', errors: { email: 'This is no e-mail address.' } };
    // Somebody who is there already is shown instead of made twice.
    const known = email ? await ctx.crm.contacts.match({ kind: 'email', value: email }) : undefined;
    return known
      ? { response_action: 'errors', errors: { email: `This address is that of ${`${known.firstName} ${known.lastName}`.trim() || 'somebody'} already.` } }
      : undefined;
  },
  async submit({ ctx, userId, say }, { first, last, email, phone, job, company }) {
    const organization = readRef(company);
    const contact = await ctx.crm.contacts.create({
      ...(first ? { firstName: first } : {}),
      ...(last ? { lastName: last } : {}),
      ...(email ? { emails: [{ value: email, primary: true }] } : {}),
      ...(phone ? { phones: [{ value: phone, primary: true }] } : {}),
      ...(job ? { jobTitle: job } : {}),
      ...(organization?.type === 'organization' ? { organizationId: organization.id } : {}),
      ownerId: userId,
    });
    const name = `${contact.firstName} ${contact.lastName}`.trim() || (email ?? 'Somebody');
    return () => say({ text: `Created: ${link(urlOf(ctx, 'contact', contact.id), name)}` });
  },
};
