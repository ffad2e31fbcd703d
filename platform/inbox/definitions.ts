import type { Context, Integration, WebhookDefinition } from '#sdk';

export interface KnownWebhook {
  integration: string;
  definition: WebhookDefinition<Context>;
}

const keyOf = (integration: string, provider: string, topic: string) => `${integration}/${provider}/${topic}`;

/** All webhooks of all integrations, by address. */
export function createDefinitions(integrations: ReadonlyMap<string, Integration>) {
  const known = new Map<string, KnownWebhook>();
  for (const [integration, { webhooks }] of integrations) {
    for (const definition of webhooks) {
      const key = keyOf(integration, definition.provider, definition.topic ?? '');
      if (known.has(key)) throw new TypeError(`webhook "${key}" is declared twice`);
      known.set(key, { integration, definition });
    }
  }
  return {
    find: (integration: string, provider: string, topic = ''): KnownWebhook | undefined => known.get(keyOf(integration, provider, topic)),
    all: (): KnownWebhook[] => [...known.values()],
  };
}
export type Definitions = ReturnType<typeof createDefinitions>;

/** What a webhook answers to: its own methods and the one its challenge is asked by. */
export function methodsOf({ methods = ['POST'], challenge }: WebhookDefinition<Context>): readonly ('GET' | 'POST')[] {
  return challenge && 'method' in challenge ? [...new Set([...methods, challenge.method])] : methods;
}
