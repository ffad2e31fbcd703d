import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { ConnectedContext, Transaction } from '#sdk';
import { getLead, listLeads } from '../client/leads.ts';
import { linkedinLeadNews as news } from '../models/index.ts';
import type { LeadEvent, RemoteLead } from '../serializers/leads.ts';
import { ownerUrnOf, responseIdOf } from '../serializers/leads.ts';
import { noteOwner, ownerByUrn } from '../store/lead-owners.ts';
import { fetchTurn } from './fetch-turn.ts';
import { dropLead, keepLeads, TOGETHER } from './keep-lead.ts';

/** Up to so many are asked for one by one; more of one owner are a page of a hundred each. */
const ONE_BY_ONE = 4;
const MOST = 500;
const CLAIM_MS = 120_000;
/** A lead is told of a moment after it was sent: they are looked for close by first, then further. */
const MARGINS_MS = [1_000, 60_000];
type NewsRow = typeof news.$inferSelect;

/** A signed event: a deletion takes effect at once, a new lead waits to be fetched. */
export async function hear(ctx: ConnectedContext, tx: Transaction, event: LeadEvent): Promise<void> {
  const responseId = responseIdOf(event.leadGenFormResponse);
  const occurredAt = new Date(event.occurredAt);
  if (event.leadAction === 'DELETED') {
    await tx
      .delete(news)
      .where(and(eq(news.workspaceId, ctx.workspaceId), eq(news.responseId, responseId), sql`${news.occurredAt} <= ${occurredAt.toISOString()}`));
    await dropLead(ctx, tx, responseId, occurredAt);
    return;
  }
  await tx
    .insert(news)
    .values({
      workspaceId: ctx.workspaceId,
      id: uuidv7(),
      connectionId: ctx.connection.id,
      responseId,
      ownerUrn: ownerUrnOf(event.owner ?? {}),
      leadType: event.leadType,
      occurredAt,
    })
    .onConflictDoNothing();
  await ctx.tasks.enqueue('linkedin.fetch-leads', {}, { connectionId: ctx.connection.id, singletonKey: `news:${ctx.connection.id}` });
}

/**
 * Fetches what was told of, with as few calls as it takes, until nothing waits. One at a time does it for a connection, and
 * what comes meanwhile is gathered: many who fetch a few each would use up the minute's calls.
 */
export async function fetchNews(ctx: ConnectedContext): Promise<void> {
  while (await fetchTurn(ctx)) {
    const claimed = await claim(ctx);
    if (claimed.length === 0) return;
    try {
      for (const [key, rows] of Map.groupBy(claimed, ({ ownerUrn, leadType }) => `${leadType} ${ownerUrn}`)) {
        const isNamed = !key.endsWith(' ');
        if (rows.length > ONE_BY_ONE && isNamed) await fetchRange(ctx, rows);
        else for (const row of rows) await settle(ctx, [row], compact([await getLead(ctx, row.responseId)]));
      }
    } catch (error) {
      await ctx.db.transaction((tx) => tx.update(news).set({ claimedUntil: null }).where(these(ctx, claimed)));
      throw error;
    }
    if (!(await ctx.db.transaction((tx) => isWaiting(ctx, tx)))) return;
  }
}

const ofConnection = (ctx: ConnectedContext) => and(eq(news.workspaceId, ctx.workspaceId), eq(news.connectionId, ctx.connection.id));

async function isWaiting(ctx: ConnectedContext, tx: Transaction): Promise<boolean> {
  const [one] = await tx.select({ id: news.id }).from(news).where(ofConnection(ctx)).limit(1);
  return one !== undefined;
}

const these = (ctx: ConnectedContext, rows: readonly Pick<NewsRow, 'id'>[]) =>
  and(
    eq(news.workspaceId, ctx.workspaceId),
    inArray(
      news.id,
      rows.map(({ id }) => id),
    ),
  );

