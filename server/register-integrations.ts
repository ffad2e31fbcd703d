import { z } from 'zod';
import { type ConnectionId, task, type WorkspaceId } from '#sdk';
import type { Hub } from './hub.ts';

/** A person asked for a look at the provider: a visible job that queues the reads. */
export const READ_NOW = 'sync.read-now';

type Rooms = Pick<Hub, 'integrations' | 'sync' | 'tasks' | 'effects' | 'events' | 'connections' | 'contextFor'>;

/** What integrations declare finds its room: streams, tasks and their schedules, effects, and the events that they react to. */
export function registerIntegrations({ integrations, sync, tasks, effects, events, connections, contextFor }: Rooms): void {
  const readNow = task({
    name: READ_NOW,
    payload: z.strictObject({ connectionId: z.uuid() }),
    job: { title: 'Read now' },
    run: (ctx, { connectionId }) => sync.request(ctx.workspaceId, connectionId as ConnectionId, undefined, ctx.actor),
  });
  tasks.register([readNow], { integration: 'platform' });
  for (const { name, streams, tasks: own, schedules, effects: acts, on } of integrations.values()) {
    sync.register(streams, { integration: name });
    tasks.register(own, { integration: name, schedules });
    effects.register(acts, { integration: name });
    events.addSubscriber({
      name,
      listensIn: (workspaceIds) => connections.routes.workspacesOf(name, workspaceIds),
      on: Object.fromEntries(
        Object.entries(on).map(([type, react]) => [
          type,
          async (event) => {
            const workspaceId = event.workspaceId as WorkspaceId;
            await react(await contextFor({ workspaceId, actor: { kind: 'system', reason: `event ${type}` }, integration: name }), event);
          },
        ]),
      ),
    });
  }
}
