import { and, eq, gte, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { asId, type ConnectedContext, type ConnectionId, type Context, PatchbayError, type RouteInput } from '#sdk';
import { storedAgainstRules } from '../keep/apply-rules.ts';
import { decide } from '../keep/decide.ts';
import { emailMessages } from '../models/mailbox.ts';
import type { MailKind } from '../parsing/kind.ts';
import { houseFor } from '../reading/keep-loaded.ts';
import type { simulationBody, simulationView, storedBody, storedView } from '../serializers/threads.ts';
import { settingsOf } from '../settings.ts';
import { readable, readerOf, shownSubject } from '../store/inbox.ts';

/** Whose rules they are: the owner of a mailbox; of a shared one, and of anybody's, whoever runs the workspace. */
async function ruledBy(ctx: Context, connectionId: string): Promise<ConnectedContext> {
  const connected = await ctx.withConnection(asId<ConnectionId>(connectionId));
  const { actor } = ctx;
  const { userId } = await readerOf(ctx);
  const runsIt = !('role' in actor) || actor.role === 'owner' || actor.role === 'admin';
  if (!runsIt && (userId === undefined || connected.connection.ownerUserId !== userId))
    throw new PatchbayError('forbidden', { detail: 'The rules of a mailbox are its owner’s.' });
  return connected;
}

export const applyToStored = async (
  ctx: Context,
  { body }: RouteInput<undefined, undefined, z.output<typeof storedBody>>,
): Promise<z.input<typeof storedView>> => storedAgainstRules(await ruledBy(ctx, body.connectionId), body.remove);

/** What other rules would have done with the mails of the last days; nothing is changed. */
export async function simulate(
  ctx: Context,
  { body }: RouteInput<undefined, undefined, z.output<typeof simulationBody>>,
): Promise<z.input<typeof simulationView>> {
  const connected = await ctx.withConnection(asId<ConnectionId>(body.connectionId));
  const settings = {
    ...settingsOf(connected.connection),
    ...(body.blocklist ? { blocklist: body.blocklist } : {}),
    ...(body.syncFrom ? { syncFrom: body.syncFrom } : {}),
  };
  const base = await houseFor(connected);
  const house = { addresses: base.addresses, domains: new Set([...base.domains, ...(body.internalDomains ?? [])]) };
  const since = new Date(ctx.clock.now().getTime() - body.days * 86_400_000);
  const reader = await readerOf(ctx);
  const rows = await ctx.db.transaction((tx) =>
    tx
      .select({
        subject: shownSubject(reader),
        from: emailMessages.from,
        to: emailMessages.to,
        cc: emailMessages.cc,
        kind: emailMessages.kind,
        sentAt: emailMessages.sentAt,
      })
      .from(emailMessages)
      .where(
        and(
          eq(emailMessages.workspaceId, ctx.workspaceId),
          eq(emailMessages.connectionId, body.connectionId),
          gte(emailMessages.sentAt, since),
          readable(reader),
        ),
      )
      .orderBy(sql`${emailMessages.sentAt} desc`)
      .limit(20_000),
  );
  const skipped: Record<string, number> = {};
  const sample: z.input<typeof simulationView>['sample'] = [];
  for (const row of rows) {
    const decision = decide({ ...row, from: row.from ?? undefined, kind: row.kind as MailKind }, settings, house, true);
    if (decision.keep) continue;
    skipped[decision.reason] = (skipped[decision.reason] ?? 0) + 1;
    if (sample.length < 20) sample.push({ subject: row.subject, from: row.from?.address ?? null, sentAt: row.sentAt.toISOString(), reason: decision.reason });
  }
  const gone = Object.values(skipped).reduce((sum, each) => sum + each, 0);
  return { looked: rows.length, kept: rows.length - gone, skipped, sample };
}
