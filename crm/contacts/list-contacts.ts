import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { defaultCountry } from '../default-country.ts';
import { readIdentity } from '../identities/identity-value.ts';
import { type After, keyset, SORT_TIME, type Sort, type SortName } from '../keyset.ts';
import { type CONTACT_LIFECYCLE_STAGES, contacts, type IdentityKind, type LEAD_SOURCES } from '../models.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { foundByWords } from '../search/found-by-words.ts';
import type { ContactRow } from './shape.ts';

export interface ContactQuery {
  ownerId?: string | undefined;
  organizationId?: string | undefined;
  lifecycleStage?: (typeof CONTACT_LIFECYCLE_STAGES)[number] | undefined;
  leadSource?: (typeof LEAD_SOURCES)[number] | undefined;
  isActive?: boolean | undefined;
  tag?: string | undefined;
  email?: string | undefined;
  phone?: string | undefined;
  /** Words of anything a contact is found by. */
  q?: string | undefined;
  filter?: SQL | undefined;
}
const SORTS = {
  createdAt: { of: [contacts.createdAt], type: 'timestamptz' },
  updatedAt: { of: [contacts.updatedAt], type: 'timestamptz' },
  name: { of: [contacts.lastName, contacts.firstName], type: 'text' },
  lastContactedAt: SORT_TIME(contacts.lastContactedAt),
} as const satisfies Record<string, Sort>;
export const CONTACT_SORTS = Object.keys(SORTS).flatMap((name) => [name, `-${name}`]) as SortName<typeof SORTS>[];

export interface ContactPage extends ContactQuery {
  sort?: SortName<typeof SORTS> | undefined;
  limit: number;
  after?: After | undefined;
}

/** The condition on contacts that a query means: live, in reach, and what it asks. */
export async function contactsWhere(tx: Transaction, scope: CrmScope, query: ContactQuery): Promise<SQL | undefined> {
  const { workspaceId, reach } = scope;
  const { ownerId, organizationId, lifecycleStage, leadSource, isActive, tag, email, phone, q, filter } = query;
  const country = phone === undefined ? 'US' : await defaultCountry(tx, scope);
  const known = (kind: IdentityKind, value: string) => {
    // What is no address is nobody's.
    const identity = readIdentity({ kind, value }, country);
    return identity
      ? sql`${contacts.id} in (select i.contact_id from contact_identities i where i.workspace_id = ${workspaceId} and i.kind = ${kind} and i.value = ${identity.value} and not i.is_shared
          union all select i.contact_id from contact_identities i where i.workspace_id = ${workspaceId} and i.kind = ${kind} and i.value = ${identity.value} and i.is_shared)`
      : sql`false`;
  };
  return and(
    eq(contacts.workspaceId, workspaceId),
    eq(contacts.recordState, 'live'),
    ownedBy(reach.read, contacts.ownerId),
    ownerId ? eq(contacts.ownerId, ownerId) : undefined,
    organizationId ? eq(contacts.organizationId, organizationId) : undefined,
    lifecycleStage ? eq(contacts.lifecycleStage, lifecycleStage) : undefined,
    leadSource ? eq(contacts.leadSource, leadSource) : undefined,
    isActive === undefined ? undefined : eq(contacts.isActive, isActive),
    tag
      ? sql`${contacts.id} in (select rt.record_id from record_tags rt join tags t on t.workspace_id = rt.workspace_id and t.id = rt.tag_id
          where rt.workspace_id = ${workspaceId} and t.name = ${tag} and rt.entity = 'contact')`
      : undefined,
    email === undefined ? undefined : known('email', email),
    phone === undefined ? undefined : known('phone', phone),
    q?.trim() ? foundByWords(scope, 'contact', contacts.id, q) : undefined,
    filter,
  );
}

/** One page; `next` says where the following one begins. */
export async function listContacts(tx: Transaction, scope: CrmScope, page: ContactPage): Promise<{ rows: ContactRow[]; next: (string | number)[] | null }> {
  const { sort = '-createdAt', limit, after } = page;
  const { key, order, beyond, cursor, refuse } = keyset(SORTS, sort, contacts.id, after);
  const rows = await tx
    .select({ contact: contacts, key })
    .from(contacts)
    .where(and(await contactsWhere(tx, scope, page), beyond))
    .orderBy(...order)
    .limit(limit + 1)
    .catch(refuse);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map((row) => row.contact), next: rows.length > limit && last ? cursor({ key: last.key, id: last.contact.id }) : null };
}
