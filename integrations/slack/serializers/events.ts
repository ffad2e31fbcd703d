import { z } from 'zod';

/** Inner events of Slack, as far as they are read. */
export const slackFile = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  mimetype: z.string().nullish(),
  size: z.number().nullish(),
  url_private: z.string().nullish(),
});
export type SlackFile = z.output<typeof slackFile>;
export const messageEvent = z.looseObject({
  type: z.literal('message'),
  subtype: z.string().optional(),
  channel: z.string(),
  user: z.string().optional(),
  bot_id: z.string().optional(),
  app_id: z.string().optional(),
  text: z.string().default(''),
  ts: z.string(),
  thread_ts: z.string().optional(),
  team: z.string().optional(),
  user_team: z.string().optional(),
  files: z.array(slackFile).optional(),
  deleted_ts: z.string().optional(),
  message: z
    .looseObject({
      ts: z.string(),
      thread_ts: z.string().optional(),
      user: z.string().optional(),
      bot_id: z.string().optional(),
      text: z.string().default(''),
      files: z.array(slackFile).optional(),
    })
    .optional(),
  previous_message: z.looseObject({ ts: z.string().optional(), thread_ts: z.string().optional(), text: z.string().optional() }).optional(),
});
export type MessageEvent = z.output<typeof messageEvent>;

export const reactionEvent = z.looseObject({
  user: z.string(),
  reaction: z.string(),
  item: z.looseObject({ type: z.string().optional(), channel: z.string().optional(), ts: z.string().optional() }),
});
/** `channel` is an id, or for renames an object. */
export const channelEvent = z.looseObject({ channel: z.union([z.string(), z.looseObject({ id: z.string(), name: z.string() })]), user: z.string().optional() });
export const membershipEvent = z.looseObject({ user: z.string(), channel: z.string() });
export const channelIdEvent = z.looseObject({ old_channel_id: z.string(), new_channel_id: z.string() });
export const linkEvent = z.looseObject({
  channel: z.string(),
  user: z.string(),
  message_ts: z.string(),
  unfurl_id: z.string().optional(),
  source: z.string().optional(),
  links: z.array(z.object({ url: z.string(), domain: z.string() })),
});
export const homeEvent = z.looseObject({ user: z.string(), tab: z.string().optional() });
export const mentionEvent = z.looseObject({
  user: z.string(),
  channel: z.string(),
  text: z.string(),
  ts: z.string(),
  thread_ts: z.string().optional(),
});
/** `1764000000.000100` as an instant. The text itself stays the name of the message. */
export const timeOf = (ts: string): Date => new Date(Math.floor(Number(ts.split('.')[0]) * 1000));
