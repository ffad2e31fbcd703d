import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { classify } from '../bounces/classify.ts';
import { consequenceOf, REASONS } from '../bounces/reasons.ts';
import { ownRules } from '../delivery/record-facts.ts';
import { emailBounceRules, emailDeliveryFacts } from '../models/delivery.ts';
import type { bounceRuleView, bounceView, classificationView, newBounceRule } from '../serializers/delivery-views.ts';
import { nameOfActor } from './suppressions.ts';

/** What a raw mail says, by our rules and the workspace's. Nothing is kept. */
export async function postClassify(ctx: Context, { body }: RouteInput<undefined, undefined, unknown>): Promise<z.input<typeof classificationView>> {
  if (!(body instanceof Uint8Array) || body.length === 0) throw new PatchbayError('unsupported_media_type', { detail: 'Send the raw mail as message/rfc822.' });
  const own = await ctx.db.transaction((tx) => ownRules(tx, ctx.workspaceId));
  const found = await classify(body, own).catch((error: unknown) => {
    throw new PatchbayError('invalid_input', { detail: 'This cannot be read as a mail.', cause: error });
  });
  return { ...found, sentence: REASONS[found.reason].sentence };
}

interface BounceQuery {
  address?: string | undefined;
  limit: number;
  before?: string | undefined;
}
export const getBounces = (ctx: Context, { query }: RouteInput<undefined, BounceQuery>) =>
  ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(emailDeliveryFacts)
      .where(
        and(
          eq(emailDeliveryFacts.workspaceId, ctx.workspaceId),
          eq(emailDeliveryFacts.kind, 'bounced'),
          ...(query.address ? [eq(emailDeliveryFacts.address, query.address.toLowerCase())] : []),
          ...(query.before ? [lt(emailDeliveryFacts.at, new Date(query.before))] : []),
        ),
      )
      .orderBy(desc(emailDeliveryFacts.at), desc(emailDeliveryFacts.factKey))
      .limit(query.limit);
    const data: z.input<typeof bounceView>[] = rows.flatMap((row) =>
      row.bounce
        ? [
            {
              id: row.factKey,
              at: row.at.toISOString(),
              address: row.address,
              messageId: row.messageId,
              source: row.source,
              connectionId: row.connectionId,
              kind: row.bounce.kind,
              reason: row.bounce.reason,
              sentence: REASONS[row.bounce.reason].sentence,
              rule: row.bounce.rule,
              quote: row.bounce.quote,
              enhancedCode: row.bounce.enhancedCode,
              blockList: row.bounce.blockList ?? null,
              consequence: consequenceOf(row.bounce.kind),
            },
          ]
        : [],
    );
    return { data, nextCursor: rows.length === query.limit ? (rows.at(-1)?.at.toISOString() ?? null) : null };
  });

const toRule = (row: typeof emailBounceRules.$inferSelect): z.input<typeof bounceRuleView> => ({
  id: row.id,
  contains: row.contains,
  reason: row.reason,
  note: row.note,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  rejudged: row.rejudged,
});

export const getRules = (ctx: Context) =>
  ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(emailBounceRules)
      .where(and(eq(emailBounceRules.workspaceId, ctx.workspaceId), isNull(emailBounceRules.removedAt)))
      .orderBy(desc(emailBounceRules.createdAt));
    return { data: rows.map(toRule), nextCursor: null };
  });

/** "This verdict is wrong": from now on, and for all that came before. */
export const postRule = (ctx: Context, { body }: RouteInput<undefined, undefined, z.output<typeof newBounceRule>>) =>
  ctx.db.transaction(async (tx) => {
    const now = ctx.clock.now();
    const contains = body.contains.toLowerCase();
    const [row] = await tx
      .insert(emailBounceRules)
      .values({
        workspaceId: ctx.workspaceId,
        id: uuidv7(),
        contains,
        reason: body.reason,
        note: body.note,
        createdBy: nameOfActor(ctx.actor),
        createdAt: now,
        updatedAt: now,
      })
      .onConflictDoUpdate({
        target: [emailBounceRules.workspaceId, emailBounceRules.contains],
        set: { reason: body.reason, note: body.note, removedAt: null, rejudged: null, updatedAt: now },
      })
      .returning();
    if (!row) throw new PatchbayError('internal');
    await ctx.tasks.enqueue('email.rejudge-bounces', { ruleId: row.id }, { singletonKey: row.id });
    return toRule(row);
  });

export const deleteRule = (ctx: Context, { params }: RouteInput<{ id: string }>) =>
  ctx.db.transaction(async (tx) => {
    const [row] = await tx
      .update(emailBounceRules)
      .set({ removedAt: sql`coalesce(${emailBounceRules.removedAt}, now())` })
      .where(and(eq(emailBounceRules.workspaceId, ctx.workspaceId), eq(emailBounceRules.id, params.id)))
      .returning();
    if (!row) throw new PatchbayError('not_found');
    await ctx.tasks.enqueue('email.rejudge-bounces', { ruleId: row.id }, { singletonKey: row.id });
    return toRule(row);
  });
