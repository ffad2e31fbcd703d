import { and, desc, eq, gt, ilike, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import { PatchbayError, type Transaction } from '#sdk';
import type { SuppressionRow } from '../delivery/suppress.ts';
import { emailListSyncs, emailSuppressions, type SuppressionReason } from '../models/delivery.ts';

export interface SuppressionQuery {
  q?: string | undefined;
  reason?: SuppressionReason | undefined;
  show: 'active' | 'past' | 'all';
  limit: number;
  cursor?: string | undefined;
}
const escaped = (text: string) => text.replaceAll(/[\\%_]/g, '\\$&');

/** Newest first; the cursor is the last row's time and id. */
export async function listSuppressions(tx: Transaction, workspaceId: string, query: SuppressionQuery, now: Date) {
  const { q, reason, show, limit, cursor } = query;
  const [at, id] = cursor ? Buffer.from(cursor, 'base64url').toString('utf8').split('|') : [];
  const after = at && id && !Number.isNaN(Date.parse(at)) ? { at: new Date(at), id } : undefined;
  const isActive = and(isNull(emailSuppressions.liftedAt), or(isNull(emailSuppressions.expiresAt), gt(emailSuppressions.expiresAt, now)));
  const rows = await tx
    .select()
    .from(emailSuppressions)
    .where(
      and(
        eq(emailSuppressions.workspaceId, workspaceId),
        ...(q ? [ilike(emailSuppressions.address, `%${escaped(q)}%`)] : []),
        ...(reason ? [eq(emailSuppressions.reason, reason)] : []),
        ...(show === 'active' ? [isActive] : show === 'past' ? [or(isNotNull(emailSuppressions.liftedAt), lt(emailSuppressions.expiresAt, now))] : []),
        ...(after ? [sql`(${emailSuppressions.createdAt}, ${emailSuppressions.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`] : []),
      ),
    )
    .orderBy(desc(emailSuppressions.createdAt), desc(emailSuppressions.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, nextCursor: rows.length > limit && last ? Buffer.from(`${last.createdAt.toISOString()}|${last.id}`).toString('base64url') : null };
}

/** @throws PatchbayError not_found */
export async function suppressionById(tx: Transaction, workspaceId: string, id: string): Promise<SuppressionRow> {
  const [row] = await tx
    .select()
    .from(emailSuppressions)
    .where(and(eq(emailSuppressions.workspaceId, workspaceId), eq(emailSuppressions.id, id)));
  if (!row) throw new PatchbayError('not_found');
  return row;
}

/** Takes it off the list. What a provider or an old bounce says of earlier days does not bring it back. */
export const lift = (tx: Transaction, workspaceId: string, id: string, because: string, now: Date) =>
  tx
    .update(emailSuppressions)
    .set({ liftedAt: now, liftedBecause: because, updatedAt: now })
    .where(and(eq(emailSuppressions.workspaceId, workspaceId), eq(emailSuppressions.id, id), isNull(emailSuppressions.liftedAt)))
    .returning();

export const listSyncs = (tx: Transaction, workspaceId: string) => tx.select().from(emailListSyncs).where(eq(emailListSyncs.workspaceId, workspaceId));
