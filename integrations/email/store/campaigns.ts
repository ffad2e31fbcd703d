import { and, desc, eq, inArray, lt, or, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { among, PatchbayError, type Transaction } from '#sdk';
import type { CampaignPlan, FrozenVariant } from '../campaigns/plan.ts';
import { type CampaignState, emailCampaigns as campaigns, emailCampaignRecipients as recipients } from '../models/campaigns.ts';

export type CampaignRow = typeof campaigns.$inferSelect;
export type RecipientRow = typeof recipients.$inferSelect;

const gone = () => new PatchbayError('not_found', { detail: 'There is no such campaign.' });
const byId = (workspaceId: string, id: string) => and(eq(campaigns.workspaceId, workspaceId), eq(campaigns.id, id));

/** @throws PatchbayError not_found */
export async function campaignById(tx: Transaction, workspaceId: string, id: string): Promise<CampaignRow> {
  const [row] = await tx.select().from(campaigns).where(byId(workspaceId, id));
  if (!row) throw gone();
  return row;
}
/** Held against everybody who would change it or claim from it. @throws PatchbayError not_found */
export async function lockCampaign(tx: Transaction, workspaceId: string, id: string): Promise<CampaignRow> {
  const [row] = await tx.select().from(campaigns).where(byId(workspaceId, id)).for('update');
  if (!row) throw gone();
  return row;
}

export const insertCampaign = async (
  tx: Transaction,
  workspaceId: string,
  name: string,
  plan: CampaignPlan,
  userId: string | null,
  createdBy: string,
): Promise<CampaignRow> => {
  const [row] = await tx.insert(campaigns).values({ workspaceId, id: uuidv7(), name, plan, userId, createdBy }).returning();
  if (!row) throw new PatchbayError('internal');
  return row;
};

export async function changeCampaign(
  tx: Transaction,
  campaign: CampaignRow,
  change: Partial<Omit<CampaignRow, 'workspaceId' | 'id'>>,
  now: Date,
): Promise<CampaignRow> {
  const [row] = await tx
    .update(campaigns)
    .set({ ...change, updatedAt: now })
    .where(byId(campaign.workspaceId, campaign.id))
    .returning();
  if (!row) throw gone();
  return row;
}

export async function deleteCampaign(tx: Transaction, campaign: CampaignRow): Promise<void> {
  await tx.delete(recipients).where(and(eq(recipients.workspaceId, campaign.workspaceId), eq(recipients.campaignId, campaign.id)));
  await tx.delete(campaigns).where(byId(campaign.workspaceId, campaign.id));
}

/** Newest first. `own`: of this person alone. */
export const campaignPage = (
  tx: Transaction,
  workspaceId: string,
  {
    states,
    own,
    after,
    limit,
  }: {
    states?: readonly CampaignState[] | undefined;
    own?: { userId: string | null; createdBy: string } | undefined;
    after?: string | undefined;
    limit: number;
  },
) =>
  tx
    .select()
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        states ? inArray(campaigns.state, [...states]) : undefined,
        own ? or(eq(campaigns.createdBy, own.createdBy), own.userId ? eq(campaigns.userId, own.userId) : undefined) : undefined,
        after ? lt(campaigns.id, after) : undefined,
      ),
    )
    .orderBy(desc(campaigns.id))
    .limit(limit);

/** What the hub has to look after: what is under way, and what is due to begin. */
export const campaignsToKeep = (tx: Transaction, workspaceId: string, now: Date) =>
  tx
    .select()
    .from(campaigns)
    .where(
      and(
        eq(campaigns.workspaceId, workspaceId),
        or(
          inArray(campaigns.state, ['preparing', 'sending']),
          and(eq(campaigns.state, 'scheduled'), sql`${campaigns.startsAt} <= ${now.toISOString()}::timestamptz`),
        ),
      ),
    );

export type NewRecipient = Omit<typeof recipients.$inferInsert, 'workspaceId' | 'id' | 'campaignId' | 'position'>;
/** Adds a page of the audience behind those that are there. Whoever is there already stays as they are. */
export async function addRecipients(tx: Transaction, campaign: CampaignRow, found: readonly NewRecipient[]): Promise<void> {
  if (found.length === 0) return;
  const [last] = await tx
    .select({ position: sql<number | null>`max(${recipients.position})` })
    .from(recipients)
    .where(and(eq(recipients.workspaceId, campaign.workspaceId), eq(recipients.campaignId, campaign.id)));
  const from = Number(last?.position ?? 0) + 1;
  const { workspaceId, id: campaignId } = campaign;
  for (let at = 0; at < found.length; at += 500)
    await tx
      .insert(recipients)
      .values(found.slice(at, at + 500).map((row, index) => ({ ...row, workspaceId, id: uuidv7(), campaignId, position: from + at + index })))
      .onConflictDoNothing();
}

/** Addresses that this campaign has already. */
export async function addressesTaken(tx: Transaction, campaign: CampaignRow, addresses: readonly string[]): Promise<Set<string>> {
  if (addresses.length === 0) return new Set();
  const rows = await tx
    .select({ address: recipients.address })
    .from(recipients)
    .where(
      and(
        eq(recipients.workspaceId, campaign.workspaceId),
        eq(recipients.campaignId, campaign.id),
        among(recipients.address, addresses),
        sql`${recipients.state} <> 'excluded'`,
      ),
    );
  return new Set(rows.map(({ address }) => address));
}

/** The plan becomes what is sent: from here on nothing of it changes any more. */
export const freeze = (tx: Transaction, campaign: CampaignRow, variants: FrozenVariant[], startsAt: Date, now: Date) =>
  changeCampaign(tx, campaign, { variants, startsAt, state: 'scheduled', pausedBy: null, pausedReason: null }, now);
