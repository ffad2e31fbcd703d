import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { among, type ConnectionId, type Context, type Transaction } from '#sdk';
import { emailDeliveryFacts, emailSuppressions, type SuppressionReason } from '../models/delivery.ts';
import type { DeliveryFact } from './facts.ts';

const DAY_MS = 86_400_000;
/** Soft refusals on so many different days within a month, nothing delivered between: the address rests for a while. */
const SOFT_DAYS = 3;
const SOFT_WITHIN_MS = 30 * DAY_MS;
const SOFT_RESTS_MS = 90 * DAY_MS;

export type SuppressionRow = typeof emailSuppressions.$inferSelect;
export interface NewSuppression {
  address: string;
  reason: SuppressionReason;
  scope: 'all' | 'marketing';
  source: string;
  evidence: Record<string, string>;
  factKey?: string;
  connectionId?: ConnectionId | null;
  expiresAt?: Date;
  /** When it became so; nothing older than a lifting comes back. */
  since: Date;
  createdBy: string;
  heldAt?: Record<string, string>;
}

/** Reasons in order of weight: a heavier one takes the place of a lighter. */
const weights: readonly SuppressionReason[] = ['soft_bounces', 'invalid', 'hard_bounce', 'unsubscribed', 'complaint', 'manual'];
const weight = sql.raw(`array_position(array[${weights.map((each) => `'${each}'`).join(', ')}]::text[], email_suppressions.reason)`);
const newWeight = sql.raw(`array_position(array[${weights.map((each) => `'${each}'`).join(', ')}]::text[], excluded.reason)`);

/** Who is listed now. `marketing` asks for campaigns, which also leave out those who complained or left. */
export async function suppressedAmong(
  tx: Transaction,
  workspaceId: string,
  addresses: readonly string[],
  purpose: 'marketing' | 'personal',
  now: Date,
): Promise<Map<string, SuppressionRow>> {
  if (addresses.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(emailSuppressions)
    .where(
      and(
        eq(emailSuppressions.workspaceId, workspaceId),
        among(
          emailSuppressions.address,
          addresses.map((each) => each.toLowerCase()),
        ),
        isNull(emailSuppressions.liftedAt),
        or(isNull(emailSuppressions.expiresAt), gt(emailSuppressions.expiresAt, now)),
        ...(purpose === 'personal' ? [eq(emailSuppressions.scope, 'all')] : []),
      ),
    );
  return new Map(rows.map((row) => [row.address, row]));
}

/** Puts addresses on the list. What is there for a heavier reason stays; what was lifted comes back only for something newer. */
export async function addSuppressions(ctx: Context, tx: Transaction, given: readonly NewSuppression[]): Promise<SuppressionRow[]> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const unique = [...new Map(given.toSorted((a, b) => weights.indexOf(a.reason) - weights.indexOf(b.reason)).map((each) => [each.address, each])).values()];
  if (unique.length === 0) return [];
  const isAgain = sql`email_suppressions.lifted_at is not null and excluded.since > email_suppressions.lifted_at`;
  const isOver = sql`email_suppressions.expires_at is not null and email_suppressions.expires_at <= ${now.toISOString()}::timestamptz`;
  const takes = sql`((${isAgain}) or (email_suppressions.lifted_at is null and ((${isOver}) or ${newWeight} > ${weight})))`;
  const pick = (column: string) => sql.raw(`excluded.${column}`);
  return tx
    .insert(emailSuppressions)
    .values(
      unique
        .toSorted((a, b) => (a.address < b.address ? -1 : 1))
        .map(({ connectionId, expiresAt, factKey, heldAt, ...row }) => ({
          ...row,
          workspaceId,
          id: uuidv7(),
          connectionId: connectionId ?? null,
          expiresAt: expiresAt ?? null,
          factKey: factKey ?? null,
          heldAt: heldAt ?? {},
          createdAt: now,
          updatedAt: now,
        })),
    )
    .onConflictDoUpdate({
      target: [emailSuppressions.workspaceId, emailSuppressions.address],
      set: {
        reason: pick('reason'),
        scope: pick('scope'),
        source: pick('source'),
        evidence: pick('evidence'),
        connectionId: pick('connection_id'),
        factKey: pick('fact_key'),
        expiresAt: pick('expires_at'),
        heldAt: sql`email_suppressions.held_at || excluded.held_at`,
        liftedAt: null,
        liftedBecause: null,
        since: pick('since'),
        updatedAt: now,
      },
      setWhere: takes,
    })
    .returning();
}

