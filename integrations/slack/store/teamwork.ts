import { and, desc, eq, isNotNull, lte, sql } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import { slackApprovals as approvals, slackClaims as claims } from '../models/index.ts';

export type ApprovalRow = typeof approvals.$inferSelect;
export type ClaimRow = typeof claims.$inferSelect;

export async function lockApproval(tx: Transaction, workspaceId: string, id: string): Promise<ApprovalRow> {
  const [row] = await tx
    .select()
    .from(approvals)
    .where(and(eq(approvals.workspaceId, workspaceId), eq(approvals.id, id)))
    .for('update');
  if (!row) throw new PatchbayError('not_found');
  return row;
}
export async function changeApproval(
  tx: Transaction,
  row: Pick<ApprovalRow, 'workspaceId' | 'id'>,
  change: Partial<Pick<ApprovalRow, 'decisions' | 'state' | 'ts' | 'decidedAt' | 'reminders' | 'dueAt'>>,
): Promise<ApprovalRow> {
  const [changed] = await tx
    .update(approvals)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(eq(approvals.workspaceId, row.workspaceId), eq(approvals.id, row.id)))
    .returning();
  if (!changed) throw new PatchbayError('not_found');
  return changed;
}
export const listApprovals = (tx: Transaction, workspaceId: string): Promise<ApprovalRow[]> =>
  tx.select().from(approvals).where(eq(approvals.workspaceId, workspaceId)).orderBy(desc(approvals.id)).limit(200);
export const liveApprovals = (tx: Transaction, workspaceId: string, dealId: string): Promise<ApprovalRow[]> =>
  tx
    .select()
    .from(approvals)
    .where(and(eq(approvals.workspaceId, workspaceId), eq(approvals.dealId, dealId), sql`${approvals.state} in ('open', 'approved')`));
export const dueApprovals = (tx: Transaction, workspaceId: string, now: Date): Promise<ApprovalRow[]> =>
  tx
    .select()
    .from(approvals)
    .where(and(eq(approvals.workspaceId, workspaceId), eq(approvals.state, 'open'), lte(approvals.dueAt, now)));

/** The first who takes it has it: one statement decides. Undefined: somebody was quicker. */
export async function takeClaim(tx: Transaction, workspaceId: string, id: string, userId: string, now: Date): Promise<ClaimRow | undefined> {
  const [row] = await tx
    .update(claims)
    .set({ state: 'claimed', claimedBy: userId, claimedAt: now, updatedAt: sql`now()` })
    .where(and(eq(claims.workspaceId, workspaceId), eq(claims.id, id), eq(claims.state, 'open')))
    .returning();
  return row;
}
const ofRow = ({ workspaceId, id }: Pick<ClaimRow, 'workspaceId' | 'id'>) => and(eq(claims.workspaceId, workspaceId), eq(claims.id, id));
export async function lockClaim(tx: Transaction, workspaceId: string, id: string): Promise<ClaimRow | undefined> {
  const [row] = await tx.select().from(claims).where(ofRow({ workspaceId, id })).for('update');
  return row;
}
/** On offer again, with a clock that begins anew. */
export const releaseClaim = (tx: Transaction, row: ClaimRow, now: Date, dueAt: Date) =>
  tx.update(claims).set({ state: 'open', claimedBy: null, claimedAt: null, offeredAt: now, dueAt, reminders: 0, updatedAt: sql`now()` }).where(ofRow(row));
export const handOver = (tx: Transaction, row: ClaimRow, userId: string, now: Date) =>
  tx.update(claims).set({ state: 'claimed', claimedBy: userId, claimedAt: now, updatedAt: sql`now()` }).where(ofRow(row));
export async function claimOfContact(tx: Transaction, workspaceId: string, contactId: string): Promise<ClaimRow | undefined> {
  const [row] = await tx
    .select()
    .from(claims)
    .where(and(eq(claims.workspaceId, workspaceId), eq(claims.contactId, contactId)));
  return row;
}
/** Taken before a time, and still watched: `due_at` is emptied when nothing falls due any more. */
export const claimedBefore = (tx: Transaction, of: { workspaceId: string; connectionId: string }, before: Date): Promise<ClaimRow[]> =>
  tx
    .select()
    .from(claims)
    .where(
      and(
        eq(claims.workspaceId, of.workspaceId),
        eq(claims.connectionId, of.connectionId),
        eq(claims.state, 'claimed'),
        isNotNull(claims.dueAt),
        lte(claims.claimedAt, before),
      ),
    )
    .limit(200);
export const listClaims = (tx: Transaction, workspaceId: string): Promise<ClaimRow[]> =>
  tx.select().from(claims).where(eq(claims.workspaceId, workspaceId)).orderBy(desc(claims.id)).limit(200);
export async function claimById(tx: Transaction, workspaceId: string, id: string): Promise<ClaimRow | undefined> {
  const [row] = await tx
    .select()
    .from(claims)
    .where(and(eq(claims.workspaceId, workspaceId), eq(claims.id, id)));
  return row;
}
export const noteClaim = (
  tx: Transaction,
  row: Pick<ClaimRow, 'workspaceId' | 'id'>,
  change: Partial<Pick<ClaimRow, 'ts' | 'dueAt' | 'reminders' | 'state'>>,
) =>
  tx
    .update(claims)
    .set({ ...change, updatedAt: sql`now()` })
    .where(and(eq(claims.workspaceId, row.workspaceId), eq(claims.id, row.id)));
export const dueClaims = (tx: Transaction, workspaceId: string, now: Date): Promise<ClaimRow[]> =>
  tx
    .select()
    .from(claims)
    .where(and(eq(claims.workspaceId, workspaceId), eq(claims.state, 'open'), lte(claims.dueAt, now)));
