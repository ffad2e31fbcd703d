import { and, eq, type SQL, sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import { defaultCountry } from '../default-country.ts';
import { normaliseEmail, normalisePhone } from '../identities/normalise.ts';
import { contacts, identities, SEARCH_KINDS, type SearchKind } from '../models.ts';
import { withPatience } from '../patience.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { fold, phoneTsqueryOf, tsqueryOf } from './words.ts';

export interface SearchHit {
  id: string;
  title: string;
  /** The beginning of what else was found by. */
  excerpt: string;
  ownerId: string | null;
  updatedAt: string;
  /** Why it is here: its address, its number, its words, or words nearly like it. */
  by: 'email' | 'phone' | 'words' | 'alike';
}
export interface SearchGroup {
  kind: SearchKind;
  hits: SearchHit[];
}

interface Row {
  entity: SearchKind;
  record_id: string;
  title: string;
  excerpt: string;
  owner_id: string | null;
  updated_at: string;
  score: number;
}
interface Found extends SearchHit {
  kind: SearchKind;
  score: number;
}

/** Typos are looked for in words that have some length; of two letters nearly everything is alike. */
const MIN_ALIKE = 3;
const ENOUGH = 3;
/** Somebody is typing. */
const PATIENCE_MS = 250;

export function createSearch(scope: CrmScope, { patienceMs = PATIENCE_MS } = {}) {
  return {
    /** Records by what they say, best first within their kind; kinds in the order of their best hit. */
    search: ({ q, kinds = SEARCH_KINDS, limit = 8 }: { q: string; kinds?: readonly SearchKind[]; limit?: number }): Promise<SearchGroup[]> =>
      scope.db.transaction(async (tx) => {
        if (kinds.length === 0) return [];
        const exact = kinds.includes('contact') ? await byIdentity(tx, scope, q) : [];
        const words = await byWords(tx, scope, q, kinds, limit, patienceMs);
        // Only where the words as they stand give too little: who types it right is not shown what is nearly so.
        const alike = exact.length === 0 && words.length < ENOUGH ? await byLikeness(tx, scope, q, kinds, limit) : [];
        return grouped([...exact, ...words, ...alike], limit);
      }),
  };
}

/** Contacts with exactly this address or number, whatever else says the same. */
async function byIdentity(tx: Transaction, scope: CrmScope, q: string): Promise<Found[]> {
  const email = normaliseEmail(q);
  const phone = !email && q.replace(/\D/g, '').length >= 4 ? normalisePhone(q, await defaultCountry(tx, scope))?.e164 : undefined;
  if (!email && !phone) return [];
  const value = email ?? phone ?? '';
  const rows = await tx
    .select({ id: contacts.id, firstName: contacts.firstName, lastName: contacts.lastName, ownerId: contacts.ownerId, updatedAt: contacts.updatedAt })
    .from(identities)
    .innerJoin(contacts, and(eq(contacts.workspaceId, identities.workspaceId), eq(contacts.id, identities.contactId)))
    .where(
      and(
        eq(identities.workspaceId, scope.workspaceId),
        eq(identities.kind, email ? 'email' : 'phone'),
        eq(identities.value, value),
        // Said so that the index of matching is used; a shared address is found by its words.
        eq(identities.isShared, false),
        eq(contacts.recordState, 'live'),
        ownedBy(scope.reach.read, contacts.ownerId),
      ),
    );
  return rows.map(({ id, firstName, lastName, ownerId, updatedAt }) => ({
    kind: 'contact',
    id,
    title: `${firstName} ${lastName}`.trim() || value,
    excerpt: value,
    ownerId,
    updatedAt: updatedAt.toISOString(),
    by: email ? 'email' : 'phone',
    score: Number.POSITIVE_INFINITY,
  }));
}

/**
 * The index collects everything that says a word before the first of it is read. What nearly everything says (a letter
 * or two begin half of all words) takes too long so, and is found at once by reading on until there is enough of it.
 */
async function byWords(tx: Transaction, scope: CrmScope, q: string, kinds: readonly SearchKind[], limit: number, patienceMs: number): Promise<Found[]> {
  const either = [tsqueryOf(q), phoneTsqueryOf(q)].flatMap((query) => (query ? [`(${query})`] : [])).join(' | ');
  if (!either) return [];
  const search = (inner: Transaction) => ask(inner, scope, 'search_records', sql`${either}::tsquery`, kinds, limit, 'words');
  const byIndex = await withPatience(tx, patienceMs, search);
  if (byIndex) return byIndex;
  const byReading = await withPatience(tx, PATIENCE_MS, async (inner) => {
    await inner.execute(sql`select set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true)`);
    const found = await search(inner);
    await inner.execute(sql`select set_config('enable_bitmapscan', 'on', true), set_config('enable_seqscan', 'on', true)`);
    return found;
  });
  return byReading ?? [];
}

/** How many of a word's trigrams must be there: two swapped letters spoil three of the six that five letters have. */
const nearness = (word: string): number => (word.length <= 5 ? 0.3 : 0.45);

async function byLikeness(tx: Transaction, scope: CrmScope, q: string, kinds: readonly SearchKind[], limit: number): Promise<Found[]> {
  const folded = fold(q).trim();
  if (folded.length < MIN_ALIKE) return [];
  const found = await withPatience(tx, PATIENCE_MS, async (inner) => {
    await inner.execute(sql`select set_config('pg_trgm.word_similarity_threshold', ${String(nearness(folded))}, true)`);
    return ask(inner, scope, 'search_alike', sql`${folded}::text`, kinds, limit, 'alike');
  });
  return found ?? [];
}

async function ask(
  tx: Transaction,
  { reach, userId }: CrmScope,
  definer: 'search_records' | 'search_alike',
  query: SQL,
  kinds: readonly SearchKind[],
  limit: number,
  by: SearchHit['by'],
): Promise<Found[]> {
  const list = (values: readonly string[]) =>
    sql.join(
      values.map((each) => sql`${each}`),
      sql`, `,
    );
  const owners = reach.read === 'all' ? sql`null::uuid[]` : sql`array[${list(reach.read)}]::uuid[]`;
  const rows = await rowsOf<Row>(
    tx,
    sql`select * from ${sql.identifier(definer)}(${query}, array[${list(kinds)}]::text[], ${owners}, ${userId ?? null}::uuid, ${limit}::int)`,
  );
  return rows.map((row) => ({
    kind: row.entity,
    id: row.record_id,
    title: row.title,
    excerpt: row.excerpt,
    ownerId: row.owner_id,
    updatedAt: new Date(row.updated_at).toISOString(),
    by,
    score: row.score,
  }));
}

/** What was found twice counts as it was found first. */
function grouped(found: readonly Found[], limit: number): SearchGroup[] {
  const groups = new Map<SearchKind, SearchHit[]>();
  const seen = new Set<string>();
  const best = new Map<SearchKind, number>();
  found.forEach(({ kind, score, ...hit }, index) => {
    const hits = groups.get(kind) ?? [];
    if (seen.has(hit.id) || hits.length >= limit) return;
    seen.add(hit.id);
    groups.set(kind, [...hits, hit]);
    // Words before typos, whatever their numbers: the two are measured differently.
    const rank = score + (hit.by === 'words' ? 10 : 0) - index / 1e6;
    best.set(kind, Math.max(best.get(kind) ?? Number.NEGATIVE_INFINITY, rank));
  });
  return [...groups].map(([kind, hits]) => ({ kind, hits })).sort((a, b) => (best.get(b.kind) ?? 0) - (best.get(a.kind) ?? 0));
}
