import type { NewEvent, Transaction } from '#sdk';
import type { FieldChange } from '../changes.ts';
import { publicCustomFields } from '../fields/custom-fields.ts';
import type { CrmScope } from '../scope.ts';
import { indexRecords } from '../search/index-record.ts';
import { type DealRow, shapeDeals } from './shape.ts';

export interface ChangedDeal {
  row: DealRow;
  /** Undefined for a new one. */
  before: DealRow | undefined;
  changes: readonly FieldChange[];
}
type Visible = Awaited<ReturnType<typeof publicCustomFields>>;
/** Events of one statement. */
const BATCH = 500;
/** Events are small: a long text is read where it stands. */
const MAX_TEXT = 1_000;

/** Tells of deals that were added or changed, and writes what they are found by; in the transaction of the change. */
export async function tellOfDeals(tx: Transaction, scope: CrmScope, changed: readonly ChangedDeal[]): Promise<void> {
  await indexRecords(
    tx,
    scope,
    changed.map(({ row }) => ({
      entity: 'deal' as const,
      recordId: row.id,
      title: row.name,
      text: [row.description, row.nextStep].filter(Boolean).join('\n'),
      ownerId: row.ownerId,
    })),
  );
  const visible = await publicCustomFields(tx, scope, 'deal');
  const data = await eventData(
    tx,
    scope,
    changed.map(({ row }) => row),
    visible,
  );
  const events = changed.flatMap((each, index) => eventsOf(each, data[index] ?? {}, visible));
  for (let from = 0; from < events.length; from += BATCH) await scope.events.publish(...events.slice(from, from + BATCH));
}

export async function tellOfRemoval(tx: Transaction, scope: CrmScope, row: DealRow): Promise<void> {
  const [data = {}] = await eventData(tx, scope, [row], await publicCustomFields(tx, scope, 'deal'));
  await scope.events.publish({ type: 'deal.deleted', subject: { type: 'deal', id: row.id }, data });
}

async function eventData(tx: Transaction, scope: CrmScope, rows: readonly DealRow[], visible: Visible): Promise<Record<string, unknown>[]> {
  const shaped = await shapeDeals(tx, scope, rows, async () => visible);
  return shaped.map((deal) => Object.fromEntries(Object.entries(deal).map(([key, value]) => [key, short(value)])));
}
function short(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT).toWellFormed()}…` : value;
}

function eventsOf({ row, before, changes }: ChangedDeal, data: Record<string, unknown>, visible: Visible): NewEvent[] {
  const subject = { type: 'deal', id: row.id };
  // Fields that only some may see are not told of at all.
  const told = changes.filter(({ field }) => isTold(field, visible));
  const previous = Object.fromEntries(told.map(({ field, before: value }) => [field, short(value)]));
  const of = (type: string): NewEvent => ({ type, subject, data, ...(before ? { previous } : {}) });
  const moved = before !== undefined && (before.stage !== row.stage || before.pipelineId !== row.pipelineId);
  const ended = row.status !== 'open' && before?.status !== row.status;
  return [of(before ? 'deal.updated' : 'deal.created'), ...(moved ? [of('deal.stage_changed')] : []), ...(ended ? [of(`deal.${row.status}`)] : [])];
}
const CUSTOM = 'customFields.';
function isTold(field: string, visible: Visible): boolean {
  if (!field.startsWith(CUSTOM)) return true;
  const key = field.slice(CUSTOM.length);
  return key in visible({ [key]: true });
}
