import { section } from '../blocks/build.ts';
import { bold, escaped } from '../blocks/text.ts';
import { simulate } from '../rules/simulate.ts';
import { insertRule, type RuleValues } from '../store/rules.ts';
import type { CommandDefinition, CommandInput } from './command.ts';

const EVENTS: Readonly<Record<string, RuleValues['on']>> = {
  won: 'deal.won',
  lost: 'deal.lost',
  new: 'deal.created',
  created: 'deal.created',
  moved: 'deal.stage_changed',
  stage: 'deal.stage_changed',
  changed: 'deal.updated',
};
const FACTORS: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 };

/** `deals won > 10k`, `deals moved`, `deals new >= 5000`: the event, and how large. Undefined: not understood. */
export function parseSubscription(text: string): Pick<RuleValues, 'name' | 'on' | 'when'> | undefined {
  const words = text.toLowerCase().trim();
  const match = /^deals?\b\s*(\w+)?\s*(?:(>=|>|<=|<)\s*€?\$?([\d.,]+)\s*([km])?)?$/.exec(words);
  if (!match) return undefined;
  const [, word = 'moved', sign, digits, factor] = match;
  const on = EVENTS[word];
  if (!on) return undefined;
  if (!sign || !digits) return { name: `Deals ${word}`, on, when: {} };
  const value = Number(digits.replaceAll(',', '')) * (FACTORS[factor ?? ''] ?? 1);
  if (!Number.isFinite(value)) return undefined;
  const op = { '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' }[sign] ?? 'gt';
  return { name: `Deals ${word} ${sign} ${digits}${factor ?? ''}`, on, when: { field: 'amount', op, value } };
}

const ruleFor = ({ rest, command }: CommandInput): RuleValues | undefined => {
  const parsed = parseSubscription(rest);
  return (
    parsed && {
      ...parsed,
      to: { channelId: command.channel_id },
      style: 'card',
      dailyBudget: 20,
      quietHours: null,
      template: null,
      broadcast: false,
      isOn: true,
    }
  );
};

/** Alerts of this channel, said in a line; how loud it will be is said before it begins. */
export const subscribe: CommandDefinition = {
  async answer(input) {
    if (!input.ctx.may('slack:manage')) return { text: 'Only managers and administrators make alerts for a channel. Your own are under /crm prefs.' };
    if (input.isExternal) return { text: 'People of other companies read this channel: nothing of the CRM is posted here.' };
    const rule = ruleFor(input);
    if (!rule)
      return { text: 'I understand `deals won`, `deals lost`, `deals new`, `deals moved` and a size behind it, such as `/crm subscribe deals won > 10k`.' };
    const { posts, matched } = await simulate(input.ctx, rule, 7);
    return {
      text: `Subscribed: ${rule.name}`,
      blocks: [
        section(
          `This channel hears of ${bold(rule.name.toLowerCase())} from now on. Last week that would have been ${posts} ${posts === 1 ? 'card' : 'cards'} for ${matched} ${matched === 1 ? 'event' : 'events'}.`,
        ),
      ],
    };
  },
  async act(input, say) {
    const rule = ruleFor(input);
    if (!rule || input.isExternal || !input.ctx.may('slack:manage')) return;
    const row = await input.ctx.db.transaction((tx) => insertRule(tx, input.ctx.workspaceId, rule, input.userId));
    await say({ text: `Change it or end it here: ${escaped(input.ctx.links.url(`/slack/rules/${row.id}`))}` });
  },
};
