import { and, asc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { PatchbayError } from '#sdk';
import { lockContact } from '../contacts/find-contact.ts';
import { type Contact, shapeContacts } from '../contacts/shape.ts';
import { contacts, duplicatePairs } from '../models.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import type { Reason } from './score.ts';

export interface DuplicatePair {
  contacts: [Contact, Contact];
  score: number;
  reasons: Reason[];
  foundAt: Date;
}
/** What the last page ended with: score and ids. */
export type AfterPair = readonly [score: number, firstId: string, secondId: string];

/** Contacts that may be one person, for somebody to decide. */
export function createDuplicates(scope: CrmScope) {
  const { workspaceId, db, reach } = scope;
  return {
    /** Undecided pairs of which the caller reaches both, the likeliest first. */
    list: ({ limit, after }: { limit: number; after?: AfterPair | undefined }): Promise<{ pairs: DuplicatePair[]; next: AfterPair | null }> =>
      db.transaction(async (tx) => {
        const [first, second] = [alias(contacts, 'first'), alias(contacts, 'second')];
        const both = (one: typeof first, id: typeof duplicatePairs.firstId) =>
          and(eq(one.workspaceId, workspaceId), eq(one.id, id), eq(one.recordState, 'live'));
        const rows = await tx
          .select({ pair: duplicatePairs, first, second })
          .from(duplicatePairs)
          .innerJoin(first, both(first, duplicatePairs.firstId))
          .innerJoin(second, and(eq(second.workspaceId, workspaceId), eq(second.id, duplicatePairs.secondId), eq(second.recordState, 'live')))
          .where(
            and(
              eq(duplicatePairs.workspaceId, workspaceId),
              eq(duplicatePairs.state, 'open'),
              ownedBy(reach.read, first.ownerId),
              ownedBy(reach.read, second.ownerId),
              after &&
                sql`(-${duplicatePairs.score}, ${duplicatePairs.firstId}, ${duplicatePairs.secondId}) > (${-after[0]}::int, ${after[1]}::uuid, ${after[2]}::uuid)`,
            ),
          )
          .orderBy(sql`-${duplicatePairs.score}`, asc(duplicatePairs.firstId), asc(duplicatePairs.secondId))
          .limit(limit + 1);
        const shown = rows.slice(0, limit);
        const shaped = await shapeContacts(
          tx,
          scope,
          shown.flatMap((row) => [row.first, row.second]),
        );
        const byId = new Map(shaped.map((each) => [each.id, each]));
        const pairs = shown.flatMap(({ pair: { firstId, secondId, score, reasons, foundAt } }): DuplicatePair[] => {
          const [one, other] = [byId.get(firstId), byId.get(secondId)];
          return one && other ? [{ contacts: [one, other], score, reasons, foundAt }] : [];
        });
        const last = shown.at(-1)?.pair;
        return { pairs, next: rows.length > limit && last ? [last.score, last.firstId, last.secondId] : null };
      }),

    /** Says that two are not one; they are not shown again, whatever they have in common. */
    dismiss: (ids: readonly [string, string]): Promise<void> =>
      db.transaction(async (tx) => {
        const rows = [];
        // In one order: two that meet follow each other.
        for (const id of [...ids].sort()) rows.push(await lockContact(tx, scope, id));
        const [firstId, secondId] = rows.map((row) => row.id).sort();
        if (!firstId || !secondId || firstId === secondId) {
          throw new PatchbayError('invalid_input', { errors: [{ path: 'contactIds', message: 'names two contacts' }] });
        }
        await tx
          .insert(duplicatePairs)
          .values({ workspaceId, firstId, secondId, score: 0, reasons: [], state: 'dismissed', decidedBy: scope.actorName, foundAt: scope.clock.now() })
          .onConflictDoUpdate({
            target: [duplicatePairs.workspaceId, duplicatePairs.firstId, duplicatePairs.secondId],
            set: { state: 'dismissed', decidedBy: scope.actorName },
          });
      }),
  };
}
