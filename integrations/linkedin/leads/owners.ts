import { type ConnectedContext, PatchbayError } from '#sdk';
import { NO_ACCESS } from '../classify.ts';
import { listAdAccounts, listForms, listSubscriptions, subscribe, unsubscribe } from '../client/leads.ts';
import { listRoles, lookUpOrganizations } from '../client/pages.ts';
import { codeOf } from '../client/rest.ts';
import { urnId } from '../client/restli.ts';
import { toForm } from '../serializers/leads.ts';
import { saveForm } from '../store/lead-forms.ts';
import { listOwners, noteOwner, type OwnerFacts, type OwnerRow, saveOwners } from '../store/lead-owners.ts';
import { watchWebhook } from './webhook-gap.ts';

export const LEAD_SCOPE = 'r_marketing_leadgen_automation';
export const hasScope = (ctx: ConnectedContext, scope: string): boolean => ctx.connection.grantedScopes.includes(scope);

/** Roles on the page behind an ad account that let somebody read its leads (docs, read 2026-08). */
const LEAD_ROLES = ['ADMINISTRATOR', 'LEAD_GEN_FORMS_MANAGER', 'CURATOR', 'CONTENT_ADMINISTRATOR', 'ANALYST'];

/** Why the leads of an owner cannot be read, before the first one is lost; null: they can. */
export function diagnose(owner: Pick<OwnerRow, 'organizationUrn' | 'name'>, roles: ReadonlyMap<string, readonly string[]> | undefined): string | null {
  if (!roles) return null;
  if (!owner.organizationUrn)
    return `The ad account ${owner.name} belongs to no Page. Name its Page in Campaign Manager under Account settings, then look again.`;
  const held = roles.get(urnId(owner.organizationUrn)) ?? [];
  if (held.some((role) => LEAD_ROLES.includes(role))) return null;
  return `You need a Page role (for example Lead Gen Forms Manager) on the Page of ${owner.name}, as well as access to the ad account. A Page administrator gives it under Admin tools → Manage admins.`;
}

/** Who owns forms, which forms there are, and whether their leads can be read. */
export async function discoverLeads(ctx: ConnectedContext): Promise<OwnerRow[]> {
  if (!hasScope(ctx, LEAD_SCOPE)) return [];
  const accounts = await listAdAccounts(ctx);
  const roles = await rolesOf(ctx);
  const now = ctx.clock.now();
  const { workspaceId } = ctx;
  const connectionId = ctx.connection.id;
  const found = [...accounts.map((account) => ({ ...account, leadType: 'SPONSORED' })), ...(await pageOwners(ctx, roles))];
  await ctx.db.transaction((tx) => saveOwners(tx, { workspaceId, connectionId, now }, found));
  const read = new Map<string, string | null>();
  for (const owner of await ctx.db.transaction((tx) => listOwners(tx, workspaceId, connectionId))) {
    const unread = diagnose(owner, roles);
    // One owner has leads of several types; its forms are read once.
    if (unread === null && !read.has(owner.ownerUrn)) read.set(owner.ownerUrn, await readForms(ctx, owner));
    const problem = unread ?? read.get(owner.ownerUrn) ?? null;
    await ctx.db.transaction((tx) => noteOwner(tx, owner, { problem }, now));
    const key = `linkedin.lead-role:${owner.id}`;
    if (problem) await ctx.incidents.open({ key, level: 'warning', title: `Leads of ${owner.name} cannot be read`, detail: problem, connectionId });
    else await ctx.incidents.resolve(key);
  }
  return ctx.db.transaction((tx) => listOwners(tx, workspaceId, connectionId));
}

/** What a page's own forms collect beside advertisements; new `COMPANY` forms cannot be made any more, old ones still take leads. */
const PAGE_LEADS = ['EVENT', 'ORGANIZATION_PRODUCT', 'COMPANY'] as const;

