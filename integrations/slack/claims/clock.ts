import { and, eq, inArray } from 'drizzle-orm';
import type { ConnectedContext } from '#sdk';
import { contacts } from '../../../crm/models.ts';
import { post } from '../send.ts';
import { settingsOf } from '../settings.ts';
import { type ClaimRow, claimedBefore, dueClaims, handOver, noteClaim, releaseClaim } from '../store/teamwork.ts';
import { dueIn, redraw } from './offer.ts';

const MOST_REMINDERS = 3;

/** Said again on its card and in the channel; after the third time somebody gets it, where the settings name them. */
async function remind(ctx: ConnectedContext, row: ClaimRow): Promise<void> {
  const { claimFallbackUserId: fallback } = settingsOf(ctx.connection);
  if (row.reminders >= MOST_REMINDERS) {
    const person = fallback ? await ctx.people.get(fallback) : undefined;
    if (person?.state === 'active') {
      await ctx.db.transaction(async (tx) => {
        await handOver(tx, row, person.userId, ctx.clock.now());
        await ctx.crm.contacts.update(row.contactId, { ownerId: person.userId });
        await ctx.notify([person.userId], { key: `slack.lead:${row.id}`, title: 'A lead that nobody took is yours', href: `/contacts/${row.contactId}` });
      });
    } else await ctx.db.transaction((tx) => noteClaim(tx, row, { dueAt: null }));
    return redraw(ctx, row.id);
  }
  await ctx.db.transaction((tx) => noteClaim(tx, row, { reminders: row.reminders + 1, dueAt: dueIn(ctx) }));
  await redraw(ctx, row.id);
  await post(ctx, `claim:${row.id}:${row.offeredAt.getTime()}:reminder:${row.reminders}`, {
    channel: row.channelId,
    threadTs: row.ts ?? undefined,
    broadcast: true,
    kind: 'reminder',
    text: 'This lead still waits for somebody.',
  });
}

/** Who took a lead and was not in touch with it in time loses it: it is offered again. */
async function offerAgain(ctx: ConnectedContext): Promise<void> {
  const { claimTouchMinutes } = settingsOf(ctx.connection);
  if (claimTouchMinutes === 0) return;
  const now = ctx.clock.now();
  const before = new Date(now.getTime() - claimTouchMinutes * 60_000);
  const rows = await ctx.db.transaction((tx) => claimedBefore(tx, { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id }, before));
  if (rows.length === 0) return;
  const touched = await ctx.db.transaction((tx) =>
    tx
      .select({ id: contacts.id, at: contacts.lastContactedAt, ownerId: contacts.ownerId })
      .from(contacts)
      .where(
        and(
          eq(contacts.workspaceId, ctx.workspaceId),
          inArray(
            contacts.id,
            rows.map(({ contactId }) => contactId),
          ),
        ),
      ),
  );
  for (const row of rows) {
    const contact = touched.find(({ id }) => id === row.contactId);
    const isTouched = contact?.at && row.claimedAt && contact.at >= row.claimedAt;
    // Given to somebody else in the CRM, it is theirs.
    if (!contact || isTouched || contact.ownerId !== row.claimedBy) {
      await ctx.db.transaction((tx) => noteClaim(tx, row, { dueAt: null }));
      continue;
    }
    await ctx.db.transaction(async (tx) => {
      await releaseClaim(tx, row, now, dueIn(ctx));
      await ctx.crm.contacts.update(row.contactId, { ownerId: null });
    });
    await redraw(ctx, row.id);
    await post(ctx, `claim:${row.id}:${now.getTime()}:again`, {
      channel: row.channelId,
      threadTs: row.ts ?? undefined,
      broadcast: true,
      kind: 'reminder',
      text: 'Nobody was in touch with this lead: it is on offer again.',
    });
  }
}

/** What falls due of leads on offer and of leads that were taken. */
export async function lookAfterClaims(ctx: ConnectedContext): Promise<void> {
  const due = await ctx.db.transaction((tx) => dueClaims(tx, ctx.workspaceId, ctx.clock.now()));
  for (const row of due) if (row.connectionId === ctx.connection.id && row.ts !== null) await remind(ctx, row);
  await offerAgain(ctx);
}
