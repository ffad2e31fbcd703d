import type { InboxDeps } from './ports.ts';

/** What an incident is about: one per workspace, integration and provider, however many events are parked. */
export const parkedKey = (event: { integration: string; provider: string }): string => `webhook.parked:${event.integration}:${event.provider}`;

/** Tells people of events that were given up. A failure to tell is logged: the rows themselves say it too. */
export async function loudParked(
  { incidents, log }: InboxDeps,
  events: readonly { workspaceId: Parameters<InboxDeps['incidents']['forWorkspace']>[0]; integration: string; provider: string; type: string }[],
): Promise<void> {
  for (const event of events) {
    try {
      await incidents.forWorkspace(event.workspaceId).open({
        key: parkedKey(event),
        level: 'warning',
        title: `Events of ${event.integration} could not be handled`,
        detail: `An event "${event.type}" of ${event.provider} failed six times and was set aside. Later events go on.`,
        remedy: 'Look at the reason under Webhook events, and replay it when the cause is gone.',
      });
    } catch (error) {
      log.error({ integration: event.integration, provider: event.provider, err: error }, 'an incident could not be opened');
    }
  }
}

/** Closes the incident when nothing of that provider is parked any more. */
export async function quietParked(
  { database, incidents, log }: InboxDeps,
  workspaceId: Parameters<InboxDeps['incidents']['forWorkspace']>[0],
  sources: readonly { integration: string; provider: string }[],
): Promise<void> {
  for (const source of new Map(sources.map((one) => [parkedKey(one), one])).values()) {
    const left = await database.systemQuery({
      text: `select 1 from webhook_inbox where workspace_id = $1 and integration = $2 and provider = $3 and state in ('parked', 'overtaken') limit 1`,
      values: [workspaceId, source.integration, source.provider],
    });
    if (left.length > 0) continue;
    await incidents
      .forWorkspace(workspaceId)
      .resolve(parkedKey(source))
      .catch((error: unknown) => log.error({ err: error }, 'an incident could not be closed'));
  }
}
