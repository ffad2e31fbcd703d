import { sql } from 'drizzle-orm';
import type { ConnectedContext, PublishedEvent } from '#sdk';
import type { RuleValues } from '../store/rules.ts';
import { indexRules, isEcho, matching } from './match.ts';
import { wallOf } from './quiet-hours.ts';
import { recordOf } from './react.ts';
import { namesOf, sentenceOf } from './sentence.ts';
import { resolveTarget } from './targets.ts';

interface Row {
  id: string;
  type: string;
  subject_type: string;
  subject_id: string;
  data: Record<string, unknown>;
  previous: Record<string, unknown> | null;
  actor: Record<string, unknown> | null;
  at: string | Date;
}
export interface Simulation {
  events: number;
  matched: number;
  posts: number;
  edits: number;
  digested: number;
  byDay: { day: string; matched: number; posts: number }[];
  byTarget: { target: string; posts: number; edits: number }[];
  sample: { at: string; sentence: string }[];
  /** What would make it quieter. */
  hints: string[];
}
const MOST = 50_000;
const DAY_MS = 86_400_000;

/** A rule over what really happened: how often it would have posted, where and when. Nothing is sent. */
export async function simulate(ctx: ConnectedContext, rule: RuleValues, days: number): Promise<Simulation> {
  const since = new Date(ctx.clock.now().getTime() - days * DAY_MS);
  const pattern = rule.on.endsWith('.*') ? `${rule.on.slice(0, -1)}%` : rule.on;
  // The outbox is the platform’s; it is read here as what it is, a list of facts, under the workspace’s own policy.
  const { rows: told } = (await ctx.db.transaction((tx) =>
    tx.execute(sql`select id, type, subject_type, subject_id, data, previous, actor, at from events
      where workspace_id = ${ctx.workspaceId} and type like ${pattern} and at >= ${since.toISOString()}::timestamptz order by at, id limit ${MOST}`),
  )) as unknown as { rows: Row[] };
  const rows = told.filter(({ type, previous }) => !isEcho(rule.on, { type, ...(previous ? { previous } : {}) }));
  const names = await namesOf(ctx);
  const find = indexRules([{ id: 'simulated', ...rule }]);
  const seen = new Set<string>();
  const used = new Map<string, number>();
  const byDay = new Map<string, { matched: number; posts: number }>();
  const byTarget = new Map<string, { posts: number; edits: number }>();
  const targets = new Map<string, string | undefined>();
  const total = { matched: 0, posts: 0, edits: 0, digested: 0 };
  const sample: Simulation['sample'] = [];
  for (const row of rows) {
    const event: PublishedEvent = {
      id: row.id,
      sequence: '',
      workspaceId: ctx.workspaceId,
      type: row.type,
      subject: { type: row.subject_type, id: row.subject_id },
      data: row.data,
      ...(row.previous ? { previous: row.previous } : {}),
      ...(row.actor ? { actor: row.actor } : {}),
      at: new Date(row.at),
    };
    if (matching(find(event.type), event, ctx.crm.filters.compile).length === 0) continue;
    total.matched += 1;
    const owner = 'owner' in rule.to ? String(event.data.ownerId ?? '') : '';
    if (!targets.has(owner)) {
      const to = await resolveTarget(ctx, rule.to, event.data.ownerId);
      targets.set(owner, to && 'target' in to ? to.target : undefined);
    }
    const target = targets.get(owner);
    const { day } = wallOf(event.at, rule.quietHours?.timeZone ?? 'UTC');
    const ofDay = byDay.get(day) ?? { matched: 0, posts: 0 };
    ofDay.matched += 1;
    byDay.set(day, ofDay);
    if (target === undefined) continue;
    const ofTarget = byTarget.get(target) ?? { posts: 0, edits: 0 };
    byTarget.set(target, ofTarget);
    const budget = `${day} ${target}`;
    const spent = used.get(budget) ?? 0;
    if (rule.style === 'digest' || (rule.dailyBudget !== null && spent >= rule.dailyBudget)) {
      total.digested += 1;
      continue;
    }
    used.set(budget, spent + 1);
    const record = `${target} ${recordOf(event).id}`;
    if (rule.style === 'card' && seen.has(record)) {
      total.edits += 1;
      ofTarget.edits += 1;
    } else {
      total.posts += 1;
      ofTarget.posts += 1;
      ofDay.posts += 1;
    }
    seen.add(record);
    sample.push({ at: event.at.toISOString(), sentence: sentenceOf(event, names) });
  }
  const perDay = total.posts / Math.max(1, days);
  return {
    events: rows.length,
    ...total,
    byDay: [...byDay].map(([day, each]) => ({ day, ...each })).sort((a, b) => (a.day < b.day ? -1 : 1)),
    byTarget: [...byTarget].map(([target, each]) => ({ target, ...each })),
    sample: sample.slice(-10).reverse(),
    hints: [
      ...(perDay > 20 ? ['More than twenty posts a day: people mute such a channel. Add a condition, or choose the digest.'] : []),
      ...(rule.style === 'message' && total.matched > 2 * new Set(seen).size
        ? ['The same records come again and again: a card would be edited instead of repeated.']
        : []),
      ...(rows.length === 0 ? ['No such event in that time, so there is nothing to go by.'] : []),
    ],
  };
}
