import { and, eq, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { slackPulses as pulses } from '../models/index.ts';
import type { Place } from './channels.ts';

export interface Pulse {
  eventAt: Date;
  receivedAt: Date;
}
/** Keeps the newest. */
export const notePulse = (tx: Transaction, { workspaceId, connectionId }: Place, { eventAt, receivedAt }: Pulse) =>
  tx
    .insert(pulses)
    .values({ workspaceId, connectionId, eventAt, receivedAt })
    .onConflictDoUpdate({
      target: [pulses.workspaceId, pulses.connectionId],
      set: { eventAt: sql`excluded.event_at`, receivedAt: sql`excluded.received_at` },
      setWhere: sql`excluded.received_at > ${pulses.receivedAt}`,
    });

export async function pulseOf(tx: Transaction, { workspaceId, connectionId }: Place): Promise<Pulse | undefined> {
  const [row] = await tx
    .select()
    .from(pulses)
    .where(and(eq(pulses.workspaceId, workspaceId), eq(pulses.connectionId, connectionId)));
  return row;
}
