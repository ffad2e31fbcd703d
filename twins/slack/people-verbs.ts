import { z } from 'zod';
import type { VirtualClock } from '../clock.ts';
import type { Store } from '../store.ts';
import { type Deed, type Verb, verb } from '../twin.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { elementsOf, missingIn, saidBy, stateOf } from './elements.ts';
import { keep, shapeMessage } from './messages.ts';
import { formOf } from './outgoing.ts';
import { APP, type Json, messageKey, nextId, type SlackChannel, type SlackData, type SlackMessage, type SlackUser, type SlackView } from './store.ts';
import { newResponseUrl, newTrigger, shapeView } from './triggers.ts';

export interface VerbParts {
  store: Store<SlackData>;
  clock: VirtualClock;
  origin: () => string;
}

export const userBy = (data: SlackData, key: string): SlackUser => {
  const found = Object.values(data.users).find((user) => [user.id, user.name, user.email].includes(key));
  if (!found)
    throw new RangeError(
      `No person “${key}”. There are: ${Object.values(data.users)
        .map(({ name }) => name)
        .join(', ')}.`,
    );
  return found;
};
export const channelBy = (data: SlackData, key: string): SlackChannel => {
  const name = key.replace(/^#/, '');
  const found = data.channels[name] ?? Object.values(data.channels).find((channel) => channel.name === name);
  if (!found) throw new RangeError(`No channel “${key}”.`);
  return found;
};
export const messageBy = (data: SlackData, channel: SlackChannel, ts: string): SlackMessage => {
  const found = data.messages[messageKey(channel.id, ts)];
  if (!found) throw new RangeError(`No message ${ts} in ${channel.name}.`);
  return found;
};
const topView = (data: SlackData, user: SlackUser): SlackView => {
  const found = Object.values(data.views).findLast((each) => each.userId === user.id && each.isOpen);
  if (!found) throw new RangeError(`${user.name} has no modal open.`);
  return found;
};

const whoField = z.string().default('dana');

/** What people do in Slack that the app answers: commands, buttons, modals. */
export const peopleVerbs = ({ store, clock, origin }: VerbParts): Record<string, Verb> => {
  const envelope = (user: SlackUser, teamId: string): Json => ({
    api_app_id: APP.id,
    token: 'deprecated',
    team: { id: teamId, domain: store.data.teams[teamId]?.domain ?? '' },
    enterprise: store.data.teams[teamId]?.enterprise ?? null,
    is_enterprise_install: store.data.teams[teamId]?.enterprise !== undefined,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.teamId },
  });
  const interact = (payload: Json, onAnswer: NonNullable<Outgoing['onAnswer']> = () => {}, topic: 'interactivity' | 'options' = 'interactivity'): Outgoing => {
    const eventId = nextId(store.data, 'Ix');
    return formOf(topic, eventId, String(payload.type), { payload: JSON.stringify(payload) }, (answer) => {
      store.data.answers = [...store.data.answers.slice(-49), { kind: String(payload.type), ...answer }];
      onAnswer(answer);
    });
  };
  const teamOf = (user: SlackUser, channel?: SlackChannel) => channel?.teamId ?? user.teamId;

  /** What the hub answered to a submit: errors stand at their fields, else the view changes or goes. */
  const afterSubmit = (row: SlackView) => (answer: { status: number; body: string }) => {
    if (answer.status !== 200) {
      row.view = { ...row.view, twin_errors: { '': 'We had some trouble connecting. Try again?' } };
      return;
    }
    const said = answer.body ? (JSON.parse(answer.body) as Json) : {};
    const stack = Object.values(store.data.views).filter((each) => each.userId === row.userId && each.isOpen);
    switch (said.response_action) {
      case 'errors':
        row.view = { ...row.view, twin_errors: said.errors };
        return;
      case 'update':
        Object.assign(row, { view: said.view, hash: nextId(store.data, 'h') });
        return;
      case 'push': {
        const id = nextId(store.data, 'V');
        store.data.views[id] = { ...row, id, view: said.view as Json, hash: nextId(store.data, 'h'), previousId: row.id, isOpen: true };
        return;
      }
      case 'clear':
        for (const each of stack) each.isOpen = false;
        return;
      default:
        row.isOpen = false;
    }
  };

  const click = (input: {
    user: string;
    channel?: string | undefined;
    ts?: string | undefined;
    surface: 'message' | 'home' | 'view';
    action: string;
    block?: string | undefined;
    value?: unknown;
  }): Deed => {
    const { data } = store;
    const user = userBy(data, input.user);
    const channel = input.channel ? channelBy(data, input.channel) : undefined;
    const message = input.surface === 'message' && channel ? messageBy(data, channel, input.ts ?? '') : undefined;
    const view = input.surface === 'view' ? topView(data, user) : undefined;
    const home = input.surface === 'home' ? data.homes[user.id] : undefined;
    const unfurl =
      message && Object.entries(message.unfurls).find(([, card]) => elementsOf(card.blocks).some(({ element }) => element.action_id === input.action));
    const blocks = unfurl?.[1].blocks ?? message?.blocks ?? view?.view.blocks ?? home?.blocks;
    const placed = elementsOf(blocks).find(
      ({ element, block }) =>
        element.action_id === input.action &&
        (input.block === undefined || block.block_id === input.block) &&
        (element.type !== 'button' || input.value === undefined || element.value === input.value),
    );
    if (!placed) throw new RangeError(`There is no “${input.action}” to press.`);
    const { element, block } = placed;
    const teamId = teamOf(user, channel);
    const said = element.type === 'button' ? { value: element.value, text: element.text } : saidBy(element, input.value);
    const action = {
      type: element.type,
      action_id: element.action_id,
      block_id: block.block_id ?? nextId(data, 'b'),
      action_ts: `${clock.nowMs() / 1000}`,
      ...said,
    };
    const triggerId = newTrigger(data, clock, teamId, user.id, view?.id);
    const place =
      message && channel
        ? {
            channel: { id: channel.id, name: channel.name || 'directmessage' },
            response_url: newResponseUrl(data, clock, origin(), { teamId, channel: channel.id, user: user.id, messageTs: message.ts }),
            ...(unfurl
              ? {
                  app_unfurl: { ...unfurl[1], app_unfurl_url: unfurl[0] },
                  container: {
                    type: 'message_attachment',
                    message_ts: message.ts,
                    channel_id: channel.id,
                    is_app_unfurl: true,
                    app_unfurl_url: unfurl[0],
                    is_ephemeral: false,
                  },
                }
              : {
                  message: shapeMessage(message),
                  container: { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: message.ephemeralFor !== undefined },
                }),
          }
        : view
          ? { view: shapeView(data, view, stateOf(view, {})), container: { type: 'view', view_id: view.id } }
          : { view: { id: `H${user.id}`, ...home, state: { values: {} } }, container: { type: 'view', view_id: `H${user.id}` } };
    const payload = { type: 'block_actions', ...envelope(user, teamId), trigger_id: triggerId, ...place, state: { values: {} }, actions: [action] };
    return { result: { triggerId }, webhooks: [interact(payload)] };
  };

  return {
    'slack.slash': verb(
      'Type a command',
      z.strictObject({ user: whoField, channel: z.string().default('deals'), command: z.string().default('/crm'), text: z.string().default('') }),
      ({ user: who, channel: where, command, text }) => {
        const { data } = store;
        const [user, channel] = [userBy(data, who), channelBy(data, where)];
        const teamId = channel.teamId;
        const enterprise = data.teams[teamId]?.enterprise;
        const triggerId = newTrigger(data, clock, teamId, user.id);
        const responseUrl = newResponseUrl(data, clock, origin(), { teamId, channel: channel.id, user: user.id });
        const fields = {
          token: 'deprecated',
          team_id: teamId,
          team_domain: data.teams[teamId]?.domain ?? '',
          channel_id: channel.id,
          channel_name: channel.kind === 'im' ? 'directmessage' : channel.name,
          user_id: user.id,
          user_name: user.name,
          command,
          text,
          api_app_id: APP.id,
          ...(enterprise ? { enterprise_id: enterprise.id, enterprise_name: enterprise.name } : {}),
          is_enterprise_install: String(enterprise !== undefined),
          response_url: responseUrl,
          trigger_id: triggerId,
        };
        const show = ({ status, body }: { status: number; body: string }) => {
          data.answers = [...data.answers.slice(-49), { kind: 'command', status, body }];
          const bot = data.teams[teamId];
          const say = (text: string, more: Partial<SlackMessage> = {}) =>
            keep(data, clock, { teamId, channel: channel.id, user: bot?.botUserId ?? '', ...(bot ? { botId: bot.botId } : {}), text, ...more });
          if (status !== 200) return say(`${command} failed with the error “operation_${status === 503 ? 'timeout' : 'failed'}”`, { ephemeralFor: user.id });
          if (body === '') return undefined;
          const said = body.startsWith('{') ? (JSON.parse(body) as Json) : { text: body };
          const blocks = Array.isArray(said.blocks) ? { blocks: said.blocks as Json[] } : {};
          return say(String(said.text ?? ''), { ...blocks, ...(said.response_type === 'in_channel' ? {} : { ephemeralFor: user.id }) });
        };
        return { result: { triggerId, responseUrl }, webhooks: [formOf('commands', nextId(data, 'Sc'), 'slash_command', fields, show)] };
      },
    ),
    'slack.click': verb(
      'Press a button, or choose in a menu',
      z.strictObject({
        user: whoField,
        surface: z.enum(['message', 'home', 'view']).default('message'),
        channel: z.string().optional(),
        ts: z.string().optional(),
        action: z.string(),
        block: z.string().optional(),
        value: z.union([z.string(), z.array(z.string())]).optional(),
      }),
      click,
    ),
    'slack.submit': verb(
      'Send the open modal',
      z.strictObject({ user: whoField, values: z.record(z.string(), z.unknown()).default({}) }),
      ({ user: who, values }) => {
        const { data } = store;
        const user = userBy(data, who);
        const row = topView(data, user);
        const state = stateOf(row, values);
        const missing = missingIn(row, state);
        if (Object.keys(missing).length > 0) {
          row.view = { ...row.view, twin_errors: missing };
          return { result: { missing } };
        }
        const triggerId = newTrigger(data, clock, row.teamId, user.id, row.id);
        const { twin_errors: _errors, ...view } = row.view;
        row.view = view;
        const payload = { type: 'view_submission', ...envelope(user, row.teamId), trigger_id: triggerId, view: shapeView(data, row, state), response_urls: [] };
        return { result: { viewId: row.id }, webhooks: [interact(payload, afterSubmit(row))] };
      },
    ),
    'slack.close': verb('Close the open modal', z.strictObject({ user: whoField }), ({ user }) => {
      const row = topView(store.data, userBy(store.data, user));
      row.isOpen = false;
      return { result: { viewId: row.id } };
    }),
    'slack.suggest': verb(
      'Type into a searching menu',
      z.strictObject({ user: whoField, action: z.string(), block: z.string().default(''), value: z.string() }),
      ({ user: who, action, block, value }) => {
        const { data } = store;
        const user = userBy(data, who);
        const view = Object.values(data.views).findLast((each) => each.userId === user.id && each.isOpen);
        const payload = {
          type: 'block_suggestion',
          ...envelope(user, user.teamId),
          action_id: action,
          block_id: block,
          value,
          ...(view ? { view: shapeView(data, view), container: { type: 'view', view_id: view.id } } : {}),
        };
        return { result: { value }, webhooks: [interact(payload, () => {}, 'options')] };
      },
    ),
    'slack.shortcut': verb('Use a global shortcut', z.strictObject({ user: whoField, callback: z.string() }), ({ user: who, callback }) => {
      const user = userBy(store.data, who);
      const triggerId = newTrigger(store.data, clock, user.teamId, user.id);
      return {
        result: { triggerId },
        webhooks: [
          interact({ type: 'shortcut', ...envelope(user, user.teamId), callback_id: callback, trigger_id: triggerId, action_ts: `${clock.nowMs() / 1000}` }),
        ],
      };
    }),
    'slack.message_action': verb(
      'Use a shortcut of a message',
      z.strictObject({ user: whoField, channel: z.string(), ts: z.string(), callback: z.string() }),
      ({ user: who, channel: where, ts, callback }) => {
        const { data } = store;
        const [user, channel] = [userBy(data, who), channelBy(data, where)];
        const message = messageBy(data, channel, ts);
        const triggerId = newTrigger(data, clock, channel.teamId, user.id);
        const payload = {
          type: 'message_action',
          ...envelope(user, channel.teamId),
          callback_id: callback,
          trigger_id: triggerId,
          message_ts: ts,
          message: shapeMessage(message),
          channel: { id: channel.id, name: channel.name },
          response_url: newResponseUrl(data, clock, origin(), { teamId: channel.teamId, channel: channel.id, user: user.id, messageTs: ts }),
          action_ts: `${clock.nowMs() / 1000}`,
        };
        return { result: { triggerId }, webhooks: [interact(payload)] };
      },
    ),
  };
};
