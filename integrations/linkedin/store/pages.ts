import { and, asc, desc, eq, isNull, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import type { DayNumbers } from '../client/pages.ts';
import { linkedinPageDays as days, linkedinPages as pages } from '../models/index.ts';

export type PageRow = typeof pages.$inferSelect;
export type DayRow = typeof days.$inferSelect;

export async function pageById(tx: Transaction, workspaceId: string, id: string): Promise<PageRow> {
  const [row] = await tx
    .select()
    .from(pages)
    .where(and(eq(pages.workspaceId, workspaceId), eq(pages.id, id)));
  if (!row) throw new PatchbayError('not_found');
  return row;
}

export const listPages = (tx: Transaction, workspaceId: string, connectionId?: string): Promise<PageRow[]> =>
  tx
    .select()
    .from(pages)
    .where(and(eq(pages.workspaceId, workspaceId), isNull(pages.lostAt), connectionId ? eq(pages.connectionId, connectionId) : undefined))
    .orderBy(pages.name, pages.id);

export interface PageFacts {
  organizationId: string;
  name: string;
  vanityName: string | null;
  roles: string[];
}
/** The pages on which there is a role; a lost role is told, its numbers stay. */
export async function savePages(tx: Transaction, of: { workspaceId: string; connectionId: string; now: Date }, found: readonly PageFacts[]): Promise<void> {
  const { workspaceId, connectionId, now } = of;
  for (const facts of found)
    await tx
      .insert(pages)
      .values({ workspaceId, id: uuidv7(), connectionId, ...facts })
      .onConflictDoUpdate({
        target: [pages.workspaceId, pages.connectionId, pages.organizationId],
        set: { name: facts.name, vanityName: facts.vanityName, roles: facts.roles, lostAt: null, updatedAt: now },
      });
  for (const row of await listPages(tx, workspaceId, connectionId))
    if (!found.some(({ organizationId }) => organizationId === row.organizationId)) await notePage(tx, row, { lostAt: now });
}

export const notePage = (tx: Transaction, row: Pick<PageRow, 'workspaceId' | 'id'>, facts: Partial<typeof pages.$inferInsert>) =>
  tx
    .update(pages)
    .set(facts)
    .where(and(eq(pages.workspaceId, row.workspaceId), eq(pages.id, row.id)));

export async function saveDay(tx: Transaction, page: Pick<PageRow, 'workspaceId' | 'id'>, day: string, numbers: DayNumbers): Promise<void> {
  await tx
    .insert(days)
    .values({ workspaceId: page.workspaceId, id: uuidv7(), pageId: page.id, day, ...numbers })
    .onConflictDoUpdate({ target: [days.workspaceId, days.pageId, days.day], set: Object.keys(numbers).length > 0 ? { ...numbers } : { day } });
}

export const daysOf = (tx: Transaction, page: Pick<PageRow, 'workspaceId' | 'id'>, from: string): Promise<DayRow[]> =>
  tx
    .select()
    .from(days)
    .where(and(eq(days.workspaceId, page.workspaceId), eq(days.pageId, page.id), sql`${days.day} >= ${from}`))
    .orderBy(asc(days.day))
    .limit(400);

export async function newestDay(tx: Transaction, page: Pick<PageRow, 'workspaceId' | 'id'>): Promise<string | undefined> {
  const [row] = await tx
    .select({ day: days.day })
    .from(days)
    .where(and(eq(days.workspaceId, page.workspaceId), eq(days.pageId, page.id)))
    .orderBy(desc(days.day))
    .limit(1);
  return row?.day;
}
