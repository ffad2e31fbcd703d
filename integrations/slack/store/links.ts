import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { slackLinks as links, slackTimeline as timeline } from '../models/index.ts';
import type { Place } from './channels.ts';

export type LinkRow = typeof links.$inferSelect;
export type Direction = 'off' | 'to_crm' | 'both';

const own = (of: Place) => and(eq(links.workspaceId, of.workspaceId), eq(links.connectionId, of.connectionId));

/** The link of a thread; one of the whole channel counts where the thread has none of its own. */
export async function linkOf(tx: Transaction, of: Place, channelId: string, threadTs: string | undefined): Promise<LinkRow | undefined> {
  const rows = await tx
    .select()
    .from(links)
    .where(and(own(of), eq(links.channelId, channelId), inArray(links.threadTs, threadTs ? [threadTs, ''] : [''])));
  return rows.find((row) => row.threadTs === threadTs) ?? rows[0];
}

export async function saveLink(
  tx: Transaction,
  of: Place,
  link: { channelId: string; threadTs: string; recordType: string; recordId: string; direction: Direction; createdBy?: string | undefined },
): Promise<LinkRow> {
  const [row] = await tx
    .insert(links)
    .values({ workspaceId: of.workspaceId, connectionId: of.connectionId, id: uuidv7(), ...link, createdBy: link.createdBy ?? null })
    .onConflictDoUpdate({
      target: [links.workspaceId, links.connectionId, links.channelId, links.threadTs],
      set: { recordType: sql`excluded.record_type`, recordId: sql`excluded.record_id`, direction: sql`excluded.direction`, updatedAt: sql`now()` },
    })
    .returning();
  if (!row) throw new PatchbayError('internal');
  return row;
}

export const linksOf = (tx: Transaction, workspaceId: string, recordId?: string): Promise<LinkRow[]> =>
  tx
    .select()
    .from(links)
    .where(and(eq(links.workspaceId, workspaceId), recordId ? eq(links.recordId, recordId) : undefined))
    .orderBy(desc(links.id))
    .limit(200);

export async function linkById(tx: Transaction, workspaceId: string, id: string): Promise<LinkRow> {
  const [row] = await tx
    .select()
    .from(links)
    .where(and(eq(links.workspaceId, workspaceId), eq(links.id, id)));
  if (!row) throw new PatchbayError('not_found');
  return row;
}

export const removeLink = (tx: Transaction, row: LinkRow) => tx.delete(links).where(and(eq(links.workspaceId, row.workspaceId), eq(links.id, row.id)));

/** Which activity a message of somebody became. */
export async function keepOnTimeline(
  tx: Transaction,
  of: Place,
  at: { channelId: string; ts: string; linkId: string | null; activityId: string },
): Promise<void> {
  await tx
    .insert(timeline)
    .values({ workspaceId: of.workspaceId, connectionId: of.connectionId, id: uuidv7(), ...at })
    .onConflictDoNothing();
}

export async function timelineOf(tx: Transaction, of: Place, channelId: string, ts: string): Promise<typeof timeline.$inferSelect | undefined> {
  const [row] = await tx
    .select()
    .from(timeline)
    .where(and(eq(timeline.workspaceId, of.workspaceId), eq(timeline.connectionId, of.connectionId), eq(timeline.channelId, channelId), eq(timeline.ts, ts)));
  return row;
}
