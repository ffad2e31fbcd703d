import type { Route, WebhookSecrets } from '#platform/inbox/ports';
import { type ConnectionId, type Context, type Env, PatchbayError, type Secret, type WebhookDefinition, type WorkspaceId } from '#sdk';

/** How long an answer is believed. A new connection's first webhook may be this late to find its workspace; it is routed again then. */
const BELIEVED_MS = 5_000;
const MOST = 10_000;

interface DirectoryPorts {
  envOf: (integration: string) => Env;
  byAccount: (integration: string, provider: string, accountId: string) => Promise<readonly Route[]>;
  byConnection: (id: ConnectionId) => Promise<Route | undefined>;
  /** One field of a connection's credentials. */
  secretField: (workspaceId: WorkspaceId, id: ConnectionId, field: string) => Promise<Secret | undefined>;
}

/** Whose webhook is it, and by which secret is it proven? Asked for every webhook, so answers are kept in memory for a moment. */
export function createWebhookDirectory({ envOf, byAccount, byConnection, secretField }: DirectoryPorts) {
  const remembered = new Map<string, { until: number; answer: Promise<unknown> }>();
  const remember = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const now = performance.now();
    const known = remembered.get(key);
    if (known && known.until > now) return known.answer as Promise<T>;
    if (remembered.size > MOST) remembered.clear();
    // While the database is away whoever was known last is believed: a telephone rings all the same.
    const answer = ask().catch((error: unknown) => {
      if (known && error instanceof PatchbayError && error.code === 'database_unavailable') return known.answer as Promise<T>;
      throw error;
    });
    remembered.set(key, { until: now + BELIEVED_MS, answer });
    answer.catch(() => remembered.delete(key));
    return answer;
  };

  return {
    forget: () => remembered.clear(),
    routeAccount: (integration: string, provider: string, accountId: string | undefined): Promise<readonly Route[]> | readonly Route[] =>
      accountId === undefined ? [] : remember(`account ${integration} ${provider} ${accountId}`, () => byAccount(integration, provider, accountId)),
    secretsFor(integration: string, webhook: WebhookDefinition<Context>, connectionId?: ConnectionId): Promise<WebhookSecrets> | WebhookSecrets {
      const fromEnv = () => (webhook.envSecrets?.(envOf(integration)) ?? []).filter((each) => each !== undefined);
      if (!connectionId || !webhook.connectionSecret) {
        const scheme = webhook.schemeFor?.(envOf(integration));
        return { secrets: fromEnv(), ...(scheme ? { scheme } : {}) };
      }
      const field = webhook.connectionSecret;
      return remember(`secret ${connectionId} ${field}`, async () => {
        const connection = await byConnection(connectionId);
        if (!connection) return { secrets: [] };
        const own = await secretField(connection.workspaceId, connectionId, field);
        return own ? { secrets: [own], connection, ownedByConnection: true } : { secrets: fromEnv(), connection };
      });
    },
  };
}
