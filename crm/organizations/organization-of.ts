import { and, eq, sql } from 'drizzle-orm';
import { getDomainWithoutSuffix } from 'tldts';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '#platform/database/database';
import { among, PatchbayError, type Transaction } from '#sdk';
import { keepAddedOf } from '../changes.ts';
import { isPublicMailDomain } from '../identities/normalise.ts';
import { organizationDomains, organizations } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { tellOfOrganizations } from './tell.ts';

/**
 * The organization that a domain means, added when it is new; undefined for domains under which anybody has an address.
 * However many ask at a time, there is one: the key of domains decides, and only who wrote it adds the organization. It
 * has no owner: everybody reaches what everybody's mails belong to.
 */
export async function organizationOf(tx: Transaction, scope: CrmScope, domain: string | undefined): Promise<string | undefined> {
  if (!domain || isPublicMailDomain(domain)) return undefined;
  const known = await find(tx, scope, domain);
  if (known) return known;
  const { workspaceId, clock } = scope;
  const id = uuidv7();
  const name = nameOfDomain(domain);
  const at = sql`${clock.now().toISOString()}::timestamptz`;
  // One statement: foreign keys are looked at when it ends, and nothing is left behind when somebody was faster.
  const made = await rowsOf(
    tx,
    sql`with mine as (
          insert into organization_domains (workspace_id, domain, organization_id) values (${workspaceId}, ${domain}, ${id}) on conflict do nothing returning organization_id
        ) insert into organizations (workspace_id, id, name, created_at, updated_at)
        select ${workspaceId}::uuid, organization_id, ${name}, ${at}, ${at} from mine returning id`,
  );
  if (made.length === 0) return find(tx, scope, domain);
  const [row] = await tx
    .select()
    .from(organizations)
    .where(and(eq(organizations.workspaceId, workspaceId), eq(organizations.id, id)));
  if (!row) throw new PatchbayError('internal');
  const changes = [
    { field: 'name', before: null, after: name },
    { field: 'domains', before: null, after: [domain] },
  ];
  await keepAddedOf(tx, scope, 'organization', [{ recordId: id, changes }]);
  await tellOfOrganizations(tx, scope, 'organization.created', [{ row, changes }]);
  return id;
}

/** The same for many domains: those that are known in one question, those that are new in the order of their names. */
export async function organizationsOf(tx: Transaction, scope: CrmScope, domains: readonly string[]): Promise<Map<string, string>> {
  const asked = [...new Set(domains)].filter((domain) => !isPublicMailDomain(domain)).sort();
  if (asked.length === 0) return new Map();
  const known = await tx
    .select({ domain: organizationDomains.domain, id: organizations.id })
    .from(organizationDomains)
    .innerJoin(organizations, linked)
    .where(and(eq(organizationDomains.workspaceId, scope.workspaceId), among(organizationDomains.domain, asked), eq(organizations.recordState, 'live')))
    .orderBy(organizations.id)
    .for('key share', { of: organizations });
  const found = new Map(known.map(({ domain, id }) => [domain, id]));
  for (const domain of asked) {
    if (found.has(domain)) continue;
    const id = await organizationOf(tx, scope, domain);
    if (id) found.set(domain, id);
  }
  return found;
}

const linked = and(eq(organizations.workspaceId, organizationDomains.workspaceId), eq(organizations.id, organizationDomains.organizationId));
/** Held against removal until the commit: what is linked to it next is linked to a living one. */
async function find(tx: Transaction, { workspaceId }: CrmScope, domain: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: organizations.id })
    .from(organizationDomains)
    .innerJoin(organizations, linked)
    .where(and(eq(organizationDomains.workspaceId, workspaceId), eq(organizationDomains.domain, domain), eq(organizations.recordState, 'live')))
    .for('key share', { of: organizations });
  return row?.id;
}

/** `acme-tools.co.uk` is called Acme Tools until somebody says better. */
export function nameOfDomain(domain: string): string {
  const label = getDomainWithoutSuffix(domain, { allowPrivateDomains: true }) || domain;
  return label.startsWith('xn--')
    ? domain
    : label
        .split('-')
        .filter((word) => word)
        .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
        .join(' ');
}
