import { type ConnectedContext, type CrmDeal, type CrmPipeline, PatchbayError } from '#sdk';
import { money } from './blocks/text.ts';
import { accountOf } from './store/members.ts';

/** A deal with what people call its parts. */
export interface DealView {
  deal: CrmDeal;
  url: string;
  stage: string;
  pipeline: CrmPipeline | undefined;
  organization: string | undefined;
  owner: { name: string; slackId: string | undefined } | undefined;
  amount: string;
}

export const urlOf = (ctx: Pick<ConnectedContext, 'links'>, type: string, id: string): string =>
  ctx.links.url(`/${type === 'organization' ? 'organizations' : type === 'contact' ? 'contacts' : 'deals'}/${id}`);

export const stageTitle = (pipelines: readonly CrmPipeline[], pipelineId: unknown, key: unknown): string =>
  pipelines.find(({ id }) => id === pipelineId)?.stages.find((stage) => stage.key === key)?.title ?? String(key ?? '–').replaceAll('_', ' ');

export async function ownerOf(ctx: ConnectedContext, userId: string | null): Promise<DealView['owner']> {
  if (!userId) return undefined;
  const person = await ctx.people.get(userId);
  if (!person) return undefined;
  const account = await ctx.db.transaction((tx) => accountOf(tx, ctx.workspaceId, userId, ctx.connection.id));
  return { name: person.name, slackId: account?.externalId };
}

/** @throws PatchbayError not_found */
export async function dealView(ctx: ConnectedContext, dealId: string): Promise<DealView> {
  const deal = await ctx.crm.deals.get(dealId);
  const [pipelines, names, owner] = await Promise.all([
    ctx.crm.pipelines.list(),
    deal.organizationId ? ctx.crm.organizations.names([deal.organizationId]) : new Map<string, string>(),
    ownerOf(ctx, deal.ownerId),
  ]);
  return {
    deal,
    url: urlOf(ctx, 'deal', deal.id),
    stage: stageTitle(pipelines, deal.pipelineId, deal.stage),
    pipeline: pipelines.find(({ id }) => id === deal.pipelineId),
    organization: deal.organizationId ? names.get(deal.organizationId) : undefined,
    owner,
    amount: money(deal.amount, deal.currency),
  };
}

export interface RecordRef {
  type: 'deal' | 'contact' | 'organization';
  id: string;
}
/** `deal:0199…` as buttons and menus carry it: ids only, never what is to be believed. */
export function readRef(text: string | null | undefined): RecordRef | undefined {
  const match = /^(deal|contact|organization):([0-9a-f-]{36})$/.exec(text ?? '');
  return match ? { type: match[1] as RecordRef['type'], id: match[2] as string } : undefined;
}
export const refText = ({ type, id }: RecordRef): string => `${type}:${id}`;

/** What a record is called, as far as the actor reaches it. @throws PatchbayError not_found */
export async function nameOf(ctx: ConnectedContext, { type, id }: RecordRef): Promise<string> {
  if (type === 'deal') return (await ctx.crm.deals.get(id)).name;
  if (type === 'contact') {
    const contact = await ctx.crm.contacts.get(id);
    return `${contact.firstName} ${contact.lastName}`.trim() || (contact.emails[0]?.value ?? 'Somebody');
  }
  const name = (await ctx.crm.organizations.names([id])).get(id);
  if (name === undefined) throw new PatchbayError('not_found');
  return name;
}
