import { type SQL, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '#platform/database/database';
import { sqlState } from '#platform/database/database-error';
import { PatchbayError, type Transaction } from '#sdk';
import { attachUnmatched } from '../activities/attach-unmatched.ts';
import { changesOf, type FieldChange, keepAddedOf } from '../changes.ts';
import { meantContact } from '../contacts/find-contact.ts';
import { type PersonName, readName } from '../contacts/person-name.ts';
import { reviveContact } from '../contacts/remove-contact.ts';
import type { ContactRow } from '../contacts/shape.ts';
import { tellOfContacts } from '../contacts/tell.ts';
import { reload, updateContact } from '../contacts/write-contact.ts';
import { defaultCountry } from '../default-country.ts';
import { noteDuplicates } from '../duplicates/find-duplicates.ts';
import { erasedAmong } from '../erasure/erased-identities.ts';
import type { LEAD_SOURCES } from '../models.ts';
import { organizationOf } from '../organizations/organization-of.ts';
import { EVERYTHING } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { type Identity, type IdentityInput, identityKey, inOrder, readIdentity } from './identity-value.ts';
import { holdersOf, sharedAmong } from './match-contact.ts';
import { domainOf, normaliseDomain } from './normalise.ts';
import { addIdentities, rowOfIdentity, settlePrimary } from './write-identities.ts';

export interface NewSomebody {
  /** The first that is known decides who it is. What is no address or number is left out. */
  identities: readonly IdentityInput[];
  /** As it was written (`Doe, Jane`), or in its parts. Never overwrites a name. */
  name?: string | PersonName | undefined;
  /** Where they work, if that is known; otherwise it is the domain of an address. */
  organizationDomain?: string | undefined;
  ownerId?: string | null | undefined;
  /** Of whoever is added. */
  jobTitle?: string | undefined;
  leadSource?: (typeof LEAD_SOURCES)[number] | undefined;
  /** The provenance of what is written: an integration or import. Default: the scope's. */
  source?: string | undefined;
}
export interface Ensured {
  contactId: string;
  isNew: boolean;
}

/** Somebody was faster; what was written is taken back to the savepoint. */
class TakenMeanwhile extends Error {}
const TRIES = 5;

/**
 * The contact that is known by these addresses, numbers or handles, added if nobody is. However many ask at a time, there
 * is one: the unique index of identities decides. A removed contact that is heard of again comes back, with what it asked
 * of us. Undefined when nothing of it is an address, or only such as several people use, or of somebody who was erased.
 *
 * In one transaction ask for several in the order of their addresses: two that meet then wait in one direction only.
 * @example await ensureContact(tx, scope, { identities: [{ kind: 'email', value: 'ann@acme.com' }], name: 'Ann Lee' });
 */
export async function ensureContact(tx: Transaction, asked: CrmScope, somebody: NewSomebody): Promise<Ensured | undefined> {
  // Who is who is a fact, whatever the caller reaches.
  const scope: CrmScope = { ...asked, reach: EVERYTHING, source: somebody.source ?? asked.source };
  const country = await defaultCountry(tx, scope);
  const read = somebody.identities.flatMap((each) => readIdentity(each, country) ?? []);
  const known = [...new Map(read.map((each) => [identityKey(each), each])).values()];
  const matched = known.filter((each) => !each.isShared);
  for (let tries = 0; matched.length > 0 && tries < TRIES; tries++) {
    const holders = await holdersOf(tx, scope, matched);
    const all = matched.flatMap((each) => holders.get(identityKey(each)) ?? []);
    // Merged while we waited for it: its addresses are the winner's now.
    if (all.some(({ state }) => state === 'merged')) continue;
    const holder = all.find(({ state }) => state === 'live') ?? all[0];
    if (holder) {
      const own = matched.filter((each) => holders.get(identityKey(each))?.contactId === holder.contactId);
      await complete(tx, scope, holder, known, own.length, somebody);
      return { contactId: holder.contactId, isNew: false };
    }
    // Who asked to be forgotten is not known again by a mail or a list.
    if ((await erasedAmong(tx, scope, known)).size > 0) return undefined;
    const shared = await sharedAmong(tx, scope, matched);
    if (matched.every((each) => shared.has(identityKey(each)))) return undefined;
    const contactId = await addContact(
      tx,
      scope,
      matched.filter((each) => !shared.has(identityKey(each))),
      known,
      somebody,
    );
    if (contactId) return { contactId, isNew: true };
  }
  if (matched.length > 0) throw new PatchbayError('conflict');
  return undefined;
}

async function addContact(
  tx: Transaction,
  scope: CrmScope,
  own: readonly Identity[],
  known: readonly Identity[],
  somebody: NewSomebody,
): Promise<string | undefined> {
  try {
    return await tx.transaction(async (inner) => {
      const organizationId = await organizationOfSomebody(inner, scope, own, somebody);
      const contactId = await insertTogether(inner, scope, own, { ...somebody, organizationId });
      const others = known.filter((each) => !own.some((mine) => identityKey(mine) === identityKey(each)));
      await addIdentities(inner, scope, contactId, others, { addresses: 'share' });
      for (const each of inOrder(own)) await attachUnmatched(inner, scope, each.kind, each.value, contactId);
      await settlePrimary(inner, scope, [contactId]);
      await addHandles(inner, scope, contactId, known);
      const row = await reload(inner, scope, contactId);
      const changes = changesOfNew(row, known);
      await keepAddedOf(inner, scope, 'contact', [{ recordId: contactId, changes }]);
      await noteDuplicates(inner, scope, [contactId]);
      await tellOfContacts(inner, scope, 'contact.created', [{ row, changes }]);
      return contactId;
    });
  } catch (error) {
    // Some of the addresses were free and some not: those that were added point to a contact that was not.
    if (error instanceof TakenMeanwhile || sqlState(error) === '23503') return undefined;
    throw error;
  }
}

/** What is told of somebody who was added, and kept as where it came from. */
export function changesOfNew({ firstName, lastName, jobTitle, organizationId, ownerId, leadSource }: ContactRow, known: readonly Identity[]): FieldChange[] {
  const list = (kind: Identity['kind']) => known.filter((each) => each.kind === kind).map((each) => each.value);
  const said = { firstName, lastName, jobTitle, organizationId, ownerId, leadSource, emails: list('email'), phones: list('phone') };
  return changesOf({}, said).filter(({ after }) => after !== null && after !== '' && !(Array.isArray(after) && after.length === 0));
}

/**
 * One statement: foreign keys are looked at when it ends. Without all of the identities there is no contact, so nobody
 * is ever left behind without an address.
 */
async function insertTogether(
  tx: Transaction,
  scope: CrmScope,
  own: readonly Identity[],
  { name, ownerId, jobTitle, leadSource, organizationId }: NewSomebody & { organizationId: string | undefined },
): Promise<string> {
  const { workspaceId, clock } = scope;
  const contactId = uuidv7();
  const { firstName = '', lastName = '' } = nameOf(name) ?? {};
  const at = sql`${clock.now().toISOString()}::timestamptz`;
  const rows = inOrder(own).map((each): SQL => {
    const row = rowOfIdentity(scope, contactId, each);
    return sql`(${workspaceId}::uuid, ${row.id}::uuid, ${contactId}::uuid, ${row.kind}, ${row.value}, ${row.display}, ${row.label}, ${row.isPrimary}::boolean, ${row.isVerified}::boolean, ${row.source}, ${at})`;
  });
  const added = await rowsOf(
    tx,
    sql`with mine as (
          insert into contact_identities (workspace_id, id, contact_id, kind, value, display, label, is_primary, is_verified, source, created_at)
          values ${sql.join(rows, sql`, `)} on conflict do nothing returning id
        ) insert into contacts (workspace_id, id, first_name, last_name, job_title, organization_id, owner_id, lead_source, created_at, updated_at)
        select ${workspaceId}::uuid, ${contactId}::uuid, ${firstName}, ${lastName}, ${jobTitle ?? null}, ${organizationId ?? null}::uuid, ${ownerId ?? null}::uuid, ${leadSource ?? null}, ${at}, ${at}
        where (select count(*) from mine) = ${rows.length} returning id`,
  );
  if (added.length === 0) throw new TakenMeanwhile();
  return contactId;
}

/** The columns that name a profile, from the handles that are known. */
async function addHandles(tx: Transaction, { workspaceId }: CrmScope, contactId: string, known: readonly Identity[]): Promise<void> {
  const linkedin = known.find((each) => each.kind === 'linkedin')?.value;
  const twitter = known.find((each) => each.kind === 'twitter')?.value;
  if (!linkedin && !twitter) return;
  const url = linkedin ? `https://www.linkedin.com/in/${encodeURIComponent(linkedin)}` : null;
  await tx.execute(sql`update contacts set linkedin_url = coalesce(linkedin_url, ${url}), twitter_handle = coalesce(twitter_handle, ${twitter ?? null})
    where workspace_id = ${workspaceId} and id = ${contactId}`);
}

/** Somebody who is known already: comes back if removed, and is known by the rest as well. */
async function complete(
  tx: Transaction,
  scope: CrmScope,
  holder: { contactId: string; state: string },
  known: readonly Identity[],
  ownCount: number,
  { name }: NewSomebody,
): Promise<void> {
  const { contactId, state } = holder;
  const isWhole = known.every((each) => !each.isShared) && ownCount === known.length;
  if (isWhole && state === 'live' && !name) return;
  const before = await reload(tx, scope, contactId);
  const named = nameOf(name);
  const lacksName = named !== undefined && before.firstName === '' && before.lastName === '';
  if (isWhole && state === 'live' && !lacksName) return;
  // Others may hold it as we do, against removal: of two that ask for all of it each would wait for the other.
  await tx.execute(sql`select 1 from contacts where workspace_id = ${scope.workspaceId} and id = ${contactId} for no key update`);
  // Somebody may have merged or restored it while we waited.
  const meant = (await meantContact(tx, scope, contactId)) ?? contactId;
  const held = await reload(tx, scope, meant);
  if (held.recordState === 'deleted') await reviveContact(tx, scope, held);
  await addIdentities(tx, scope, meant, known, { addresses: 'share' });
  await settlePrimary(tx, scope, [meant]);
  if (lacksName && held.firstName === '' && held.lastName === '') await updateContact(tx, scope, meant, named);
  else await noteDuplicates(tx, scope, [meant]);
}

async function organizationOfSomebody(
  tx: Transaction,
  scope: CrmScope,
  own: readonly Identity[],
  { organizationDomain }: NewSomebody,
): Promise<string | undefined> {
  const domains = [
    organizationDomain === undefined ? undefined : normaliseDomain(organizationDomain),
    ...own.filter((each) => each.kind === 'email').map((each) => domainOf(each.value)),
  ];
  for (const domain of domains) {
    const found = await organizationOf(tx, scope, domain);
    if (found) return found;
  }
  return undefined;
}

export function nameOf(name: string | PersonName | undefined): PersonName | undefined {
  const read = typeof name === 'string' ? readName(name) : name;
  return read && (read.firstName || read.lastName) ? { firstName: read.firstName, lastName: read.lastName } : undefined;
}
