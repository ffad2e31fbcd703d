import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { ConnectedContext, InboundEvent, Transaction } from '#sdk';
import { recordReturned } from '../bounces/from-mailbox.ts';
import { keepMails } from '../keep/keep-mails.ts';
import { takeIn } from '../keep/take-in.ts';
import { emailInboundMails as inbound } from '../models/inbound.ts';
import { understand } from '../parsing/mail.ts';
import { houseFor } from '../reading/keep-loaded.ts';
import { rawMail } from './raw-mail.ts';

export interface HandedOn {
  /** The provider's form in base64, and how it is written. */
  form: string;
  contentType: string;
}

/** Puts a mail by that a provider handed on, and has it read soon. Told twice it is one. */
export async function takeInbound(
  ctx: ConnectedContext,
  tx: Transaction,
  { eventId, payload, receivedAt }: InboundEvent & { receivedAt: Date },
): Promise<void> {
  const id = uuidv7();
  const row = { workspaceId: ctx.workspaceId, id, connectionId: ctx.connection.id, eventId, receivedAt, ...(payload as HandedOn) };
  const added = await tx.insert(inbound).values(row).onConflictDoNothing().returning({ id: inbound.id });
  if (added.length > 0) await ctx.tasks.enqueue('email.keep-inbound', { id }, { connectionId: ctx.connection.id });
}

/** Reads such a mail, decides on it by the rules of mailboxes, and keeps it or its reason; what it said is forgotten then. */
export async function keepInbound(ctx: ConnectedContext, id: string): Promise<void> {
  const { workspaceId, clock } = ctx;
  const mine = and(eq(inbound.workspaceId, workspaceId), eq(inbound.id, id));
  const [row] = await ctx.db.transaction((tx) => tx.select().from(inbound).where(mine));
  if (!row || row.form === null) return;
  const mail = await rawMail(Buffer.from(row.form, 'base64'), row.contentType)
    .then((raw) => understand(raw, row.receivedAt))
    .catch(() => undefined);
  const house = await houseFor(ctx);
  const [taken] = await takeIn(ctx, house, [{ mail, isWhole: true, isLive: true, isSeen: false }]);
  const decided = taken?.kept;
  await ctx.db.transaction(async (tx) => {
    const kept = await keepMails(ctx, tx, decided ? [decided] : [], house);
    if (mail?.returned && decided) await recordReturned(ctx, tx, { reportId: mail.messageKey, at: mail.sentAt, classification: mail.returned });
    await tx
      .update(inbound)
      .set({
        form: null,
        decidedAt: clock.now(),
        messageKey: taken?.messageKey ?? null,
        reason: taken?.reason ?? null,
        messageId: decided ? (kept.get(decided.mail.messageKey)?.messageId ?? null) : null,
      })
      .where(mine);
  });
}
