import { and, eq, sql } from 'drizzle-orm';
import type { Context, Transaction } from '#sdk';
import { emailDeliveryFacts } from '../models/delivery.ts';
import type { DeliveryFact } from './facts.ts';
import { fold } from './fold.ts';
import { type Folded, keepFolds, keysOf, nameOf, pairs, type Teller } from './keep-folds.ts';

type FactRow = typeof emailDeliveryFacts.$inferSelect;
const SLICE = 500;

const factOf = (row: FactRow): DeliveryFact => ({
  key: row.factKey,
  kind: row.kind,
  at: row.at.toISOString(),
  messageId: row.messageId,
  address: row.address,
  ...(row.isMachine ? { isMachine: true } : {}),
  ...(row.bounce ? { bounce: row.bounce } : {}),
  evidence: row.evidence,
});

/** One fact more. What it is told as goes with it. */
function added(before: Folded | undefined, fact: DeliveryFact, source: string): Folded | undefined {
  const delivery = fold(before?.delivery, fact);
  if (!delivery) return before;
  const atMs = Date.parse(fact.at);
  const told = {
    factKey: fact.key,
    kind: fact.kind,
    at: new Date(atMs),
    source,
    evidence: fact.evidence,
    bounce: fact.bounce ?? null,
    isMachine: fact.isMachine ?? false,
  };
  return { delivery, firstMs: Math.min(before?.firstMs ?? atMs, atMs), facts: [...(before?.facts ?? []), told] };
}

/**
 * Adds facts to what their mails amount to. Each must be new, which whoever wrote it down knows: what is folded already is not
 * read again. The fold is the same in any order.
 */
export async function foldIn(ctx: Context, tx: Transaction, fresh: readonly DeliveryFact[], teller: Teller): Promise<void> {
  const byMail = new Map<string, DeliveryFact[]>();
  for (const fact of fresh) {
    if (fact.messageId === null) continue;
    const name = nameOf({ messageId: fact.messageId, address: fact.address });
    const known = byMail.get(name);
    if (known) known.push(fact);
    else byMail.set(name, [fact]);
  }
  await inSlices(keysOf(fresh), (keys) =>
    keepFolds(ctx, tx, keys, teller, async () => (key, before) => {
      const facts = byMail.get(nameOf(key)) ?? [];
      const start: Folded | undefined = before && { delivery: before.fold, firstMs: before.firstMs, facts: [] };
      const found = facts.reduce<Folded | undefined>((sum, fact) => added(sum, fact, teller.source), start);
      // What says nothing changes nothing.
      return found === start ? undefined : found;
    }),
  );
}

/** Folds mails again from all their facts: of those whose verdicts have changed. */
export async function foldAnew(ctx: Context, tx: Transaction, facts: readonly { messageId: string | null; address: string }[], teller: Teller): Promise<void> {
  await inSlices(keysOf(facts), (keys) =>
    keepFolds(ctx, tx, keys, teller, async (open) => {
      const rows = await tx
        .select()
        .from(emailDeliveryFacts)
        .where(
          and(
            eq(emailDeliveryFacts.workspaceId, ctx.workspaceId),
            sql`exists (select from ${pairs(open)} where wanted."messageId" = ${emailDeliveryFacts.messageId} and wanted.address = ${emailDeliveryFacts.address})`,
          ),
        );
      const folded = new Map<string, Folded>();
      for (const row of rows) {
        const name = row.messageId === null ? '' : nameOf({ messageId: row.messageId, address: row.address });
        const found = added(folded.get(name), factOf(row), row.source);
        if (found) folded.set(name, found);
      }
      return (key) => folded.get(nameOf(key));
    }),
  );
}

async function inSlices<T>(all: readonly T[], work: (slice: readonly T[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < all.length; start += SLICE) await work(all.slice(start, start + SLICE));
}
