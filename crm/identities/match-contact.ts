import { type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { defaultCountry } from '../default-country.ts';
import type { IdentityKind, RecordState } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type Identity, identityKey, readIdentity } from './identity-value.ts';

export interface ContactMatch {
  contactId: string;
  ownerId: string | null;
  organizationId: string | null;
  firstName: string;
  lastName: string;
}

/**
 * Who is known by this address, number or handle; undefined when nobody is, or when several people use it. Whoever it is
 * is a fact, whatever the caller reaches: what is shown of them must be asked of the contacts.
 * @example const match = await matchContact(tx, scope, { kind: 'phone', value: '+49 30 901820' });
 */
export async function matchContact(
  tx: Transaction,
  scope: Pick<CrmScope, 'workspaceId'>,
  { kind, value }: { kind: IdentityKind; value: string },
): Promise<ContactMatch | undefined> {
  // Only a number needs the workspace's country to be read.
  const country = kind === 'phone' && !value.trim().startsWith('+') ? await defaultCountry(tx, scope) : 'US';
  const known = readIdentity({ kind, value }, country);
  if (!known) return undefined;
  const [row] = await rowsOf<ContactMatch>(tx, matchQuery(scope, known));
  return row;
}

/** One probe of the index of matching and one of the contact's key; the test of its plan reads it too. */
export const matchQuery = ({ workspaceId }: Pick<CrmScope, 'workspaceId'>, { kind, value }: Pick<Identity, 'kind' | 'value'>): SQL => sql`
  select c.id as "contactId", c.owner_id as "ownerId", c.organization_id as "organizationId", c.first_name as "firstName", c.last_name as "lastName"
  from contact_identities i join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id
  where i.workspace_id = ${workspaceId} and i.kind = ${kind} and i.value = ${value} and not i.is_shared and c.record_state = 'live'`;

export interface Holder {
  contactId: string;
  state: RecordState;
}
/**
 * By key of each identity who holds it, removed ones too. Their rows are held against merging and removal until the
 * commit, so that what is written next hangs on whoever it means.
 */
export async function holdersOf(tx: Transaction, { workspaceId }: CrmScope, known: readonly Identity[]): Promise<Map<string, Holder>> {
  if (known.length === 0) return new Map();
  const pairs = known.map(({ kind, value }) => sql`(${kind}, ${value})`);
  const rows = await rowsOf<{ kind: IdentityKind; value: string; contactId: string; state: RecordState }>(
    tx,
    sql`select i.kind, i.value, c.id as "contactId", c.record_state as state
        from contact_identities i join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id
        where i.workspace_id = ${workspaceId} and not i.is_shared and (i.kind, i.value) in (${sql.join(pairs, sql`, `)})
        order by c.id for key share of c`,
  );
  return new Map(rows.map(({ contactId, state, ...identity }) => [identityKey(identity), { contactId, state }]));
}

/** Which of these several contacts use. */
export async function sharedAmong(tx: Transaction, { workspaceId }: CrmScope, known: readonly Identity[]): Promise<Set<string>> {
  if (known.length === 0) return new Set();
  const pairs = known.map(({ kind, value }) => sql`(${kind}, ${value})`);
  const rows = await rowsOf<Pick<Identity, 'kind' | 'value'>>(
    tx,
    sql`select distinct kind, value from contact_identities
        where workspace_id = ${workspaceId} and is_shared and (kind, value) in (${sql.join(pairs, sql`, `)})`,
  );
  return new Set(rows.map(identityKey));
}
