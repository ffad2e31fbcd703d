import { and, asc, desc, eq, gt, lt, type SQL, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { isUniqueViolation } from '#platform/database/database-error';
import { PatchbayError, type Transaction } from '#sdk';
import { compileFilter } from '../filter/compile.ts';
import type { Filter } from '../filter/filter.ts';
import { createFilters } from '../filter/filters.ts';
import { contacts, deals, type Entity, organizations, segments } from '../models.ts';
import { withPatience } from '../patience.ts';
import { reaches } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { countRecords, matching, type SegmentCount, TABLES } from './count.ts';

export type Segment = {
  id: string;
  name: string;
  entity: Entity;
  filter: Filter;
  ownerId: string | null;
  createdAt: Date;
  updatedAt: Date;
};
export interface SegmentMember {
  id: string;
  name: string;
  email: string | null;
  ownerId: string | null;
}

export interface SegmentPreview extends SegmentCount {
  sentence: string;
  sample: SegmentMember[];
}

const SAMPLE = 5;
const SAMPLE_PATIENCE_MS = 150;

const columns = {
  id: segments.id,
  name: segments.name,
  entity: segments.entity,
  filter: segments.filter,
  ownerId: segments.ownerId,
  createdAt: segments.createdAt,
  updatedAt: segments.updatedAt,
};

/** Named filters that everybody in the workspace may use; who is in one is worked out when it is asked. */
export function createSegments(scope: CrmScope) {
  const { workspaceId, db, clock } = scope;
  const told = async <T extends { entity: Entity; filter: unknown }>(rows: readonly T[]) => {
    const say = new Map<Entity, (filter: Filter) => string>();
    for (const entity of new Set(rows.map((row) => row.entity))) say.set(entity, await createFilters(scope).sentences(entity));
    return rows.map((row) => ({ ...row, filter: row.filter as Filter, sentence: say.get(row.entity)?.(row.filter as Filter) ?? '' }));
  };
  const one = async (row: Segment | undefined) => {
    if (!row) throw new PatchbayError('not_found');
    const [said] = await told([row]);
    return said as Segment & { sentence: string };
  };
  const find = async (tx: Transaction, id: string): Promise<Segment | undefined> => {
    const [row] = await tx
      .select(columns)
      .from(segments)
      .where(and(eq(segments.workspaceId, workspaceId), eq(segments.id, id)));
    return row && { ...row, filter: row.filter as Filter };
  };
  const assertMine = (row: Segment | undefined): Segment => {
    if (!row) throw new PatchbayError('not_found');
    if (reaches(scope.reach.write, row.ownerId)) return row;
    throw new PatchbayError('forbidden', { detail: 'This segment belongs to somebody else.', remedy: 'Make one of your own with the same filter.' });
  };

  return {
    async list({ limit, after }: { limit: number; after?: string | undefined }) {
      const rows = await db.transaction((tx) =>
        tx
          .select(columns)
          .from(segments)
          .where(and(eq(segments.workspaceId, workspaceId), after ? gt(segments.id, after) : undefined))
          .orderBy(asc(segments.id))
          .limit(limit),
      );
      return told(rows);
    },

    get: (id: string) => db.transaction(async (tx) => one(await find(tx, id))),

    create: ({ name, entity = 'contact', filter }: { name: string; entity?: Entity | undefined; filter: Filter }) =>
      db.transaction(async (tx) => {
        await compileFilter(tx, scope, entity, filter);
        const at = clock.now();
        const row = { id: uuidv7(), name, entity, filter, ownerId: scope.userId ?? null, createdAt: at, updatedAt: at };
        await unlessTaken(name, () => tx.insert(segments).values({ workspaceId, ...row }));
        return one(row);
      }),

    update: (id: string, { name, filter }: { name?: string | undefined; filter?: Filter | undefined }) =>
      db.transaction(async (tx) => {
        const before = assertMine(await find(tx, id));
        if (filter) await compileFilter(tx, scope, before.entity, filter);
        const change = { ...(name === undefined ? {} : { name }), ...(filter === undefined ? {} : { filter }), updatedAt: clock.now() };
        await unlessTaken(name ?? before.name, () =>
          tx
            .update(segments)
            .set(change)
            .where(and(eq(segments.workspaceId, workspaceId), eq(segments.id, id))),
        );
        return one({ ...before, ...change });
      }),

    remove: (id: string) =>
      db.transaction(async (tx) => {
        assertMine(await find(tx, id));
        await tx.delete(segments).where(and(eq(segments.workspaceId, workspaceId), eq(segments.id, id)));
      }),

    /** How many a filter finds, and a few of them. */
    preview: (filter: Filter, { entity = 'contact', exact = false }: { entity?: Entity | undefined; exact?: boolean | undefined } = {}) =>
      db.transaction(async (tx): Promise<SegmentPreview> => {
        const condition = await compileFilter(tx, scope, entity, filter);
        const counted = await countRecords(tx, scope, entity, condition, { exact });
        const sample = await withPatience(tx, SAMPLE_PATIENCE_MS, (inner) =>
          inner
            .select(memberColumns(entity))
            .from(TABLES[entity])
            .where(matching(scope, entity, condition))
            .limit(SAMPLE),
        );
        const sentence = (await createFilters(scope).sentences(entity))(filter);
        return { ...counted, sentence, sample: sample ?? [] };
      }),

    /** The contacts of a segment that the caller reaches, newest first. */
    contacts: (id: string, { limit, after }: { limit: number; after?: string | undefined }) =>
      db.transaction(async (tx) => {
        const segment = await find(tx, id);
        if (!segment) throw new PatchbayError('not_found');
        if (segment.entity !== 'contact') throw new PatchbayError('invalid_input', { detail: `This is a segment of ${segment.entity}s, not of contacts.` });
        const condition = await compileFilter(tx, scope, 'contact', segment.filter);
        return tx
          .select(memberColumns('contact'))
          .from(contacts)
          .where(and(matching(scope, 'contact', condition), after ? lt(contacts.id, after) : undefined))
          .orderBy(desc(contacts.id))
          .limit(limit);
      }),
  };
}

async function unlessTaken(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isUniqueViolation(error)) throw new PatchbayError('already_exists', { detail: `There is a segment named “${name}” already.`, cause: error });
    throw error;
  }
}

const NAMES: Readonly<Record<Entity, { name: SQL<string>; email: SQL<string | null> }>> = {
  contact: { name: sql`trim(${contacts.firstName} || ' ' || ${contacts.lastName})`, email: sql`${contacts.primaryEmail}` },
  organization: { name: sql`${organizations.name}`, email: sql`${organizations.email}` },
  deal: { name: sql`${deals.name}`, email: sql`null::text` },
};
const memberColumns = (entity: Entity) => ({ id: TABLES[entity].id, ...NAMES[entity], ownerId: TABLES[entity].ownerId });
