import type { VirtualClock } from '../clock.ts';
import { type Answer, json } from '../http/answer.ts';
import { jsonOf, type TwinRequest } from '../http/request.ts';
import type { Store } from '../store.ts';
import { SlackRefusal } from './errors.ts';
import { checkDraft, keep } from './messages.ts';
import { botOf, type Json, messageKey, type SlackData } from './store.ts';

/** What a `response_url` takes: five messages in half an hour; ephemeral unless it says otherwise. */
export const respond =
  (store: Store<SlackData>, clock: VirtualClock) =>
  (request: TwinRequest): Answer => {
    const { data } = store;
    const id = request.params.id ?? '';
    const url = Object.hasOwn(data.responseUrls, id) ? data.responseUrls[id] : undefined;
    const refuse = (error: string, status = 404) => json(status, { ok: false, error });
    if (!url) return refuse('used_url');
    if (url.expiresAtMs < clock.nowMs()) return refuse('expired_url');
    if (url.uses >= 5) return refuse('used_url');
    const said = jsonOf(request) as Json | undefined;
    if (!said) return refuse('invalid_payload', 400);
    url.uses += 1;
    const original = url.messageTs ? data.messages[messageKey(url.channel, url.messageTs)] : undefined;
    if (said.delete_original) {
      if (original) delete data.messages[messageKey(original.channel, original.ts)];
      return json(200, { ok: true });
    }
    try {
      const draft = checkDraft(said);
      if (said.replace_original && original) {
        // What is put in its place has no more than it says: blocks that are not said again are gone.
        delete original.blocks;
        Object.assign(original, draft);
        return json(200, { ok: true });
      }
      const bot = botOf(data, url.teamId);
      const shown = said.response_type === 'in_channel' ? {} : { ephemeralFor: url.user };
      keep(data, clock, { ...draft, teamId: url.teamId, channel: url.channel, user: bot.botUserId, botId: bot.botId, ...shown });
      return json(200, { ok: true });
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      return json(400, { ok: false, error: error.code, ...error.extra });
    }
  };
