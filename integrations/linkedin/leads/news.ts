import { and, eq, inArray, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { ConnectedContext, Transaction } from '#sdk';
import { getLead, listLeads } from '../client/leads.ts';
import { linkedinLeadNews as news } from '../models/index.ts';
import type { LeadEvent, RemoteLead } from '../serializers/leads.ts';
import { ownerUrnOf, responseIdOf } from '../serializers/leads.ts';
import { dropLead, keepLead, TOGETHER } from './keep-lead.ts';

/** Up to so many are asked for one by one; more of one owner are a page of a hundred each. */
const ONE_BY_ONE = 4;
const MOST = 500;
/** A lead is told of a moment after it was sent: they are looked for close by first, then further. */
const MARGINS_MS = [2_000, 60_000];
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

/** Fetches what was told of, with as few calls as it takes, until nothing waits. */
export async function fetchNews(ctx: ConnectedContext): Promise<void> {
  for (;;) {
    ctx.signal.throwIfAborted();
    const waiting = await ctx.db.transaction((tx) =>
      tx
        .select()
        .from(news)
        .where(and(eq(news.workspaceId, ctx.workspaceId), eq(news.connectionId, ctx.connection.id)))
        .orderBy(news.occurredAt, news.id)
        .limit(MOST),
    );
    if (waiting.length === 0) return;
    for (const [key, rows] of Map.groupBy(waiting, ({ ownerUrn, leadType }) => `${leadType} ${ownerUrn}`)) {
      const isNamed = !key.endsWith(' ');
      if (rows.length > ONE_BY_ONE && isNamed) await fetchRange(ctx, rows);
      else for (const row of rows) await settle(ctx, [row], compact([await getLead(ctx, row.responseId)]));
    }
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
    await ctx.db.transaction(async (tx) => {
      for (const lead of byAddress.slice(from, from + TOGETHER)) await keepLead(ctx, tx, lead, 'webhook');
    });
  await ctx.db.transaction((tx) =>
    tx.delete(news).where(
      and(
        eq(news.workspaceId, ctx.workspaceId),
        inArray(
          news.id,
          rows.map(({ id }) => id),
        ),
      ),
    ),
  );
}

/** Two that meet wait in one direction. */
export const addressOf = (lead: RemoteLead): string =>
  lead.formResponse.answers.map(({ answerDetails }) => answerDetails.textQuestionAnswer?.answer ?? '').find((answer) => answer.includes('@')) ?? lead.id;
