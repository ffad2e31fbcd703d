import { and, eq, isNull, sql } from 'drizzle-orm';
import type { ConnectionId, Context, Transaction } from '#sdk';
import { judge, type OwnRule } from '../bounces/verdict.ts';
import { emailBounceRules, emailDeliveryFacts } from '../models/delivery.ts';
import type { Told } from '../serializers/sendgrid-events.ts';
import type { DeliveryFact } from './facts.ts';
import { foldIn } from './fold-anew.ts';
import { suppressFor } from './suppress.ts';

/** Rows of one statement: bound by the number of its parameters. */
const SLICE = 500;

export const ownRules = async (tx: Transaction, workspaceId: string): Promise<OwnRule[]> =>
  tx
    .select({ id: emailBounceRules.id, contains: emailBounceRules.contains, reason: emailBounceRules.reason })
    .from(emailBounceRules)
    .where(and(eq(emailBounceRules.workspaceId, workspaceId), isNull(emailBounceRules.removedAt)))
    .orderBy(emailBounceRules.id);

/** A fact with its verdict: rules of the workspace come first. */
export function judged({ fact, said }: Told, own: readonly OwnRule[]): DeliveryFact {
  if (!said) return fact;
  const { kind, reason, rule, quote, enhancedCode, blockList } = judge(said, own);
  return { ...fact, bounce: { kind, reason, rule, quote, enhancedCode, ...(blockList ? { blockList } : {}) } };
}

/**
 * Writes down what was told of sent mail and what it amounts to. Told twice it is once, because only what is new here is
 * folded; told in any order it is the same. Answers how many facts were new.
 */
export async function recordFacts(ctx: Context, tx: Transaction, source: string, told: readonly Told[], connectionId?: ConnectionId): Promise<number> {
  const { workspaceId } = ctx;
  const own = told.some(({ said }) => said) ? await ownRules(tx, workspaceId) : [];
  const receivedAt = ctx.clock.now();
  const facts = [...new Map(told.map((each) => [each.fact.key, judged(each, own)])).values()];
  const fresh: DeliveryFact[] = [];
  for (let start = 0; start < facts.length; start += SLICE) {
    const part = facts.slice(start, start + SLICE);
    // One parameter instead of thirteen for each fact: building those took longer than the database did.
    const rows = JSON.stringify(
      part.map(({ key, messageId, address, kind, at, isMachine = false, bounce = null, evidence }) => ({
        key,
        messageId,
        address,
        kind,
        at,
        isMachine,
        bounce,
        evidence,
      })),
    );
    const added = (await tx.execute(sql`
      insert into ${emailDeliveryFacts} (workspace_id, fact_key, message_id, address, kind, at, connection_id, source, is_machine, bounce, evidence, received_at)
      select ${workspaceId}::uuid, key, "messageId", address, kind, at, ${connectionId ?? null}::uuid, ${source}, "isMachine", bounce, evidence, ${receivedAt.toISOString()}::timestamptz
      from jsonb_to_recordset(${rows}::jsonb)
        as fact(key text, "messageId" text, address text, kind text, at timestamptz, "isMachine" boolean, bounce jsonb, evidence jsonb)
      order by key
      on conflict do nothing
      returning fact_key as key`)) as unknown as { rows: { key: string }[] };
    const keys = new Set(added.rows.map(({ key }) => key));
    fresh.push(...part.filter(({ key }) => keys.has(key)));
  }
  await foldIn(ctx, tx, fresh, { source, connectionId });
  // Also mail that went out elsewhere says something about its address.
  await suppressFor(ctx, tx, fresh, source, connectionId);
  return fresh.length;
}
