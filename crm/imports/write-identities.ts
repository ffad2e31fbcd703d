import { sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import type { FieldChange } from '../changes.ts';
import { type Identity, identityKey } from '../identities/identity-value.ts';
import { type IdentityRow, identitiesOf, rowOfIdentity, settlePrimary } from '../identities/write-identities.ts';
import { identities } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import type { OwnIdentity } from './attach-many.ts';
import type { ContactRow, ContactWish } from './contact-wish.ts';
import { insertRows } from './insert-rows.ts';
import type { KnownContacts } from './match-contacts.ts';
import { MetSomebody, type OnExisting } from './outcome.ts';

interface Receiver {
  person: { wish: ContactWish };
  before: ContactRow | undefined;
  row: ContactRow;
}
export interface GivenIdentities {
  added: Map<string, IdentityRow[]>;
  changes: Map<string, FieldChange[]>;
  /** By which contacts are known now that nobody was known by. */
  own: OwnIdentity[];
  /** Contacts that have something in common with others. */
  withShared: Set<string>;
}

/**
 * Gives people the addresses, numbers and profiles of their rows. What another has already, or several use, is kept as
 * shared: whoever had it first is matched. That nobody was known by a value a moment ago is decided by the unique index.
 */
export async function giveIdentities(
  tx: Transaction,
  scope: CrmScope,
  onExisting: OnExisting,
  receivers: readonly Receiver[],
  known: KnownContacts,
): Promise<GivenIdentities> {
  const given: GivenIdentities = { added: new Map(), changes: new Map(), own: [], withShared: new Set() };
  const there = await identitiesOf(
    tx,
    scope,
    receivers.flatMap(({ before }) => (before ? [before.id] : [])),
  );
  const claimed = new Set<string>();
  const rows: IdentityRow[] = [];
  const primaries: string[] = [];
  for (const { person, before, row } of receivers) {
    const had = before ? (there.get(before.id) ?? []) : [];
    const wanted = wantedOf(person.wish.identities, had, before ? onExisting : 'overwrite');
    const added = wanted.map((each): IdentityRow => {
      const key = identityKey(each);
      const taken = known.byIdentity.has(key) || known.shared.has(key) || claimed.has(key) || each.isShared === true;
      if (taken) given.withShared.add(row.id);
      else {
        claimed.add(key);
        given.own.push({ kind: each.kind, value: each.value, contactId: row.id });
      }
      return { ...rowOfIdentity(scope, row.id, each), isShared: taken };
    });
    // The first of a row is the one that is meant: of a new contact, and where a row has the last word.
    for (const kind of new Set(added.map((each) => each.kind))) {
      const first = added.find((each) => each.kind === kind && !each.isShared) ?? added.find((each) => each.kind === kind);
      if (
        !first ||
        (had.some((each) => each.kind === kind) &&
          (onExisting !== 'overwrite' || person.wish.identities.find((each) => each.kind === kind)?.value !== first.value))
      )
        continue;
      first.isPrimary = true;
      if (before && had.some((each) => each.kind === kind)) primaries.push(...had.filter((each) => each.kind === kind && each.isPrimary).map(({ id }) => id));
      if (!before && kind === 'email') row.primaryEmail = first.value;
      if (!before && kind === 'phone') row.primaryPhone = first.value;
    }
    if (added.length === 0) continue;
    given.added.set(row.id, added);
    given.changes.set(row.id, changesOfKinds(had, added));
    rows.push(...added);
  }
  // In one order: two that meet follow each other.
  rows.sort((a, b) => (identityKey(a) < identityKey(b) ? -1 : identityKey(a) > identityKey(b) ? 1 : 0));
  if (primaries.length > 0) {
    await tx.execute(sql`update contact_identities set is_primary = false where workspace_id = ${scope.workspaceId}
      and id in (select (json_array_elements_text(${JSON.stringify(primaries)}::json))::uuid)`);
  }
  const inserted = await insertRows(tx, identities, rows, { onConflict: sql`on conflict do nothing`, returning: sql`id` });
  if (inserted.length < rows.length) throw new MetSomebody();
  await writePrimary(tx, scope, receivers);
  await settlePrimary(
    tx,
    scope,
    receivers.flatMap(({ before }) => (before && given.added.has(before.id) ? [before.id] : [])),
  );
  return given;
}

/** What of a row's identities a contact gets: all it lacks, or only kinds of which it has none. */
function wantedOf(said: readonly Identity[], had: readonly IdentityRow[], onExisting: OnExisting): Identity[] {
  const missing = said.filter((each) => !had.some((row) => row.kind === each.kind && row.value === each.value));
  return onExisting === 'fill_empty' ? missing.filter((each) => !had.some((row) => row.kind === each.kind)) : missing;
}

/** New contacts name their primary addresses; they are written before the identities, to which the rows point. */
async function writePrimary(tx: Transaction, { workspaceId }: CrmScope, receivers: readonly Receiver[]): Promise<void> {
  const news = receivers.flatMap(({ before, row }) =>
    !before && (row.primaryEmail || row.primaryPhone) ? [{ id: row.id, email: row.primaryEmail, phone: row.primaryPhone }] : [],
  );
  if (news.length === 0) return;
  await tx.execute(sql`update contacts c set primary_email = x.email, primary_phone = x.phone
    from json_to_recordset(${JSON.stringify(news)}::json) as x(id uuid, email text, phone text) where c.workspace_id = ${workspaceId} and c.id = x.id`);
}

const told = ({ value, label, isPrimary, isVerified, isShared }: IdentityRow) => ({ value, label, primary: isPrimary, verified: isVerified, shared: isShared });
function changesOfKinds(had: readonly IdentityRow[], added: readonly IdentityRow[]): FieldChange[] {
  return (['email', 'phone'] as const).flatMap((kind) => {
    const news = added.filter((each) => each.kind === kind);
    if (news.length === 0) return [];
    const before = had.filter((each) => each.kind === kind);
    const after = [...before.map((each) => (news.some(({ isPrimary }) => isPrimary) ? { ...each, isPrimary: false } : each)), ...news];
    return [{ field: `${kind}s`, before: before.map(told), after: after.map(told) }];
  });
}
