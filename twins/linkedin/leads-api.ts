import { randomUUID } from 'node:crypto';
import type { VirtualClock } from '../clock.ts';
import type { Store } from '../store.ts';
import { lookUp } from '../store.ts';
import { answer, linkedinError, notFound } from './errors.ts';
import { type Call, fieldOf, type Guarded, pageOf, required } from './gate.ts';
import { isRecord, type RestliValue } from './restli.ts';
import { type Lead, type LeadType, type LinkedInData, lastOf, type Owner, type Subscription } from './store.ts';
import { validates } from './subscriptions.ts';

const SCOPES = ['r_marketing_leadgen_automation'];
const LEAD_ROLES = ['ADMINISTRATOR', 'LEAD_GEN_FORMS_MANAGER', 'CURATOR', 'CONTENT_ADMINISTRATOR', 'ANALYST'];
const MOST_SUBSCRIPTIONS = 1_500;
const YEAR_MS = 365 * 86_400_000;

const ownerOf = (value: RestliValue | undefined): Owner => {
  const inner = isRecord(value) && isRecord(value.value) ? value.value : value;
  const account = fieldOf(inner, 'sponsoredAccount');
  const organization = fieldOf(inner, 'organization');
  if (typeof account === 'string') return { sponsoredAccount: account };
  if (typeof organization === 'string') return { organization };
  return required(undefined as Owner | undefined, 'owner');
};
export const sameOwner = (a: Owner, b: Owner): boolean => a.sponsoredAccount === b.sponsoredAccount && a.organization === b.organization;

