import { type ConnectedContext, PatchbayError } from '#sdk';
import { context, section } from '../blocks/build.ts';
import { escaped } from '../blocks/text.ts';
import { joinChannel, openDirect } from '../client/index.ts';
import { dealView } from '../records.ts';
import { edit, placeIn, post } from '../send.ts';
import { type CardRow, cardOf, noteCard } from '../store/cards.ts';
import { saveChannels } from '../store/channels.ts';
import { type DeliveryRow, type RuleRow, ruleById, settleDeliveries, takeDue } from '../store/rules.ts';
import { dealCard } from './card.ts';
import { pause } from './react.ts';

export interface Waiting {
  target: string;
  recordType: string;
  recordId: string;
}
const placeOf = (ctx: ConnectedContext) => ({ workspaceId: ctx.workspaceId, connectionId: ctx.connection.id });
const GONE = ['message_not_found', 'cant_update_message', 'edit_window_closed', 'is_inactive'];

/** A refusal that was certain, in the words of `classifySlack`. */
const refused = (state: string, error: string | null): string | undefined => (state === 'failed' ? (error ?? 'Slack did not take the message.') : undefined);

async function showCard(
  ctx: ConnectedContext,
  at: Waiting,
  channel: string,
  rows: readonly DeliveryRow[],
  rule: RuleRow,
): Promise<{ ts: string; state: 'posted' | 'edited'; card: CardRow }> {
  const last = rows.at(-1);
  const view = await dealView(ctx, at.recordId);
  const [change] = last?.why.changed.filter(({ field }) => field === 'Stage') ?? [];
  const card = dealCard(view, {
    ruleId: rule.id,
    ruleName: rule.name,
    sentence: last?.sentence ?? view.deal.name,
    template: rule.template,
    ...(last ? { actor: last.why.actor } : {}),
    ...(change ? { from: String(change.from), to: String(change.to) } : {}),
  });
  const row = await ctx.db.transaction((tx) => cardOf(tx, placeOf(ctx), { channelId: channel, recordType: 'deal', recordId: at.recordId, ruleId: rule.id }));
  if (row.ts) {
    if (row.hash === card.hash) return { ts: row.ts, state: 'edited', card: row };
    const done = await edit(ctx, `card:${row.id}:${last?.id ?? card.hash}`, { channel, ts: row.ts }, card);
    if (done.state === 'done') {
      await ctx.db.transaction((tx) => noteCard(tx, row, { hash: card.hash }));
      return { ts: row.ts, state: 'edited', card: row };
    }
    // Somebody deleted it, or Slack lets it be changed no more: a new one takes its place.
  }
  const done = await post(ctx, `card:${row.id}:post:${row.ts ?? 'first'}`, { channel, kind: 'card', record: { type: 'deal', id: at.recordId }, ...card });
  const place = placeIn(done);
  if (!place)
    throw new PatchbayError('provider_rejected', { detail: refused(done.state, done.error) ?? 'The outcome is not known yet.', facts: { state: done.state } });
  await ctx.db.transaction((tx) => noteCard(tx, row, { ts: place.ts, hash: card.hash, ruleId: rule.id }));
  return { ts: place.ts, state: 'posted', card: row };
}

/** Below its card stands what happened, one line each: the channel’s own log of the deal. */
async function logChanges(ctx: ConnectedContext, channel: string, ts: string, rows: readonly DeliveryRow[], rule: RuleRow): Promise<void> {
  const lines = rows.map(({ sentence, why }) => `• ${escaped(sentence)} — ${escaped(why.actor)}`);
  const first = rows[0];
  if (first)
    await post(ctx, `log:${first.id}`, {
      channel,
      threadTs: ts,
      broadcast: rule.broadcast,
      kind: 'log',
      record: { type: first.recordType, id: first.recordId },
      text: lines.join('\n'),
    });
}

/** Messages that have no card: three and more become one. */
async function plainMessages(ctx: ConnectedContext, channel: string, rows: readonly DeliveryRow[], rule: RuleRow): Promise<string | undefined> {
  const [first] = rows;
  if (!first) return undefined;
  const text = rows.length === 1 ? first.sentence : `${rows.length} changes`;
  const done = await post(ctx, `rule:${first.id}`, {
    channel,
    kind: 'alert',
    record: { type: first.recordType, id: first.recordId },
    text,
    blocks: [
      section(
        rows
          .map(({ sentence }) => escaped(sentence))
          .slice(0, 20)
          .join('\n'),
      ),
      context(`Rule: ${escaped(rule.name)}`),
    ],
  });
  if (done.state === 'failed') throw new PatchbayError('provider_rejected', { detail: done.error ?? 'Slack did not take the message.' });
  return placeIn(done)?.ts;
}

/** Sends what is due for one record in one place: many changes are one edit of one card. */
export async function deliver(ctx: ConnectedContext, at: Waiting): Promise<void> {
  const rows = await ctx.db.transaction((tx) => takeDue(tx, { workspaceId: ctx.workspaceId, ...at }, ctx.clock.now()));
  if (rows.length === 0) return;
  const channel = /^[UW]/.test(at.target) ? await openDirect(ctx.http, at.target) : at.target;
  for (const [ruleId, own] of Map.groupBy(rows, (row) => row.ruleId)) {
    const ids = own.map(({ id }) => id);
    const rule = await ctx.db.transaction((tx) => ruleById(tx, ctx.workspaceId, ruleId).catch(() => undefined));
    if (!rule) {
      await ctx.db.transaction((tx) => settleDeliveries(tx, ctx.workspaceId, ids, { state: 'muted' }));
      continue;
    }
    try {
      if (rule.style === 'card' && at.recordType === 'deal') {
        const { ts, state } = await showCard(ctx, at, channel, own, rule);
        if (state === 'edited') await logChanges(ctx, channel, ts, own, rule);
        await ctx.db.transaction((tx) => settleDeliveries(tx, ctx.workspaceId, ids, { state, channelId: channel, ts }));
      } else {
        const ts = await plainMessages(ctx, channel, own, rule);
        await ctx.db.transaction((tx) => settleDeliveries(tx, ctx.workspaceId, ids, { state: 'posted', channelId: channel, ts: ts ?? null }));
      }
    } catch (error) {
      // Given back at once: the next try of this task goes on.
      if (!(error instanceof PatchbayError) || error.row.retryable) {
        await ctx.db.transaction((tx) => settleDeliveries(tx, ctx.workspaceId, ids, { state: 'waiting', dueAt: ctx.clock.now() }));
        throw error;
      }
      await refusedBy(ctx, rule, channel, ids, error);
    }
  }
}

/** What a channel did not take: the app joins a public one and tries again; else the rule rests. */
async function refusedBy(ctx: ConnectedContext, rule: RuleRow, channel: string, ids: readonly string[], error: PatchbayError): Promise<void> {
  if (error.message.includes('not in this Slack channel') && channel.startsWith('C')) {
    const joined = await joinChannel(ctx.http, channel).catch(() => undefined);
    if (joined) {
      await ctx.db.transaction((tx) => saveChannels(tx, placeOf(ctx), [joined]));
      throw new PatchbayError('provider_unavailable', { detail: 'The app joined the channel and tries again.' });
    }
  }
  await ctx.db.transaction((tx) => settleDeliveries(tx, ctx.workspaceId, ids, { state: 'failed' }));
  if (error.code === 'provider_rejected' && !GONE.includes(error.message)) await pause(ctx, rule, error.message);
}
