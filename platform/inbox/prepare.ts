import { setImmediate } from 'node:timers/promises';
import type { ConnectionId, Context, InboundEvent, RawRequest, WebhookDefinition } from '#sdk';
import { PatchbayError } from '#sdk';
import type { Definitions } from './definitions.ts';
import { eventRowId } from './event-identity.ts';
import { type InboxDeps, WEBHOOK_ACTOR } from './ports.ts';
import type { SealedRequests } from './request-envelope.ts';
import { loadRequests, requestKey, type WaitingEvent } from './waiting.ts';

const AT_A_TIME = 10;

/** An event with everything that its handler needs, or the reason why it cannot be handled. */
export type Prepared = { waiting: WaitingEvent } & (
  | { run: { definition: WebhookDefinition<Context>; ctx: Context; event: InboundEvent } }
  | { error: unknown }
);

export interface PrepareParts {
  deps: InboxDeps;
  definitions: Definitions;
  sealed: SealedRequests;
}

/**
 * Opens, parses and builds contexts before the transaction begins: inside it nothing but SQL is awaited.
 * @throws PatchbayError database_unavailable; everything else becomes the failure of one event.
 */
export async function prepare({ deps, definitions, sealed }: PrepareParts, events: readonly WaitingEvent[]): Promise<Prepared[]> {
  const stored = await loadRequests(deps.database, events);
  const parsed = new Map<string, Promise<{ request: RawRequest; events: readonly InboundEvent[] }>>();
  const contexts = new Map<string, ReturnType<InboxDeps['contextFor']>>();
  const contextOf = ({ workspaceId, integration, connectionId }: WaitingEvent) => {
    const key = `${workspaceId}/${integration}/${connectionId}`;
    const known = contexts.get(key);
    if (known) return known;
    const made = deps.contextFor({ workspaceId, integration, actor: WEBHOOK_ACTOR, ...(connectionId ? { connectionId: connectionId as ConnectionId } : {}) });
    contexts.set(key, made);
    return made;
  };
  const prepared: Prepared[] = [];
  for (const [index, waiting] of events.entries()) {
    // Whoever waits for an answer meanwhile gets a turn.
    if (index % AT_A_TIME === AT_A_TIME - 1) await setImmediate();
    try {
      const { integration, provider, topic, workspaceId, requestId } = waiting;
      const definition = definitions.find(integration, provider, topic)?.definition;
      if (!definition) throw new PatchbayError('configuration', { detail: 'No integration declares this webhook any more.' });
      const key = requestKey(workspaceId, requestId);
      let reading = parsed.get(key);
      if (!reading) {
        reading = (async () => {
          const bytes = stored.get(key);
          if (!bytes) throw new PatchbayError('internal', { detail: 'The stored request is gone.' });
          const request = await sealed.open(workspaceId, requestId, bytes);
          return { request, events: definition.parse(request) };
        })();
        parsed.set(key, reading);
      }
      const event = (await reading).events.find((one) => isSame(waiting, one));
      if (!event) throw new PatchbayError('internal', { detail: 'The request no longer gives this event.' });
      prepared.push({ waiting, run: { definition, ctx: await contextOf(waiting), event } });
    } catch (error) {
      if (error instanceof PatchbayError && error.code === 'database_unavailable') throw error;
      prepared.push({ waiting, error });
    }
  }
  return prepared;
}

/** The row's id is made of the event's: with the connection in it where that connection's own secret verified it. */
function isSame({ id, integration, provider, topic, connectionId }: WaitingEvent, event: InboundEvent): boolean {
  const source = { integration, provider, topic };
  return eventRowId(source, event.eventId) === id || (connectionId !== null && eventRowId({ ...source, ownConnectionId: connectionId }, event.eventId) === id);
}
