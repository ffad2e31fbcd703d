import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Context, Transaction } from '#sdk';
import { voipAgents as agents, voipQueues as queues } from '../models.ts';
import type { CallRow } from './keep.ts';

const usersIn = ({ legs }: CallRow): string[] => [
  ...new Set(legs.flatMap(({ role, userId, endedAt }) => (role === 'us' && userId && !endedAt ? [userId] : []))),
];

/** Whoever rings or talks is busy; whoever has hung up has a moment to write down what was said. */
export async function busyAgents(ctx: Context, tx: Transaction, before: CallRow, after: CallRow): Promise<void> {
  const [was, is] = [usersIn(before), usersIn(after)];
  const begun = is.filter((userId) => !was.includes(userId));
  const done = was.filter((userId) => !is.includes(userId));
  const own = (userIds: string[]) => and(eq(agents.workspaceId, ctx.workspaceId), inArray(agents.userId, userIds));
  const now = ctx.clock.now();
  if (begun.length > 0)
    await tx
      .update(agents)
      .set({ callId: after.id, updatedAt: now })
      .where(and(own(begun), or(isNull(agents.callId), eq(agents.callId, after.id))));
  if (done.length === 0) return;
  const spoke = after.legs
    .filter(({ role, answeredAt, userId }) => role === 'us' && answeredAt && userId && done.includes(userId))
    .flatMap(({ userId }) => userId ?? []);
  await tx
    .update(agents)
    .set({ callId: null, updatedAt: now })
    .where(and(own(done), eq(agents.callId, after.id)));
  if (spoke.length === 0) return;
  const [queue] = after.queueId
    ? await tx
        .select({ wrapUpSeconds: queues.wrapUpSeconds })
        .from(queues)
        .where(and(eq(queues.workspaceId, ctx.workspaceId), eq(queues.id, after.queueId)))
    : [];
  const wrapUp = queue?.wrapUpSeconds ?? 0;
  await tx
    .update(agents)
    .set({
      lastCallEndedAt: now,
      ...(wrapUp > 0
        ? {
            state: sql`case when ${agents.state} = 'available' then 'wrap_up' else ${agents.state} end`,
            until: new Date(now.getTime() + wrapUp * 1000),
            since: now,
          }
        : {}),
    })
    .where(own(spoke));
}
