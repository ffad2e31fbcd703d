import type { ConnectedContext, CrmPipeline } from '#sdk';
import { datePicker, input, modal, numberInput, searching, select, textInput } from '../blocks/build.ts';
import { link } from '../blocks/text.ts';
import type { Json } from '../client/chat.ts';
import type { FormDefinition } from '../interactions/deed.ts';
import { readRef, urlOf } from '../records.ts';
import { channelOf } from '../store/channels.ts';
import type { FormPlace } from './places.ts';

export const newDealModal = (pipelines: readonly CrmPipeline[], initial: { name?: string; pipelineId?: string | null }, place: FormPlace): Json => {
  const pipeline = pipelines.find(({ id }) => id === initial.pipelineId) ?? pipelines.find(({ isDefault }) => isDefault) ?? pipelines[0];
  const open = (pipeline?.stages ?? []).filter(({ outcome }) => outcome === 'open');
  return modal({
    callbackId: 'new_deal',
    title: 'New deal',
    submit: 'Create',
    metadata: { p: pipeline?.id, ...place },
    blocks: [
      input('name', 'Name', textInput('v', { initial: initial.name ?? null, placeholder: 'Acme, 20 seats' })),
      input('amount', 'Amount', numberInput('v'), { optional: true }),
      input('company', 'Company', searching('company_search', 'Type to search'), { optional: true }),
      ...(open.length > 0
        ? [
            input(
              'stage',
              'Stage',
              select(
                'v',
                'Choose',
                open.map(({ key, title }) => ({ value: key, label: title })),
                open[0]?.key,
              ),
            ),
          ]
        : []),
      input('close', 'Expected close', datePicker('v'), { optional: true }),
    ],
  });
};

/** A channel that belongs to a pipeline makes deals of it. */
export async function pipelineOfChannel(ctx: ConnectedContext, channelId: string | undefined): Promise<string | null> {
  if (!channelId) return null;
  const row = await ctx.db.transaction((tx) => channelOf(tx, { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id }, channelId));
  return row?.pipelineId ?? null;
}

export const newDeal: FormDefinition = {
  async check({ ctx }, { name, amount }) {
    if (!ctx.may('deals:write')) return { response_action: 'errors', errors: { name: 'Your role in the CRM does not let you add deals.' } };
    if (!name) return { response_action: 'errors', errors: { name: 'Give the deal a name.' } };
    if (amount && !/^\d{1,13}(\.\d{1,2})?$/.test(amount))
      return { response_action: 'errors', errors: { amount: 'A number with at most two decimals, such as 1250.50' } };
    return undefined;
  },
  async submit({ ctx, payload, userId, say }, { name, amount, company, stage, close }) {
    const pipelineId = JSON.parse(payload.view?.private_metadata || '{}').p as string | undefined;
    const organization = readRef(company);
    const deal = await ctx.crm.deals.create({
      name: name ?? '',
      ownerId: userId,
      ...(amount ? { amount } : {}),
      ...(organization?.type === 'organization' ? { organizationId: organization.id } : {}),
      ...(pipelineId ? { pipelineId } : {}),
      ...(stage ? { stage } : {}),
      ...(close ? { expectedCloseDate: close } : {}),
    });
    return () => say({ text: `Created: ${link(urlOf(ctx, 'deal', deal.id), deal.name)}` });
  },
};
