import { and, asc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import type { ConnectedContext, Transaction } from '#sdk';
import { emailCopies, emailMessages } from '../models/mailbox.ts';
import type { MailKind } from '../parsing/kind.ts';
import { clearGone } from '../reading/changes.ts';
import { houseFor } from '../reading/keep-loaded.ts';
import { settingsOf, visibilityOf } from '../settings.ts';
import { decide } from './decide.ts';
import { gone, type OPENNESS, opennessOf } from './keep-mails.ts';

const AT_ONCE = 200;
const m = emailMessages;
type Row = typeof m.$inferSelect;
type Visibility = (typeof OPENNESS)[number];

/** Mails that lie in this mailbox, or came from it. */
const ofMailbox = ({ workspaceId, connection }: ConnectedContext): SQL | undefined =>
  and(
    eq(m.workspaceId, workspaceId),
    sql`(${m.connectionId} = ${connection.id}::uuid or exists (select from ${emailCopies} c where c.workspace_id = ${m.workspaceId} and c.message_id = ${m.id} and c.connection_id = ${connection.id}::uuid))`,
  );

/** All of them, some at a time, each time in a transaction of its own. */
async function eachOf(ctx: ConnectedContext, more: SQL | undefined, work: (tx: Transaction, rows: Row[]) => Promise<void>): Promise<void> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    ctx.signal.throwIfAborted();
    const rows = await ctx.db.transaction(async (tx) => {
      const found = await tx
        .select()
        .from(m)
        .where(and(ofMailbox(ctx), gt(m.id, after), more))
        .orderBy(asc(m.id))
        .limit(AT_ONCE);
      if (found.length > 0) await work(tx, found);
      return found;
    });
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = last.id;
  }
}

/** The mails of this mailbox show colleagues what its owner lets them, also those stored before: of several mailboxes, the most open one counts. */
export async function applyVisibility(ctx: ConnectedContext): Promise<void> {
  const shown = new Map((await ctx.connections()).map((each) => [each.id as string, visibilityOf(each)]));
  const own = visibilityOf(ctx.connection);
  await eachOf(ctx, sql`${m.visibility} <> ${own}`, async (tx, rows) => {
    const copies = await tx
      .selectDistinct({ messageId: emailCopies.messageId, connectionId: emailCopies.connectionId })
      .from(emailCopies)
      .where(
        and(
          eq(emailCopies.workspaceId, ctx.workspaceId),
          inArray(
            emailCopies.messageId,
            rows.map(({ id }) => id),
          ),
        ),
      );
    const mailboxesOf = Map.groupBy(copies, ({ messageId }) => messageId);
    for (const row of rows) {
      const mailboxes = [...(mailboxesOf.get(row.id) ?? []).map(({ connectionId }) => connectionId), ...(row.connectionId ? [row.connectionId] : [])];
      const wanted = mailboxes.flatMap((id) => shown.get(id) ?? []).sort((a, b) => opennessOf(b) - opennessOf(a))[0] ?? own;
      if (wanted === row.visibility) continue;
      await tx
        .update(m)
        .set({ visibility: wanted, updatedAt: ctx.clock.now() })
        .where(and(eq(m.workspaceId, ctx.workspaceId), eq(m.id, row.id)));
      if (row.activityId) await gone(ctx.crm.activities.update(row.activityId, { visibility: wanted as Visibility, toldAt: ctx.clock.now() }));
    }
  });
}

export interface Against {
  /** How many stored mails the rules of today would leave out. */
  matching: number;
  removed: number;
}

/**
 * What of the stored mails the mailbox's rules would leave out now: counted, and taken away when asked for. Of each remains,
 * under its number, why it was left out; another mailbox that holds it keeps it by its own rules.
 */
export async function storedAgainstRules(ctx: ConnectedContext, remove: boolean): Promise<Against> {
  const settings = settingsOf(ctx.connection);
  const house = await houseFor(ctx);
  const found: Against = { matching: 0, removed: 0 };
  await eachOf(ctx, undefined, async (tx, rows) => {
    const out = rows.flatMap((row) => {
      const decision = decide({ ...row, from: row.from ?? undefined, kind: row.kind as MailKind }, settings, house, true);
      return decision.keep ? [] : [{ row, reason: decision.reason }];
    });
    found.matching += out.length;
    if (!remove || out.length === 0) return;
    for (const [reason, group] of Map.groupBy(out, (each) => each.reason))
      await tx
        .update(emailCopies)
        .set({ messageId: null, reason, decidedAt: ctx.clock.now() })
        .where(
          and(
            eq(emailCopies.workspaceId, ctx.workspaceId),
            eq(emailCopies.connectionId, ctx.connection.id),
            inArray(
              emailCopies.messageId,
              group.map(({ row }) => row.id),
            ),
          ),
        );
    await clearGone(
      ctx,
      tx,
      out.map(({ row }) => row.id),
    );
    found.removed += out.length;
  });
  return found;
}