/** Pages with forms of their own: events, products. Without a form there is nothing to ask for each hour. */
async function pageOwners(ctx: ConnectedContext, roles: ReadonlyMap<string, readonly string[]> | undefined): Promise<OwnerFacts[]> {
  const ids = [...(roles ?? [])].filter(([, held]) => held.some((role) => LEAD_ROLES.includes(role))).map(([id]) => id);
  const withForms: string[] = [];
  for (const id of ids) {
    try {
      if ((await listForms(ctx, `urn:li:organization:${id}`)).length > 0) withForms.push(id);
    } catch (error) {
      if (codeOf(error) !== NO_ACCESS) throw error;
    }
  }
  const names = hasScope(ctx, 'r_organization_social') ? await lookUpOrganizations(ctx, withForms) : new Map<string, { localizedName?: string | undefined }>();
  return withForms.flatMap((id) => {
    const organizationUrn = `urn:li:organization:${id}`;
    return PAGE_LEADS.map((leadType) => ({ ownerUrn: organizationUrn, leadType, name: names.get(id)?.localizedName ?? `Page ${id}`, organizationUrn }));
  });
}

async function rolesOf(ctx: ConnectedContext) {
  try {
    return await listRoles(ctx);
  } catch (error) {
    // Without the scope for roles nothing can be said of them; the forms themselves will tell.
    if (codeOf(error) === NO_ACCESS) return undefined;
    throw error;
  }
}

/** What kept us from reading them, in words. */
async function readForms(ctx: ConnectedContext, owner: OwnerRow): Promise<string | null> {
  try {
    const forms = await listForms(ctx, owner.ownerUrn);
    await ctx.db.transaction(async (tx) => {
      for (const form of forms) await saveForm(tx, ctx.workspaceId, ctx.connection.id, owner.ownerUrn, toForm(form), ctx.clock.now());
    });
    return null;
  } catch (error) {
    if (codeOf(error) !== NO_ACCESS) throw error;
    return `LinkedIn does not let you read the lead forms of ${owner.name}. You need a Page role (for example Lead Gen Forms Manager) on its Page as well as access to the ad account.`;
  }
}

/** One subscription per owner: new forms are covered by it. What is there under our address is taken over. */
export async function keepSubscriptions(ctx: ConnectedContext): Promise<void> {
  if (!hasScope(ctx, LEAD_SCOPE)) return;
  const { url, secret } = ctx.webhookAddress();
  if (!secret) return;
  const address = `${url}?account=${encodeURIComponent(ctx.connection.externalId)}`;
  const now = ctx.clock.now();
  for (const owner of await ctx.db.transaction((tx) => listOwners(tx, ctx.workspaceId, ctx.connection.id))) {
    if (owner.problem) continue;
    ctx.signal.throwIfAborted();
    const there = await listSubscriptions(ctx, owner.ownerUrn, owner.leadType);
    const mine = there.find(({ webhook }) => webhook === address);
    try {
      const id = mine?.id ?? (await subscribe(ctx, { ...owner, url: address }));
      await ctx.db.transaction((tx) =>
        noteOwner(tx, owner, { subscriptionId: id, subscribedUrl: address, ...(mine && owner.subscribedAt ? {} : { subscribedAt: now }) }, now),
      );
      await ctx.incidents.resolve(`linkedin.lead-webhook:${owner.id}`);
    } catch (error) {
      if (!(error instanceof PatchbayError) || error.code !== 'provider_rejected') throw error;
      await ctx.db.transaction((tx) => noteOwner(tx, owner, { subscriptionId: null, subscribedUrl: null, subscribedAt: null }, now));
      await ctx.incidents.open({
        key: `linkedin.lead-webhook:${owner.id}`,
        level: 'warning',
        title: `New leads of ${owner.name} come within the hour, not at once`,
        detail: `LinkedIn could not reach ${url}: ${error.message} Leads are still read every hour.`,
        remedy: 'The address must be reachable from the internet by https, without a password. LinkedIn refuses ngrok hosts.',
        connectionId: ctx.connection.id,
      });
    }
    await watchWebhook(ctx, owner);
    // Of an earlier address of this hub.
    for (const old of there.filter(({ webhook, id }) => webhook !== address && id === owner.subscriptionId)) await unsubscribe(ctx, old.id);
  }
}
