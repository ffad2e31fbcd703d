import { and, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { rowsOf } from '#platform/database/database';
import { among, type Transaction } from '#sdk';
import { attachMany } from '../activities/attach-many.ts';
import { keepAddedOf } from '../changes.ts';
import { tellOfContacts } from '../contacts/tell.ts';
import { defaultCountry } from '../default-country.ts';
import { noteDuplicates } from '../duplicates/find-duplicates.ts';
import { erasedAmong } from '../erasure/erased-identities.ts';
import { contacts } from '../models.ts';
import { organizationsOf } from '../organizations/organization-of.ts';
import { EVERYTHING } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { changesOfNew, type Ensured, ensureContact, type NewSomebody, nameOf } from './ensure-contact.ts';
import { type Identity, identityKey, readIdentity } from './identity-value.ts';
import { holdersOf, sharedAmong } from './match-contact.ts';
import { domainOf, normaliseDomain } from './normalise.ts';
import { rowOfIdentity } from './write-identities.ts';

/** Somebody of whom one address or number is known and nothing that has to be weighed. */
interface Plain {
  identity: Identity;
  somebody: NewSomebody;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * `ensureContact` for many, answered in their order. Strangers who are known by one address or number each, as a page of
 * mails brings them, are added together in statements over sets; everybody else is looked at alone, in the order of addresses.
 */
export async function ensureContacts(tx: Transaction, scope: CrmScope, all: readonly NewSomebody[]): Promise<(Ensured | undefined)[]> {
  if (all.length === 0) return [];
  const country = await defaultCountry(tx, scope);
  const known = all.map(({ identities }) => [
    ...new Map(identities.flatMap((each) => readIdentity(each, country) ?? []).map((each) => [identityKey(each), each])).values(),
  ]);
  const isPlain = (at: number): boolean => {
    const [identity, ...more] = known[at] ?? [];
    return more.length === 0 && !identity?.isShared && (identity?.kind === 'email' || identity?.kind === 'phone') && all[at]?.source === undefined;
  };
  // Of whom there is more to be weighed is looked at first, with everything that somebody else is known by as well.
  const weighed = new Set(known.flatMap((identities, at) => (isPlain(at) ? [] : identities.map(identityKey))));
  const plain = new Map<string, Plain>();
  const keys = all.map((somebody, at) => {
    const [identity] = known[at] ?? [];
    if (!identity) return undefined;
    const key = identityKey(identity);
    if (isPlain(at) && !weighed.has(key) && !plain.has(key)) plain.set(key, { identity, somebody });
    return key;
  });
  // One statement more than asking for each is worth it from the second on.
  const added = plain.size > 1 ? await addStrangers(tx, { ...scope, reach: EVERYTHING }, plain) : new Map<string, string>();
  const answers: (Ensured | undefined)[] = [];
  const inOrder = [...all.keys()].sort((a, b) => compare(keys[a] ?? '', keys[b] ?? ''));
  for (const at of inOrder) {
    const somebody = all[at];
    const key = keys[at];
    if (!somebody || !key) continue;
    const contactId = plain.get(key)?.somebody === somebody ? added.get(key) : undefined;
    answers[at] = contactId ? { contactId, isNew: true } : await ensureContact(tx, scope, somebody);
  }
  return all.map((_, at) => answers[at]);
}

/** Those of whom nobody has heard, by key. Who is known, erased, shared or was added by others meanwhile is not among them. */
async function addStrangers(tx: Transaction, scope: CrmScope, plain: ReadonlyMap<string, Plain>): Promise<Map<string, string>> {
  const identities = [...plain.values()].map(({ identity }) => identity);
  const [holders, erased, shared] = [
    await holdersOf(tx, scope, identities),
    await erasedAmong(tx, scope, identities),
    await sharedAmong(tx, scope, identities),
  ];
  const strangers = [...plain].filter(([key]) => !holders.has(key) && !erased.has(key) && !shared.has(key)).sort(([a], [b]) => compare(a, b));
  if (strangers.length === 0) return new Map();
  const domains = new Map(strangers.map(([key, each]) => [key, domainsOf(each)]));
  const organizations = await organizationsOf(tx, scope, [...domains.values()].flat());
  const at = scope.clock.now().toISOString();
  const wanted = strangers.map(([key, { identity, somebody }]) => {
    const { id, kind, value, display, label, isVerified, source } = rowOfIdentity(scope, '', identity);
    const { firstName = '', lastName = '' } = nameOf(somebody.name) ?? {};
    return {
      key,
      person: uuidv7(),
      first: firstName,
      last: lastName,
      organization: domains.get(key)?.flatMap((domain) => organizations.get(domain) ?? [])[0] ?? null,
      owner: somebody.ownerId ?? null,
      job: somebody.jobTitle ?? null,
      lead: somebody.leadSource ?? null,
      identity: { id, kind, value, display, label, verified: isVerified, source },
    };
  });
  // One statement: foreign keys are looked at when it ends, and who was faster keeps what they added.
  const made = await rowsOf<{ id: string }>(
    tx,
    sql`with given as (
          select * from json_to_recordset(${JSON.stringify(wanted)}::json)
            as x(person uuid, first text, last text, job text, organization uuid, owner uuid, lead text, identity json)
        ), mine as (
          insert into contact_identities (workspace_id, id, contact_id, kind, value, display, label, is_primary, is_verified, source, created_at)
          select ${scope.workspaceId}::uuid, i.id, g.person, i.kind, i.value, i.display, i.label, true, i.verified, i.source, ${at}::timestamptz
          from given g, json_to_record(g.identity) as i(id uuid, kind text, value text, display text, label text, verified boolean, source text)
          on conflict do nothing returning contact_id, kind, value
        ) insert into contacts (workspace_id, id, first_name, last_name, job_title, organization_id, owner_id, lead_source, primary_email, primary_phone, created_at, updated_at)
        select ${scope.workspaceId}::uuid, g.person, g.first, g.last, g.job, g.organization, g.owner, g.lead,
          case m.kind when 'email' then m.value end, case m.kind when 'phone' then m.value end, ${at}::timestamptz, ${at}::timestamptz
        from given g join mine m on m.contact_id = g.person returning id`,
  );
  const isMade = new Set(made.map(({ id }) => id));
  const added = wanted.filter(({ person }) => isMade.has(person));
  await follow(tx, scope, new Map(added.flatMap(({ key, person }) => [[person, plain.get(key)?.identity as Identity]])));
  return new Map(added.map(({ key, person }) => [key, person]));
}

/** Everything that follows from people who were added. */
async function follow(tx: Transaction, scope: CrmScope, byContact: ReadonlyMap<string, Identity>): Promise<void> {
  const ids = [...byContact.keys()];
  await attachMany(
    tx,
    scope,
    [...byContact].map(([contactId, { kind, value }]) => ({ kind, value, contactId })),
  );
  const rows = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceId, scope.workspaceId), among(contacts.id, ids)));
  const told = rows.map((row) => ({ row, changes: changesOfNew(row, [byContact.get(row.id) as Identity]) }));
  await keepAddedOf(
    tx,
    scope,
    'contact',
    told.map(({ row, changes }) => ({ recordId: row.id, changes })),
  );
  await noteDuplicates(tx, scope, ids);
  await tellOfContacts(tx, scope, 'contact.created', told);
}

/** Where they may work: where it was said, or what their address says. */
function domainsOf({ identity, somebody }: Plain): string[] {
  const said = somebody.organizationDomain === undefined ? undefined : normaliseDomain(somebody.organizationDomain);
  const own = identity.kind === 'email' ? domainOf(identity.value) : undefined;
  return [said, own].flatMap((domain) => domain ?? []);
}
