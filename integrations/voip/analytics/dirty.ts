import { and, eq, isNull } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { businessHours } from '#crm/models';
import type { Context, Transaction } from '#sdk';
import type { CallRow } from '../calls/keep.ts';
import { wallClock } from '../flows/hours.ts';
import { voipDirtyDays as dirty } from '../models.ts';

/** The zone in which this workspace counts its days. */
export async function zoneOf(tx: Transaction, workspaceId: string): Promise<string> {
  const [row] = await tx
    .select({ timeZone: businessHours.timeZone })
    .from(businessHours)
    .where(and(eq(businessHours.workspaceId, workspaceId), isNull(businessHours.teamId)))
    .limit(1);
  return row?.timeZone ?? 'UTC';
}

/** The days of ended calls are counted again, soon. */
export async function keepRollup(ctx: Context, tx: Transaction, calls: readonly CallRow[]): Promise<void> {
  if (calls.length === 0) return;
  const zone = await zoneOf(tx, ctx.workspaceId);
  const days = [...new Set(calls.map(({ requestedAt }) => wallClock(requestedAt, zone).date))].sort();
  await tx
    .insert(dirty)
    .values(days.map((day) => ({ workspaceId: ctx.workspaceId, id: uuidv7(), day, changedAt: ctx.clock.now() })))
    .onConflictDoNothing();
}
