import type { ConnectedContext, InboundEvent, Transaction } from '#sdk';
import { notePulse } from '../store/pulses.ts';

/** One row for each connection: written by every event, those of a busy workspace would wait for each other. */
const EVERY_MS = 20_000;
const written = new Map<string, number>();

/** That events arrive, and how long they were under way. */
export async function feelPulse(ctx: ConnectedContext, tx: Transaction, { receivedAt }: InboundEvent & { receivedAt: Date }, seconds: number): Promise<void> {
  const { id } = ctx.connection;
  const last = written.get(id);
  if (last !== undefined && Math.abs(receivedAt.getTime() - last) < EVERY_MS) return;
  written.set(id, receivedAt.getTime());
  await notePulse(tx, { workspaceId: ctx.workspaceId, connectionId: id }, { eventAt: new Date(seconds * 1000), receivedAt });
}
