import { z } from 'zod';
import type { ConnectedContext, Lane } from '#sdk';
import { ownerOf, type RemoteForm, type RemoteLead, remoteForm, remoteLead } from '../serializers/leads.ts';
import { type Part, pages, parts, rest, statusOf } from './rest.ts';
import { restliKey } from './restli.ts';

const FIELDS =
  'ownerInfo,associatedEntityInfo,leadMetadataInfo,owner,leadType,versionedLeadGenFormUrn,id,submittedAt,testLead,formResponse,submitter,associatedEntity,form:(hiddenFields,creationLocale,name,id,content)';

const adAccount = z.object({
  id: z.coerce.string(),
  name: z.string().default(''),
  test: z.boolean().default(false),
  // Empty for accounts that belong to no page yet.
  referenceInfo: z.object({ organization: z.object({ id: z.coerce.string() }).optional() }).optional(),
});

/** Ad accounts whose forms may be read. */
export async function listAdAccounts(ctx: ConnectedContext) {
  const found: { ownerUrn: string; name: string; organizationUrn: string | null }[] = [];
  const search = { status: { values: ['ACTIVE'] }, test: false };
  for await (const page of pages(ctx, adAccount, {
    resource: 'adAccounts',
    path: 'adAccounts',
    params: { q: 'search', search, fields: 'id,name,test,referenceInfo' },
    lane: 'backfill',
  }))
    for (const { id, name, referenceInfo } of page) {
      const organization = referenceInfo?.organization?.id;
      found.push({ ownerUrn: `urn:li:sponsoredAccount:${id}`, name, organizationUrn: organization ? `urn:li:organization:${organization}` : null });
    }
  return found;
}

export async function listForms(ctx: ConnectedContext, ownerUrn: string): Promise<RemoteForm[]> {
  const found: RemoteForm[] = [];
  const call = { resource: 'leadForms', path: 'leadForms', params: { q: 'owner', owner: { ...ownerOf(ownerUrn) } }, lane: 'backfill' } as const;
  for await (const page of pages(ctx, remoteForm, call)) found.push(...page);
  return found;
}

interface LeadRange {
  ownerUrn: string;
  leadType: string;
  from: Date;
  /** Not part of it. */
  to: Date;
  lane: Lane;
}
export const LEAD_PAGE = 100;
/** Leads of an owner submitted in a time, a hundred a call, from a place on. */
export const readLeads = (ctx: ConnectedContext, { ownerUrn, leadType, from, to, lane }: LeadRange, start = 0): AsyncGenerator<Part<RemoteLead>> =>
  parts(
    ctx,
    remoteLead,
    {
      resource: 'leadFormResponses',
      path: 'leadFormResponses',
      params: {
        q: 'owner',
        owner: { ...ownerOf(ownerUrn) },
        leadType: { leadType },
        limitedToTestLeads: false,
        submittedAtTimeRange: { start: from.getTime(), end: to.getTime() },
        fields: FIELDS,
      },
      lane,
    },
    { count: LEAD_PAGE, from: start },
  );

/** The same without their places. */
export async function* listLeads(ctx: ConnectedContext, range: LeadRange): AsyncGenerator<RemoteLead[]> {
  for await (const { elements } of readLeads(ctx, range)) yield elements;
}

/** Undefined: it is not there any more. */
export async function getLead(ctx: ConnectedContext, responseId: string): Promise<RemoteLead | undefined> {
  try {
    const path = `leadFormResponses/${restliKey(responseId)}`;
    const { body } = await rest(ctx, { method: 'GET', resource: 'leadFormResponses', path, params: { fields: FIELDS }, lane: 'webhook' });
    return remoteLead.parse(body);
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

const subscription = z.object({ id: z.coerce.string(), webhook: z.string(), leadType: z.string().optional() });
export async function listSubscriptions(ctx: ConnectedContext, ownerUrn: string, leadType: string) {
  const found: z.output<typeof subscription>[] = [];
  const params = { q: 'criteria', owner: { value: { ...ownerOf(ownerUrn) } }, leadType: { leadType } };
  for await (const page of pages(ctx, subscription, { resource: 'leadNotifications', path: 'leadNotifications', params, lane: 'backfill' }))
    found.push(...page);
  return found;
}

/** The address must answer a challenge within three seconds while this call is under way. */
export async function subscribe(ctx: ConnectedContext, { ownerUrn, leadType, url }: { ownerUrn: string; leadType: string; url: string }): Promise<string> {
  const { id } = await rest(ctx, {
    method: 'POST',
    resource: 'leadNotifications',
    path: 'leadNotifications',
    json: { webhook: url, owner: ownerOf(ownerUrn), leadType },
    lane: 'backfill',
  });
  return id ?? '';
}

export async function unsubscribe(ctx: ConnectedContext, id: string): Promise<void> {
  try {
    await rest(ctx, { method: 'DELETE', resource: 'leadNotifications', path: `leadNotifications/${restliKey(id)}`, lane: 'backfill' });
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
  }
}
