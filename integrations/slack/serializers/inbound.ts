import { z } from 'zod';

/** What Slack sends, as far as it is read (docs.slack.dev/apis/events-api, interactivity/handling-user-interaction). */
const authorization = z.looseObject({ enterprise_id: z.string().nullish(), team_id: z.string().nullish(), is_enterprise_install: z.boolean().optional() });
const innerEvent = z.looseObject({
  type: z.string(),
  subtype: z.string().optional(),
  user: z.unknown().optional(),
  channel: z.unknown().optional(),
  item: z.looseObject({ channel: z.unknown().optional() }).optional(),
});
export const eventCallback = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('event_callback'),
    team_id: z.string(),
    api_app_id: z.string().optional(),
    event_id: z.string(),
    event_time: z.number(),
    event: innerEvent,
    authorizations: z.array(authorization).nullish(),
    is_ext_shared_channel: z.boolean().nullish(),
  }),
  z.looseObject({ type: z.literal('app_rate_limited'), team_id: z.string(), api_app_id: z.string().optional(), minute_rate_limited: z.number() }),
]);

export const command = z.looseObject({
  team_id: z.string(),
  enterprise_id: z.string().optional(),
  is_enterprise_install: z.string().optional(),
  channel_id: z.string(),
  channel_name: z.string().default(''),
  user_id: z.string(),
  command: z.string(),
  text: z.string().default(''),
  response_url: z.string(),
  trigger_id: z.string().default(''),
  api_app_id: z.string().optional(),
});
export type Command = z.output<typeof command>;

const option = z.object({ value: z.string() });
/** What an input or a pressed element says. */
export const said = z.looseObject({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_date_time: z.number().nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_channel: z.string().nullish(),
  selected_conversation: z.string().nullish(),
});
export const pressed = said.extend({ action_id: z.string(), block_id: z.string().default('') });
const state = z.object({ values: z.record(z.string(), z.record(z.string(), said)).default({}) });
export const interaction = z.looseObject({
  type: z.string(),
  api_app_id: z.string().optional(),
  team: z.looseObject({ id: z.string() }).nullish(),
  enterprise: z.looseObject({ id: z.string() }).nullish(),
  is_enterprise_install: z.boolean().nullish(),
  user: z.looseObject({ id: z.string(), team_id: z.string().optional() }),
  trigger_id: z.string().optional(),
  response_url: z.string().optional(),
  callback_id: z.string().optional(),
  channel: z.looseObject({ id: z.string(), name: z.string().optional() }).nullish(),
  container: z
    .looseObject({ type: z.string().optional(), message_ts: z.string().optional(), channel_id: z.string().optional(), is_ephemeral: z.boolean().optional() })
    .optional(),
  message_ts: z.string().optional(),
  message: z
    .looseObject({
      ts: z.string().optional(),
      thread_ts: z.string().optional(),
      user: z.string().optional(),
      bot_id: z.string().optional(),
      text: z.string().optional(),
    })
    .nullish(),
  view: z
    .looseObject({
      id: z.string(),
      hash: z.string().optional(),
      callback_id: z.string().default(''),
      private_metadata: z.string().default(''),
      state: state.nullish(),
    })
    .nullish(),
  actions: z.array(pressed).optional(),
  action_id: z.string().optional(),
  block_id: z.string().optional(),
  value: z.string().optional(),
});
export type Interaction = z.output<typeof interaction>;
export type Pressed = z.output<typeof pressed>;

/** What was chosen or typed, as text; null where it was left empty. A number arrives as text too. */
export const textOf = (value: z.output<typeof said> | undefined): string | null =>
  value?.selected_option?.value ??
  value?.selected_date ??
  value?.selected_user ??
  value?.selected_channel ??
  value?.selected_conversation ??
  (value?.value?.trim() || null);

/** The inputs of a form by their block: `{ stage: 'st_4', close: null }`. */
export function valuesOf(view: Interaction['view']): Record<string, string | null> {
  return Object.fromEntries(Object.entries(view?.state?.values ?? {}).map(([block, inputs]) => [block, textOf(Object.values(inputs)[0])]));
}

/** A form’s own memory: ids and versions. Anybody could have changed what is not ours: it is read as nothing. */
export function metadataOf(view: Interaction['view']): Record<string, unknown> {
  try {
    const read = JSON.parse(view?.private_metadata || '{}') as unknown;
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
