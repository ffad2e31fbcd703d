import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import { asId, type ConnectedContext, type ConnectionId, type Context } from '#sdk';
import { addSuppressions, type SuppressionRow } from '../delivery/suppress.ts';
import { emailListSyncs, emailSuppressions } from '../models/delivery.ts';
import { lift } from '../store/suppressions.ts';
import { keepsLists, remoteLists } from './remote-lists.ts';

const scopeOf = (reason: SuppressionRow['reason']): 'all' | 'marketing' => (reason === 'complaint' || reason === 'unsubscribed' ? 'marketing' : 'all');

/** Reads a provider's lists: what is new there comes here, and what was there before and is gone is lifted here too. */
export async function readLists(ctx: ConnectedContext): Promise<void> {
  const { connection, workspaceId } = ctx;
  const begun = ctx.clock.now();
  const seen = new Set<string>();
  let [read, added] = [0, 0];
  for await (const entries of remoteLists(connection.provider).read(ctx)) {
    ctx.signal.throwIfAborted();
    read += entries.length;
    for (const { address } of entries) seen.add(address);
    await ctx.db.transaction(async (tx) => {
      const rows = await addSuppressions(
        ctx,
        tx,
        entries.map(({ address, reason, since, evidence }) => ({
          address,
          reason,
          scope: scopeOf(reason),
          source: connection.provider,
          evidence,
          connectionId: connection.id,
          since,
          createdBy: `list:${connection.provider}`,
          heldAt: { [connection.id]: begun.toISOString() },
        })),
      );
      added += rows.length;
      // What we had already is held there too; what we lifted stays lifted and is taken away there.
      await tx
        .update(emailSuppressions)
        .set({ heldAt: sql`${emailSuppressions.heldAt} || ${JSON.stringify({ [connection.id]: begun.toISOString() })}::jsonb` })
        .where(
          and(
            eq(emailSuppressions.workspaceId, workspaceId),
            inArray(
              emailSuppressions.address,
              entries.map(({ address }) => address),
            ),
          ),
        );
    });
  }
  const gone = await ctx.db.transaction(async (tx) => {
    const held = await tx
      .select()
      .from(emailSuppressions)
      .where(and(eq(emailSuppressions.workspaceId, workspaceId), sql`jsonb_exists(${emailSuppressions.heldAt}, ${connection.id})`));
    // An empty or much shorter list is more likely a key without rights than a thousand changes of mind.
    // What we gave while the list was being read is not in what was read.
    const isOlder = ({ heldAt }: SuppressionRow) => (heldAt[connection.id] ?? '') < begun.toISOString();
    const missing = held.filter((row) => row.liftedAt === null && !seen.has(row.address) && isOlder(row));
    const isBelieved = missing.length <= 10 || missing.length <= held.length / 2;
    if (!isBelieved) return { lifted: 0, doubted: missing.length };
    for (const row of missing) {
      const { [connection.id]: _gone, ...heldAt } = row.heldAt;
      await tx
        .update(emailSuppressions)
        .set({ heldAt })
        .where(and(eq(emailSuppressions.workspaceId, workspaceId), eq(emailSuppressions.id, row.id)));
      if (row.source === connection.provider) await lift(tx, workspaceId, row.id, `list:${connection.provider}`, ctx.clock.now());
    }
    return { lifted: missing.length, doubted: 0 };
  });
  await noteSync(ctx, { read, added, lifted: gone.lifted, doubted: gone.doubted }, null);
}

/** Gives our list to every provider that keeps one, and takes away there what was lifted here. */
export async function giveLists(ctx: Context): Promise<void> {
  for (const connection of (await ctx.connections()).filter(keepsLists)) {
    const connected = await ctx.withConnection(asId<ConnectionId>(connection.id));
    try {
      await giveList(connected);
    } catch (error) {
      await noteSync(connected, {}, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }
}

async function giveList(ctx: ConnectedContext): Promise<void> {
  const { connection, workspaceId } = ctx;
  const lists = remoteLists(connection.provider);
  const now = ctx.clock.now();
  const isHeld = sql`jsonb_exists(${emailSuppressions.heldAt}, ${connection.id})`;
  const isActive = sql`${emailSuppressions.liftedAt} is null and (${emailSuppressions.expiresAt} is null or ${emailSuppressions.expiresAt} > ${now.toISOString()}::timestamptz)`;
  const { give, take } = await ctx.db.transaction(async (tx) => ({
    // What rests for a while only is kept to here: a provider knows no end of it.
    give: await tx
      .select()
      .from(emailSuppressions)
      .where(and(eq(emailSuppressions.workspaceId, workspaceId), isActive, sql`${emailSuppressions.expiresAt} is null`, sql`not ${isHeld}`))
      .limit(10_000),
    take: await tx
      .select()
      .from(emailSuppressions)
      .where(and(eq(emailSuppressions.workspaceId, workspaceId), isNotNull(emailSuppressions.liftedAt), isHeld))
      .limit(1000),
  }));
  const entries = give.map(({ address, reason, since, evidence }) => ({ address, reason, since, evidence }));
  if (entries.length > 0) {
    await lists.add(ctx, entries);
    await ctx.db.transaction((tx) =>
      tx
        .update(emailSuppressions)
        .set({ heldAt: sql`${emailSuppressions.heldAt} || ${JSON.stringify({ [connection.id]: now.toISOString() })}::jsonb` })
        .where(
          and(
            eq(emailSuppressions.workspaceId, workspaceId),
            inArray(
              emailSuppressions.id,
              give.map(({ id }) => id),
            ),
          ),
        ),
    );
  }
  for (const row of take) {
    ctx.signal.throwIfAborted();
    await lists.remove(ctx, row.address);
    const { [connection.id]: _gone, ...heldAt } = row.heldAt;
    await ctx.db.transaction((tx) =>
      tx
        .update(emailSuppressions)
        .set({ heldAt })
        .where(and(eq(emailSuppressions.workspaceId, workspaceId), eq(emailSuppressions.id, row.id))),
    );
  }
  if (entries.length + take.length > 0) await noteSync(ctx, { given: entries.length, taken: take.length }, null);
}

const noteSync = (ctx: ConnectedContext, counts: Record<string, number>, error: string | null) =>
  ctx.db.transaction(async (tx) => {
    const now = ctx.clock.now();
    const { workspaceId, connection } = ctx;
    const isRead = counts.read !== undefined;
    await tx
      .insert(emailListSyncs)
      .values({ workspaceId, connectionId: connection.id, readAt: isRead ? now : null, counts, error, createdAt: now, updatedAt: now })
      .onConflictDoUpdate({
        target: [emailListSyncs.workspaceId, emailListSyncs.connectionId],
        set: { ...(isRead ? { readAt: now } : {}), counts: sql`${emailListSyncs.counts} || ${JSON.stringify(counts)}::jsonb`, error, updatedAt: now },
      });
  });
