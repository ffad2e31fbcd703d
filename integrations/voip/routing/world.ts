import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { dealContacts, deals } from '#crm/models';
import type { Context, Transaction } from '#sdk';
import { matchNumber } from '../calls/match.ts';
import type { FlowDefinition } from '../flows/definition.ts';
import type { FlowWorld, Target } from '../flows/machine.ts';
import { voipFlowAnswers as answers, voipCalls as calls, voipQueues as queues } from '../models.ts';
import { readNumber } from '../phone/number.ts';
import { settingsOf } from '../settings.ts';
import { type AgentRow, agentsOf, inOrder, stateAt, telephonesOf } from './agents.ts';

/** Everybody who could be rung when a call has nowhere else to go; kept in memory for the day the database is away. */
const lastKnown = new Map<string, readonly Target[]>();
export const lastTelephones = (workspaceId: string): readonly Target[] => lastKnown.get(workspaceId) ?? [];

const has = (flow: FlowDefinition, type: string, also: (node: FlowDefinition['nodes'][string]) => boolean = () => true): boolean =>
  Object.values(flow.nodes).some((node) => node.type === type && also(node));

async function ownersOf(tx: Transaction, workspaceId: string, caller: string, flow: FlowDefinition) {
  const nobody = { contact: undefined, deal: undefined };
  if (!has(flow, 'route', (node) => node.type === 'route' && node.to !== 'user')) return nobody;
  const number = readNumber(caller);
  const { candidates } = await matchNumber(tx, workspaceId, number.e164 ?? null, number.isWithheld);
  const [only] = candidates;
  if (!only || candidates.length > 1) return nobody;
  const [deal] = has(flow, 'route', (node) => node.type === 'route' && node.to === 'deal_owner')
    ? await tx
        .select({ ownerId: deals.ownerId })
        .from(dealContacts)
        .innerJoin(deals, and(eq(deals.workspaceId, dealContacts.workspaceId), eq(deals.id, dealContacts.dealId)))
        .where(and(eq(dealContacts.workspaceId, workspaceId), eq(dealContacts.contactId, only.contactId), eq(deals.status, 'open')))
        .orderBy(sql`${deals.updatedAt} desc`)
        .limit(1)
    : [];
  return { contact: only.ownerId ?? undefined, deal: deal?.ownerId ?? undefined };
}

/** Who waits in which queue, in the order in which they came. */
const waitingIn = (tx: Transaction, workspaceId: string) =>
  tx
    .select({ id: calls.id, queueId: calls.queueId })
    .from(calls)
    .where(and(eq(calls.workspaceId, workspaceId), sql`${calls.state} <> 'ended'`, isNull(calls.answeredAt), sql`${calls.queuedAt} is not null`))
    .orderBy(asc(calls.queuedAt), asc(calls.id))
    .limit(500);

/** The world as a flow asks of it, read once for one answer. */
export async function worldFor(
  ctx: Context,
  tx: Transaction,
  { flow, caller, callId }: { flow: FlowDefinition; caller: string; callId: string },
): Promise<FlowWorld> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const connectionId = ctx.connection?.id;
  const agents = await agentsOf(tx, workspaceId);
  lastKnown.set(
    workspaceId,
    agents.filter((agent) => stateAt(agent, now) !== 'off').flatMap((agent) => telephonesOf(agent, now, connectionId)),
  );
  const owners = await ownersOf(tx, workspaceId, caller, flow);
  const needsQueues = has(flow, 'queue');
  const queueRows = needsQueues ? await tx.select().from(queues).where(eq(queues.workspaceId, workspaceId)) : [];
  const waiting = needsQueues ? await waitingIn(tx, workspaceId) : [];
  const told = has(flow, 'webhook')
    ? await tx
        .select()
        .from(answers)
        .where(and(eq(answers.workspaceId, workspaceId), eq(answers.callId, callId)))
    : [];
  const ownMusic = ctx.connection ? settingsOf(ctx.connection).holdMusicFileId : null;
  const ring = (chosen: readonly AgentRow[]): Target[] =>
    chosen.filter((agent) => stateAt(agent, now) === 'available' && agent.callId === null).flatMap((agent) => telephonesOf(agent, now, connectionId));
  return {
    now,
    ownerOf: (kind) => {
      const userId = kind === 'deal_owner' ? (owners.deal ?? owners.contact) : owners.contact;
      return ring(agents.filter((agent) => agent.userId === userId));
    },
    // The built-in way rings whoever is there.
    telephonesOf: (userIds) => ring(userIds.length === 0 ? agents : agents.filter(({ userId }) => userIds.includes(userId))),
    nextInQueue: (queueId) => {
      const queue = queueRows.find(({ id, removedAt }) => id === queueId && removedAt === null);
      if (!queue) return { targets: [], position: 0, ringSeconds: 20, musicFileId: ownMusic };
      const own = waiting.filter((each) => each.queueId === queueId).map(({ id }) => id);
      const at = own.indexOf(callId);
      const position = at < 0 ? own.length : at;
      const free = inOrder(agents, queue, now, connectionId);
      // The first caller gets the first who is free, the second the second: nobody is rung for two.
      const mine = queue.strategy === 'all' ? (position === 0 ? free : []) : free.slice(position, position + 1);
      return {
        targets: mine.flatMap((agent) => telephonesOf(agent, now, connectionId)),
        position,
        ringSeconds: queue.ringSeconds,
        holdText: queue.holdText,
        musicFileId: queue.holdMusicFileId ?? ownMusic,
      };
    },
    greetingOf: () => undefined,
    answered: (nodeId) => told.find((each) => each.nodeId === nodeId)?.label,
  };
}
