import { and, eq, gte, inArray, lt } from 'drizzle-orm';
import { asId, type ConnectionId, type Context, PatchbayError } from '#sdk';
import { listLeads } from '../client/leads.ts';
import { linkedinLeads as leads } from '../models/index.ts';
import type { RemoteLead } from '../serializers/leads.ts';
import { listOwners, noteOwner, type OwnerRow } from '../store/lead-owners.ts';
import { keepLeads, TOGETHER } from './keep-lead.ts';
import { addressOf } from './news.ts';

const DAY_MS = 86_400_000;
export interface Range {
  from: Date;
  to: Date;
}
export const rangeOf = (ctx: Context, { from, to }: { from?: string | undefined; to?: string | undefined }): Range => {
  const now = ctx.clock.now();
  const range = { from: from ? new Date(from) : new Date(now.getTime() - 30 * DAY_MS), to: to ? new Date(to) : new Date(now.getTime() + 1) };
  if (range.to <= range.from) throw new PatchbayError('invalid_input', { errors: [{ path: 'to', message: 'The end must lie after the start.' }] });
  return range;
};

async function remoteOf(ctx: Context, owner: OwnerRow, range: Range): Promise<RemoteLead[]> {
  const connected = await ctx.withConnection(asId<ConnectionId>(owner.connectionId));
  const found: RemoteLead[] = [];
  for await (const page of listLeads(connected, { ...owner, ...range, lane: 'interactive' })) found.push(...page);
  return found;
}

interface OwnerCount {
  urn: string;
  name: string;
  /** Null: it cannot be asked. */
  remote: number | null;
  held: number;
  missing: string[];
  problem: string | null;
}

/** LinkedIn says so many, we hold so many, and which are missing: asked there now, not remembered. */
export async function ledger(ctx: Context, range: Range) {
  const owners = await ctx.db.transaction((tx) => listOwners(tx, ctx.workspaceId));
  const rows: OwnerCount[] = [];
  for (const owner of owners) {
    const { ownerUrn: urn, name, problem } = owner;
    const held = await ctx.db.transaction((tx) =>
      tx
        .select({ responseId: leads.responseId })
        .from(leads)
        .where(
          and(
            eq(leads.workspaceId, ctx.workspaceId),
            eq(leads.ownerUrn, urn),
            eq(leads.leadType, owner.leadType),
            gte(leads.submittedAt, range.from),
            lt(leads.submittedAt, range.to),
          ),
        ),
    );
    if (problem) {
      rows.push({ urn, name, remote: null, held: held.length, missing: [], problem });
      continue;
    }
    const remote = await remoteOf(ctx, owner, range);
    const known = new Set(held.map(({ responseId }) => responseId));
    const missing = remote.filter(({ id }) => !known.has(id)).map(({ id }) => id);
    // What LinkedIn has dropped since is held all the same; it is no part of the comparison.
    const both = remote.length - missing.length;
    await ctx.db.transaction((tx) => noteOwner(tx, owner, { remoteCount: remote.length, countedAt: ctx.clock.now() }, ctx.clock.now()));
    rows.push({ urn, name, remote: remote.length, held: both, missing, problem });
  }
  const sum = (pick: (row: OwnerCount) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    remote: sum(({ remote }) => remote ?? 0),
    held: sum(({ held, remote }) => (remote === null ? 0 : held)),
    missing: rows.flatMap(({ missing }) => missing),
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    owners: rows,
  };
}

/** A person asks for what is missing. */
export async function pullAgain(ctx: Context, range: Range): Promise<{ kept: number }> {
  let kept = 0;
  for (const owner of await ctx.db.transaction((tx) => listOwners(tx, ctx.workspaceId))) {
    if (owner.problem) continue;
    const connected = await ctx.withConnection(asId<ConnectionId>(owner.connectionId));
    const remote = await remoteOf(ctx, owner, range);
    const known = await ctx.db.transaction(async (tx) => {
      const ids = remote.map(({ id }) => id);
      if (ids.length === 0) return new Set<string>();
      const rows = await tx
        .select({ id: leads.responseId })
        .from(leads)
        .where(and(eq(leads.workspaceId, ctx.workspaceId), inArray(leads.responseId, ids)));
      return new Set(rows.map(({ id }) => id));
    });
    const missing = remote.filter(({ id }) => !known.has(id)).toSorted((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1));
    for (let from = 0; from < missing.length; from += TOGETHER)
      kept += await ctx.db.transaction((tx) => keepLeads(connected, tx, missing.slice(from, from + TOGETHER), 'manual'));
  }
  return { kept };
}
