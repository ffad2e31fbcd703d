import { sql } from 'drizzle-orm';
import { insertRows, type Transaction } from '#sdk';
import type { OwnIdentity } from '../activities/attach-many.ts';
import type { FieldChange } from '../changes.ts';
import { type Identity, identityKey } from '../identities/identity-value.ts';
import { type IdentityRow, identitiesOf, rowOfIdentity, settlePrimary } from '../identities/write-identities.ts';
import { identities } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import type { ContactRow, ContactWish } from './contact-wish.ts';
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

interface IdentityPlan {
  given: GivenIdentities;
  rows: IdentityRow[];
  /** Identities that are the first of their contact no more. */
  primaries: string[];
}

/**
 * Which addresses, numbers and profiles of their rows people get; those that are added name their first ones in their own
 * row. What another has already, or several use, is kept as shared: whoever had it first is matched. That nobody was known by a value a moment ago is decided by the unique index.
 */
export async function planIdentities(
  tx: Transaction,
  scope: CrmScope,
  onExisting: OnExisting,
  receivers: readonly Receiver[],
  known: KnownContacts,
): Promise<IdentityPlan> {
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
  return { given, rows, primaries };
}

/** Once the contacts are there. */
export async function writeIdentities(
  tx: Transaction,
  scope: CrmScope,
  receivers: readonly Receiver[],
  { given, rows, primaries }: IdentityPlan,
): Promise<void> {
  if (primaries.length > 0) {
    await tx.execute(sql`update contact_identities set is_primary = false where workspace_id = ${scope.workspaceId}
      and id in (select (json_array_elements_text(${JSON.stringify(primaries)}::json))::uuid)`);
  }
  // In one order: two that meet follow each other.
  const ordered = rows.toSorted((a, b) => (identityKey(a) < identityKey(b) ? -1 : identityKey(a) > identityKey(b) ? 1 : 0));
  const inserted = await insertRows(tx, identities, ordered, { onConflict: sql`on conflict do nothing`, returning: sql`id` });
  if (inserted.length < rows.length) throw new MetSomebody();
  await settlePrimary(
    tx,
    scope,
    receivers.flatMap(({ before }) => (before && given.added.has(before.id) ? [before.id] : [])),
  );
}

/** What of a row's identities a contact gets: all it lacks, or only kinds of which it has none. */
function wantedOf(said: readonly Identity[], had: readonly IdentityRow[], onExisting: OnExisting): Identity[] {
  const missing = said.filter((each) => !had.some((row) => row.kind === each.kind && row.value === each.value));
  return onExisting === 'fill_empty' ? missing.filter((each) => !had.some((row) => row.kind === each.kind)) : missing;
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
