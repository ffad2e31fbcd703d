import type { Context, RouteInput } from '#sdk';
import { outcomeRules } from '../calls/outcome-rules.ts';
import { callById } from '../calls/tell.ts';
import { connections } from '../connections.ts';
import { addToList, countsOf, currentOf, type Entry, listOwner, upcomingOf, type Wanted } from '../lists/entries.ts';
import { callEntry, clearList, type Finished, finishEntry, skipEntry } from '../lists/work.ts';
import { shownNumber } from '../phone/number.ts';
import { toCallView } from '../serializers.ts';
import { contactNames, decorate } from '../store.ts';

type Of<P, B> = RouteInput<P, undefined, B>;
type Id = { id: string };

const entryView = ({ id, contactId, number, callId, notBefore, refusal }: Entry, names: ReadonlyMap<string, string>) => ({
  id,
  contactId,
  contactName: (contactId && names.get(contactId)) || null,
  number,
  shownNumber: shownNumber(number),
  callId,
  notBefore: notBefore?.toISOString() ?? null,
  refusal,
});

/** The connection that calls of the list are made with. */
const listConnection = async (ctx: Context): Promise<string | undefined> => (await connections(ctx).catch(() => undefined))?.connection.id;

/** My list as it is now: who is worked on, who comes next, and how far it is. */
export async function callList(ctx: Context) {
  const userId = listOwner(ctx);
  const { current, call, upcoming, counts } = await ctx.db.transaction(async (tx) => {
    const own = await currentOf(ctx, tx, userId);
    const names = await contactNames(tx, ctx.workspaceId, [own?.contactId]);
    const row = own?.callId ? await callById(tx, ctx.workspaceId, own.callId) : undefined;
    const rows = await upcomingOf(ctx, tx, userId);
    const all = await contactNames(
      tx,
      ctx.workspaceId,
      rows.map(({ contactId }) => contactId),
    );
    return {
      current: own ? entryView(own, names) : null,
      call: row ? { connectionId: row.connectionId, view: toCallView(row, (await decorate(tx, ctx.workspaceId, [row]))(row)) } : undefined,
      upcoming: rows.filter(({ id }) => id !== own?.id).map((each) => entryView(each, all)),
      counts: await countsOf(ctx, tx, userId),
    };
  });
  return {
    current,
    call: call?.view ?? null,
    upcoming,
    counts: { ...counts, nextAt: counts.nextAt?.toISOString() ?? null },
    ...(await outcomeRules(ctx, call?.connectionId ?? (await listConnection(ctx)))),
  };
}

export const addEntries = (ctx: Context, { body }: Of<undefined, Wanted>) => addToList(ctx, body);

export async function callNext(ctx: Context, { params, body }: Of<Id, { via?: 'phone' | 'browser' | undefined }>) {
  const { guard } = await callEntry(ctx, params.id, body);
  const { allowed, rule, sentence, nextAllowedAt } = guard;
  return {
    guard: { allowed, ...(rule ? { rule } : {}), ...(sentence ? { sentence } : {}), ...(nextAllowedAt ? { nextAllowedAt } : {}) },
    list: await callList(ctx),
  };
}
export async function skipNext(ctx: Context, { params, body }: Of<Id, { reason: string }>) {
  await skipEntry(ctx, params.id, body.reason);
  return callList(ctx);
}
export async function finishNext(ctx: Context, { params, body }: Of<Id, Finished>) {
  await finishEntry(ctx, params.id, body);
  return callList(ctx);
}
export async function emptyList(ctx: Context) {
  await clearList(ctx);
  return callList(ctx);
}
