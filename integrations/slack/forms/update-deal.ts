import { type ConnectedContext, type CrmDeal, PatchbayError } from '#sdk';
import { datePicker, input, modal, numberInput, searching, section, select, textInput } from '../blocks/build.ts';
import { bold, escaped, money } from '../blocks/text.ts';
import type { Json } from '../client/chat.ts';
import { dealEdited } from '../deals/edited.ts';
import type { FormDefinition } from '../interactions/deed.ts';
import type { Opener } from '../interactions/openers.ts';
import { type DealView, dealView, readRef, stageTitle } from '../records.ts';
import { metadataOf } from '../serializers/inbound.ts';
import { type FormPlace, placeOf } from './places.ts';

interface Memory extends FormPlace {
  r: string;
  v: number;
}

export const dealForm = ({ deal, pipeline, stage, organization }: DealView, place: FormPlace, note?: Json): Json =>
  modal({
    callbackId: 'deal_update',
    title: 'Update deal',
    submit: 'Save',
    metadata: { r: `deal:${deal.id}`, v: deal.version, ...place } satisfies Memory,
    blocks: [
      ...(note ? [note] : []),
      section(bold(deal.name)),
      input(
        'stage',
        'Stage',
        select(
          'v',
          stage,
          (pipeline?.stages ?? []).map(({ key, title }) => ({ value: key, label: title })),
          deal.stage,
        ),
      ),
      input('amount', `Amount (${deal.currency})`, numberInput('v', deal.amount), { optional: true }),
      input('close', 'Expected close', datePicker('v', deal.expectedCloseDate), { optional: true }),
      input('next', 'Next step', textInput('v', { initial: deal.nextStep }), { optional: true }),
      input(
        'company',
        'Company',
        searching(
          'company_search',
          'Type to search',
          deal.organizationId && organization ? { value: `organization:${deal.organizationId}`, label: organization } : undefined,
        ),
        { optional: true },
      ),
    ],
  });

export const updateDealForm: Opener = async ({ ctx, payload, value }) => {
  const ref = readRef(value.replace(/^\w+:(?=deal:)/, ''));
  if (ref?.type !== 'deal') return undefined;
  return dealForm(await dealView(ctx, ref.id), placeOf(payload));
};

function changeOf(values: Readonly<Record<string, string | null>>) {
  const { stage, amount, close, next } = values;
  const company = readRef(values.company);
  return {
    ...(stage ? { stage } : {}),
    amount: amount ?? null,
    expectedCloseDate: close ?? null,
    nextStep: next ?? null,
    // A company that its reader does not reach stands in no menu: an empty one says nothing of it.
    ...(company?.type === 'organization' ? { organizationId: company.id } : {}),
  };
}

const read = (view: Parameters<typeof metadataOf>[0]) => {
  const memory = metadataOf(view) as Partial<Memory>;
  const ref = readRef(memory.r);
  if (ref?.type !== 'deal' || typeof memory.v !== 'number')
    throw new PatchbayError('invalid_input', { detail: 'This form is out of date. Close it and open it again.' });
  return { dealId: ref.id, version: memory.v, place: { channel: memory.channel, ts: memory.ts } };
};

/** What stands there now beside what was typed: nobody’s change is overwritten without being seen. */
async function meanwhile(ctx: ConnectedContext, dealId: string, typed: ReturnType<typeof changeOf>, place: FormPlace): Promise<Json> {
  const view = await dealView(ctx, dealId);
  const pipelines = await ctx.crm.pipelines.list();
  const lines = differences(view.deal, typed, (key) => stageTitle(pipelines, view.deal.pipelineId, key));
  const note = section(
    `:warning: *Changed meanwhile.* Somebody else saved this deal while you were typing.\n${lines.join('\n') || 'What you typed is what is there now.'}\nThe form shows what is there now; save again to change it.`,
  );
  return dealForm(view, place, note);
}
export function differences(deal: CrmDeal, typed: ReturnType<typeof changeOf>, title: (stage: string) => string): string[] {
  const row = (label: string, theirs: string, yours: string) =>
    theirs === yours ? [] : [`• ${label}: now *${escaped(theirs)}*, you typed *${escaped(yours)}*`];
  return [
    ...(typed.stage ? row('Stage', title(deal.stage), title(typed.stage)) : []),
    ...row('Amount', money(deal.amount, deal.currency), money(typed.amount, deal.currency)),
    ...row('Expected close', deal.expectedCloseDate ?? '–', typed.expectedCloseDate ?? '–'),
    ...row('Next step', deal.nextStep ?? '–', typed.nextStep ?? '–'),
  ];
}

export const updateDeal: FormDefinition = {
  async check({ ctx, payload }, values) {
    const { dealId, version, place } = read(payload.view);
    const amount = values.amount;
    if (amount !== null && amount !== undefined && !/^\d{1,13}(\.\d{1,2})?$/.test(amount))
      return { response_action: 'errors', errors: { amount: 'A number with at most two decimals, such as 1250.50' } };
    const deal = await ctx.crm.deals.get(dealId);
    if (!ctx.may('deals:write')) return { response_action: 'errors', errors: { stage: 'Your role in the CRM does not let you change deals.' } };
    return deal.version === version ? undefined : { response_action: 'update', view: await meanwhile(ctx, dealId, changeOf(values), place) };
  },
  async submit({ id, ctx, hub, payload, userId, say }, values) {
    const { dealId, version } = read(payload.view);
    const before = await ctx.crm.deals.get(dealId);
    const deal = await ctx.crm.deals.update(dealId, { ...changeOf(values), version });
    return dealEdited({ id, hub, ctx, userId, before, after: deal, say });
  },
};
