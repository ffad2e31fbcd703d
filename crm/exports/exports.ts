import { and, desc, eq, lt } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { PatchbayError, type Transaction } from '#sdk';
import { listActivities } from '../activities/list-activities.ts';
import { listContacts } from '../contacts/list-contacts.ts';
import { shapeContacts } from '../contacts/shape.ts';
import { listDeals } from '../deals/list-deals.ts';
import { shapeDeals } from '../deals/shape.ts';
import { compileFilter } from '../filter/compile.ts';
import type { Filter } from '../filter/filter-schema.ts';
import { recordExports } from '../models.ts';
import { listOrganizations } from '../organizations/list-organizations.ts';
import { shapeOrganizations } from '../organizations/shape.ts';
import type { CrmScope } from '../scope.ts';
import { type Column, cellOf, columnsOf, type ExportKind, namesOf, type RecordOf } from './columns.ts';
import { BYTE_ORDER_MARK, csvRows } from './csv.ts';

export type ExportRow = typeof recordExports.$inferSelect;
type Queue = (exportId: string) => Promise<string | undefined>;
type After = (string | number)[];
/** Records of one question. */
const PAGE = 200;

/** Files of records to take along. A file holds what its maker reaches, and is only theirs. */
export function createExports(scope: CrmScope) {
  const { workspaceId, db, clock, actorName: actor } = scope;
  const own = and(eq(recordExports.workspaceId, workspaceId), eq(recordExports.actor, actor));
  const find = async (tx: Transaction, id: string): Promise<ExportRow> => {
    const [row] = await tx
      .select()
      .from(recordExports)
      .where(and(own, eq(recordExports.id, id)));
    if (!row) throw new PatchbayError('not_found');
    return row;
  };
  const save = (tx: Transaction, id: string, change: Partial<ExportRow>) =>
    tx
      .update(recordExports)
      .set({ ...change, updatedAt: clock.now() })
      .where(and(own, eq(recordExports.id, id)));

  return {
    list: ({ limit, after }: { limit: number; after?: string | undefined }): Promise<ExportRow[]> =>
      db.transaction((tx) =>
        tx
          .select()
          .from(recordExports)
          .where(and(own, after ? lt(recordExports.id, after) : undefined))
          .orderBy(desc(recordExports.id))
          .limit(limit),
      ),
    get: (id: string): Promise<ExportRow> => db.transaction((tx) => find(tx, id)),
    /** A filter that means nothing is refused now, not by the work that comes later. @throws PatchbayError invalid_input */
    start: ({ kind, filter }: { kind: ExportKind; filter?: Filter | undefined }, queue: Queue): Promise<ExportRow> =>
      db.transaction(async (tx) => {
        if (filter) await filterOf(tx, scope, kind, filter);
        const at = clock.now();
        const id = uuidv7();
        const jobId = (await queue(id)) ?? null;
        const [row] = await tx
          .insert(recordExports)
          .values({ workspaceId, id, kind, filter: filter ?? {}, actor, jobId, createdAt: at, updatedAt: at })
          .returning();
        if (!row) throw new PatchbayError('internal');
        return row;
      }),
    /** The text of the file, page by page; nothing of it is held longer than a page. */
    async *text(id: string, progress: (rows: number) => Promise<void>): AsyncGenerator<string> {
      const { kind, filter } = await db.transaction((tx) => find(tx, id));
      const columns = await db.transaction((tx) => columnsOf(tx, scope, kind));
      yield BYTE_ORDER_MARK + csvRows([columns.map(({ header }) => header)]);
      let rows = 0;
      for (let after: After | undefined, isMore = true; isMore; ) {
        const page = await db.transaction((tx) => readPage(tx, scope, kind, columns, filter as Filter, after));
        rows += page.cells.length;
        if (page.cells.length > 0) yield csvRows(page.cells);
        await progress(rows);
        after = page.next ?? undefined;
        isMore = page.next !== null;
      }
      await db.transaction((tx) => save(tx, id, { rows }));
    },
    finish: (id: string, fileId: string): Promise<void> =>
      db.transaction(async (tx) => void (await save(tx, id, { state: 'done', fileId, finishedAt: clock.now() }))),
    fail: (id: string, error: string): Promise<void> =>
      db.transaction(async (tx) => void (await save(tx, id, { state: 'failed', error, finishedAt: clock.now() }))),
  };
}

const ENTITY = { contacts: 'contact', organizations: 'organization', deals: 'deal' } as const;
async function filterOf(tx: Transaction, scope: CrmScope, kind: ExportKind, filter: Filter) {
  if (Object.keys(filter).length === 0) return {};
  if (kind === 'activities') throw new PatchbayError('invalid_input', { errors: [{ path: 'filter', message: 'Activities are exported all together.' }] });
  return { filter: await compileFilter(tx, scope, ENTITY[kind], filter) };
}

async function readPage<K extends ExportKind>(
  tx: Transaction,
  scope: CrmScope,
  kind: K,
  columns: readonly Column<RecordOf[K]>[],
  filter: Filter,
  after: After | undefined,
): Promise<{ cells: string[][]; next: After | null }> {
  const page = { limit: PAGE, after, ...(await filterOf(tx, scope, kind, filter)) };
  const { records, next } = await READ[kind](tx, scope, page);
  const names = await namesOf(tx, scope, records);
  return { cells: records.map((record) => columns.map(({ of }) => cellOf(of(record, names)))), next };
}

interface Page {
  limit: number;
  after: After | undefined;
}
const READ: { [K in ExportKind]: (tx: Transaction, scope: CrmScope, page: Page) => Promise<{ records: RecordOf[K][]; next: After | null }> } = {
  async contacts(tx, scope, page) {
    const { rows, next } = await listContacts(tx, scope, { ...page, sort: 'createdAt' });
    return { records: await shapeContacts(tx, scope, rows), next };
  },
  async organizations(tx, scope, page) {
    const { rows, next } = await listOrganizations(tx, scope, { ...page, sort: 'createdAt' });
    return { records: await shapeOrganizations(tx, scope, rows), next };
  },
  async deals(tx, scope, page) {
    const { rows, next } = await listDeals(tx, scope, { ...page, sort: 'createdAt' });
    return { records: await shapeDeals(tx, scope, rows), next };
  },
  async activities(tx, scope, page) {
    const { activities, next } = await listActivities(tx, scope, page);
    return { records: activities, next };
  },
};