/** Nothing while somebody else is at it: they look again when they are done. */
async function claim(ctx: ConnectedContext): Promise<NewsRow[]> {
  const now = ctx.clock.now();
  return ctx.db.transaction(async (tx) => {
    const [other] = await tx
      .select({ id: news.id })
      .from(news)
      .where(and(ofConnection(ctx), gt(news.claimedUntil, now)))
      .limit(1);
    if (other) return [];
    const free = await tx
      .select({ id: news.id })
      .from(news)
      .where(ofConnection(ctx))
      .orderBy(news.occurredAt, news.id)
      .limit(MOST)
      .for('update', { skipLocked: true });
    if (free.length === 0) return [];
    const claimed = await tx
      .update(news)
      .set({ claimedUntil: new Date(now.getTime() + CLAIM_MS) })
      .where(these(ctx, free))
      .returning();
    const inOrder = claimed.toSorted((a, b) => a.occurredAt.getTime() - b.occurredAt.getTime());
    await noteTold(ctx, tx, inOrder);
    return inOrder;
  });
}

/** That owners are told of at all. Here, once for many: every webhook that wrote it would wait for the one before. */
async function noteTold(ctx: ConnectedContext, tx: Transaction, rows: readonly NewsRow[]): Promise<void> {
  for (const told of Map.groupBy(rows, ({ ownerUrn, leadType }) => `${ownerUrn} ${leadType}`).values()) {
    const last = told.at(-1);
    const owner = last?.ownerUrn && (await ownerByUrn(tx, ctx.workspaceId, ctx.connection.id, last.ownerUrn, last.leadType));
    if (last && owner) await noteOwner(tx, owner, { lastEventAt: last.occurredAt }, ctx.clock.now());
  }
}

const compact = (leads: (RemoteLead | undefined)[]): RemoteLead[] => leads.filter((lead) => lead !== undefined);

/** All of the time in which they came; what is in it beside them is not kept here. */
async function fetchRange(ctx: ConnectedContext, rows: readonly NewsRow[]): Promise<void> {
  const [first] = rows;
  const last = rows.at(-1);
  if (!first || !last) return;
  const left = new Map(rows.map((row) => [row.responseId, row]));
  for (const margin of MARGINS_MS) {
    if (left.size <= ONE_BY_ONE) break;
    const range = {
      ownerUrn: first.ownerUrn,
      leadType: first.leadType,
      from: new Date(first.occurredAt.getTime() - margin),
      to: new Date(last.occurredAt.getTime() + margin),
      lane: 'webhook' as const,
    };
    for await (const page of listLeads(ctx, range)) {
      const told = page.filter(({ id }) => left.has(id));
      const own = told.flatMap(({ id }) => left.get(id) ?? []);
      for (const { id } of told) left.delete(id);
      await settle(ctx, own, told);
      if (left.size === 0) return;
    }
  }
  // Not among them: perhaps its owner or type is another, or it is gone.
  for (const row of left.values()) await settle(ctx, [row], compact([await getLead(ctx, row.responseId)]));
}

/** Kept and ticked off together. */
async function settle(ctx: ConnectedContext, rows: readonly NewsRow[], leads: readonly RemoteLead[]): Promise<void> {
  if (rows.length === 0) return;
  const byAddress = leads.toSorted((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1));
  for (let from = 0; from === 0 || from < byAddress.length; from += TOGETHER)
    await ctx.db.transaction((tx) => keepLeads(ctx, tx, byAddress.slice(from, from + TOGETHER), 'webhook'));
  await ctx.db.transaction((tx) => tx.delete(news).where(these(ctx, rows)));
}

/** Two that meet wait in one direction. */
export const addressOf = (lead: RemoteLead): string =>
  lead.formResponse.answers.map(({ answerDetails }) => answerDetails.textQuestionAnswer?.answer ?? '').find((answer) => answer.includes('@')) ?? lead.id;
