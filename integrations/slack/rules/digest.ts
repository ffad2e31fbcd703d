import type { ConnectedContext, Transaction } from '#sdk';
import { context, divider, header, section } from '../blocks/build.ts';
import { cut, escaped, link } from '../blocks/text.ts';
import type { Json } from '../client/chat.ts';
import { openDirect } from '../client/index.ts';
import { urlOf } from '../records.ts';
import { post } from '../send.ts';
import { channelOf, noteChannel } from '../store/channels.ts';
import { houseZone, isHoliday } from '../store/house.ts';
import { memberOf } from '../store/members.ts';
import { type DeliveryRow, digestDeliveries, preferencesOf, savePreferences, settleDeliveries, waitingTargets } from '../store/rules.ts';
import { minutesOf, wallOf } from './quiet-hours.ts';

const PERSONAL_DIGEST_AT = '08:30';
const MOST = 40;

/** What happened since the last one, by record, the newest first; nothing is left out without saying so. */
export function digestOf(ctx: ConnectedContext, rows: readonly DeliveryRow[]): { text: string; blocks: Json[] } {
  const byRecord = [...Map.groupBy(rows, (row) => `${row.recordType} ${row.recordId}`).values()];
  const lines = byRecord.slice(0, MOST).map((own) => {
    const last = own.at(-1);
    const name = last ? link(urlOf(ctx, last.recordType, last.recordId), cut(last.sentence, 200)) : '';
    return section(
      `${name}${
        own.length > 1
          ? `\n_and ${own.length - 1} more ${own.length === 2 ? 'change' : 'changes'}: ${escaped(
              cut(
                own
                  .slice(0, -1)
                  .map(({ sentence }) => sentence)
                  .join(' · '),
                400,
              ),
            )}_`
          : ''
      }`,
    );
  });
  const left = byRecord.length - MOST;
  const text = `${rows.length} ${rows.length === 1 ? 'change' : 'changes'} on ${byRecord.length} ${byRecord.length === 1 ? 'record' : 'records'}`;
  return {
    text,
    blocks: [
      header('What changed'),
      ...lines,
      ...(left > 0 ? [context(`…and ${left} more records. All of them are in the CRM.`)] : []),
      divider(),
      context(`${text} · /crm prefs changes when this comes, and what is in it`),
    ],
  };
}

export interface Reader {
  timeZone: string;
  /** Null: none is wanted. */
  at: string | null;
  lastDay: string | null | undefined;
  note: (tx: Transaction, day: string) => Promise<unknown>;
}
/** Whose digest it is, and when they want it: a person in their zone, a channel in its own. */
export async function readerOf(ctx: ConnectedContext, target: string): Promise<Reader | undefined> {
  const of = { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id };
  return ctx.db.transaction(async (tx): Promise<Reader | undefined> => {
    if (!isPerson(target)) {
      const channel = await channelOf(tx, of, target);
      if (!channel || channel.isArchived || channel.isExternal || channel.removedAt) return undefined;
      return {
        timeZone: channel.timeZone ?? (await houseZone(tx, of)),
        at: channel.digestAt,
        lastDay: channel.lastDigestDay,
        note: (own, day) => noteChannel(own, of, target, { lastDigestDay: day }),
      };
    }
    const member = await memberOf(tx, of, target);
    const { userId = null } = member ?? {};
    const preferences = userId ? await preferencesOf(tx, ctx.workspaceId, userId) : undefined;
    return {
      timeZone: member?.timeZone ?? (await houseZone(tx, of)),
      at: preferences ? preferences.digestAt : PERSONAL_DIGEST_AT,
      lastDay: preferences?.lastDigestDay,
      note: async (own, day) => (userId ? savePreferences(own, ctx.workspaceId, userId, { lastDigestDay: day }) : undefined),
    };
  });
}
export const isPerson = (target: string) => /^[UW]/.test(target);

/** Sends the digests whose hour has come in their reader’s own zone, on working days. An empty one is not sent. */
export async function sendDigests(ctx: ConnectedContext): Promise<void> {
  const now = ctx.clock.now();
  const all = await ctx.db.transaction((tx) => digestDeliveries(tx, ctx.workspaceId));
  for (const [target, rows] of Map.groupBy(
    all.filter(({ connectionId }) => connectionId === ctx.connection.id),
    (row) => row.target,
  )) {
    const reader = await readerOf(ctx, target);
    const first = rows[0];
    if (!first || !reader?.at) continue;
    const wall = wallOf(now, reader.timeZone);
    if (wall.weekday === 0 || wall.weekday === 6 || wall.minutes < minutesOf(reader.at) || reader.lastDay === wall.day) continue;
    if (await ctx.db.transaction((tx) => isHoliday(tx, ctx.workspaceId, wall.day))) continue;
    const channel = isPerson(target) ? await openDirect(ctx.http, target) : target;
    await post(ctx, `digest:${target}:${wall.day}:${first.id}`, { channel, kind: 'digest', ...digestOf(ctx, rows) });
    await ctx.db.transaction(async (tx) => {
      await settleDeliveries(
        tx,
        ctx.workspaceId,
        rows.map(({ id }) => id),
        { state: 'digested', channelId: channel },
      );
      await reader.note(tx, wall.day);
    });
  }
}

/** What quiet hours held back and may go out now. */
export async function wakeWaiting(ctx: ConnectedContext): Promise<void> {
  const due = await ctx.db.transaction((tx) => waitingTargets(tx, ctx.workspaceId, ctx.clock.now()));
  for (const { target, recordId, recordType } of due)
    await ctx.tasks.enqueue(
      'slack.deliver',
      { target, recordId, recordType },
      { connectionId: ctx.connection.id, singletonKey: `deliver:${target}:${recordId}` },
    );
}
