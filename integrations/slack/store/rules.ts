import { and, asc, desc, eq, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import {
  slackBudgets as budgets,
  slackDeliveries as deliveries,
  slackMutes as mutes,
  slackPreferences as preferences,
  slackRules as rules,
} from '../models/index.ts';

export type RuleRow = typeof rules.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;
export type PreferencesRow = typeof preferences.$inferSelect;

export const listRules = (tx: Transaction, workspaceId: string): Promise<RuleRow[]> =>
  tx
    .select()
    .from(rules)
    .where(and(eq(rules.workspaceId, workspaceId), isNull(rules.removedAt)))
    .orderBy(asc(rules.name), asc(rules.id));

/** Rules that run and could hear of an event: those of its type, and of all of its kind. */
export const activeRules = (tx: Transaction, workspaceId: string, type: string): Promise<RuleRow[]> =>
  tx
    .select()
    .from(rules)
    .where(
      and(
        eq(rules.workspaceId, workspaceId),
        inArray(rules.on, [type, `${type.split('.')[0]}.*`]),
        isNull(rules.removedAt),
        eq(rules.isOn, true),
        isNull(rules.pausedReason),
      ),
    );

export async function ruleById(tx: Transaction, workspaceId: string, id: string): Promise<RuleRow> {
  const [row] = await tx
    .select()
    .from(rules)
    .where(and(eq(rules.workspaceId, workspaceId), eq(rules.id, id), isNull(rules.removedAt)));
  if (!row) throw new PatchbayError('not_found');
  return row;
}
export type RuleValues = Pick<RuleRow, 'name' | 'on' | 'when' | 'to' | 'style' | 'dailyBudget' | 'quietHours' | 'template' | 'broadcast' | 'isOn'>;

export async function insertRule(tx: Transaction, workspaceId: string, values: RuleValues, createdBy: string | undefined): Promise<RuleRow> {
  const [row] = await tx
    .insert(rules)
    .values({ workspaceId, id: uuidv7(), ...values, createdBy: createdBy ?? null })
    .returning();
  if (!row) throw new PatchbayError('internal');
  return row;
}
export async function changeRule(
  tx: Transaction,
  workspaceId: string,
  id: string,
  change: Partial<RuleValues & { pausedReason: string | null; removedAt: Date }>,
): Promise<RuleRow> {
  const [row] = await tx
    .update(rules)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(eq(rules.workspaceId, workspaceId), eq(rules.id, id)))
    .returning();
  if (!row) throw new PatchbayError('not_found');
  return row;
}

/** Written once per rule, event and target; the second time nothing is given. */
export async function insertDeliveries(tx: Transaction, rows: readonly Omit<typeof deliveries.$inferInsert, 'id'>[]): Promise<DeliveryRow[]> {
  if (rows.length === 0) return [];
  return tx
    .insert(deliveries)
    .values(rows.map((row) => ({ ...row, id: uuidv7() })))
    .onConflictDoNothing()
    .returning();
}
/** How long somebody who took deliveries may work on them before another may take them over. */
const LEASE_MS = 120_000;
/** Takes what is due for a target and record, oldest first: two workers at a time do not both have it. */
export async function takeDue(tx: Transaction, of: { workspaceId: string; target: string; recordId: string }, now: Date): Promise<DeliveryRow[]> {
  const rows = await tx
    .update(deliveries)
    .set({ dueAt: new Date(now.getTime() + LEASE_MS) })
    .where(
      and(
        eq(deliveries.workspaceId, of.workspaceId),
        eq(deliveries.target, of.target),
        eq(deliveries.recordId, of.recordId),
        eq(deliveries.state, 'waiting'),
        or(isNull(deliveries.dueAt), lte(deliveries.dueAt, now)),
      ),
    )
    .returning();
  return rows.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
}
export const waitingTargets = (tx: Transaction, workspaceId: string, now: Date) =>
  tx
    .selectDistinct({ target: deliveries.target, recordId: deliveries.recordId, recordType: deliveries.recordType })
    .from(deliveries)
    .where(and(eq(deliveries.workspaceId, workspaceId), eq(deliveries.state, 'waiting'), lte(deliveries.dueAt, now)))
    .limit(500);
