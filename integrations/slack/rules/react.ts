import type { ConnectedContext, Context, PublishedEvent } from '#sdk';
import { quietUntil as dndUntil } from '../client/index.ts';
import { slackConnection } from '../connection.ts';
import { activeRules, changeRule, insertDeliveries, isMuted, preferencesOf, type RuleRow, takeBudget } from '../store/rules.ts';
import { indexRules, matching } from './match.ts';
import { quietUntil, wallOf } from './quiet-hours.ts';
import type { RuleWhy } from './rule.ts';
import { changesOf, type Names, namesOf, sentenceOf } from './sentence.ts';
import { type Resolved, resolveTarget } from './targets.ts';

/** What a record is that an event tells of: an activity lies on its deal, where it has one. */
export function recordOf({ subject, data }: PublishedEvent): { type: string; id: string } {
  if (subject.type === 'activity' && typeof data.dealId === 'string') return { type: 'deal', id: data.dealId };
  // A lead is somebody: what is said of it is said of them.
  if (subject.type === 'lead' && typeof data.contactId === 'string') return { type: 'contact', id: data.contactId };
  return { type: subject.type, id: subject.id };
}

const actorOf = ({ actor }: PublishedEvent, names: Names): string => {
  switch (actor?.kind) {
    case 'person':
      return names.person(actor.userId) ?? 'a person';
    case 'key':
      return 'a program';
    case 'playbook':
      return 'a playbook';
    default:
      return 'the CRM';
  }
};
export const whyOf = (rule: RuleRow, event: PublishedEvent, names: Names): RuleWhy => ({
  rule: rule.name,
  event: event.type,
  actor: actorOf(event, names),
  conditions: conditionsOf(rule.when),
  changed: changesOf(event, names).map(({ label, from, to }) => ({ field: label, from, to })),
});

/** A filter’s conditions one by one, as they were asked. */
function conditionsOf(filter: unknown): string[] {
  if (typeof filter !== 'object' || filter === null) return [];
  const { all, any, not, field, op, value } = filter as Record<string, unknown>;
  if (Array.isArray(all)) return all.flatMap(conditionsOf);
  if (Array.isArray(any)) return [any.flatMap(conditionsOf).join(' or ')];
  if (not) return [`not ${conditionsOf(not).join(' and ')}`];
  return typeof field === 'string' ? [`${field} ${String(op).replaceAll('_', ' ')} ${value === undefined ? '' : JSON.stringify(value)}`.trim()] : [];
}

/** How loud a kind of event is for somebody: at once, in the digest, or not at all. */
const kindOf = (type: string) => type.split('.')[0] ?? type;

/** What becomes of an event for one rule and target: now, later, in the digest, or not at all. */
async function decide(
  ctx: ConnectedContext,
  rule: RuleRow,
  event: PublishedEvent,
  to: Exclude<Resolved, undefined | { problem: string }>,
  recordId: string,
): Promise<{ state: string; dueAt: Date | null }> {
  const now = ctx.clock.now();
  const { muted, preferences } = await ctx.db.transaction(async (tx) => ({
    muted: await isMuted(tx, ctx.workspaceId, to.target, recordId, now),
    preferences: to.userId ? await preferencesOf(tx, ctx.workspaceId, to.userId) : undefined,
  }));
  const wish = preferences?.kinds[kindOf(event.type)];
  if (muted || wish === 'off') return { state: 'muted', dueAt: null };
  if (rule.style === 'digest' || wish === 'digest') return { state: 'digest', dueAt: null };
  const zone = to.timeZone ?? rule.quietHours?.timeZone ?? 'UTC';
  const { dailyBudget } = rule;
  if (dailyBudget !== null) {
    const allowed = await ctx.db.transaction((tx) =>
      takeBudget(tx, { workspaceId: ctx.workspaceId, ruleId: rule.id, target: to.target, day: wallOf(now, zone).day }, dailyBudget),
    );
    if (!allowed) return { state: 'over_budget', dueAt: null };
  }
  const quiet = quietUntil(rule.quietHours, now, zone) ?? quietUntil(preferences?.quietHours, now, zone);
  const dnd = to.userId && (preferences?.respectDnd ?? true) ? await dndUntil(ctx.http, to.target, now).catch(() => undefined) : undefined;
  const due = [quiet, dnd].filter((each) => each !== undefined).sort((a, b) => b.getTime() - a.getTime())[0];
  return { state: 'waiting', dueAt: due ?? now };
}

/** An event of the CRM meets the rules. Told twice it is delivered once: the log has one row for rule, event and target. */
export async function reactToEvent(ctx: Context, event: PublishedEvent): Promise<void> {
  const all = await ctx.db.transaction((tx) => activeRules(tx, ctx.workspaceId, event.type));
  const fitting = matching(indexRules(all)(event.type), event, ctx.crm.filters.compile);
  if (fitting.length === 0) return;
  const connected = await slackConnection(ctx);
  if (!connected) return;
  const names = await namesOf(connected);
  const record = recordOf(event);
  for (const rule of fitting) {
    const to = await resolveTarget(connected, rule.to, event.data.ownerId);
    if (to === undefined) continue;
    if ('problem' in to) {
      await pause(connected, rule, to.problem);
      continue;
    }
    const { state, dueAt } = await decide(connected, rule, event, to, record.id);
    await ctx.db.transaction(async (tx) => {
      const rows = await insertDeliveries(tx, [
        {
          workspaceId: ctx.workspaceId,
          ruleId: rule.id,
          eventId: event.id,
          connectionId: connected.connection.id,
          target: to.target,
          state,
          recordType: record.type,
          recordId: record.id,
          sentence: sentenceOf(event, names),
          why: whyOf(rule, event, names),
          dueAt,
          at: event.at,
        },
      ]);
      if (rows.length > 0 && state === 'waiting' && dueAt && dueAt <= ctx.clock.now())
        await connected.tasks.enqueue(
          'slack.deliver',
          { target: to.target, recordId: record.id, recordType: record.type },
          { connectionId: connected.connection.id, singletonKey: `deliver:${to.target}:${record.id}` },
        );
    });
  }
}

/** A rule whose channel does not take its messages rests, and whoever made it is told why. */
export async function pause(ctx: ConnectedContext, rule: Pick<RuleRow, 'id' | 'name' | 'createdBy'>, reason: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await changeRule(tx, ctx.workspaceId, rule.id, { pausedReason: reason });
    if (rule.createdBy)
      await ctx.notify([rule.createdBy as never], {
        key: `slack.rule-paused:${rule.id}:${reason}`,
        title: `The Slack rule “${rule.name}” rests`,
        body: reason,
        href: `/slack/rules/${rule.id}`,
      });
  });
}
