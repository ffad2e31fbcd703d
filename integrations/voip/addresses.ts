import type { ConnectedContext } from '#sdk';

type Topic = 'voice' | 'flow' | 'status' | 'recording' | 'amd' | 'message';

/** Where the provider tells us of a call. Everything in the address is signed with it, so it may carry what must be remembered. */
export function addressOf(ctx: ConnectedContext, topic: Topic, params: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({ connection: ctx.connection.id, ...params });
  return `${ctx.webhookAddress(topic).url}?${query}`;
}