export const settleDeliveries = (
  tx: Transaction,
  workspaceId: string,
  ids: readonly string[],
  to: { state: string; channelId?: string | null; ts?: string | null; dueAt?: Date | null },
) =>
  ids.length === 0
    ? Promise.resolve()
    : tx
        .update(deliveries)
        .set({ ...to, updatedAt: sql`now()` })
        .where(and(eq(deliveries.workspaceId, workspaceId), inArray(deliveries.id, [...ids])));
export const digestDeliveries = (tx: Transaction, workspaceId: string): Promise<DeliveryRow[]> =>
  tx
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.workspaceId, workspaceId), inArray(deliveries.state, ['digest', 'over_budget'])))
    .orderBy(asc(deliveries.at), asc(deliveries.id))
    .limit(2000);
export const deliveryPage = (
  tx: Transaction,
  workspaceId: string,
  { ruleId, recordId, limit, before }: { ruleId?: string | undefined; recordId?: string | undefined; limit: number; before?: string | undefined },
): Promise<DeliveryRow[]> =>
  tx
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.workspaceId, workspaceId),
        ruleId ? eq(deliveries.ruleId, ruleId) : undefined,
        recordId ? eq(deliveries.recordId, recordId) : undefined,
        before ? lt(deliveries.id, before) : undefined,
      ),
    )
    .orderBy(desc(deliveries.id))
    .limit(limit);

/** Takes one of a day’s allowance; false: it is used up. One statement, so that two at a time do not both take the last. */
export async function takeBudget(tx: Transaction, of: { workspaceId: string; ruleId: string; target: string; day: string }, most: number): Promise<boolean> {
  const rows = await tx
    .insert(budgets)
    .values({ ...of, used: 1 })
    .onConflictDoUpdate({
      target: [budgets.workspaceId, budgets.ruleId, budgets.target, budgets.day],
      set: { used: sql`${budgets.used} + 1` },
      setWhere: lt(budgets.used, most),
    })
    .returning({ used: budgets.used });
  return rows.length > 0 && most > 0;
}

export async function isMuted(tx: Transaction, workspaceId: string, target: string, recordId: string, now: Date): Promise<boolean> {
  const [row] = await tx
    .select({ until: mutes.until })
    .from(mutes)
    .where(and(eq(mutes.workspaceId, workspaceId), eq(mutes.target, target), eq(mutes.recordId, recordId)));
  return row !== undefined && (row.until === null || row.until > now);
}
export async function mute(
  tx: Transaction,
  workspaceId: string,
  { target, recordId, until, by }: { target: string; recordId: string; until: Date | null; by: string },
): Promise<void> {
  await tx
    .insert(mutes)
    .values({ workspaceId, id: uuidv7(), target, recordId, until, by })
    .onConflictDoUpdate({ target: [mutes.workspaceId, mutes.target, mutes.recordId], set: { until, by, updatedAt: sql`now()` } });
}
export async function preferencesOf(tx: Transaction, workspaceId: string, userId: string): Promise<PreferencesRow | undefined> {
  const [row] = await tx
    .select()
    .from(preferences)
    .where(and(eq(preferences.workspaceId, workspaceId), eq(preferences.userId, userId)));
  return row;
}
export type PreferenceValues = Partial<Pick<PreferencesRow, 'kinds' | 'quietHours' | 'digestAt' | 'respectDnd' | 'lastDigestDay'>>;
export async function savePreferences(tx: Transaction, workspaceId: string, userId: string, values: PreferenceValues): Promise<PreferencesRow> {
  const [row] = await tx
    .insert(preferences)
    .values({ workspaceId, userId, ...values })
    .onConflictDoUpdate({ target: [preferences.workspaceId, preferences.userId], set: { ...values, updatedAt: sql`now()` } })
    .returning();
  if (!row) throw new PatchbayError('internal');
  return row;
}
