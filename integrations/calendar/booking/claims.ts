import { uuidv7 } from 'uuidv7';
import type { Transaction } from '#sdk';
import { hasCaps, isFullAt, widened } from './caps.ts';
import type { Met, OfferedSlot } from './offer.ts';
import { inTurn } from './pick.ts';
import { bookedStarts, claim, type PageRow, pageById, pastOf, seatsTaken, sessionsOf } from './store.ts';

const MINUTE_MS = 60_000;

export interface Claiming {
  bookingId: string;
  startMs: number;
  endMs: number;
  holdUntil: Date | null;
  now: Date;
  /** Whose guest it is, where that is known. */
  owners: readonly string[];
  /** The zone in which each host counts days and weeks; without one, the page's. */
  zones: ReadonlyMap<string, string>;
  /** A claim that is about to end: it counts no more. */
  except?: string;
}
export interface Claimed {
  hosts: string[];
  sessionId: string | null;
  reason: string | null;
}

/** Takes the time of those who are met, or of nobody: undefined. */
export async function claimHosts(
  tx: Transaction,
  page: PageRow,
  met: readonly Met[],
  slot: Pick<OfferedSlot, 'hostIds' | 'sessionId'>,
  asked: Claiming,
): Promise<Claimed | undefined> {
  const { workspaceId, rules } = page;
  const take = ({ id, hostId }: Met, name: string) =>
    claim(tx, {
      workspaceId,
      bookingId: name,
      connectionId: id,
      hostId,
      startsAt: new Date(asked.startMs),
      endsAt: new Date(asked.endMs),
      bufferBeforeMs: rules.bufferBeforeMinutes * MINUTE_MS,
      bufferAfterMs: rules.bufferAfterMinutes * MINUTE_MS,
      status: asked.holdUntil ? 'held' : 'confirmed',
      holdUntil: asked.holdUntil,
      now: asked.now,
    });
  const hasRoom = await roomUnderCaps(tx, page, asked);
  const free = met.filter(({ id }) => slot.hostIds.includes(id) && hasRoom(id));
  if (page.kind === 'group') return joinSession(tx, page, met, asked, hasRoom, take);
  if (page.kind === 'round_robin') {
    const past = await pastOf(
      tx,
      workspaceId,
      page.id,
      free.map(({ id }) => id),
    );
    for (const { id, reason } of inTurn(free, past, page.settings.assign === 'owner_first' ? asked.owners : [])) {
      const one = free.find((each) => each.id === id);
      if (one && (await take(one, asked.bookingId))) return { hosts: [id], sessionId: null, reason };
    }
    return undefined;
  }
  // In the order of their ids, so that two that want the same people do not wait for each other.
  for (const one of [...met].sort((a, b) => (a.hostId < b.hostId ? -1 : 1))) if (!free.includes(one) || !(await take(one, asked.bookingId))) return undefined;
  return { hosts: met.map(({ id }) => id), sessionId: null, reason: null };
}

/**
 * Who may have one more meeting that day and week. Two at different times overlap nowhere, so no constraint sees them: the
 * page's row is held from here to the end, and each that wants a place counts after the one before.
 */
async function roomUnderCaps(tx: Transaction, page: PageRow, { startMs, endMs, now, zones, except }: Claiming): Promise<(id: string) => boolean> {
  const { caps } = page.settings;
  if (!hasCaps(caps)) return () => true;
  await pageById(tx, page.workspaceId, page.id, { lock: true, gone: true });
  const { from, to } = widened(startMs, endMs);
  const starts = Map.groupBy(
    (await bookedStarts(tx, page.workspaceId, page.id, from, to, now)).filter(({ claim: name }) => name !== except),
    ({ connectionId }) => connectionId,
  );
  return (id) =>
    !isFullAt(
      caps,
      zones.get(id) ?? page.rules.timeZone,
      (starts.get(id) ?? []).map(({ startsAt }) => startsAt?.getTime() ?? 0),
      startMs,
    );
}

/** A seat among those who meet then already, else a new session of all hosts. One after the other: the page's row is held. */
async function joinSession(
  tx: Transaction,
  page: PageRow,
  met: readonly Met[],
  { startMs, endMs, now }: Claiming,
  hasRoom: (id: string) => boolean,
  take: (one: Met, name: string) => Promise<boolean>,
): Promise<Claimed | undefined> {
  await pageById(tx, page.workspaceId, page.id, { lock: true, gone: true });
  const sessions = await sessionsOf(tx, page.workspaceId, page.id, new Date(startMs), new Date(endMs));
  const hosts = met.map(({ id }) => id);
  const taken = await seatsTaken(
    tx,
    page.workspaceId,
    sessions.flatMap(({ sessionId }) => (sessionId ? [sessionId] : [])),
    now,
  );
  const open = sessions.find(
    ({ sessionId, startsAt, endsAt }) =>
      sessionId !== null && startsAt.getTime() === startMs && endsAt.getTime() === endMs && (taken.get(sessionId)?.length ?? 0) > 0,
  );
  if (open?.sessionId) {
    if ((taken.get(open.sessionId)?.length ?? 0) >= page.settings.seats) return undefined;
    return { hosts, sessionId: open.sessionId, reason: null };
  }
  // Who joins takes nobody's time anew; only a new session counts.
  if (!hosts.every(hasRoom)) return undefined;
  const sessionId = uuidv7();
  for (const one of [...met].sort((a, b) => (a.hostId < b.hostId ? -1 : 1))) if (!(await take(one, sessionId))) return undefined;
  return { hosts, sessionId, reason: null };
}
