import { and, eq, gt, ne, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Transaction } from '#sdk';
import { emailCampaignRecipients as recipients } from '../models/campaigns.ts';
import { emailEngagements as engagements, emailLinks as links } from '../models/outreach.ts';

export async function saveLinks(tx: Transaction, workspaceId: string, found: readonly { id: string; url: string }[]): Promise<void> {
  for (let at = 0; at < found.length; at += 1000)
    await tx
      .insert(links)
      .values(found.slice(at, at + 1000).map((link) => ({ workspaceId, ...link })))
      .onConflictDoNothing();
}

export async function linkById(tx: Transaction, workspaceId: string, id: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ url: links.url })
    .from(links)
    .where(and(eq(links.workspaceId, workspaceId), eq(links.id, id)));
  return row?.url;
}

export type EngagementRow = typeof engagements.$inferInsert;
export const addEngagement = (tx: Transaction, row: Omit<EngagementRow, 'id'>) => tx.insert(engagements).values({ ...row, id: uuidv7() });

/** Clicks on other links of the same mail in the last moments that were taken for a person's. */
export const otherClicks = (tx: Transaction, workspaceId: string, subject: string, linkId: string, since: Date) =>
  tx
    .select({ id: engagements.id, verdict: engagements.verdict })
    .from(engagements)
    .where(
      and(
        eq(engagements.workspaceId, workspaceId),
        eq(engagements.subject, subject),
        eq(engagements.kind, 'click'),
        gt(engagements.at, since),
        ne(engagements.linkId, linkId),
      ),
    );

/** A burst shows what it was only with its second click. */
export async function turnIntoMachine(tx: Transaction, workspaceId: string, ids: readonly string[]): Promise<void> {
  for (const id of ids)
    await tx
      .update(engagements)
      .set({ verdict: 'machine', reasons: ['many_links_at_once'] })
      .where(and(eq(engagements.workspaceId, workspaceId), eq(engagements.id, id)));
}

export async function recipientForUpdate(tx: Transaction, workspaceId: string, id: string) {
  const [row] = await tx
    .select()
    .from(recipients)
    .where(and(eq(recipients.workspaceId, workspaceId), eq(recipients.id, id)))
    .for('update');
  return row;
}
export type RecipientRow = typeof recipients.$inferSelect;

/** The numbers on the row follow the engagements: counted anew, so that a verdict that turned is right too. */
export async function recount(tx: Transaction, workspaceId: string, recipientId: string, now: Date): Promise<void> {
  const subject = `recipient:${recipientId}`;
  await tx.execute(sql`
    update email_campaign_recipients r set
      human_opens = e.human_opens, machine_opens = e.machine_opens, human_clicks = e.human_clicks, machine_clicks = e.machine_clicks,
      opened_at = e.opened_at, clicked_at = e.clicked_at, updated_at = ${now.toISOString()}::timestamptz
    from (select count(*) filter (where kind = 'open' and verdict = 'human')::int as human_opens,
                 count(*) filter (where kind = 'open' and verdict <> 'human')::int as machine_opens,
                 count(*) filter (where kind = 'click' and verdict = 'human')::int as human_clicks,
                 count(*) filter (where kind = 'click' and verdict <> 'human')::int as machine_clicks,
                 min(at) filter (where kind = 'open' and verdict = 'human') as opened_at,
                 min(at) filter (where kind = 'click' and verdict = 'human') as clicked_at
          from email_engagements where workspace_id = ${workspaceId} and subject = ${subject}) e
    where r.workspace_id = ${workspaceId} and r.id = ${recipientId}`);
}
