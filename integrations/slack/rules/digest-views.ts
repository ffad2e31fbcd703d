import type { Context } from '#sdk';
import { slackConnection } from '../connection.ts';
import { channelOf, listChannels } from '../store/channels.ts';
import { memberOf } from '../store/members.ts';
import { digestDeliveries, listRules } from '../store/rules.ts';
import { digestOf, isPerson, readerOf } from './digest.ts';

/** Everybody for whom something waits, and every channel that a rule sends its digest to. */
export async function getDigests(ctx: Context) {
  const connected = await slackConnection(ctx);
  if (!connected) return { data: [], nextCursor: null };
  const of = { workspaceId: ctx.workspaceId, connectionId: connected.connection.id };
  const { waiting, channels } = await ctx.db.transaction(async (tx) => {
    const rules = (await listRules(tx, ctx.workspaceId)).filter(({ style, to }) => style === 'digest' && 'channelId' in to);
    const named = new Set(rules.map(({ to }) => ('channelId' in to ? to.channelId : '')));
    return {
      waiting: (await digestDeliveries(tx, ctx.workspaceId)).filter(({ connectionId }) => connectionId === of.connectionId),
      channels: (await listChannels(tx, ctx.workspaceId)).filter((row) => named.has(row.externalId) || named.has(row.id) || named.has(row.name)),
    };
  });
  const byTarget = Map.groupBy(waiting, (row) => row.target);
  const targets = new Set([...byTarget.keys(), ...channels.map(({ externalId }) => externalId)]);
  // One’s own, or all of them for who manages Slack: what waits for somebody is theirs.
  const mayAll = ctx.may('slack:manage');
  const me = ctx.actor.kind === 'person' ? ctx.actor.userId : undefined;
  const data = [];
  for (const target of targets) {
    const reader = await readerOf(connected, target);
    const who = await ctx.db.transaction(async (tx) =>
      isPerson(target) ? { member: await memberOf(tx, of, target) } : { channel: await channelOf(tx, of, target) },
    );
    const member = 'member' in who ? who.member : undefined;
    const channel = 'channel' in who ? who.channel : undefined;
    if (!reader || (!channel && (!member || (!mayAll && member.userId !== me)))) continue;
    const rows = byTarget.get(target) ?? [];
    const { text, blocks } = rows.length > 0 ? digestOf(connected, rows) : { text: null, blocks: [] };
    data.push({
      target,
      kind: channel ? ('channel' as const) : ('person' as const),
      name: channel ? channel.name : (member?.name ?? ''),
      channelId: channel?.id ?? null,
      digestAt: reader.at,
      timeZone: reader.timeZone,
      waiting: rows.length,
      lastDay: reader.lastDay ?? null,
      text,
      blocks: [...blocks],
    });
  }
  return { data: data.sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name)), nextCursor: null };
}
