import { z } from 'zod';
import { unknownPlaceholders } from '../rules/template.ts';
import type { DeliveryRow, PreferencesRow, RuleRow, RuleValues } from '../store/rules.ts';
import { time, zone } from './time.ts';

const quietHours = z.strictObject({ from: time, to: time, timeZone: zone.optional(), weekends: z.boolean().optional() });
const target = z.union([
  z.strictObject({ channelId: z.string().min(1).max(100) }),
  z.strictObject({ userId: z.uuid() }),
  z.strictObject({ owner: z.literal(true) }),
]);
const filter = z.record(z.string(), z.unknown());

/** Events that a rule may wait for. */
export const RULE_EVENTS = [
  'deal.created',
  'deal.updated',
  'deal.stage_changed',
  'deal.won',
  'deal.lost',
  'deal.deleted',
  'deal.*',
  'activity.created',
  'contact.created',
  'lead.created',
] as const;

const fields = {
  name: z.string().trim().min(1, 'Give the rule a name.').max(120),
  on: z.enum(RULE_EVENTS),
  when: filter.default({}),
  to: target,
  style: z.enum(['card', 'message', 'digest']).default('card'),
  dailyBudget: z.number().int().min(1).max(1000).nullable().default(null),
  quietHours: quietHours.nullable().default(null),
  template: z
    .string()
    .max(1000)
    .nullable()
    .default(null)
    .superRefine((text, issue) => {
      const [first] = unknownPlaceholders(text ?? '');
      if (first) issue.addIssue({ code: 'custom', message: `There is no {${first}}.` });
    }),
  broadcast: z.boolean().default(false),
  isOn: z.boolean().default(true),
};
export const newRule = z.strictObject(fields);
export const ruleChange = z.strictObject({
  name: fields.name.optional(),
  on: fields.on.optional(),
  when: filter.optional(),
  to: target.optional(),
  style: z.enum(['card', 'message', 'digest']).optional(),
  dailyBudget: z.number().int().min(1).max(1000).nullable().optional(),
  quietHours: quietHours.nullable().optional(),
  template: z.string().max(1000).nullable().optional(),
  broadcast: z.boolean().optional(),
  isOn: z.boolean().optional(),
});
export const valuesOfRule = ({ quietHours: quiet, ...rule }: z.output<typeof newRule>): RuleValues => ({
  ...rule,
  quietHours: quiet as RuleValues['quietHours'],
});

export const ruleView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    on: z.string(),
    when: filter,
    to: target,
    style: z.enum(['card', 'message', 'digest']),
    dailyBudget: z.number().int().nullable(),
    quietHours: quietHours.nullable(),
    template: z.string().nullable(),
    broadcast: z.boolean(),
    isOn: z.boolean(),
    pausedReason: z.string().nullable(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'SlackRule' });
export const toRuleView = (row: RuleRow): z.output<typeof ruleView> => ({
  id: row.id,
  name: row.name,
  on: row.on,
  when: row.when,
  to: row.to as z.output<typeof target>,
  style: row.style as z.output<typeof ruleView>['style'],
  dailyBudget: row.dailyBudget,
  quietHours: row.quietHours as z.output<typeof quietHours> | null,
  template: row.template,
  broadcast: row.broadcast,
  isOn: row.isOn,
  pausedReason: row.pausedReason,
  updatedAt: row.updatedAt.toISOString(),
});

export const simulationView = z
  .object({
    events: z.number().int(),
    matched: z.number().int(),
    posts: z.number().int(),
    edits: z.number().int(),
    digested: z.number().int(),
    byDay: z.array(z.object({ day: z.string(), matched: z.number().int(), posts: z.number().int() })),
    byTarget: z.array(z.object({ target: z.string(), posts: z.number().int(), edits: z.number().int() })),
    sample: z.array(z.object({ at: z.iso.datetime(), sentence: z.string() })),
    hints: z.array(z.string()),
  })
  .meta({ id: 'SlackSimulation' });
export const previewView = z.object({ text: z.string(), blocks: z.array(z.record(z.string(), z.unknown())) }).meta({ id: 'SlackPreview' });

export const deliveryView = z
  .object({
    id: z.uuid(),
    ruleId: z.uuid(),
    eventId: z.string(),
    state: z.enum(['waiting', 'posted', 'edited', 'digest', 'digested', 'muted', 'over_budget', 'failed']),
    target: z.string(),
    channelId: z.string().nullable(),
    ts: z.string().nullable(),
    recordType: z.string(),
    recordId: z.uuid(),
    sentence: z.string(),
    why: z.object({
      rule: z.string(),
      event: z.string(),
      actor: z.string(),
      conditions: z.array(z.string()),
      changed: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
    }),
    at: z.iso.datetime(),
  })
  .meta({ id: 'SlackDelivery' });
export const toDeliveryView = (row: DeliveryRow): z.output<typeof deliveryView> => ({
  id: row.id,
  ruleId: row.ruleId,
  eventId: row.eventId,
  state: row.state as z.output<typeof deliveryView>['state'],
  target: row.target,
  channelId: row.channelId,
  ts: row.ts,
  recordType: row.recordType,
  recordId: row.recordId,
  sentence: row.sentence,
  why: row.why,
  at: row.at.toISOString(),
});

export const preferencesChange = z.strictObject({
  kinds: z.record(z.string().max(40), z.enum(['dm', 'digest', 'off'])).optional(),
  quietHours: quietHours.nullable().optional(),
  digestAt: time.nullable().optional(),
  respectDnd: z.boolean().optional(),
});
export const preferencesView = z
  .object({
    userId: z.uuid(),
    kinds: z.record(z.string(), z.enum(['dm', 'digest', 'off'])),
    quietHours: quietHours.nullable(),
    digestAt: z.string().nullable(),
    respectDnd: z.boolean(),
  })
  .meta({ id: 'SlackPreferences' });
export const toPreferencesView = (userId: string, row: PreferencesRow | undefined): z.output<typeof preferencesView> => ({
  userId,
  kinds: row?.kinds ?? {},
  quietHours: (row?.quietHours ?? null) as z.output<typeof quietHours> | null,
  digestAt: row ? row.digestAt : '08:30',
  respectDnd: row?.respectDnd ?? true,
});

export const digestView = z
  .object({
    target: z.string(),
    /** Who reads it: a channel, or a person. */
    kind: z.enum(['channel', 'person']),
    name: z.string(),
    channelId: z.uuid().nullable(),
    digestAt: z.string().nullable(),
    timeZone: z.string(),
    /** Changes that wait for it. */
    waiting: z.number().int(),
    lastDay: z.string().nullable(),
    text: z.string().nullable(),
    blocks: z.array(z.record(z.string(), z.unknown())),
  })
  .meta({ id: 'SlackDigest' });
