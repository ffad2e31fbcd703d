import { and, eq, sql } from 'drizzle-orm';
import { among, type ConnectedContext, type Transaction } from '#sdk';
import { twilioOf } from '../driver.ts';
import { voipCallEvents as events } from '../models.ts';
import { takeLeg, unchangedLegs } from './legs.ts';

export interface Window {
  remote: number;
  added: number;
  mended: number;
  /** Legs that the provider has and that could not be taken. */
  unexplained: string[];
  /** Every leg that the provider has of this time. */
  seen: string[];
}

/** Brings all legs that began between two moments to our record: what is missing is added, what differs is mended. */
export async function takeWindow(ctx: ConnectedContext, after: Date, before: Date): Promise<Window> {
  const client = twilioOf(ctx);
  const window: Window = { remote: 0, added: 0, mended: 0, unexplained: [], seen: [] };
  for (let page: string | undefined, more = true; more; ) {
    const read = await client.listCalls({ after, before, page });
    // Parents first: a leg finds the call that it belongs to.
    const unchanged = await ctx.db.transaction((tx) => unchangedLegs(ctx, tx, read.calls));
    for (const leg of read.calls.toSorted((a, b) => Number(Boolean(a.parent_call_sid)) - Number(Boolean(b.parent_call_sid)))) {
      window.remote += 1;
      window.seen.push(leg.sid);
      if (unchanged.has(leg.sid)) continue;
      try {
        const fate = await ctx.db.transaction((tx) => takeLeg(ctx, tx, leg));
        if (fate === 'added') window.added += 1;
        if (fate === 'mended') window.mended += 1;
      } catch (error) {
        ctx.log.warn({ err: error, leg: leg.sid }, 'a leg of the provider could not be taken');
        window.unexplained.push(leg.sid);
      }
    }
    page = read.next;
    more = page !== undefined;
  }
  return window;
}

/** How many of these legs are on record. */
export async function legsHeld({ workspaceId }: ConnectedContext, tx: Transaction, legs: readonly string[]): Promise<number> {
  if (legs.length === 0) return 0;
  const [row] = await tx
    .select({ held: sql<number>`count(distinct ${events.legId})::int` })
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), among(events.legId, legs)));
  return row?.held ?? 0;
}
