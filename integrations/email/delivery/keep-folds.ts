import { sql } from 'drizzle-orm';
import { type ConnectionId, type Context, PatchbayError, type Transaction } from '#sdk';
import { emailDeliveries } from '../models/delivery.ts';
import { changesBetween } from './changes.ts';
import type { Delivery } from './fold.ts';
import { type ToldFact, tellOutgoing } from './tell.ts';

export interface MailKey {
  messageId: string;
  address: string;
}
/** What stands there, held until the end of the transaction: nobody else folds this mail meanwhile. */
export interface Held extends MailKey {
  connectionId: string | null;
  source: string;
  fold: Delivery;
  firstMs: number;
}
export interface Folded {
  delivery: Delivery;
  firstMs: number;
  /** Those that are told of now. */
  facts: readonly ToldFact[];
}
export interface Teller {
  source: string;
  connectionId?: ConnectionId | undefined;
}

/** Each round meets what others wrote at the same moment; they cannot go on for ever. */
const ROUNDS = 10;
export const nameOf = ({ messageId, address }: MailKey): string => `${messageId}\n${address}`;
export const keysOf = (facts: readonly { messageId: string | null; address: string }[]): MailKey[] => [
  ...new Map(
    facts.flatMap(({ messageId, address }) => (messageId === null ? [] : [[nameOf({ messageId, address }), { messageId, address }] as const])),
  ).values(),
];
const byName = (a: MailKey, b: MailKey) => (nameOf(a) < nameOf(b) ? -1 : 1);
/** Hundreds of pairs as one parameter: each is looked up by itself in the key of the table. */
export const pairs = (keys: readonly MailKey[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(keys.map(({ messageId, address }) => ({ messageId, address })))}::jsonb) as wanted("messageId" text, address text)`;

async function hold(tx: Transaction, workspaceId: string, keys: readonly MailKey[]): Promise<Map<string, Held>> {
  const { rows } = (await tx.execute(sql`
    select d.message_id as "messageId", d.address, d.connection_id as "connectionId", d.source, d.fold, (extract(epoch from d.first_at) * 1000)::float8 as "firstMs"
    from ${emailDeliveries} d join ${pairs(keys)} on d.message_id = wanted."messageId" and d.address = wanted.address
    where d.workspace_id = ${workspaceId} order by d.message_id, d.address for update of d`)) as unknown as { rows: Held[] };
  return new Map(rows.map((row) => [nameOf(row), row]));
}

const COLUMNS = sql.raw(
  '"messageId" text, address text, domain text, "connectionId" uuid, source text, state text, "bounceKind" text, "bounceReason" text, "isDisputed" boolean, "isComplained" boolean, fold jsonb, "firstAt" timestamptz',
);
const rowOf = (key: MailKey, { delivery, firstMs }: Folded, old: Held | undefined, { source, connectionId }: Teller) => ({
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
});
type Row = ReturnType<typeof rowOf>;

async function change(tx: Transaction, workspaceId: string, rows: readonly Row[], at: string): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(sql`
    update ${emailDeliveries} d set connection_id = mail."connectionId", state = mail.state, bounce_kind = mail."bounceKind", bounce_reason = mail."bounceReason",
      is_disputed = mail."isDisputed", is_complained = mail."isComplained", fold = mail.fold, first_at = mail."firstAt", updated_at = ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as mail(${COLUMNS})
    where d.workspace_id = ${workspaceId} and d.message_id = mail."messageId" and d.address = mail.address`);
}

/** Answers the names of those that are there now by this; the others somebody else has just begun. */
async function begin(tx: Transaction, workspaceId: string, rows: readonly Row[], at: string): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const { rows: made } = (await tx.execute(sql`
    insert into ${emailDeliveries} (workspace_id, message_id, address, domain, connection_id, source, state, bounce_kind, bounce_reason, is_disputed, is_complained, fold, first_at, created_at, updated_at)
    select ${workspaceId}::uuid, "messageId", address, domain, "connectionId", source, state, "bounceKind", "bounceReason", "isDisputed", "isComplained", fold, "firstAt", ${at}::timestamptz, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as mail(${COLUMNS}) order by "messageId", address
    on conflict do nothing
    returning message_id as "messageId", address`)) as unknown as { rows: MailKey[] };
  return new Set(made.map(nameOf));
}

/**
 * Folds mails and keeps what they amount to, each held while it is folded; rows are held and not names, because of names a
 * server can hold some thousands only. `folder` is asked behind the hold, and again for those that somebody else began.
 */
export async function keepFolds(
  ctx: Context,
  tx: Transaction,
  keys: readonly MailKey[],
  teller: Teller,
  folder: (keys: readonly MailKey[]) => Promise<(key: MailKey, before: Held | undefined) => Folded | undefined>,
): Promise<void> {
  const { workspaceId } = ctx;
  const at = ctx.clock.now().toISOString();
  let open = keys.toSorted(byName);
  for (let round = 0; open.length > 0; round++) {
    if (round === ROUNDS) throw new PatchbayError('conflict', { detail: 'Others tell of the same mails all the time.' });
    const held = await hold(tx, workspaceId, open);
    const foldOf = await folder(open);
    const folded = open.flatMap((key) => {
      const before = held.get(nameOf(key));
      const found = foldOf(key, before);
      return found ? [{ key, before, found, row: rowOf(key, found, before, teller) }] : [];
    });
    await change(
      tx,
      workspaceId,
      folded.flatMap(({ before, row }) => (before ? [row] : [])),
      at,
    );
    const begun = await begin(
      tx,
      workspaceId,
      folded.flatMap(({ before, row }) => (before ? [] : [row])),
      at,
    );
    const kept = folded.filter(({ key, before }) => before !== undefined || begun.has(nameOf(key)));
    await tellOutgoing(
      ctx,
      tx,
      kept.map(({ key, before, found, row }) => ({
        ...key,
        delivery: found.delivery,
        changes: changesBetween(before?.fold, found.delivery),
        facts: found.facts,
        source: row.source,
        connectionId: row.connectionId,
      })),
    );
    const done = new Set(kept.map(({ key }) => nameOf(key)));
    open = folded.flatMap(({ key }) => (done.has(nameOf(key)) ? [] : [key]));
  }
}
