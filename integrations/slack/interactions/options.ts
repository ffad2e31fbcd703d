import type { ConnectedContext } from '#sdk';
import { option } from '../blocks/build.ts';
import { plainInput } from '../commands/parse.ts';
import { whoIs } from '../people.ts';
import type { Interaction } from '../serializers/inbound.ts';

const KINDS: Readonly<Record<string, readonly ('deal' | 'contact' | 'organization')[]>> = {
  company_search: ['organization'],
  contact_search: ['contact'],
  deal_search: ['deal'],
  record_search: ['deal', 'contact', 'organization'],
};
const WORDS = { deal: 'Deal', contact: 'Contact', organization: 'Company' } as const;

/** What a searching menu offers: records that the person who types may see. */
export async function answerOptions(ctx: ConnectedContext, payload: Interaction): Promise<Record<string, unknown>> {
  const kinds = KINDS[payload.action_id ?? ''];
  const query = plainInput(payload.value ?? '');
  if (!kinds || query.length < 2) return { options: [] };
  const who = await whoIs(ctx, payload.user.id);
  if (who.kind === 'nobody') return { options: [] };
  const hits = await who.ctx.crm.search(query, { kinds: [...kinds], limit: 20 });
  const isMixed = kinds.length > 1;
  return {
    options: hits.map(({ kind, id, title }) =>
      option({ label: isMixed ? `${WORDS[kind as keyof typeof WORDS]}: ${title}` : title || 'Without a name', value: `${kind}:${id}` }),
    ),
  };
}
