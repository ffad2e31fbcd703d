import { randomBytes } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { among, type Transaction } from '#sdk';
import { emailContactTracking as contactTracking, emailOutreachSettings as settings, type TrackingMode } from '../models/outreach.ts';

export type OutreachSettings = Omit<typeof settings.$inferSelect, 'workspaceId' | 'createdAt' | 'updatedAt'>;

/** The workspace's settings; made with the first look, because the salt must stay for ever. */
export async function outreachSettings(tx: Transaction, workspaceId: string): Promise<OutreachSettings> {
  const find = () => tx.select().from(settings).where(eq(settings.workspaceId, workspaceId));
  let [row] = await find();
  if (!row) {
    await tx
      .insert(settings)
      .values({ workspaceId, erasureSalt: randomBytes(24).toString('base64url') })
      .onConflictDoNothing();
    [row] = await find();
  }
  if (!row) throw new Error('the outreach settings were written and are not there');
  const { workspaceId: _, createdAt: _c, updatedAt: _u, ...rest } = row;
  return rest;
}

export async function changeOutreachSettings(tx: Transaction, workspaceId: string, change: Partial<Omit<OutreachSettings, 'erasureSalt'>>, now: Date) {
  await outreachSettings(tx, workspaceId);
  await tx
    .update(settings)
    .set({ ...change, updatedAt: now })
    .where(eq(settings.workspaceId, workspaceId));
  return outreachSettings(tx, workspaceId);
}

const STRICTNESS: readonly TrackingMode[] = ['none', 'aggregate', 'full'];
/** The stricter of the two: nobody is followed further than both allow. */
export const stricter = (a: TrackingMode, b: TrackingMode): TrackingMode => (STRICTNESS.indexOf(a) <= STRICTNESS.indexOf(b) ? a : b);

/** How far each of these may be followed. */
export async function trackingOf(tx: Transaction, workspaceId: string, contactIds: readonly string[]): Promise<(contactId: string) => TrackingMode> {
  const { tracking } = await outreachSettings(tx, workspaceId);
  const rows = contactIds.length
    ? await tx
        .select({ contactId: contactTracking.contactId, mode: contactTracking.mode })
        .from(contactTracking)
        .where(and(eq(contactTracking.workspaceId, workspaceId), among(contactTracking.contactId, contactIds)))
    : [];
  const own = new Map(rows.map(({ contactId, mode }) => [contactId, mode]));
  return (contactId) => stricter(tracking, own.get(contactId) ?? tracking);
}

export const setContactTracking = (tx: Transaction, workspaceId: string, contactId: string, mode: TrackingMode, now: Date) =>
  tx
    .insert(contactTracking)
    .values({ workspaceId, contactId, mode })
    .onConflictDoUpdate({ target: [contactTracking.workspaceId, contactTracking.contactId], set: { mode, updatedAt: now } });
