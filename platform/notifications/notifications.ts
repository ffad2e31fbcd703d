import { and, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import type { Clock, Notice, UserId, WorkspaceId } from '#sdk';
import { notifications } from './models.ts';

export type Notification = Omit<typeof notifications.$inferSelect, 'workspaceId' | 'userId' | 'key'>;
const columns = {
  id: notifications.id,
  title: notifications.title,
  body: notifications.body,
  href: notifications.href,
  readAt: notifications.readAt,
  createdAt: notifications.createdAt,
};
const MAX_TITLE = 200;
const MAX_BODY = 1000;
const KEPT_DAYS = 90;

interface Dependencies {
  database: Database;
  clock: Clock;
  /** Passed to the open browsers of that person. */
  announce: (workspaceId: WorkspaceId, userId: UserId, id: string, title: string) => void;
}

/** What people are told in the console's bell: once per key, kept for three months. */
export function createNotifications({ database, clock, announce }: Dependencies) {
  const own = (workspaceId: WorkspaceId, userId: UserId) => and(eq(notifications.workspaceId, workspaceId), eq(notifications.userId, userId));
  return {
    async notify(workspaceId: WorkspaceId, userIds: readonly UserId[], { key, title, body, href }: Notice): Promise<void> {
      const people = [...new Set(userIds)].sort();
      if (people.length === 0) return;
      const createdAt = clock.now();
      const what = { key, title: title.slice(0, MAX_TITLE), body: body?.slice(0, MAX_BODY) ?? null, href: href ?? null, createdAt };
      await database.forWorkspace(workspaceId).transaction(async (tx) => {
        const told = await tx
          .insert(notifications)
          .values(people.map((userId) => ({ workspaceId, id: uuidv7(), userId, ...what })))
          .onConflictDoNothing()
          .returning({ id: notifications.id, userId: notifications.userId });
        database.afterCommit(() => {
          for (const { id, userId } of told) announce(workspaceId, userId as UserId, id, what.title);
        });
      });
    },
    /** Newest first, and how many are unread. */
    list: (
      workspaceId: WorkspaceId,
      userId: UserId,
      { limit, after, unread }: { limit: number; after?: string | undefined; unread?: boolean | undefined },
    ): Promise<{ rows: Notification[]; unread: number }> =>
      database.forWorkspace(workspaceId).transaction(async (tx) => {
        const rows = await tx
          .select(columns)
          .from(notifications)
          .where(and(own(workspaceId, userId), unread ? isNull(notifications.readAt) : undefined, after ? lt(notifications.id, after) : undefined))
          .orderBy(desc(notifications.id))
          .limit(limit);
        const [count] = await tx
          .select({ unread: sql<number>`count(*)::int` })
          .from(notifications)
          .where(and(own(workspaceId, userId), isNull(notifications.readAt)));
        return { rows, unread: count?.unread ?? 0 };
      }),
    /** These, or all of the person's. */
    read: (workspaceId: WorkspaceId, userId: UserId, ids?: readonly string[]): Promise<void> =>
      database.forWorkspace(workspaceId).transaction(async (tx) => {
        await tx
          .update(notifications)
          .set({ readAt: clock.now() })
          .where(and(own(workspaceId, userId), isNull(notifications.readAt), ids ? inArray(notifications.id, [...ids]) : undefined));
      }),
    async purge(): Promise<void> {
      const before = new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000).toISOString();
      await database.systemQuery({ text: 'delete from public.notifications where created_at < $1', values: [before] });
    },
  };
}
export type Notifications = ReturnType<typeof createNotifications>;