const reasonOf = (fact: DeliveryFact): { reason: SuppressionReason; scope: 'all' | 'marketing' } | undefined => {
  if (fact.kind === 'complained') return { reason: 'complaint', scope: 'marketing' };
  if (fact.kind === 'unsubscribed') return { reason: 'unsubscribed', scope: 'marketing' };
  if (fact.kind === 'bounced' && fact.bounce?.kind === 'hard') return { reason: 'hard_bounce', scope: 'all' };
  return undefined;
};
const evidenceOf = ({ bounce, evidence }: DeliveryFact): Record<string, string> =>
  bounce ? { rule: bounce.rule, quote: bounce.quote, reason: bounce.reason, ...(bounce.enhancedCode ? { code: bounce.enhancedCode } : {}) } : { ...evidence };

/** What follows from new facts for the list. */
export async function suppressFor(ctx: Context, tx: Transaction, facts: readonly DeliveryFact[], source: string, connectionId?: ConnectionId): Promise<void> {
  const found: NewSuppression[] = facts.flatMap((fact) => {
    const what = reasonOf(fact);
    if (!what) return [];
    return [
      {
        ...what,
        address: fact.address,
        source,
        evidence: evidenceOf(fact),
        factKey: fact.key,
        connectionId: connectionId ?? null,
        since: new Date(fact.at),
        createdBy: `rule:${fact.bounce?.rule ?? fact.kind}`,
      },
    ];
  });
  const soft = [...new Set(facts.flatMap(({ kind, bounce, address }) => (kind === 'bounced' && bounce?.kind === 'soft' ? [address] : [])))];
  const tired = soft.length > 0 ? await restless(ctx, tx, soft) : [];
  const added = await addSuppressions(ctx, tx, [
    ...found,
    ...tired.map(
      ({ address, days }): NewSuppression => ({
        address,
        reason: 'soft_bounces',
        scope: 'all',
        source,
        evidence: { days: days.join(', ') },
        connectionId: connectionId ?? null,
        expiresAt: new Date(ctx.clock.now().getTime() + SOFT_RESTS_MS),
        since: ctx.clock.now(),
        createdBy: 'rule:soft-bounces',
      }),
    ),
  ]);
  if (added.length > 0) await ctx.tasks.enqueue('email.give-suppressions', {}, { singletonKey: 'give-suppressions' });
}

/** Addresses that refused softly on enough days since the last thing that arrived there. */
async function restless(ctx: Context, tx: Transaction, addresses: readonly string[]): Promise<{ address: string; days: string[] }[]> {
  const since = new Date(ctx.clock.now().getTime() - SOFT_WITHIN_MS);
  const rows = await tx
    .select({ address: emailDeliveryFacts.address, kind: emailDeliveryFacts.kind, at: emailDeliveryFacts.at, bounce: emailDeliveryFacts.bounce })
    .from(emailDeliveryFacts)
    .where(and(eq(emailDeliveryFacts.workspaceId, ctx.workspaceId), inArray(emailDeliveryFacts.address, [...addresses]), gt(emailDeliveryFacts.at, since)));
  return addresses.flatMap((address) => {
    const own = rows.filter((row) => row.address === address);
    const lastDelivered = Math.max(0, ...own.filter(({ kind }) => kind === 'delivered').map(({ at }) => at.getTime()));
    const days = new Set(
      own
        .filter(({ kind, bounce, at }) => kind === 'bounced' && bounce?.kind === 'soft' && at.getTime() > lastDelivered)
        .map(({ at }) => at.toISOString().slice(0, 10)),
    );
    return days.size >= SOFT_DAYS ? [{ address, days: [...days].toSorted() }] : [];
  });
}
