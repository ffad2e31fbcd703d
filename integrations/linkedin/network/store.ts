import { and, desc, eq, gt, ilike, inArray, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { type Context, PatchbayError } from '#sdk';
import {
  linkedinChanges as changes,
  linkedinImports as imports,
  linkedinInvitations as invitations,
  linkedinPeople as people,
  linkedinSkippedRows as skippedRows,
  linkedinThreads as threads,
} from '../models/index.ts';
import { memberOfCall, NOBODY } from './owner.ts';

export interface Paging {
  limit: number;
  cursor?: string | undefined;
}
export const mine = (ctx: Context): string[] => [...new Set([memberOfCall(ctx), NOBODY])];
const after = (
  cursor: string | undefined,
  column: typeof people.id | typeof imports.id | typeof changes.id | typeof invitations.id | typeof skippedRows.id,
  isNewest: boolean,
): SQL | undefined => {
  if (cursor === undefined) return undefined;
  if (!/^[0-9a-f-]{36}$/.test(cursor)) throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'is not one of ours' }] });
  return isNewest ? lt(column, cursor) : gt(column, cursor);
};
export const pageOf = <T extends { id: string }>(rows: readonly T[], limit: number) => {
  const data = rows.slice(0, limit);
  return { data, nextCursor: rows.length > limit ? (data.at(-1)?.id ?? null) : null };
};

export const listImports = (ctx: Context, { limit, cursor }: Paging) =>
  ctx.db.transaction((tx) =>
    tx
      .select()
      .from(imports)
      .where(and(eq(imports.workspaceId, ctx.workspaceId), inArray(imports.ownerUserId, mine(ctx)), after(cursor, imports.id, true)))
      .orderBy(desc(imports.id))
      .limit(limit + 1),
  );

export async function importById(ctx: Context, id: string) {
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(imports)
      .where(and(eq(imports.workspaceId, ctx.workspaceId), eq(imports.id, id), inArray(imports.ownerUserId, mine(ctx)))),
  );
  if (!row) throw new PatchbayError('not_found');
  return row;
}

/** In the order of the file; `cursor` is the place of the last one shown. */
export const listSkipped = (ctx: Context, importId: string, { limit, cursor }: Paging) =>
  ctx.db.transaction((tx) =>
    tx
      .select()
      .from(skippedRows)
      .where(and(eq(skippedRows.workspaceId, ctx.workspaceId), eq(skippedRows.importId, importId), after(cursor, skippedRows.id, false)))
      .orderBy(skippedRows.id)
      .limit(limit + 1),
  );

export interface PeopleQuery extends Paging {
  q?: string | undefined;
  match?: string | undefined;
  state?: string | undefined;
  importId?: string | undefined;
}
const escapeLike = (text: string) => text.replace(/[\\%_]/g, (char) => `\\${char}`);
export const listPeople = (ctx: Context, { limit, cursor, q, match, state, importId }: PeopleQuery) =>
  ctx.db.transaction((tx) =>
    tx
      .select()
      .from(people)
      .where(
        and(
          eq(people.workspaceId, ctx.workspaceId),
          inArray(people.ownerUserId, mine(ctx)),
          match ? eq(people.match, match) : undefined,
          state ? eq(people.state, state) : undefined,
          importId ? eq(people.lastImportId, importId) : undefined,
          q ? or(ilike(sql`${people.firstName} || ' ' || ${people.lastName}`, `%${escapeLike(q)}%`), ilike(people.company, `%${escapeLike(q)}%`)) : undefined,
          after(cursor, people.id, false),
        ),
      )
      .orderBy(people.id)
      .limit(limit + 1),
  );

