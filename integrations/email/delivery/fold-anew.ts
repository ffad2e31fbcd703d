import { and, eq, type SQLWrapper, sql } from 'drizzle-orm';
import type { ConnectionId, Context, Transaction } from '#sdk';
import { emailDeliveries, emailDeliveryFacts } from '../models/delivery.ts';
import { changesBetween } from './changes.ts';
import type { DeliveryFact } from './facts.ts';
import { type Delivery, fold } from './fold.ts';
import { tellOutgoing } from './tell.ts';

export type FactRow = typeof emailDeliveryFacts.$inferSelect;
const SLICE = 500;

interface MailKey {
  messageId: string;
  address: string;
}
/** Hundreds of values as one parameter. */
const oneOf = (column: SQLWrapper, values: readonly string[]) =>
  sql`${column} = any(array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb)))`;
const nameOf = ({ messageId, address }: MailKey) => `${messageId}\n${address}`;

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

/** Whoever tells of the same mail waits, so that nobody folds without the other's facts; in one order, so that all wait in one direction. */
async function lock(tx: Transaction, workspaceId: string, keys: readonly MailKey[]): Promise<void> {
  const names = JSON.stringify(keys.map((key) => `${workspaceId} ${nameOf(key)}`));
  await tx.execute(
    sql`select pg_advisory_xact_lock(k) from (select distinct hashtextextended(name, 0) as k from jsonb_array_elements_text(${names}::jsonb) as name order by 1) as keys`,
  );
}

/** Folds again all mails that these facts are about, and tells what changed. */
export async function foldAnew(
  ctx: Context,
  tx: Transaction,
  facts: readonly { messageId: string | null; address: string }[],
  source: string,
  connectionId?: ConnectionId,
): Promise<void> {
  const keys = new Map<string, MailKey>();
  for (const { messageId, address } of facts) if (messageId !== null) keys.set(nameOf({ messageId, address }), { messageId, address });
  const all = [...keys.values()];
  for (let start = 0; start < all.length; start += SLICE) await foldSlice(ctx, tx, all.slice(start, start + SLICE), source, connectionId);
}

async function foldSlice(ctx: Context, tx: Transaction, keys: readonly MailKey[], source: string, connectionId?: ConnectionId): Promise<void> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  await lock(tx, workspaceId, keys);
  const messageIds = [...new Set(keys.map(({ messageId }) => messageId))];
  const addresses = [...new Set(keys.map(({ address }) => address))];
  const known = await tx
    .select()
    .from(emailDeliveries)
    .where(and(eq(emailDeliveries.workspaceId, workspaceId), oneOf(emailDeliveries.messageId, messageIds), oneOf(emailDeliveries.address, addresses)));
  const facts = await tx
    .select()
    .from(emailDeliveryFacts)
    .where(and(eq(emailDeliveryFacts.workspaceId, workspaceId), oneOf(emailDeliveryFacts.messageId, messageIds), oneOf(emailDeliveryFacts.address, addresses)));
  const before = new Map(known.map((row) => [nameOf(row), row]));
  const wanted = new Set(keys.map(nameOf));
  const folded = new Map<string, { delivery: Delivery; firstMs: number; facts: FactRow[] }>();
  for (const row of facts) {
    const name = row.messageId === null ? '' : nameOf({ messageId: row.messageId, address: row.address });
    if (!wanted.has(name)) continue;
    const old = folded.get(name);
    const delivery = fold(old?.delivery, factOf(row));
    if (delivery) folded.set(name, { delivery, firstMs: Math.min(old?.firstMs ?? row.at.getTime(), row.at.getTime()), facts: [...(old?.facts ?? []), row] });
  }
  const rows = keys.flatMap((key) => {
    const found = folded.get(nameOf(key));
    if (!found) return [];
    const { delivery, firstMs } = found;
    const old = before.get(nameOf(key));
    return [
      {
        ...key,
        domain: key.address.slice(key.address.lastIndexOf('@') + 1),
        connectionId: old?.connectionId ?? connectionId ?? null,
        source: old?.source ?? source,
        state: delivery.state,
        bounceKind: delivery.decided.bounce?.kind ?? null,
        bounceReason: delivery.decided.bounce?.reason ?? null,
        isDisputed: delivery.disputed,
        isComplained: delivery.marks.complained !== undefined,
        fold: delivery,
        firstAt: new Date(firstMs),
      },
    ];
  });
  if (rows.length === 0) return;
  await tx.execute(sql`
    insert into ${emailDeliveries} (workspace_id, message_id, address, domain, connection_id, source, state, bounce_kind, bounce_reason, is_disputed, is_complained, fold, first_at, created_at, updated_at)
    select ${workspaceId}::uuid, "messageId", address, domain, "connectionId", source, state, "bounceKind", "bounceReason", "isDisputed", "isComplained", fold, "firstAt",
           ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as mail("messageId" text, address text, domain text, "connectionId" uuid, source text, state text, "bounceKind" text, "bounceReason" text,
              "isDisputed" boolean, "isComplained" boolean, fold jsonb, "firstAt" timestamptz)
    on conflict (workspace_id, message_id, address) do update set state = excluded.state, bounce_kind = excluded.bounce_kind, bounce_reason = excluded.bounce_reason,
      is_disputed = excluded.is_disputed, is_complained = excluded.is_complained, fold = excluded.fold, first_at = excluded.first_at, updated_at = excluded.updated_at`);
  await tellOutgoing(
    ctx,
    tx,
    rows.map((row) => ({
      messageId: row.messageId,
      address: row.address,
      delivery: row.fold,
      changes: changesBetween(before.get(nameOf(row))?.fold, row.fold),
      facts: folded.get(nameOf(row))?.facts ?? [],
      source: row.source,
      connectionId: row.connectionId,
    })),
  );
}
