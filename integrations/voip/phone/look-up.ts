import { and, eq, gte, sum } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { type Context, PatchbayError } from '#sdk';
import { type Match, matchNumber } from '../calls/match.ts';
import { connections } from '../connections.ts';
import { countryOf } from '../guard/ask.ts';
import { voipLookups as lookups } from '../models.ts';
import { settingsOf } from '../settings.ts';
import { readNumber, shownNumber } from './number.ts';

const MONTH_MS = 30 * 86_400_000;
const DAY_MS = 86_400_000;
/** Caller name and line type together, by the provider's list. */
const PRICE = 0.018;

const answer = z.object({
  valid: z.boolean(),
  caller_name: z.object({ caller_name: z.string().nullish() }).nullish(),
  line_type_intelligence: z.object({ type: z.string().nullish(), carrier_name: z.string().nullish() }).nullish(),
});

export interface LookedUp {
  e164: string | null;
  shown: string;
  isValid: boolean;
  isWithheld: boolean;
  country: string | null;
  type: string | null;
  match: Match;
  callerName: string | null;
  lineType: string | null;
  carrier: string | null;
  askedAt: string | null;
  /** Why the provider was not asked. */
  note: string | null;
}

/** Who a number is, from the record first; the provider is asked when `asksProvider`, within the day's budget, once a month. */
export async function lookUp(ctx: Context, raw: string, asksProvider = true): Promise<LookedUp> {
  const now = ctx.clock.now();
  const { number, match, held, spent } = await ctx.db.transaction(async (tx) => {
    const read = readNumber(raw, await countryOf(tx, ctx.workspaceId));
    const own = eq(lookups.workspaceId, ctx.workspaceId);
    const [known] = read.e164
      ? await tx
          .select()
          .from(lookups)
          .where(and(own, eq(lookups.e164, read.e164)))
      : [];
    const [sums] = await tx
      .select({ spent: sum(lookups.costAmount) })
      .from(lookups)
      .where(and(own, gte(lookups.askedAt, new Date(now.getTime() - DAY_MS))));
    return { number: read, match: await matchNumber(tx, ctx.workspaceId, read.e164 ?? null, read.isWithheld), held: known, spent: Number(sums?.spent ?? 0) };
  });
  const told = (
    row: { callerName: string | null; lineType: string | null; carrier: string | null; askedAt: Date } | undefined,
    note: string | null,
  ): LookedUp => ({
    e164: number.e164 ?? null,
    shown: shownNumber(number.e164 ?? raw),
    isValid: number.isValid,
    isWithheld: number.isWithheld,
    country: number.country ?? null,
    type: number.type ?? null,
    match,
    callerName: row?.callerName ?? null,
    lineType: row?.lineType ?? null,
    carrier: row?.carrier ?? null,
    askedAt: row?.askedAt.toISOString() ?? null,
    note,
  });
  const isFresh = held && now.getTime() - held.askedAt.getTime() < MONTH_MS;
  const { e164 } = number;
  if (isFresh || !asksProvider || !e164) return told(held, null);
  let connected: Awaited<ReturnType<typeof connections>>;
  try {
    connected = await connections(ctx);
  } catch (error) {
    if (error instanceof PatchbayError && error.code === 'provider_not_configured') return told(held, null);
    throw error;
  }
  const base = connected.connection.data.lookups;
  if (typeof base !== 'string') return told(held, 'This provider has no look-up.');
  if (spent + PRICE > settingsOf(connected.connection).lookupBudgetPerDay) return told(held, 'Today’s budget for look-ups is used up.');
  const { body } = await connected.http.request({
    method: 'GET',
    url: `${base}/v2/PhoneNumbers/${encodeURIComponent(e164)}`,
    query: { Fields: 'caller_name,line_type_intelligence' },
    operation: 'twilio.look-up',
    lane: 'interactive',
  });
  const read = answer.parse(body);
  const row = {
    callerName: read.caller_name?.caller_name ?? null,
    lineType: read.line_type_intelligence?.type ?? null,
    carrier: read.line_type_intelligence?.carrier_name ?? null,
    askedAt: now,
    isValid: String(read.valid),
    costAmount: String(PRICE),
  };
  await ctx.db.transaction((tx) =>
    tx
      .insert(lookups)
      .values({ workspaceId: ctx.workspaceId, id: uuidv7(), e164, ...row })
      .onConflictDoUpdate({ target: [lookups.workspaceId, lookups.e164], set: row }),
  );
  return told(row, null);
}
