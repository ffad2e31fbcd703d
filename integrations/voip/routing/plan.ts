import { and, eq, isNull } from 'drizzle-orm';
import type { Transaction } from '#sdk';
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

export async function flowOf(tx: Transaction, workspaceId: string, version: string): Promise<FlowDefinition> {
  if (!/^[0-9a-f]{8}-/.test(version)) return builtIn(version);
  const key = `${workspaceId}:${version}`;
  const held = known.get(key);
  if (held) return held;
  const [row] = await tx
    .select({ definition: versions.definition })
    .from(versions)
    .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, version)));
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

/** What happens with calls to this number, as it is set now. */
export async function planFor(tx: Transaction, workspaceId: string, connectionId: string, e164: string): Promise<Plan> {
  const number = await numberCalled(tx, workspaceId, connectionId, e164);
  const [flow] = number?.flowId
    ? await tx
        .select({ version: flows.publishedVersionId })
        .from(flows)
        .where(and(eq(flows.workspaceId, workspaceId), eq(flows.id, number.flowId)))
    : [];
  const version = flow?.version ?? (number?.queueId ? `queue:${number.queueId}` : number?.userId ? `user:${number.userId}` : 'default');
  return { version, flow: await flowOf(tx, workspaceId, version), number };
}
