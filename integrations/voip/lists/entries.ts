import { and, asc, count, eq, inArray, isNotNull, isNull, lte, min, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { identities } from '#crm/models';
import { type Context, PatchbayError, type Transaction } from '#sdk';
import { personOf } from '../calls/place.ts';
import { countryOf } from '../guard/ask.ts';
import { voipCallLists as entries } from '../models.ts';
import { readNumber } from '../phone/number.ts';

export type Entry = typeof entries.$inferSelect;
/** Longer than anybody calls in a week; a list that is longer is a campaign. */
const MOST_WAITING = 2_000;
const PAGE = 500;

/** Whose list: everybody has one of their own. @throws PatchbayError person_needed */
export function listOwner(ctx: Context): string {
  const userId = personOf(ctx);
  if (!userId) throw new PatchbayError('person_needed');
  return userId;
}
export const ofPerson = (ctx: Context, userId: string) => and(eq(entries.workspaceId, ctx.workspaceId), eq(entries.userId, userId));

const waitingOf = async (ctx: Context, tx: Transaction, userId: string): Promise<number> =>
  (
    await tx
      .select({ n: count() })
      .from(entries)
      .where(and(ofPerson(ctx, userId), isNull(entries.doneAt)))
  )[0]?.n ?? 0;

export interface Wanted {
  contactIds?: readonly string[] | undefined;
  segmentId?: string | undefined;
  number?: string | undefined;
}
export interface Added {
  added: number;
  /** They stand on the list already. */
  already: number;
  /** Nobody has written down a number for them. */
  withoutNumber: number;
}

async function contactsOf(ctx: Context, { contactIds = [], segmentId }: Wanted): Promise<string[]> {
  // Whoever may not see somebody may not put them on a list either.
  const named = await Promise.all(contactIds.map(async (id) => (await ctx.crm.contacts.get(id)).id));
  if (!segmentId) return named;
  const found = [...named];
  for (let after: string | null = null, more = true; more && found.length <= MOST_WAITING; ) {
    const page: Awaited<ReturnType<typeof ctx.crm.segments.page>> = await ctx.crm.segments.page({ segmentId }, { limit: PAGE, ...(after ? { after } : {}) });
    found.push(...page.contactIds);
    after = page.next;
    more = after !== null;
  }
  return found;
}

/** The number under which each of them is called: the first that is theirs alone, their main one before others. */
async function numbersOf(tx: Transaction, workspaceId: string, contactIds: readonly string[]): Promise<Map<string, string>> {
  if (contactIds.length === 0) return new Map();
  const rows = await tx
    .select({ contactId: identities.contactId, value: identities.value })
    .from(identities)
    .where(and(eq(identities.workspaceId, workspaceId), eq(identities.kind, 'phone'), inArray(identities.contactId, [...contactIds])))
    .orderBy(sql`${identities.isPrimary} desc`, asc(identities.isShared), asc(identities.createdAt));
  const first = new Map<string, string>();
  for (const { contactId, value } of rows) if (!first.has(contactId)) first.set(contactId, value);
  return first;
}

/** Puts people or a number at the end of somebody's list. Whoever waits there already is not put there twice. */
export async function addToList(ctx: Context, wanted: Wanted): Promise<Added> {
  const userId = listOwner(ctx);
  const contactIds = [...new Set(await contactsOf(ctx, wanted))];
  // Whoever is called under a number that is theirs alone is called as who they are.
  const known = wanted.number ? await ctx.crm.contacts.match({ kind: 'phone', value: wanted.number }) : undefined;
  return ctx.db.transaction(async (tx) => {
    const numbers = await numbersOf(tx, ctx.workspaceId, contactIds);
    const single = wanted.number ? readNumber(wanted.number, await countryOf(tx, ctx.workspaceId)) : undefined;
    if (single && !single.e164) throw new PatchbayError('invalid_input', { errors: [{ path: 'number', message: 'That is no telephone number.' }] });
    const rows = [
      ...contactIds.flatMap((contactId) => {
        const number = numbers.get(contactId);
        return number ? [{ contactId, number }] : [];
      }),
      ...(single?.e164 ? [{ contactId: known?.contactId ?? null, number: single.e164 }] : []),
    ];
    // Two who share a number are called once.
    const unique = [...new Map(rows.map((row) => [row.number, row])).values()];
    if ((await waitingOf(ctx, tx, userId)) + unique.length > MOST_WAITING)
      throw new PatchbayError('invalid_input', { detail: `A call list holds at most ${MOST_WAITING} calls that wait. Choose fewer people.` });
    const [last] = await tx
      .select({ position: sql<number | null>`max(${entries.position})` })
      .from(entries)
      .where(ofPerson(ctx, userId));
    const begin = Number(last?.position ?? 0) + 1;
    let added = 0;
    for (let at = 0; at < unique.length; at += PAGE)
      added += (
        await tx
          .insert(entries)
          .values(
            unique.slice(at, at + PAGE).map((row, index) => ({ ...row, workspaceId: ctx.workspaceId, id: uuidv7(), userId, position: begin + at + index })),
          )
          .onConflictDoNothing()
          .returning({ id: entries.id })
      ).length;
    return { added, already: rows.length - added, withoutNumber: contactIds.length - contactIds.filter((id) => numbers.has(id)).length };
  });
}

/** The one that is worked on: the one whose call was made and of which nobody said yet what came, else the next that may be called. */
export async function currentOf(ctx: Context, tx: Transaction, userId: string): Promise<Entry | undefined> {
  const [row] = await tx
    .select()
    .from(entries)
    .where(
      and(ofPerson(ctx, userId), isNull(entries.doneAt), or(isNotNull(entries.callId), isNull(entries.notBefore), lte(entries.notBefore, ctx.clock.now()))),
    )
    .orderBy(sql`${entries.callId} is null`, asc(entries.position), asc(entries.id))
    .limit(1);
  return row;
}

export async function upcomingOf(ctx: Context, tx: Transaction, userId: string, limit = 50): Promise<Entry[]> {
  return tx
    .select()
    .from(entries)
    .where(and(ofPerson(ctx, userId), isNull(entries.doneAt)))
    .orderBy(
      sql`${entries.callId} is null`,
      sql`${entries.notBefore} is not null and ${entries.notBefore} > ${ctx.clock.now().toISOString()}`,
      asc(entries.position),
      asc(entries.id),
    )
    .limit(limit);
}

export async function countsOf(ctx: Context, tx: Transaction, userId: string) {
  const now = ctx.clock.now();
  const isLater = sql`${entries.doneAt} is null and ${entries.callId} is null and ${entries.notBefore} > ${now.toISOString()}`;
  const [row] = await tx
    .select({
      waiting: sql<number>`(count(*) filter (where ${entries.doneAt} is null))::int`,
      later: sql<number>`(count(*) filter (where ${isLater}))::int`,
      called: sql<number>`(count(*) filter (where ${entries.doneAt} is not null and ${entries.skipReason} is null))::int`,
      skipped: sql<number>`(count(*) filter (where ${entries.skipReason} is not null))::int`,
    })
    .from(entries)
    .where(ofPerson(ctx, userId));
  const [next] = await tx
    .select({ at: min(entries.notBefore) })
    .from(entries)
    .where(and(ofPerson(ctx, userId), isLater));
  return { waiting: row?.waiting ?? 0, later: row?.later ?? 0, called: row?.called ?? 0, skipped: row?.skipped ?? 0, nextAt: next?.at ?? null };
}
