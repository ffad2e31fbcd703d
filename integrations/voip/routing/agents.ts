import { eq } from 'drizzle-orm';
import { prepared, type Transaction, type Value } from '#sdk';
import { browserTarget } from '../browser/identity.ts';
import type { Target } from '../flows/machine.ts';
import { voipAgents } from '../models.ts';

export type AgentRow = typeof voipAgents.$inferSelect;
/** A browser that has not been heard of for so long does not ring: tabs in the background fall asleep. */
export const BROWSER_FRESH_MS = 60_000;

const agentRows = prepared('voip_agents_of', (tx, value: Value<{ workspaceId: string }>) =>
  tx
    .select()
    .from(voipAgents)
    .where(eq(voipAgents.workspaceId, value('workspaceId'))),
);
export const agentsOf = (tx: Transaction, workspaceId: string): Promise<AgentRow[]> => agentRows(tx, { workspaceId });

/** Wrap-up and absences end by themselves. */
export const stateAt = ({ state, until }: Pick<AgentRow, 'state' | 'until'>, now: Date): AgentRow['state'] =>
  until && until <= now && (state === 'wrap_up' || state === 'away') ? 'available' : state;
type Where = Pick<AgentRow, 'userId' | 'phone' | 'device' | 'browserSeenAt' | 'browserConnectionId'>;

/** Whether their browser can be rung: by the connection that calls, or by any. */
export const browserIsThere = ({ browserSeenAt, browserConnectionId }: Omit<Where, 'userId' | 'phone' | 'device'>, now: Date, connectionId?: string): boolean =>
  browserSeenAt !== null && now.getTime() - browserSeenAt.getTime() < BROWSER_FRESH_MS && (connectionId === undefined || connectionId === browserConnectionId);

/** By which connection a person's browser is rung, if they chose it and it is there; a call by any other would ring their telephone. */
export const browserConnection = (agent: Omit<Where, 'userId' | 'phone'>, now: Date): string | undefined =>
  agent.device === 'browser' && browserIsThere(agent, now) ? (agent.browserConnectionId ?? undefined) : undefined;

/** What rings for a person: the browser, if they chose it and while it is awake; else their telephone. */
export function telephonesOf(agent: Where, now: Date, connectionId?: string): Target[] {
  if (agent.device === 'browser' && browserIsThere(agent, now, connectionId)) return [{ to: browserTarget(agent.userId), userId: agent.userId }];
  return agent.phone ? [{ to: agent.phone, userId: agent.userId }] : [];
}
export const isFree = (agent: AgentRow, now: Date, connectionId?: string): boolean =>
  stateAt(agent, now) === 'available' && agent.callId === null && telephonesOf(agent, now, connectionId).length > 0;

/** Free members in the order in which they are given callers. */
export function inOrder(
  agents: readonly AgentRow[],
  { members, strategy }: { members: readonly string[]; strategy: 'longest_idle' | 'sequence' | 'all' },
  now: Date,
  connectionId?: string,
): AgentRow[] {
  const free = agents.filter((agent) => members.includes(agent.userId) && isFree(agent, now, connectionId));
  const idleSince = (agent: AgentRow) => (agent.lastCallEndedAt ?? agent.since).getTime();
  return strategy === 'longest_idle'
    ? free.toSorted((a, b) => idleSince(a) - idleSince(b) || (a.userId < b.userId ? -1 : 1))
    : free.toSorted((a, b) => members.indexOf(a.userId) - members.indexOf(b.userId));
}