/** A person decides about a suggestion. */
export async function decideMatch(ctx: Context, id: string, isAccepted: boolean) {
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .update(people)
      .set(
        isAccepted ? { match: 'accepted', updatedAt: ctx.clock.now() } : { match: 'rejected', contactId: null, matchReason: null, updatedAt: ctx.clock.now() },
      )
      .where(and(eq(people.workspaceId, ctx.workspaceId), eq(people.id, id), inArray(people.ownerUserId, mine(ctx)), eq(people.match, 'suggested')))
      .returning(),
  );
  if (!row) throw new PatchbayError('not_found', { detail: 'There is no such suggestion, or it was decided already.' });
  return row;
}

export const listChanges = (ctx: Context, { limit, cursor, kind }: Paging & { kind?: string | undefined }) =>
  ctx.db.transaction((tx) =>
    tx
      .select({ change: changes, person: people })
      .from(changes)
      .innerJoin(people, and(eq(people.workspaceId, changes.workspaceId), eq(people.id, changes.personId)))
      .where(
        and(
          eq(changes.workspaceId, ctx.workspaceId),
          inArray(changes.ownerUserId, mine(ctx)),
          kind ? eq(changes.kind, kind) : undefined,
          after(cursor, changes.id, true),
        ),
      )
      .orderBy(desc(changes.id))
      .limit(limit + 1),
  );

export const listInvitations = (ctx: Context, { limit, cursor, direction }: Paging & { direction?: string | undefined }) =>
  ctx.db.transaction((tx) =>
    tx
      .select()
      .from(invitations)
      .where(
        and(
          eq(invitations.workspaceId, ctx.workspaceId),
          inArray(invitations.ownerUserId, mine(ctx)),
          direction ? eq(invitations.direction, direction) : undefined,
          after(cursor, invitations.id, true),
        ),
      )
      .orderBy(desc(invitations.id))
      .limit(limit + 1),
  );

/** Sent, accepted, still open, no longer listed; with a note and without. */
export async function invitationFunnel(ctx: Context) {
  const rows = await ctx.db.transaction((tx) =>
    tx
      .select({
        direction: invitations.direction,
        state: invitations.state,
        withNote: sql<boolean>`${invitations.message} is not null`,
        n: sql<number>`count(*)::int`,
      })
      .from(invitations)
      .where(and(eq(invitations.workspaceId, ctx.workspaceId), inArray(invitations.ownerUserId, mine(ctx))))
      .groupBy(invitations.direction, invitations.state, sql`${invitations.message} is not null`),
  );
  return rows;
}

export interface ThreadQuery extends Paging {
  contactId?: string | undefined;
  waiting?: boolean | undefined;
}
export const listThreads = (ctx: Context, { limit, cursor, contactId, waiting }: ThreadQuery) => {
  const [at, id] = cursor?.split('~') ?? [];
  if (cursor !== undefined && (!at || !id || Number.isNaN(Date.parse(at))))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'is not one of ours' }] });
  // Who looks at a contact sees what its members chose to share; one's own network is one's own.
  const whose = contactId ? or(inArray(threads.ownerUserId, mine(ctx)), eq(threads.isShared, true)) : inArray(threads.ownerUserId, mine(ctx));
  return ctx.db.transaction((tx) =>
    tx
      .select()
      .from(threads)
      .where(
        and(
          eq(threads.workspaceId, ctx.workspaceId),
          whose,
          contactId ? eq(threads.contactId, contactId) : undefined,
          waiting ? and(eq(threads.lastDirection, 'inbound'), isNull(threads.doneAt)) : undefined,
          at && id ? or(lt(threads.lastAt, new Date(at)), and(eq(threads.lastAt, new Date(at)), lt(threads.id, id))) : undefined,
        ),
      )
      .orderBy(desc(threads.lastAt), desc(threads.id))
      .limit(limit + 1),
  );
};

export async function threadById(ctx: Context, id: string) {
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(threads)
      .where(and(eq(threads.workspaceId, ctx.workspaceId), eq(threads.id, id), inArray(threads.ownerUserId, mine(ctx)))),
  );
  if (!row) throw new PatchbayError('not_found');
  return row;
}