/** Lead Sync: forms, responses and subscriptions. Whoever asks needs a role on the Page behind the owner as well. */
export const leadsApi = (store: Store<LinkedInData>, clock: VirtualClock): Guarded[] => {
  const organizationOf = (owner: Owner): number | undefined => {
    const account = owner.sponsoredAccount && lookUp(store.data.adAccounts, lastOf(owner.sponsoredAccount));
    return account ? account.organizationId : owner.organization ? Number(lastOf(owner.organization)) : undefined;
  };
  const mayRead = (call: Call, owner: Owner): boolean =>
    store.data.acls.some(
      (acl) => acl.accountId === call.account.id && acl.organizationId === organizationOf(owner) && acl.state === 'APPROVED' && LEAD_ROLES.includes(acl.role),
    );
  const noRole = () =>
    linkedinError(403, 'Member does not have permission to access the lead forms of this owner', { serviceErrorCode: 100, code: 'ACCESS_DENIED' });
  const readable = (lead: Lead): boolean => lead.submittedAt > clock.nowMs() - YEAR_MS;

  const shown = (lead: Lead, fields: string | undefined) => {
    const formKey = /urn:li:leadGenForm:(\d+), ?(\d+)/.exec(lead.versionedLeadGenFormUrn);
    const form = formKey && lookUp(store.data.forms, `${formKey[1]},${formKey[2]}`);
    return {
      ...lead,
      ...(fields?.includes('leadMetadataInfo')
        ? {
            leadMetadataInfo: {
              sponsoredLeadMetadataInfo: {
                campaign: { id: lead.leadMetadata?.sponsoredLeadMetadata.campaign, name: 'Spring campaign', type: 'SPONSORED_UPDATES' },
              },
            },
          }
        : {}),
      ...(fields?.includes('form:') && form
        ? { form: { id: form.id, name: form.name, creationLocale: form.creationLocale, hiddenFields: form.hiddenFields, content: form.content } }
        : {}),
    };
  };
  const view = ({ accountId: _, failures: __, isBlocked: ___, lastChallengeMs: ____, ...subscription }: Subscription) => subscription;

  /** The address must answer a challenge before the subscription is there. */
  const subscribe = async (call: Call) => {
    const { webhook, owner, leadType } = (call.body ?? {}) as { webhook?: string; owner?: Owner; leadType?: LeadType };
    if (!webhook || !owner || !leadType) return linkedinError(422, 'webhook, owner and leadType are required');
    if (!mayRead(call, owner)) return noRole();
    const own = Object.values(store.data.subscriptions).filter((each) => sameOwner(each.owner, owner));
    if (own.length >= MOST_SUBSCRIPTIONS) return linkedinError(400, 'Too many subscriptions of this owner');
    if (!(await validates(webhook))) return linkedinError(400, 'Webhook endpoint failed validation', { code: 'WEBHOOK_VALIDATION_FAILED' });
    const id = `${store.data.sequence++}-${randomUUID().slice(0, 8)}`;
    store.data.subscriptions[id] = { id, accountId: call.account.id, webhook, owner, leadType, failures: 0, isBlocked: false, lastChallengeMs: clock.nowMs() };
    return { status: 201, headers: { 'x-restli-id': id }, body: '' };
  };
  return [
    { method: 'POST', path: '/linkedin/api/rest/leadNotifications', resource: 'leadNotifications', scopes: SCOPES, handle: subscribe },
    {
      method: 'GET',
      path: '/linkedin/api/rest/adAccounts',
      resource: 'adAccounts',
      scopes: ['r_ads', 'rw_ads'],
      handle: (call) => {
        if (call.text('q') !== 'search') return linkedinError(400, 'unknown finder');
        const search = call.structure('search');
        const wantsTest = fieldOf(search, 'test');
        const rows = Object.values(store.data.adAccounts)
          .filter(({ test }) => wantsTest === undefined || String(test) === wantsTest)
          .map(({ id, name, test, organizationId }) => ({
            id,
            name,
            test,
            status: 'ACTIVE',
            referenceInfo: { organization: { id: organizationId, name: store.data.organizations[organizationId]?.localizedName } },
          }));
        return answer(200, pageOf(rows, call, { total: rows.length }));
      },
    },
    {
      method: 'GET',
      path: '/linkedin/api/rest/leadForms',
      resource: 'leadForms',
      scopes: SCOPES,
      handle: (call) => {
        const owner = ownerOf(required(call.structure('owner'), 'owner'));
        if (!mayRead(call, owner)) return noRole();
        const newest = new Map<number, (typeof store.data.forms)[string]>();
        for (const form of Object.values(store.data.forms))
          if (sameOwner(form.owner, owner) && (newest.get(form.id)?.versionId ?? 0) < form.versionId) newest.set(form.id, form);
        return answer(200, pageOf([...newest.values()], call, { total: -1 }));
      },
    },
    {
      method: 'GET',
      path: '/linkedin/api/rest/leadFormResponses',
      resource: 'leadFormResponses',
      scopes: SCOPES,
      handle: (call) => {
        if (call.text('q') !== 'owner') return linkedinError(400, 'unknown finder');
        const owner = ownerOf(required(call.structure('owner'), 'owner'));
        const leadType = fieldOf(required(call.structure('leadType'), 'leadType'), 'leadType');
        const range = call.structure('submittedAtTimeRange');
        const start = Number(fieldOf(range, 'start') ?? 0);
        const end = Number(fieldOf(range, 'end') ?? Number.POSITIVE_INFINITY);
        if (!mayRead(call, owner)) return noRole();
        const testOnly = call.text('limitedToTestLeads') === 'true';
        const rows = Object.values(store.data.leads)
          .filter(
            (lead) =>
              sameOwner(lead.owner, owner) &&
              lead.leadType === leadType &&
              lead.submittedAt >= start &&
              lead.submittedAt < end &&
              readable(lead) &&
              (!testOnly || lead.testLead),
          )
          .sort((a, b) => a.submittedAt - b.submittedAt || (a.id < b.id ? -1 : 1));
        const page = pageOf(rows, call, { total: Math.max(0, rows.length - 3) });
        return answer(200, { ...page, elements: page.elements.map((lead) => shown(lead, call.text('fields'))) });
      },
    },
    {
      method: 'GET',
      path: '/linkedin/api/rest/leadFormResponses/{id}',
      resource: 'leadFormResponses',
      scopes: SCOPES,
      handle: (call) => {
        const lead = lookUp(store.data.leads, call.id);
        if (!lead || !readable(lead)) return notFound(`leadFormResponse ${call.id}`);
        return mayRead(call, lead.owner) ? answer(200, shown(lead, call.text('fields'))) : noRole();
      },
    },
    {
      method: 'GET',
      path: '/linkedin/api/rest/leadNotifications',
      resource: 'leadNotifications',
      scopes: SCOPES,
      handle: (call) => {
        const owner = ownerOf(required(call.structure('owner'), 'owner'));
        const rows = Object.values(store.data.subscriptions).filter((each) => sameOwner(each.owner, owner) && each.accountId === call.account.id);
        return answer(200, pageOf(rows.map(view), call));
      },
    },
    {
      method: 'GET',
      path: '/linkedin/api/rest/leadNotifications/{id}',
      resource: 'leadNotifications',
      scopes: SCOPES,
      handle: (call) => {
        const found = lookUp(store.data.subscriptions, call.id);
        return found ? answer(200, view(found)) : notFound(`leadNotification ${call.id}`);
      },
    },
    {
      method: 'DELETE',
      path: '/linkedin/api/rest/leadNotifications/{id}',
      resource: 'leadNotifications',
      scopes: SCOPES,
      handle: (call) => {
        if (!lookUp(store.data.subscriptions, call.id)) return notFound(`leadNotification ${call.id}`);
        delete store.data.subscriptions[call.id];
        return { status: 204, headers: {}, body: '' };
      },
    },
  ];
};
