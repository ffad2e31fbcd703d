import type { ConnectedContext, Effect } from '#sdk';
import { clampMessage } from './blocks/clamp.ts';
import type { OutgoingMessage } from './client/chat.ts';
import type { PostInput, UpdateInput } from './effects.ts';

export interface Posting extends OutgoingMessage {
  /** Slack’s id of a channel or person. */
  channel: string;
  threadTs?: string | undefined;
  broadcast?: boolean | undefined;
  kind: string;
  record?: { type: string; id: string } | undefined;
}

const requestOf = (ctx: ConnectedContext, key: string, { channel, threadTs, broadcast, kind, record, ...message }: Posting) => {
  const fitting = clampMessage(message);
  const input: PostInput = {
    channel,
    kind,
    since: ctx.clock.now().toISOString(),
    text: fitting.text,
    ...(fitting.blocks ? { blocks: fitting.blocks } : {}),
    ...(threadTs ? { threadTs } : {}),
    ...(broadcast ? { broadcast } : {}),
    ...(record ? { record } : {}),
  };
  return { kind: 'slack.post-message', key: `slack:${key}`, summary: `Post “${fitting.text.slice(0, 80)}” to Slack`, input };
};

/** Where something stands that was posted. */
export function placeIn(done: Effect): { channelId: string; ts: string } | undefined {
  const { channelId, ts } = (done.result ?? {}) as { channelId?: string; ts?: string };
  return channelId && ts ? { channelId, ts } : undefined;
}

/** Posts once for a key, however often it is asked. */
export const post = (ctx: ConnectedContext, key: string, posting: Posting): Promise<Effect> => ctx.effects.once(requestOf(ctx, key, posting));
/** Changes what stands there. `key` names this state of it. */
export async function edit(ctx: ConnectedContext, key: string, at: { channel: string; ts: string }, message: OutgoingMessage): Promise<Effect> {
  const fitting = clampMessage(message);
  const input: UpdateInput = { ...at, text: fitting.text, ...(fitting.blocks ? { blocks: fitting.blocks } : {}) };
  return ctx.effects.once({ kind: 'slack.update-message', key: `slack:${key}`, summary: `Change a Slack message to “${fitting.text.slice(0, 80)}”`, input });
}
