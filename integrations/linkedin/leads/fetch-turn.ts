import { setTimeout as wait } from 'node:timers/promises';
import type { ConnectedContext } from '#sdk';

const GATHER_MS = 700;

interface Pace {
  begunAt: number;
  isWaiting: boolean;
}
const paces = new Map<string, Pace>();

/** A moment lies between two fetches of a connection, in which more is told of. False: another waits here already, for all. */
export async function fetchTurn(ctx: ConnectedContext): Promise<boolean> {
  const pace = paces.get(ctx.connection.id) ?? { begunAt: Number.NEGATIVE_INFINITY, isWaiting: false };
  paces.set(ctx.connection.id, pace);
  if (pace.isWaiting) return false;
  pace.isWaiting = true;
  try {
    await wait(Math.max(0, pace.begunAt + GATHER_MS - performance.now()), undefined, { signal: ctx.signal });
  } finally {
    pace.isWaiting = false;
  }
  pace.begunAt = performance.now();
  return true;
}
