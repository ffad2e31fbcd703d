import type { Context, InboundEvent, RawRequest, WebhookDefinition } from '#sdk';
import { replyAnswer, successAnswer, type WebhookAnswer } from './answer.ts';
import { type InboxDeps, type Route, WEBHOOK_ACTOR } from './ports.ts';

const LATE = Symbol('late');

/** Resolves with the work or, when the deadline comes first, with `LATE`. The timer never keeps the process alive. */
export async function within<T>(work: Promise<T>, ms: number | undefined): Promise<T | typeof LATE> {
  if (ms === undefined) return work;
  const { promise, resolve } = Promise.withResolvers<typeof LATE>();
  const timer = setTimeout(() => resolve(LATE), Math.max(0, ms)).unref();
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The content to answer with: the reply in time, else the holding reply. An account that no connection knows, a reply
 * that fails and one that is late are all answered politely: the event itself is stored apart.
 */
export async function contentFor(
  { contextFor, log }: Pick<InboxDeps, 'contextFor' | 'log'>,
  integration: string,
  definition: WebhookDefinition<Context>,
  route: Route | undefined,
  events: readonly InboundEvent[],
  request: RawRequest,
): Promise<WebhookAnswer> {
  const { reply, holdingReply, success, replyWithinMs } = definition;
  const holding = () => (holdingReply ? replyAnswer(holdingReply) : successAnswer(success));
  if (!reply || !route || events.length === 0) return reply ? holding() : successAnswer(success);
  const stop = new AbortController();
  const work = (async () => {
    const ctx = await contextFor({ workspaceId: route.workspaceId, connectionId: route.connectionId, integration, actor: WEBHOOK_ACTOR, signal: stop.signal });
    return replyAnswer(await reply(ctx, events, request));
  })();
  try {
    const answer = await within(work, replyWithinMs);
    if (answer !== LATE) return answer;
    log.warn({ integration, provider: definition.provider, topic: definition.topic, replyWithinMs }, 'a webhook reply was late');
    work.catch(() => {});
    stop.abort();
  } catch (error) {
    log.error({ integration, provider: definition.provider, topic: definition.topic, err: error }, 'a webhook reply failed');
  }
  return holding();
}
