import { input, modal, textInput } from '../blocks/build.ts';
import { link } from '../blocks/text.ts';
import type { Json } from '../client/chat.ts';
import type { FormDefinition } from '../interactions/deed.ts';
import { urlOf } from '../records.ts';
import type { FormPlace } from './places.ts';

export const newOrganizationModal = (name: string, place: FormPlace): Json =>
  modal({
    callbackId: 'new_organization',
    title: 'New company',
    submit: 'Create',
    metadata: place,
    blocks: [
      input('name', 'Name', textInput('v', { initial: name || null })),
      input('domain', 'Domain', textInput('v', { placeholder: 'acme.com' }), { optional: true, hint: 'People who write from it are known to work there.' }),
    ],
  });

export const newOrganization: FormDefinition = {
  async check({ ctx }, { name, domain }) {
    if (!ctx.may('organizations:write')) return { response_action: 'errors', errors: { name: 'Your role in the CRM does not let you add companies.' } };
    if (!name) return { response_action: 'errors', errors: { name: 'Give the company a name.' } };
    return domain && !/^[\w-]+(\.[\w-]+)+$/.test(domain) ? { response_action: 'errors', errors: { domain: 'A domain such as acme.com' } } : undefined;
  },
  async submit({ ctx, userId, say }, { name, domain }) {
    const made = await ctx.crm.organizations.create({ name: name ?? '', ownerId: userId, ...(domain ? { domains: [domain] } : {}) });
    return () => say({ text: `Created: ${link(urlOf(ctx, 'organization', made.id), made.name)}` });
  },
};
