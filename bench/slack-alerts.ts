import { predicateOf } from '#crm/filter/interpret';
import type { CrmFilter, CrmFilterSubject, PublishedEvent } from '#sdk';
import { indexRules, type Matchable, matching } from '../integrations/slack/rules/match.ts';
import type { BenchResult } from './bench.ts';

const EVENTS = 50_000;
const RULES = 200;
const DEALS = 1_000;
const STAGES = ['lead', 'qualified', 'proposal', 'negotiation', 'closed_won'];
const TYPES = ['deal.updated', 'deal.stage_changed', 'deal.created', 'deal.won', 'activity.created'] as const;

/** As the port of the record makes it ready, without the check of the form that every saved rule has passed. */
const compile = (filter: CrmFilter): ((subject: CrmFilterSubject) => boolean) => predicateOf(filter as never);

const ownerOf = (n: number) => `01990000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const ruleOf = (n: number): Matchable => ({
  id: `rule-${n}`,
  on: n % 10 === 0 ? 'deal.*' : (TYPES[n % TYPES.length] ?? 'deal.updated'),
  when: {
    all: [
      { field: 'amount', op: 'gt', value: (n % 50) * 1_000 },
      {
        any: [
          { field: 'to.stage', op: 'eq', value: STAGES[n % STAGES.length] },
          { field: 'ownerId', op: 'eq', value: ownerOf(n % 20) },
        ],
      },
      { not: { field: 'actor.kind', op: 'eq', value: 'playbook' } },
    ],
  },
});
const eventOf = (n: number): PublishedEvent => {
  const id = `deal-${(n * 7919) % DEALS}`;
  return {
    id: `event-${n}`,
    sequence: String(n),
    workspaceId: 'w',
    type: TYPES[n % TYPES.length] ?? 'deal.updated',
    subject: { type: 'deal', id },
    data: {
      id,
      name: `Deal ${n}`,
      amount: String((n * 37) % 100_000),
      currency: 'EUR',
      stage: STAGES[n % STAGES.length],
      ownerId: ownerOf(n % 40),
      pipelineId: 'p',
      tags: ['VIP'],
    },
    previous: { stage: STAGES[(n + 1) % STAGES.length] },
    actor: { kind: n % 5 === 0 ? 'playbook' : 'person', userId: 'u' },
    at: new Date(1_764_000_000_000 + n),
  };
};

/** Events of a busy day against all rules of a large team, and what would reach its channels: one card per deal, edited. */
export async function slackAlerts(): Promise<BenchResult> {
  const find = indexRules(Array.from({ length: RULES }, (_each, n) => ruleOf(n)));
  const events = Array.from({ length: EVENTS }, (_each, n) => eventOf(n));
  for (const event of events.slice(0, 2_000)) matching(find(event.type), event, compile);
  const cards = new Set<string>();
  let matched = 0;
  let edits = 0;
  const started = performance.now();
  for (const event of events) {
    if (matching(find(event.type), event, compile).length === 0) continue;
    matched += 1;
    if (cards.has(event.subject.id)) edits += 1;
    else cards.add(event.subject.id);
  }
  const perSecond = Math.round(EVENTS / ((performance.now() - started) / 1000));
  return {
    name: 'slack-alerts',
    rows: [
      { case: `${EVENTS.toLocaleString('en')} events over ${RULES} rules`, value: perSecond, unit: 'events/s', bar: '≥ 3,000', pass: perSecond >= 3_000 },
      { case: 'events that fit a rule', value: matched, unit: 'events' },
      { case: 'cards posted', value: cards.size, unit: 'posts', bar: `≤ ${DEALS} (one per deal)`, pass: cards.size <= DEALS },
      { case: 'cards edited instead', value: edits, unit: 'edits', bar: 'all the others', pass: edits === matched - cards.size },
    ],
  };
}
