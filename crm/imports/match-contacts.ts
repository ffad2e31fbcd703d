import { sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { identityKey } from '../identities/identity-value.ts';
import type { IdentityKind, RecordState } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type ContactWish, mayBeOne, namedIn, nameKey } from './contact-wish.ts';

export interface KnownContact {
  contactId: string;
  state: RecordState;
  ownerId: string | null;
  firstName: string;
  lastName: string;
  primaryEmail: string | null;
}
export interface KnownContacts {
  /** By key of an identity that one contact has. */
  byIdentity: Map<string, KnownContact>;
  /** Identities that several people use. */
  shared: Set<string>;
  byName: Map<string, KnownContact>;
}
const KINDS: readonly IdentityKind[] = ['email', 'linkedin', 'phone'];
const joined = ({ first, last, domain }: { first: string; last: string; domain: string }) => `${first}|${last}|${domain}`;

/** Who is known already of those whom rows speak of: two questions for all of them. */
export async function knownContacts(tx: Transaction, { workspaceId }: CrmScope, wishes: readonly ContactWish[]): Promise<KnownContacts> {
  const asked = [...new Map(wishes.flatMap((wish) => wish.identities.map(({ kind, value }) => [`${kind} ${value}`, { kind, value }] as const))).values()];
  const known: KnownContacts = { byIdentity: new Map(), shared: new Set(), byName: new Map() };
  if (asked.length > 0) {
    const rows = await rowsOf<KnownContact & { kind: IdentityKind; value: string; isShared: boolean }>(
      tx,
      sql`select i.kind, i.value, i.is_shared as "isShared", c.id as "contactId", c.record_state as state, c.owner_id as "ownerId",
            c.first_name as "firstName", c.last_name as "lastName", c.primary_email as "primaryEmail"
          from json_to_recordset(${JSON.stringify(asked)}::json) as w(kind text, value text)
          cross join lateral (
            (select kind, value, is_shared, contact_id from contact_identities i
              where i.workspace_id = ${workspaceId} and i.kind = w.kind and i.value = w.value and not i.is_shared)
            union all
            (select kind, value, is_shared, contact_id from contact_identities i
              where i.workspace_id = ${workspaceId} and i.kind = w.kind and i.value = w.value and i.is_shared limit 1)
          ) i join contacts c on c.workspace_id = ${workspaceId} and c.id = i.contact_id`,
    );
    for (const { kind, value, isShared, ...contact } of rows) {
      if (isShared) known.shared.add(identityKey({ kind, value }));
      else known.byIdentity.set(identityKey({ kind, value }), contact);
    }
  }
  const named = [
    ...new Map(
      wishes.flatMap((wish) => {
        const key = nameKey(wish);
        return key ? [[`${joined(key)} ${namedIn(wish).hasEmail}`, { ...key, hasEmail: namedIn(wish).hasEmail }] as const] : [];
      }),
    ).values(),
  ];
  if (named.length > 0) {
    // Two who both have an address are never one by their name: a large house is not read through for somebody who has one.
    const rows = await rowsOf<KnownContact & { first: string; last: string; domain: string }>(
      tx,
      sql`select w.first, w.last, w.domain, c.id as "contactId", c.record_state as state, c.owner_id as "ownerId",
            c.first_name as "firstName", c.last_name as "lastName", c.primary_email as "primaryEmail"
          from json_to_recordset(${JSON.stringify(named)}::json) as w(first text, last text, domain text, "hasEmail" boolean)
          join organization_domains d on d.workspace_id = ${workspaceId} and d.domain = w.domain
          cross join lateral (
            (select * from contacts c where c.workspace_id = ${workspaceId} and c.organization_id = d.organization_id and c.record_state = 'live'
              and c.primary_email is null)
            union all
            (select * from contacts c where c.workspace_id = ${workspaceId} and c.organization_id = d.organization_id and c.record_state = 'live'
              and c.primary_email is not null and not w."hasEmail")
          ) c
          where lower(btrim(c.first_name)) = w.first and lower(btrim(c.last_name)) = w.last
          order by c.id desc`,
    );
    for (const { first, last, domain, ...contact } of rows) known.byName.set(joined({ first, last, domain }), contact);
  }
  return known;
}

/** One person, and the rows that speak of them; `existing` when they are there already. */
export interface Person<Row> {
  wish: ContactWish;
  rows: Row[];
  existing?: KnownContact;
  matchedBy?: string;
}

/**
 * Rows as people, in their order, as if each was applied after the other: the first that is known of a row decides, its
 * addresses before its profile, its number and its name.
 */
export function peopleOf<Row>(
  rows: readonly { row: Row; wish: ContactWish }[],
  known: KnownContacts,
  fold: (first: ContactWish, second: ContactWish) => ContactWish,
): Person<Row>[] {
  const all: Person<Row>[] = [];
  const byKey = new Map<string, Person<Row>>();
  const byContact = new Map<string, Person<Row>>();
  const byName = new Map<string, Person<Row>>();
  const remember = (person: Person<Row>) => {
    for (const each of person.wish.identities) {
      const key = identityKey(each);
      if (!each.isShared && !byKey.has(key) && !known.byIdentity.has(key) && !known.shared.has(key)) byKey.set(key, person);
    }
    const name = nameKey(person.wish);
    if (name && !byName.has(joined(name))) byName.set(joined(name), person);
  };
  const existing = (contact: KnownContact): Person<Row> | KnownContact => byContact.get(contact.contactId) ?? contact;

  const find = (wish: ContactWish): { who: Person<Row> | KnownContact; by: string } | undefined => {
    const me = namedIn(wish);
    for (const kind of KINDS) {
      for (const each of wish.identities.filter((one) => one.kind === kind && !one.isShared)) {
        const key = identityKey(each);
        const contact = known.byIdentity.get(key);
        const who = contact ? existing(contact) : byKey.get(key);
        if (!who) continue;
        if (kind === 'phone' && !mayBeOne(me, 'wish' in who ? namedOf(who) : factsOf(who))) continue;
        return { who, by: kind === 'email' ? 'e-mail' : kind === 'phone' ? 'phone' : 'LinkedIn profile' };
      }
    }
    const name = nameKey(wish);
    const key = name && joined(name);
    const contact = key ? known.byName.get(key) : undefined;
    const who = contact ? existing(contact) : key ? byName.get(key) : undefined;
    return who && mayBeOne(me, 'wish' in who ? namedOf(who) : factsOf(who)) ? { who, by: 'name and domain' } : undefined;
  };

  for (const { row, wish } of rows) {
    const found = find(wish);
    let person: Person<Row>;
    if (found && 'wish' in found.who) {
      person = found.who;
      person.wish = fold(person.wish, wish);
      person.rows.push(row);
    } else {
      person = { wish, rows: [row], ...(found ? { existing: found.who as KnownContact, matchedBy: found.by } : {}) };
      all.push(person);
      if (person.existing) byContact.set(person.existing.contactId, person);
    }
    remember(person);
  }
  return all;
}

const factsOf = ({ firstName, lastName, primaryEmail }: KnownContact) => ({ firstName, lastName, hasEmail: primaryEmail !== null });
function namedOf<Row>({ wish, existing }: Person<Row>) {
  const said = namedIn(wish);
  return existing
    ? {
        firstName: existing.firstName || said.firstName,
        lastName: existing.lastName || said.lastName,
        hasEmail: said.hasEmail || existing.primaryEmail !== null,
      }
    : said;
}
