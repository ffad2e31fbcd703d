import type { ConnectedContext, Transaction } from '#sdk';
import type { FlowDefinition } from '../flows/definition.ts';
import type { FlowWorld, Step } from '../flows/machine.ts';
import { greetingsFor } from '../sounds/greetings.ts';
import { numberCalled } from './plan.ts';

/**
 * One step of a flow with the greetings that people set. They are read only where the step ends at a tape: most steps do
 * not, and a step is pure, so that it can be taken once more.
 */
export async function takeStep(
  ctx: ConnectedContext,
  tx: Transaction,
  { flow, called, world }: { flow: FlowDefinition; called: string; world: FlowWorld },
  step: (world: FlowWorld) => Step,
): Promise<Step> {
  const plain = step(world);
  if (!plain.ops.some(({ op }) => op === 'record')) return plain;
  const nodes = Object.values(flow.nodes);
  const greetingOf = await greetingsFor(tx, ctx.workspaceId, {
    number: await numberCalled(tx, ctx.workspaceId, ctx.connection.id, called),
    userIds: nodes.flatMap((node) => (node.type === 'voicemail' && node.userId ? [node.userId] : [])),
    queueIds: nodes.flatMap((node) => (node.type === 'queue' ? [node.queueId] : [])),
    now: world.now,
  });
  return step({ ...world, greetingOf });
}
