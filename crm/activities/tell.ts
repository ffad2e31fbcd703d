import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from '#sdk';
import type { Visibility } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { activityDocument } from '../search/documents.ts';
import { indexRecord, indexRecords, type SearchDocument } from '../search/index-record.ts';
import type { ActivityRow } from './facts.ts';
import type { Participant } from './participants.ts';
import { hiddenFields, sourceOf } from './shape.ts';

/** Events are small: a long text is read where it stands. */
const MAX_SNIPPET = 500;
const MAX_PEOPLE = 40;
const MAX_DATA = 4_000;

/**
 * Tells of an activity and writes what it is found by. An event is read by many: it says what everybody but the owner may
 * know, and `recordOwnerIds` (null: nobody's) says whose records it lies on, so that whoever hands it on can decide.
 */
export async function tellOfActivity(
  tx: Transaction,
  scope: CrmScope,
  row: ActivityRow,
  participants: readonly Participant[],
  recordOwnerIds: readonly (string | null)[],
  before: ActivityRow | undefined,
): Promise<void> {
  await indexRecord(tx, scope, documentOf(row, recordOwnerIds));
  // What is hidden now was never said, whatever it was before.
  const previous = before && changed(toldOf(before, row.visibility), toldOf(row));
  await scope.events.publish({
    type: before ? 'activity.updated' : 'activity.created',
    subject: { type: 'activity', id: row.id },
    data: dataOf(row, participants, recordOwnerIds),
    ...(previous ? { previous } : {}),
  });
}

export interface NewlyTold {
  row: ActivityRow;
  participants: readonly Participant[];
  recordOwnerIds: readonly (string | null)[];
}
/** The same for several new ones, in two statements. */
export async function tellOfNewActivities(tx: Transaction, scope: CrmScope, told: readonly NewlyTold[]): Promise<void> {
  if (told.length === 0) return;
  await indexRecords(
    tx,
    scope,
    told.map(({ row, recordOwnerIds }) => documentOf(row, recordOwnerIds)),
  );
  await scope.events.publish(
    ...told.map(({ row, participants, recordOwnerIds }) => ({
      type: 'activity.created',
      subject: { type: 'activity', id: row.id },
      data: dataOf(row, participants, recordOwnerIds),
    })),
  );
}

/** What has no owner is found by those who find the record it lies on. */
function documentOf({ id, ownerId, kind, subject, snippet, body, visibility }: ActivityRow, owners: readonly (string | null)[]): SearchDocument {
  return activityDocument({ id, ownerId: ownerId ?? (owners.includes(null) ? null : (owners[0] ?? null)), kind, subject, snippet, body, visibility });
}
const dataOf = (row: ActivityRow, participants: readonly Participant[], recordOwnerIds: readonly (string | null)[]) => ({
  ...toldOf(row),
  participants: participants.slice(0, MAX_PEOPLE),
  recordOwnerIds: [...recordOwnerIds],
});

function toldOf(row: ActivityRow, now: Visibility = row.visibility): Record<string, unknown> {
  const hidden = [...hiddenFields(row.visibility), ...hiddenFields(now)];
  const data = JSON.stringify(row.data).length > MAX_DATA ? {} : row.data;
  const { id, kind, direction, status, ownerId, visibility, dealId, organizationId, subject, snippet } = row;
  const shown = {
    id,
    kind,
    direction,
    occurredAt: row.occurredAt.toISOString(),
    status,
    ownerId,
    visibility,
    dealId,
    organizationId,
    subject,
    snippet: snippet && snippet.length > MAX_SNIPPET ? `${snippet.slice(0, MAX_SNIPPET).toWellFormed()}…` : snippet,
    source: sourceOf({ ...row, url: hidden.includes('url') ? null : row.url }),
    data,
  };
  return Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, hidden.includes(key as never) ? null : value]));
}

const changed = (before: Record<string, unknown>, after: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(before).filter(([key, value]) => !isDeepStrictEqual(value, after[key])));
