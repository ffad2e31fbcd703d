import { and, eq, isNull } from 'drizzle-orm';
import { type ConnectedContext, type Context, prepared, type Transaction, type Value } from '#sdk';
import type { FlowDefinition } from '../flows/definition.ts';
import { voipFlows as flows, voipNumbers as numbers, voipFlowVersions as versions } from '../models.ts';

export interface Plan {
  /** Travels with the call, so that it stays on what it came in on: a version's id, or one of the built-in ways. */
  version: string;
  flow: FlowDefinition;
  number: typeof numbers.$inferSelect | undefined;
}

const voicemail = (userId: string | null): FlowDefinition['nodes'][string] => ({
  type: 'voicemail',
  text: 'Nobody can take your call right now. Please leave a message after the tone.',
  ...(userId ? { userId } : {}),
  maxSeconds: 180,
  next: {},
});

/** Ways that need no editor: a person, a queue, or whoever the caller belongs to. */
export function builtIn(version: string): FlowDefinition {
  const [kind, id = ''] = version.split(':');
  if (kind === 'user')
    return {
      entry: 'person',
      nodes: { person: { type: 'route', to: 'user', userId: id, ringSeconds: 25, next: { no_answer: 'message' } }, message: voicemail(id) },
    };
  if (kind === 'queue')
    return {
      entry: 'queue',
      nodes: {
        queue: { type: 'queue', queueId: id, maxWaitSeconds: 300, offersCallback: false, next: { timeout: 'message' } },
        message: voicemail(null),
      },
    };
  return {
    entry: 'owner',
    nodes: {
      owner: { type: 'route', to: 'contact_owner', ringSeconds: 20, next: { no_answer: 'everybody' } },
      everybody: { type: 'ring_group', userIds: [], numbers: [], ringSeconds: 25, next: { no_answer: 'message' } },
      message: voicemail(null),
    },
  };
}

// A version never changes; a hub has few.
const known = new Map<string, FlowDefinition>();
const MOST_KNOWN = 500;

export async function flowOf({ db, workspaceId }: Pick<Context, 'db' | 'workspaceId'>, version: string): Promise<FlowDefinition> {
  if (!/^[0-9a-f]{8}-/.test(version)) return builtIn(version);
  const key = `${workspaceId}:${version}`;
  const held = known.get(key);
  if (held) return held;
  const [row] = await db.transaction((tx) =>
    tx
      .select({ definition: versions.definition })
      .from(versions)
      .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, version))),
  );
  if (!row) return builtIn('default');
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, row.definition);
  return row.definition;
}

export async function numberCalled(tx: Transaction, workspaceId: string, connectionId: string, e164: string): Promise<Plan['number']> {
  const [number] = await tx
    .select()
    .from(numbers)
    .where(and(eq(numbers.workspaceId, workspaceId), eq(numbers.connectionId, connectionId), eq(numbers.e164, e164), isNull(numbers.removedAt)));
  return number;
}

type Called = { workspaceId: string; connectionId: string; e164: string };
const planned = prepared('voip_number_and_flow', (tx, value: Value<Called>) =>
  tx
    .select({ number: numbers, published: flows.publishedVersionId })
    .from(numbers)
    .leftJoin(flows, and(eq(flows.workspaceId, numbers.workspaceId), eq(flows.id, numbers.flowId)))
    .where(
      and(
        eq(numbers.workspaceId, value('workspaceId')),
        eq(numbers.connectionId, value('connectionId')),
        eq(numbers.e164, value('e164')),
        isNull(numbers.removedAt),
      ),
    ),
);

/** What happens with calls to this number, as it is set now. */
export async function planFor(ctx: ConnectedContext, tx: Transaction, e164: string): Promise<Plan> {
  const [found] = await planned(tx, { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id, e164 });
  const { number, published } = found ?? {};
  const version = published ?? (number?.queueId ? `queue:${number.queueId}` : number?.userId ? `user:${number.userId}` : 'default');
  return { version, flow: await flowOf(ctx, version), number };
}
