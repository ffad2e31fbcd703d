import { createHash } from 'node:crypto';
import { and, asc, count, desc, eq, gte, lt, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { ConnectedContext, Transaction } from '#sdk';
import { voipCalls as calls, voipLedgerDays as days, voipLedgerRuns as runs } from '../models.ts';
import { legsHeld, takeWindow } from './window.ts';

const DAY_MS = 86_400_000;
const MOST_AT_A_TIME = 31;
const SHOWN = 31;
const CERTIFICATE = 'voice-ledger';

type DayRow = typeof days.$inferSelect;
type Counted = Pick<DayRow, 'day' | 'remote' | 'held' | 'unexplained' | 'calls' | 'cost'>;

const ofConnection = ({ workspaceId, connection }: ConnectedContext) => and(eq(days.workspaceId, workspaceId), eq(days.connectionId, connection.id));
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const beginOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);

/** Each day's figures with all before it: whoever changes one changes every later digest. */
const digestOf = (previous: string | null, { day, remote, held, unexplained, calls: called, cost }: Counted): string =>
  createHash('sha256')
    .update(previous ?? '')
    .update(JSON.stringify([day, remote, held, unexplained, called, Number(cost).toFixed(5)]))
    .digest('hex');

async function callsOf({ workspaceId, connection }: ConnectedContext, tx: Transaction, from: number): Promise<{ calls: number; cost: string }> {
  const [sum] = await tx
    .select({ calls: count(), cost: sql<string>`coalesce(sum(${calls.costAmount}), 0)::text` })
    .from(calls)
    .where(
      and(
        eq(calls.workspaceId, workspaceId),
        eq(calls.connectionId, connection.id),
        gte(calls.requestedAt, new Date(from)),
        lt(calls.requestedAt, new Date(from + DAY_MS)),
      ),
    );
  return { calls: sum?.calls ?? 0, cost: Number(sum?.cost ?? 0).toFixed(5) };
}

/** The first day that is not closed yet; undefined while there is no call. */
async function firstOpen(ctx: ConnectedContext, tx: Transaction): Promise<{ at: number; previous: string | null } | undefined> {
  const [last] = await tx.select().from(days).where(ofConnection(ctx)).orderBy(desc(days.day)).limit(1);
  if (last) return { at: beginOf(last.day) + DAY_MS, previous: last.digest };
  const [first] = await tx
    .select({ at: calls.requestedAt })
    .from(calls)
    .where(and(eq(calls.workspaceId, ctx.workspaceId), eq(calls.connectionId, ctx.connection.id)))
    .orderBy(asc(calls.requestedAt))
    .limit(1);
  return first && { at: Math.floor(first.at.getTime() / DAY_MS) * DAY_MS, previous: null };
}

/**
 * A day that lies two days back is closed: the provider is asked for it once more, it is counted on both sides, chained to
 * the day before and signed with a key of the workspace, so that nobody changes it unseen.
 */
export async function closeDays(ctx: ConnectedContext): Promise<void> {
  const until = Math.floor(ctx.clock.now().getTime() / DAY_MS - 1) * DAY_MS;
  const open = await ctx.db.transaction((tx) => firstOpen(ctx, tx));
  if (!open) return;
  const sign = await ctx.links.signer(CERTIFICATE);
  let { previous } = open;
  for (let { at } = open, closed = 0; at < until && closed < MOST_AT_A_TIME; at += DAY_MS, closed++) {
    const { remote, seen } = await takeWindow(ctx, new Date(at), new Date(at + DAY_MS));
    const before = previous;
    const digest = await ctx.db.transaction(async (tx) => {
      const held = await legsHeld(ctx, tx, seen);
      const counted: Counted = { day: dayOf(at), remote, held, unexplained: remote - held, ...(await callsOf(ctx, tx, at)) };
      const own = digestOf(before, counted);
      const [row] = await tx
        .insert(days)
        .values({
          ...counted,
          workspaceId: ctx.workspaceId,
          id: uuidv7(),
          connectionId: ctx.connection.id,
          digest: own,
          previous: before,
          signature: sign({ connection: ctx.connection.id, day: counted.day, digest: own }),
          closedAt: ctx.clock.now(),
        })
        .onConflictDoNothing()
        .returning();
      return row?.digest;
    });
    // Somebody else closes the same days: theirs count.
    if (digest === undefined) return;
    previous = digest;
  }
}

export interface ClosedDay extends Counted {
  digest: string;
  previous: string | null;
  signature: string | null;
  /** What stands there is what was signed, and follows the day before. */
  isIntact: boolean;
  /** Calls of that day that are on record now. */
  callsNow: number;
}

/** The last days as they were closed, each checked again. */
async function closedDays(ctx: ConnectedContext): Promise<ClosedDay[]> {
  const rows = await ctx.db.transaction(async (tx) => {
    const closed = await tx
      .select()
      .from(days)
      .where(ofConnection(ctx))
      .orderBy(desc(days.day))
      .limit(SHOWN + 1);
    const found: { row: DayRow; now: number }[] = [];
    for (const row of closed) found.push({ row, now: (await callsOf(ctx, tx, beginOf(row.day))).calls });
    return found;
  });
  const checked = rows.map(async ({ row, now }, index) => {
    const { day, remote, held, unexplained, calls: called, cost, digest, previous, signature } = row;
    const before = rows[index + 1]?.row;
    const signed = signature === null ? undefined : await ctx.links.open(CERTIFICATE, signature);
    const isIntact =
      digestOf(previous, row) === digest &&
      (before === undefined || before.digest === previous) &&
      signed?.digest === digest &&
      signed.day === day &&
      signed.connection === ctx.connection.id;
    return { day, remote, held, unexplained, calls: called, cost, digest, previous, signature, isIntact, callsNow: now };
  });
  return (await Promise.all(checked)).slice(0, SHOWN);
}

export async function completeness(ctx: ConnectedContext) {
  const [run] = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(runs)
      .where(and(eq(runs.workspaceId, ctx.workspaceId), eq(runs.connectionId, ctx.connection.id)))
      .orderBy(desc(runs.checkedAt))
      .limit(1),
  );
  return { run, closed: await closedDays(ctx) };
}
