import { and, asc, eq, gte, lt, or, sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { activities, participants } from '../../../crm/models.ts';
import { slackApprovals as approvals } from '../models/index.ts';
import type { ApprovalRow } from './teamwork.ts';

export interface TodaysMeeting {
  id: string;
  subject: string | null;
  occurredAt: Date;
  dealId: string | null;
  guests: string[];
}
const MOST = 10;

/** Somebody’s own meetings between two instants: those they own or take part in. Called-off ones are none. */
export async function meetingsOf(tx: Transaction, workspaceId: string, userId: string, from: Date, until: Date): Promise<TodaysMeeting[]> {
  const takesPart = sql`exists (select 1 from ${participants} where ${participants.workspaceId} = ${activities.workspaceId}
    and ${participants.activityId} = ${activities.id} and ${participants.userId} = ${userId}::uuid)`;
  const rows = await tx
    .select({ id: activities.id, subject: activities.subject, occurredAt: activities.occurredAt, dealId: activities.dealId })
    .from(activities)
    .where(
      and(
        eq(activities.workspaceId, workspaceId),
        eq(activities.kind, 'meeting'),
        gte(activities.occurredAt, from),
        lt(activities.occurredAt, until),
        sql`${activities.status} is distinct from 'cancelled'`,
        or(eq(activities.ownerId, userId), takesPart),
      ),
    )
    .orderBy(asc(activities.occurredAt), asc(activities.id))
    .limit(MOST);
  return Promise.all(
    rows.map(async (row) => {
      const people = await tx
        .select({ name: participants.name, address: participants.address, userId: participants.userId })
        .from(participants)
        .where(and(eq(participants.workspaceId, workspaceId), eq(participants.activityId, row.id)))
        .orderBy(asc(participants.position));
      return { ...row, guests: people.filter((each) => each.userId === null).map(({ name, address }) => name || address) };
    }),
  );
}

/** Questions that wait for somebody’s own answer. */
export const awaitedBy = (tx: Transaction, workspaceId: string, userId: string): Promise<ApprovalRow[]> =>
  tx
    .select()
    .from(approvals)
    .where(
      and(
        eq(approvals.workspaceId, workspaceId),
        eq(approvals.state, 'open'),
        sql`${approvals.approverIds} @> ${JSON.stringify([userId])}::jsonb`,
        sql`not exists (select 1 from jsonb_array_elements(${approvals.decisions}) d where coalesce(d->>'for', d->>'userId') = ${userId})`,
      ),
    )
    .orderBy(asc(approvals.dueAt))
    .limit(MOST);
