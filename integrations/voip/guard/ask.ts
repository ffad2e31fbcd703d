import { and, count, eq, gte, isNull, min, sql, sum } from 'drizzle-orm';
import { crmSettings } from '#crm/models';
import type { ConnectedContext, Transaction } from '#sdk';
import { voipCalls as calls, voipDoNotCall as doNotCall, voipNumbers as numbers } from '../models.ts';
import { readNumber } from '../phone/number.ts';
import { settingsOf } from '../settings.ts';
import { type GuardVerdict, judge } from './rules.ts';

const DAY_MS = 86_400_000;

export async function countryOf(tx: Transaction, workspaceId: string): Promise<string> {
  const [row] = await tx.select({ country: crmSettings.defaultCountry }).from(crmSettings).where(eq(crmSettings.workspaceId, workspaceId));
  return row?.country ?? 'US';
}

/** Asks everything that speaks against a call, and decides. */
export async function askGuard(
  ctx: ConnectedContext,
  { to, userId, contactId }: { to: string; userId: string | null; contactId: string | null },
): Promise<GuardVerdict & { e164?: string }> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const contact = contactId
    ? await Promise.all([ctx.crm.mayContact(contactId, 'call', { at: now }), ctx.crm.zoneOf(contactId)]).then(([{ allowed, reasons }, { timeZone }]) => ({
        allowed,
        reasons,
        timeZone,
      }))
    : undefined;
  return ctx.db.transaction(async (tx) => {
    const number = readNumber(to, await countryOf(tx, workspaceId));
    const e164 = number.e164 ?? '';
    const own = await tx
      .select({ e164: numbers.e164 })
      .from(numbers)
      .where(and(eq(numbers.workspaceId, workspaceId), isNull(numbers.removedAt)));
    const [listed] = await tx
      .select({ reason: doNotCall.reason })
      .from(doNotCall)
      .where(and(eq(doNotCall.workspaceId, workspaceId), eq(doNotCall.e164, e164)));
    const [tried] = await tx
      .select({ attempts: count(), oldest: min(calls.requestedAt) })
      .from(calls)
      .where(
        and(
          eq(calls.workspaceId, workspaceId),
          eq(calls.counterpart, e164),
          eq(calls.direction, 'outbound'),
          gte(calls.requestedAt, new Date(now.getTime() - DAY_MS)),
          sql`coalesce(${calls.disposition}, '') <> 'not_placed'`,
        ),
      );
    const since = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
    const [spent] = await tx
      .select({ all: sum(calls.costAmount), own: sql<string | null>`sum(${calls.costAmount}) filter (where ${calls.userId} = ${userId ?? null})` })
      .from(calls)
      .where(and(eq(calls.workspaceId, workspaceId), gte(calls.requestedAt, since)));
    const verdict = judge(
      {
        number,
        ownNumbers: own.map((each) => each.e164),
        isOnList: listed !== undefined,
        listReason: listed?.reason,
        contact,
        attempts: tried?.attempts ?? 0,
        oldestAttemptAt: tried?.oldest ?? undefined,
        spentToday: Number(spent?.all ?? 0),
        spentByPersonToday: Number(spent?.own ?? 0),
        now,
      },
      settingsOf(ctx.connection),
    );
    return { ...verdict, ...(number.e164 ? { e164: number.e164 } : {}) };
  });
}
