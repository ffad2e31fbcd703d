import type { Interaction } from '../serializers/inbound.ts';

/** Where a form was opened, so that its answer goes there: kept in its metadata, never believed for rights. */
export interface FormPlace {
  channel?: string | undefined;
  ts?: string | undefined;
}
export const placeOf = ({ channel, container, message }: Interaction): FormPlace => ({
  channel: channel?.id ?? container?.channel_id,
  ts: container?.message_ts ?? message?.ts,
});
