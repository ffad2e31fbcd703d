import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Context } from '#sdk';
import { foldAnew } from '../delivery/fold-anew.ts';
import { ownRules } from '../delivery/record-facts.ts';
import { suppressFor } from '../delivery/suppress.ts';
import { emailBounceRules, emailDeliveryFacts, emailSuppressions } from '../models/delivery.ts';
import { judge } from './verdict.ts';

const SLICE = 200;

/** The words a verdict was made from; they are kept with the fact. */
const wordsOf = ({ evidence, bounce }: Pick<typeof emailDeliveryFacts.$inferSelect, 'evidence' | 'bounce'>) => ({
  text: evidence.reason ?? evidence.response ?? evidence.said ?? bounce?.quote ?? '',
  status: evidence.status,
});

/**
 * Looks at all bounces again, after a rule was made or taken away: verdicts, states and the list become what they would be,
 * had the rule always stood.
 */
export async function rejudge(ctx: Context, ruleId: string): Promise<void> {
  const { workspaceId } = ctx;
  let [after, changed] = ['', 0];
  for (let more = true; more; ) {
    ctx.signal.throwIfAborted();
    const result = await ctx.db.transaction(async (tx) => {
      const own = await ownRules(tx, workspaceId);
      const rows = await tx
        .select()
        .from(emailDeliveryFacts)
        .where(and(eq(emailDeliveryFacts.workspaceId, workspaceId), eq(emailDeliveryFacts.kind, 'bounced'), gt(emailDeliveryFacts.factKey, after)))
        .orderBy(asc(emailDeliveryFacts.factKey))
        .limit(SLICE);
      let changedHere = 0;
      for (const row of rows) {
        const { kind, reason, rule, quote, enhancedCode, blockList } = judge(wordsOf(row), own);
        const bounce = { kind, reason, rule, quote, enhancedCode, ...(blockList ? { blockList } : {}) };
        if (row.bounce && row.bounce.kind === kind && row.bounce.reason === reason && row.bounce.rule === rule) continue;
        changedHere++;
        await tx
          .update(emailDeliveryFacts)
          .set({ bounce })
          .where(and(eq(emailDeliveryFacts.workspaceId, workspaceId), eq(emailDeliveryFacts.factKey, row.factKey)));
        // What stood on the list only because of the old verdict goes; a new one may put it back.
        if (kind !== 'hard')
          await tx
            .update(emailSuppressions)
            .set({ liftedAt: ctx.clock.now(), liftedBecause: `rule:${ruleId}`, updatedAt: ctx.clock.now() })
            .where(and(eq(emailSuppressions.workspaceId, workspaceId), eq(emailSuppressions.factKey, row.factKey), isNull(emailSuppressions.liftedAt)));
        const fact = {
          key: row.factKey,
          kind: row.kind,
          at: row.at.toISOString(),
          messageId: row.messageId,
          address: row.address,
          bounce,
          evidence: row.evidence,
        };
        await foldAnew(ctx, tx, [fact], { source: row.source });
        if (kind === 'hard') await suppressFor(ctx, tx, [{ ...fact, at: ctx.clock.now().toISOString() }], row.source);
      }
      return { last: rows.at(-1)?.factKey ?? after, isFull: rows.length === SLICE, changedHere };
    });
    after = result.last;
    changed += result.changedHere;
    more = result.isFull;
  }
  await ctx.db.transaction((tx) =>
    tx
      .update(emailBounceRules)
      .set({ rejudged: changed, updatedAt: sql`now()` })
      .where(and(eq(emailBounceRules.workspaceId, workspaceId), eq(emailBounceRules.id, ruleId))),
  );
  await ctx.tasks.enqueue('email.give-suppressions', {}, { singletonKey: 'give-suppressions' });
}
