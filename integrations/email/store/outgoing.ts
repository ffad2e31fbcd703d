import { and, asc, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { emailOutgoing, emailOutgoingHistory, type OutgoingState } from '../models/mailbox.ts';

export type OutgoingRow = typeof emailOutgoing.$inferSelect;
export type HistoryRow = typeof emailOutgoingHistory.$inferSelect;

const own = (workspaceId: string, id: string) => and(eq(emailOutgoing.workspaceId, workspaceId), eq(emailOutgoing.id, id));

export const findOutgoing = async (tx: Transaction, workspaceId: string, id: string): Promise<OutgoingRow | undefined> =>
  (await tx.select().from(emailOutgoing).where(own(workspaceId, id)))[0];
/** @throws PatchbayError not_found */
export async function outgoingById(tx: Transaction, workspaceId: string, id: string): Promise<OutgoingRow> {
  const row = await findOutgoing(tx, workspaceId, id);
  if (!row) throw new PatchbayError('not_found');
  return row;
}
/** The mail of this id if it is there; whoever asks for it at the same moment waits until this transaction is over. */
export async function findOnce(tx: Transaction, workspaceId: string, id: string): Promise<OutgoingRow | undefined> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`email-outgoing ${workspaceId} ${id}`}, 0))`);
  return findOutgoing(tx, workspaceId, id);
}
export const historyOf = (tx: Transaction, workspaceId: string, outgoingId: string): Promise<HistoryRow[]> =>
  tx
    .select()
    .from(emailOutgoingHistory)
    .where(and(eq(emailOutgoingHistory.workspaceId, workspaceId), eq(emailOutgoingHistory.outgoingId, outgoingId)))
    .orderBy(asc(emailOutgoingHistory.at), asc(emailOutgoingHistory.id));

export interface Fact {
  state: OutgoingState | 'deferred' | 'opened' | 'clicked' | 'complained' | 'unsubscribed' | 'replied';
  at: Date;
  source: string;
  /** The same key told twice is told once. */
  eventKey: string;
  evidence?: Readonly<Record<string, unknown>>;
}

/** Writes down what was learned of a sent mail. False: it was known. The state itself is set by whoever folds the facts. */
export async function addHistory(tx: Transaction, workspaceId: string, outgoingId: string, fact: Fact): Promise<boolean> {
  const { state, at, source, eventKey, evidence = {} } = fact;
  const rows = await tx
    .insert(emailOutgoingHistory)
    .values({ workspaceId, id: uuidv7(), outgoingId, state, at, source, eventKey, evidence })
    .onConflictDoNothing()
    .returning({ id: emailOutgoingHistory.id });
  return rows.length > 0;
}

export async function changeOutgoing(tx: Transaction, workspaceId: string, id: string, change: Partial<OutgoingRow>, now: Date): Promise<void> {
  await tx
    .update(emailOutgoing)
    .set({ ...change, updatedAt: now })
    .where(own(workspaceId, id));
}

/** `scheduled → next` for one caller alone; false when somebody else was first. */
export async function leaveScheduled(tx: Transaction, workspaceId: string, id: string, next: 'reserved' | 'cancelled', now: Date): Promise<boolean> {
  const rows = await tx
    .update(emailOutgoing)
    // When it was due stays: a mail bears that time, whoever carries it.
    .set({ state: next, updatedAt: now })
    .where(
      and(
        own(workspaceId, id),
        eq(emailOutgoing.state, 'scheduled'),
        next === 'reserved' ? sql`coalesce(due_at, ${now.toISOString()}) <= ${now.toISOString()}` : undefined,
      ),
    )
    .returning({ id: emailOutgoing.id });
  return rows.length > 0;
}

export async function addOutgoing(tx: Transaction, row: typeof emailOutgoing.$inferInsert): Promise<OutgoingRow> {
  const [added] = await tx.insert(emailOutgoing).values(row).returning();
  if (!added) throw new PatchbayError('internal');
  await addHistory(tx, added.workspaceId, added.id, { state: 'scheduled', at: added.createdAt, source: 'hub', eventKey: 'scheduled' });
  return added;
}
