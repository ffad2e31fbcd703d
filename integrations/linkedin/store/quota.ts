import { and, eq, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type ConnectedContext, type Context, type Lane, PatchbayError, type Transaction } from '#sdk';
import { linkedinQuota as quota } from '../models/index.ts';

/** Known numbers (docs, read 2026-08); administrators set their own in the connection's settings. */
const CEILINGS: Readonly<Record<string, number>> = { posts: 150, identityMe: 500, verificationReport: 500 };
/** Leads that wait come before a person's click, and that before statistics. */
const SHARE_OF: Record<Lane, number> = { webhook: 1, interactive: 0.97, backfill: 0.9 };

export const utcDay = (at: Date): string => at.toISOString().slice(0, 10);
export const nextMidnight = (at: Date): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1));

const ceilingOf = (ctx: ConnectedContext, resource: string): number | undefined => {
  const given = (ctx.settings.dailyCeilings as Record<string, number> | undefined)?.[resource];
  return given ?? CEILINGS[resource];
};

const usedUp = (resource: string, now: Date) =>
  new PatchbayError('quota_exhausted', {
    detail: 'LinkedIn’s daily limit for this data is used up; it resets at 00:00 UTC.',
    retryAfterMs: nextMidnight(now).getTime() - now.getTime(),
    facts: { resource },
  });

/** This connection's row, and those of others that met the application's own limit: that one is everybody's. */
const rowsOf = (tx: Transaction, ctx: ConnectedContext, resource: string) =>
  tx
    .select()
    .from(quota)
    .where(
      and(
        eq(quota.workspaceId, ctx.workspaceId),
        eq(quota.resource, resource),
        eq(quota.utcDay, utcDay(ctx.clock.now())),
        or(eq(quota.connectionId, ctx.connection.id), eq(quota.exhaustedBy, 'application')),
      ),
    );

/** @throws PatchbayError quota_exhausted when what is left is kept for more urgent calls, or nothing is */
export async function assertAllowance(ctx: ConnectedContext, resource: string, lane: Lane): Promise<void> {
  const rows = await ctx.db.transaction((tx) => rowsOf(tx, ctx, resource));
  const ceiling = ceilingOf(ctx, resource);
  const used = rows.find(({ connectionId }) => connectionId === ctx.connection.id)?.used ?? 0;
  if (rows.some(({ exhaustedAt }) => exhaustedAt !== null) || (ceiling !== undefined && used >= ceiling * SHARE_OF[lane]))
    throw usedUp(resource, ctx.clock.now());
}

export const countCall = (ctx: ConnectedContext, resource: string): Promise<void> => bump(ctx, resource, 1, null);

/** LinkedIn itself said so: nothing of this resource is asked until midnight UTC. */
export async function noteExhausted(ctx: ConnectedContext, resource: string, code: string): Promise<PatchbayError> {
  await bump(ctx, resource, 0, code.includes('member') ? 'member' : 'application');
  return usedUp(resource, ctx.clock.now());
}

async function bump(ctx: ConnectedContext, resource: string, units: number, exhaustedBy: string | null): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.transaction((tx) =>
    tx
      .insert(quota)
      .values({
        workspaceId: ctx.workspaceId,
        id: uuidv7(),
        connectionId: ctx.connection.id,
        resource,
        utcDay: utcDay(now),
        used: units,
        exhaustedAt: exhaustedBy ? now : null,
        exhaustedBy,
      })
      .onConflictDoUpdate({
        target: [quota.workspaceId, quota.connectionId, quota.resource, quota.utcDay],
        set: {
          used: sql`${quota.used} + ${units}`,
          ...(exhaustedBy ? { exhaustedAt: now, exhaustedBy } : {}),
          updatedAt: now,
        },
      }),
  );
}

export async function quotaToday(ctx: Context, connectionId: string) {
  const rows = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(quota)
      .where(and(eq(quota.workspaceId, ctx.workspaceId), eq(quota.connectionId, connectionId), eq(quota.utcDay, utcDay(ctx.clock.now()))))
      .orderBy(quota.resource),
  );
  return rows.map(({ resource, used, exhaustedAt, exhaustedBy }) => ({ resource, used, exhaustedAt: exhaustedAt?.toISOString() ?? null, exhaustedBy }));
}
