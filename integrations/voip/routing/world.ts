import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { dealContacts, deals } from '#crm/models';
import type { ConnectedContext, Context, Transaction } from '#sdk';
import { matchNumber } from '../calls/match.ts';
import type { FlowDefinition } from '../flows/definition.ts';
import type { FlowWorld, Step, Target } from '../flows/machine.ts';
import { voipFlowAnswers as answers, voipCalls as calls, voipQueues as queues } from '../models.ts';
import { readNumber } from '../phone/number.ts';
import { settingsOf } from '../settings.ts';
import { type GreetingOf, greetingsFor } from '../sounds/greetings.ts';
import { type AgentRow, agentsOf, inOrder, stateAt, telephonesOf } from './agents.ts';
import { numberCalled, type Plan } from './plan.ts';

const FRESH_MS = 60_000;
/** Everybody who could be rung when a call has nowhere else to go; kept in memory for the day the database is away. */
const lastKnown = new Map<string, { at: number; targets: readonly Target[] }>();
export const lastTelephones = (workspaceId: string): readonly Target[] => lastKnown.get(workspaceId)?.targets ?? [];

/** Reads whom to ring when all else fails, unless it was read a moment ago. */
export async function keepTelephones(ctx: Context, tx: Transaction): Promise<void> {
  const known = lastKnown.get(ctx.workspaceId);
  if (!known || ctx.clock.now().getTime() - known.at > FRESH_MS) await peopleOf(ctx, tx);
}

async function peopleOf(ctx: Context, tx: Transaction): Promise<AgentRow[]> {
  const now = ctx.clock.now();
  const agents = await agentsOf(tx, ctx.workspaceId);
  const targets = agents.filter((agent) => stateAt(agent, now) !== 'off').flatMap((agent) => telephonesOf(agent, now, ctx.connection?.id));
  lastKnown.set(ctx.workspaceId, { at: now.getTime(), targets });
  return agents;
}

/** The call that asks, and the flow it is in. */
export interface Asking {
  flow: FlowDefinition;
  callId: string;
  caller: string;
  called: string;
  /** Where it is known already. */
  number?: Plan['number'];
}

interface Owners {
  contact: string | undefined;
  deal: string | undefined;
}
async function ownersOf(tx: Transaction, workspaceId: string, { caller, flow }: Asking): Promise<Owners> {
  const number = readNumber(caller);
  const { candidates } = await matchNumber(tx, workspaceId, number.e164 ?? null, number.isWithheld);
  const [only] = candidates;
  if (!only || candidates.length > 1) return { contact: undefined, deal: undefined };
  const [deal] = Object.values(flow.nodes).some((node) => node.type === 'route' && node.to === 'deal_owner')
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

/** What can be asked of the world, and how it is read. */
const readers = {
  people: (ctx: ConnectedContext, tx: Transaction): Promise<AgentRow[]> => peopleOf(ctx, tx),
  owners: ({ workspaceId }: ConnectedContext, tx: Transaction, asking: Asking): Promise<Owners> => ownersOf(tx, workspaceId, asking),
  queues: ({ workspaceId }: ConnectedContext, tx: Transaction) =>
    tx
      .select()
      .from(queues)
      .where(and(eq(queues.workspaceId, workspaceId), isNull(queues.removedAt))),
  waiting: ({ workspaceId }: ConnectedContext, tx: Transaction) => waitingIn(tx, workspaceId),
  webhooks: ({ workspaceId }: ConnectedContext, tx: Transaction, { callId }: Asking) =>
    tx
      .select()
      .from(answers)
      .where(and(eq(answers.workspaceId, workspaceId), eq(answers.callId, callId))),
  async greetings({ workspaceId, connection, clock }: ConnectedContext, tx: Transaction, { flow, called, ...asking }: Asking): Promise<GreetingOf> {
    const nodes = Object.values(flow.nodes);
    return greetingsFor(tx, workspaceId, {
      number: 'number' in asking ? asking.number : await numberCalled(tx, workspaceId, connection.id, called),
      userIds: nodes.flatMap((node) => (node.type === 'voicemail' && node.userId ? [node.userId] : [])),
      queueIds: nodes.flatMap((node) => (node.type === 'queue' ? [node.queueId] : [])),
      now: clock.now(),
    });
  },
};
type Readers = typeof readers;
type Known = { [Part in keyof Readers]?: Awaited<ReturnType<Readers[Part]>> };

const NOTHING: Required<Known> = {
  people: [],
  owners: { contact: undefined, deal: undefined },
  queues: [],
  waiting: [],
  webhooks: [],
  greetings: () => undefined,
};

/** The world as far as it is known; the first thing that is asked beyond that is told to `miss`, and answered with nothing. */
function worldOf(ctx: ConnectedContext, now: Date, { callId }: Asking, known: Known, miss: (part: keyof Known) => void): FlowWorld {
  const connectionId = ctx.connection.id;
  const read = <Part extends keyof Known>(part: Part): Required<Known>[Part] => {
    const found = known[part];
    if (found !== undefined) return found as Required<Known>[Part];
    miss(part);
    return NOTHING[part];
  };
  const ring = (isMeant: (agent: AgentRow) => boolean): Target[] =>
    read('people')
      .filter((agent) => isMeant(agent) && stateAt(agent, now) === 'available' && agent.callId === null)
      .flatMap((agent) => telephonesOf(agent, now, connectionId));
  return {
    now,
    ownerOf: (kind) => {
      const { contact, deal } = read('owners');
      const owner = kind === 'deal_owner' ? (deal ?? contact) : contact;
      return owner === undefined ? [] : ring(({ userId }) => userId === owner);
    },
    // The built-in way rings whoever is there.
    telephonesOf: (userIds) => ring(({ userId }) => userIds.length === 0 || userIds.includes(userId)),
    nextInQueue: (queueId) => {
      const ownMusic = settingsOf(ctx.connection).holdMusicFileId;
      const queue = read('queues').find(({ id }) => id === queueId);
      if (!queue) return { targets: [], position: 0, ringSeconds: 20, musicFileId: ownMusic };
      const own = read('waiting').flatMap((each) => (each.queueId === queueId ? [each.id] : []));
      const at = own.indexOf(callId);
      const position = at < 0 ? own.length : at;
      const free = inOrder(read('people'), queue, now, connectionId);
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
    greetingOf: (mailbox) => read('greetings')(mailbox),
    answered: (nodeId) => read('webhooks').find((each) => each.nodeId === nodeId)?.label,
  };
}

/**
 * One step of a flow in the world as it is. A step is pure, so it is taken again whenever it asked for what was not read:
 * most keys of a menu ask for nothing, and are answered without the database. Each round reads one part, and there are few.
 */
export async function takeStep(ctx: ConnectedContext, asking: Asking, step: (world: FlowWorld) => Step): Promise<Step> {
  const known: Known = {};
  const now = ctx.clock.now();
  const attempt = (): { taken: Step; missing: keyof Known | undefined } => {
    let missing: keyof Known | undefined;
    const world = worldOf(ctx, now, asking, known, (part) => {
      missing ??= part;
    });
    return { taken: step(world), missing };
  };
  const first = attempt();
  if (first.missing === undefined) return first.taken;
  return ctx.db.transaction(async (tx) => {
    let { taken, missing } = first;
    while (missing !== undefined) {
      Object.assign(known, { [missing]: await readers[missing](ctx, tx, asking) });
      ({ taken, missing } = attempt());
    }
    return taken;
  });
}
