import { and, eq, or, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { among, type Transaction } from '#sdk';
import { liveContacts } from '../deals/references.ts';
import { defaultCountry } from '../default-country.ts';
import { ERASED_ADDRESS, erasedAmong } from '../erasure/erased-identities.ts';
import { linkedinSlug, normaliseEmail, normalisePhone } from '../identities/normalise.ts';
import { type IdentityKind, identities, participants } from '../models.ts';
import { EVERYTHING } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { clean, type NewParticipant } from './facts.ts';

type Row = typeof participants.$inferSelect;
export type Participant = Omit<Row, 'workspaceId' | 'activityId' | 'position'>;

const MAX_ADDRESS = 320;
const MAX_PARTICIPANTS = 500;

/** An address as an identity has it, with its kind; what is none stays as it was written. */
export function addressOf(text: string, kind: IdentityKind | undefined, country: string): { address: string; addressKind: IdentityKind | null } {
  const written = clean(text.trim(), MAX_ADDRESS);
  const as = (wanted: IdentityKind, value: string | undefined) => (value && (!kind || kind === wanted) ? { address: value, addressKind: wanted } : undefined);
  const found =
    as('email', written.includes('@') ? normaliseEmail(written) : undefined) ??
    as('linkedin', linkedinSlug(written)) ??
    as('phone', kind === 'phone' || /^(tel:|\+|00)?[\d\s().-]{5,}/i.test(written) ? normalisePhone(written, country)?.e164 : undefined);
  if (found) return found;
  // Handles have no form of their own: they are what they are said to be.
  const handle = kind === 'linkedin' || kind === 'twitter' || kind === 'slack';
  const value = kind === 'slack' ? written : written.toLowerCase();
  return { address: handle ? value : written, addressKind: handle && written ? kind : null };
}

export const sameParticipant = (one: Pick<Participant, 'address' | 'role' | 'contactId'>): string =>
  `${one.role} ${one.address === '' ? `contact ${one.contactId}` : one.address}`;

/** Who took part, and what names those of them who asked to be forgotten: they took part as nobody. */
export interface Matched {
  people: Participant[];
  erasedNames: string[];
}

/** Who took part, with the contacts and colleagues they are known as. */
export const matchParticipants = async (tx: Transaction, scope: CrmScope, given: readonly NewParticipant[]): Promise<Matched> =>
  (await matchAllParticipants(tx, scope, [given]))[0] ?? { people: [], erasedNames: [] };

/** The same for several activities, with as many questions as for one. */
export async function matchAllParticipants(tx: Transaction, scope: CrmScope, lists: readonly (readonly NewParticipant[])[]): Promise<Matched[]> {
  if (lists.every((given) => given.length === 0)) return lists.map(() => ({ people: [], erasedNames: [] }));
  const country = await defaultCountry(tx, scope);
  const all = lists.map((given) =>
    given.slice(0, MAX_PARTICIPANTS).map(({ address, kind, role, name, contactId, userId }) => ({
      ...addressOf(address, kind, country),
      role: clean(role, 50),
      name: name ? clean(name, 300) : null,
      contactId: contactId ?? null,
      userId: userId ?? null,
    })),
  );
  const colleague = await colleaguesByEmail(tx, scope, once(all.flat()));
  const people = all.map((list) => list.map((each) => ({ ...each, userId: each.userId ?? colleague.get(each.address) ?? null })));
  const matched = await contactsOf(tx, scope, once(people.flat()));
  const known = people.map((list) => list.map((each) => ({ ...each, contactId: matched(each) })));
  const isNobody = (one: Participant) => !one.contactId && !one.userId;
  const open = known.flat().flatMap((one) => (isNobody(one) && one.addressKind ? [{ kind: one.addressKind, value: one.address }] : []));
  const erased = await erasedAmong(tx, scope, open);
  const isErased = (one: Participant) => isNobody(one) && erased.has(keyOf(one));
  return known.map((list) => {
    const shown = list.map((each) => (isErased(each) ? { ...each, address: ERASED_ADDRESS, addressKind: null, name: null } : each));
    return {
      // In order of their names, and once each.
      people: [...new Map(shown.map((each) => [sameParticipant(each), each])).values()],
      erasedNames: list.filter(isErased).flatMap(({ address, name }) => [address, ...(name ? [name] : [])]),
    };
  });
}
const once = (people: readonly Participant[]): Participant[] => [
  ...new Map(people.map((each) => [`${keyOf(each)} ${each.contactId} ${each.userId}`, each])).values(),
];

/** Colleagues are not contacts, even where somebody put one of them among the contacts. */
async function colleaguesByEmail(tx: Transaction, { workspaceId }: CrmScope, people: readonly Participant[]): Promise<Map<string, string>> {
  const emails = people.filter((each) => each.addressKind === 'email' && !each.contactId).map((each) => sql`${each.address}`);
  if (emails.length === 0) return new Map();
  const rows = await rowsOf<{ id: string; email: string }>(
    tx,
    sql`select user_id as id, lower(email) as email from members where workspace_id = ${workspaceId} and state <> 'left' and lower(email) in (${sql.join(emails, sql`, `)})`,
  );
  return new Map(rows.map((row) => [row.email, row.id]));
}

async function contactsOf(tx: Transaction, scope: CrmScope, people: readonly Participant[]): Promise<(one: Participant) => string | null> {
  const open = people.filter((each) => !each.contactId && !each.userId && each.addressKind);
  const found = await byIdentity(tx, scope, open);
  const unknown = open.filter((each) => !found.has(keyOf(each)));
  if (unknown.length > 0) {
    await holdAddresses(tx, scope, unknown);
    // Who was being added while we looked is there now.
    for (const [key, id] of await byIdentity(tx, scope, unknown)) found.set(key, id);
  }
  const named = people.flatMap((each) => (each.contactId ? [each.contactId] : []));
  // Whom an activity belongs to is a fact, whoever tells of it.
  const live = await liveContacts(tx, { ...scope, reach: EVERYTHING }, [...new Set([...named, ...found.values()])]);
  return (one) => live.get(one.contactId ?? (one.userId ? '' : (found.get(keyOf(one)) ?? ''))) ?? null;
}

const keyOf = ({ addressKind, address }: Pick<Participant, 'addressKind' | 'address'>) => `${addressKind} ${address}`;

async function byIdentity(tx: Transaction, { workspaceId }: CrmScope, people: readonly Participant[]): Promise<Map<string, string>> {
  const ofKind = Map.groupBy(people, (each) => each.addressKind);
  const asked = [...ofKind].flatMap(([kind, each]) =>
    kind
      ? [
          and(
            eq(identities.kind, kind),
            among(
              identities.value,
              each.map(({ address }) => address),
            ),
          ),
        ]
      : [],
  );
  if (asked.length === 0) return new Map();
  const rows = await tx
    .select({ kind: identities.kind, value: identities.value, contactId: identities.contactId })
    .from(identities)
    // Said so that the index of matching is used.
    .where(and(eq(identities.workspaceId, workspaceId), eq(identities.isShared, false), or(...asked)));
  return new Map(rows.map((row) => [keyOf({ addressKind: row.kind, address: row.value }), row.contactId]));
}

/**
 * An activity of an unknown address and the first contact with it may be written at the same time, neither seeing the
 * other. Those who write activities share this lock, whoever adds an identity has it alone: one of the two waits.
 */
export async function holdAddresses(
  tx: Transaction,
  { workspaceId }: CrmScope,
  addresses: readonly Pick<Participant, 'addressKind' | 'address'>[],
  how: 'shared' | 'alone' = 'shared',
): Promise<void> {
  const keys = [...new Set(addresses.map(keyOf))].sort().map((key) => sql`${`${workspaceId} ${key}`}`);
  const lock = sql.raw(how === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock');
  await tx.execute(sql`select ${lock}(hashtextextended(v, 727304)) from unnest(array[${sql.join(keys, sql`, `)}]::text[]) v`);
}

/** Adds those that are new; nobody who took part is forgotten. Answers all of them. */
export async function keepParticipants(
  tx: Transaction,
  { workspaceId }: CrmScope,
  activityId: string,
  given: readonly Participant[],
): Promise<{ all: Participant[]; changed: boolean }> {
  const of = and(eq(participants.workspaceId, workspaceId), eq(participants.activityId, activityId));
  const there = await tx.select().from(participants).where(of).orderBy(participants.position);
  const known = new Map(there.map((each) => [sameParticipant(each), each]));
  const last = there.at(-1)?.position ?? -1;
  const news = given.filter((each) => !known.has(sameParticipant(each)));
  const better = given.flatMap((each) => {
    const before = known.get(sameParticipant(each));
    if (!before) return [];
    const after = { ...before, contactId: before.contactId ?? each.contactId, userId: before.userId ?? each.userId, name: before.name ?? each.name };
    const same = after.contactId === before.contactId && after.userId === before.userId && after.name === before.name;
    return same ? [] : [after];
  });
  if (news.length > 0) await tx.insert(participants).values(news.map((each, index) => ({ ...each, workspaceId, activityId, position: last + 1 + index })));
  for (const { contactId, userId, name, position } of better) {
    await tx
      .update(participants)
      .set({ contactId, userId, name })
      .where(and(of, eq(participants.position, position)));
  }
  const improved = new Map(better.map((each) => [each.position, each]));
  const kept = there.map((each) => improved.get(each.position) ?? each);
  return { all: [...kept.map(participantOf), ...news], changed: news.length > 0 || better.length > 0 };
}
export const participantOf = ({ workspaceId: _, activityId: __, position: ___, ...each }: Row): Participant => each;
