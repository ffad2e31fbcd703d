import { and, eq } from 'drizzle-orm';
import { type FieldError, PatchbayError, type Transaction } from '#sdk';
import { checkReferences, liveContacts, liveDeal } from '../deals/references.ts';
import { activities } from '../models.ts';
import { assertMayChange } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { type ActivityFacts, type ActivityRow, sourceKeyOf } from './facts.ts';
import { type ActivityPage, type ListedActivity, listActivities, shapeActivities } from './list-activities.ts';
import { readable } from './readable.ts';
import { type ActivityChange, recordActivity, saveActivity } from './record-activity.ts';
import { type Activity, isOwn, readableColumns } from './shape.ts';

const SNIPPET = 200;

/** What happened: calls, mails, meetings, messages, notes, as far as the caller may read them. */
export function createActivities(scope: CrmScope) {
  const { workspaceId, db } = scope;
  return {
    list: (page: ActivityPage): Promise<{ activities: ListedActivity[]; next: (string | number)[] | null }> =>
      db.transaction((tx) => listActivities(tx, scope, page)),
    get: (id: string): Promise<Activity> => db.transaction((tx) => readActivity(tx, scope, id)),

    /** Of something that was told before, only who may change it tells more. */
    create: (facts: ActivityFacts): Promise<{ activity: Activity; isNew: boolean }> =>
      db.transaction(async (tx) => {
        await checkNamed(tx, scope, facts);
        const sourceKey = sourceKeyOf(facts);
        const [before] = sourceKey
          ? await tx
              .select()
              .from(activities)
              .where(and(eq(activities.workspaceId, workspaceId), eq(activities.sourceKey, sourceKey)))
          : [];
        if (before) mayChange(scope, before);
        // Lists show its beginning.
        const snippet = facts.snippet ?? facts.body?.replaceAll(/\s+/g, ' ').trim().slice(0, SNIPPET);
        const { id, isNew } = await recordActivity(tx, scope, { ...facts, snippet, ownerId: facts.ownerId === undefined ? scope.userId : facts.ownerId });
        return { activity: await readActivity(tx, scope, id), isNew };
      }),

    update: (id: string, change: ActivityChange): Promise<Activity> =>
      db.transaction(async (tx) => {
        const before = await lockActivity(tx, scope, id);
        if (change.visibility && before.ownerId && !isOwn(scope, before) && scope.actor.kind !== 'system') {
          throw new PatchbayError('forbidden', { detail: 'How much others see of it is for its owner to say.' });
        }
        if (change.dealId) await liveDeal(tx, scope, change.dealId);
        await saveActivity(tx, scope, before, change);
        return readActivity(tx, scope, id);
      }),
  };
}

/** @throws PatchbayError not_found */
export async function readActivity(tx: Transaction, scope: CrmScope, id: string): Promise<Activity> {
  const [row] = await tx
    .select(readableColumns(scope, { withBody: 'always' }))
    .from(activities)
    .where(and(eq(activities.workspaceId, scope.workspaceId), eq(activities.id, id), readable(scope)));
  const [activity] = row ? await shapeActivities(tx, scope, [row]) : [];
  if (!activity) throw new PatchbayError('not_found');
  return activity;
}

/** @throws PatchbayError not_found, forbidden */
export async function lockActivity(tx: Transaction, scope: CrmScope, id: string): Promise<ActivityRow> {
  const [row] = await tx
    .select()
    .from(activities)
    .where(and(eq(activities.workspaceId, scope.workspaceId), eq(activities.id, id), readable(scope)))
    .for('update');
  if (!row) throw new PatchbayError('not_found');
  mayChange(scope, row);
  return row;
}

function mayChange(scope: CrmScope, row: ActivityRow): void {
  if (row.visibility === 'private' && !isOwn(scope, row) && scope.actor.kind !== 'system') throw new PatchbayError('not_found');
  // That it can be read was settled by where it lies; here it is only asked whose it is.
  assertMayChange({ ...scope.reach, read: 'all' }, row);
}

/** That what is named is there and reached; contacts that were merged are named by who they are now when they are matched. */
export async function checkNamed(
  tx: Transaction,
  scope: CrmScope,
  named: Pick<ActivityFacts, 'ownerId' | 'organizationId' | 'dealId' | 'participants'>,
  pathOf: (index: number) => string = (index) => `participants.${index}.contactId`,
): Promise<void> {
  const ownerId = named.ownerId === scope.userId ? undefined : named.ownerId;
  await checkReferences(tx, scope, { ownerId, organizationId: named.organizationId });
  if (named.dealId) await liveDeal(tx, scope, named.dealId);
  const people = named.participants ?? [];
  const contactIds = people.flatMap((each) => (each.contactId ? [each.contactId] : []));
  if (contactIds.length === 0) return;
  const live = await liveContacts(tx, scope, contactIds);
  const errors: FieldError[] = people.flatMap((each, index) =>
    each.contactId && !live.has(each.contactId) ? [{ path: pathOf(index), message: 'There is no such contact.' }] : [],
  );
  if (errors.length > 0) throw new PatchbayError('invalid_input', { errors });
}
