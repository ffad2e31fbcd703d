import { eq } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import type { Target } from '../flows/machine.ts';
import { voipAgents } from '../models.ts';

export type AgentRow = typeof voipAgents.$inferSelect;
/** A browser that has not been heard of for so long does not ring: tabs in the background fall asleep. */
export const BROWSER_FRESH_MS = 60_000;

export const agentsOf = (tx: Transaction, workspaceId: string): Promise<AgentRow[]> =>
  tx.select().from(voipAgents).where(eq(voipAgents.workspaceId, workspaceId));

/** Wrap-up and absences end by themselves. */
export const stateAt = ({ state, until }: Pick<AgentRow, 'state' | 'until'>, now: Date): AgentRow['state'] =>
  until && until <= now && (state === 'wrap_up' || state === 'away') ? 'available' : state;
export const browserIsThere = ({ browserSeenAt }: Pick<AgentRow, 'browserSeenAt'>, now: Date): boolean =>
  browserSeenAt !== null && now.getTime() - browserSeenAt.getTime() < BROWSER_FRESH_MS;

/** What rings for a person: the browser while it is awake, else the telephone; the telephone beside a browser that may sleep. */
export function telephonesOf(agent: Pick<AgentRow, 'userId' | 'phone' | 'device' | 'browserSeenAt'>, now: Date): Target[] {
  const targets: Target[] = [];
  if (agent.device === 'browser' && browserIsThere(agent, now)) targets.push({ to: `client:${agent.userId}`, userId: agent.userId });
  if (agent.phone && targets.length === 0) targets.push({ to: agent.phone, userId: agent.userId });
  return targets;
}
export const isFree = (agent: AgentRow, now: Date): boolean =>
  stateAt(agent, now) === 'available' && agent.callId === null && telephonesOf(agent, now).length > 0;

/** Free members in the order in which they are given callers. */
export function inOrder(agents: readonly AgentRow[], members: readonly string[], strategy: 'longest_idle' | 'sequence' | 'all', now: Date): AgentRow[] {
  const free = agents.filter((agent) => members.includes(agent.userId) && isFree(agent, now));
  const idleSince = (agent: AgentRow) => (agent.lastCallEndedAt ?? agent.since).getTime();
  return strategy === 'longest_idle'
    ? free.toSorted((a, b) => idleSince(a) - idleSince(b) || (a.userId < b.userId ? -1 : 1))
    : free.toSorted((a, b) => members.indexOf(a.userId) - members.indexOf(b.userId));
}
