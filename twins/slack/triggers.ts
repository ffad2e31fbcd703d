import type { VirtualClock } from '../clock.ts';
import { SlackRefusal } from './errors.ts';
import { type Json, nextId, type SlackData, type SlackView } from './store.ts';

/** Three seconds, and once (docs.slack.dev/interactivity/handling-user-interaction). */
export const newTrigger = (data: SlackData, clock: VirtualClock, teamId: string, userId: string, viewId?: string): string => {
  const id = `${nextId(data, '13345.')}.738.8088`;
  data.triggers[id] = { teamId, userId, ...(viewId ? { viewId } : {}), expiresAtMs: clock.nowMs() + 3_000, isUsed: false };
  return id;
};

export const useTrigger = (data: SlackData, clock: VirtualClock, id: string) => {
  const trigger = Object.hasOwn(data.triggers, id) ? data.triggers[id] : undefined;
  if (!trigger) throw new SlackRefusal('invalid_trigger_id');
  if (trigger.isUsed) throw new SlackRefusal('exchanged_trigger_id');
  if (trigger.expiresAtMs < clock.nowMs()) throw new SlackRefusal('expired_trigger_id');
  trigger.isUsed = true;
  return trigger;
};

/** Five uses in thirty minutes. */
export const newResponseUrl = (
  data: SlackData,
  clock: VirtualClock,
  origin: string,
  to: { teamId: string; channel: string; user: string; messageTs?: string },
) => {
  const id = nextId(data, 'R');
  data.responseUrls[id] = { ...to, uses: 0, expiresAtMs: clock.nowMs() + 30 * 60_000 };
  return `${origin}/slack/response/${to.teamId}/${id}`;
};

export const shapeView = (data: SlackData, { id, teamId, view, hash, rootId, previousId }: SlackView, state: Json = { values: {} }): Json => ({
  id,
  team_id: teamId,
  ...view,
  state,
  hash,
  root_view_id: rootId,
  previous_view_id: previousId,
  app_id: 'A0PATCHBAY',
  bot_id: data.teams[teamId]?.botId,
});
