import { and, eq } from 'drizzle-orm';
import { type ConnectedContext, PatchbayError } from '#sdk';
import { clampMessage } from '../blocks/clamp.ts';
import type { OutgoingMessage } from '../client/chat.ts';
import { openDirect, postEphemeral, refusalOf, respond } from '../client/index.ts';
import { isResponseUrl } from '../client/respond.ts';
import { commandInput } from '../commands/answer.ts';
import { identify } from '../commands/identify.ts';
import { parseCommand } from '../commands/parse.ts';
import { COMMANDS } from '../commands/registry.ts';
import { slackInteractions as interactions } from '../models/index.ts';
import { whoIs } from '../people.ts';
import { post } from '../send.ts';
import { type Command, command, type Interaction, interaction, metadataOf, valuesOf } from '../serializers/inbound.ts';
import type { DeedInput } from './deed.ts';
import { EVENT_DEEDS } from './events.ts';
import { FORMS } from './forms.ts';
import { OPENERS } from './openers.ts';
import { PRESSES } from './presses.ts';

type Row = typeof interactions.$inferSelect;
const MOST_TRIES = 5;
const OUT_OF_DATE: OutgoingMessage = { text: 'This card is out of date. Ask again with /crm, or look in the CRM.' };

/** Answers one person: where they clicked while Slack lets us, else in the channel, else in their own conversation with the app. */
function sayTo(ctx: ConnectedContext, row: Row): DeedInput['say'] {
  const { response_url: url, channel, container } = row.payload as Partial<Interaction> & { response_url?: string };
  const { channel: openedIn } = metadataOf((row.payload as Partial<Interaction>).view);
  const channelId =
    channel?.id ?? container?.channel_id ?? (row.payload as Partial<Command>).channel_id ?? (typeof openedIn === 'string' ? openedIn : undefined);
  let count = 0;
  return async (message, how = {}) => {
    const fitting = clampMessage(message);
    if (url && isResponseUrl(url, apiBaseOf(ctx)) && (await respond(ctx.http, url, fitting, how))) return;
    if (how.delete) return;
    try {
      if (channelId && !channelId.startsWith('D')) {
        await postEphemeral(ctx.http, channelId, row.slackUserId, fitting);
        return;
      }
    } catch (error) {
      if (!refusalOf(error)) throw error;
    }
    count += 1;
    await post(ctx, `say:${row.id}:${count}`, { channel: await openDirect(ctx.http, row.slackUserId), kind: 'answer', ...fitting });
  };
}
const apiBaseOf = (ctx: ConnectedContext): string => String(ctx.connection.data.apiBase ?? '');

const finish = (ctx: ConnectedContext, row: Row, state: 'done' | 'failed', outcome?: string) =>
  ctx.db.transaction((tx) =>
    tx
      .update(interactions)
      .set({ state, payload: {}, outcome: outcome ?? null, updatedAt: ctx.clock.now() })
      .where(and(eq(interactions.workspaceId, ctx.workspaceId), eq(interactions.id, row.id), eq(interactions.state, 'received')))
      .returning({ id: interactions.id }),
  );

/** What was clicked, as something to do; undefined: nobody knows it any more. */
function deedOf(input: DeedInput, row: Row): (() => Promise<(() => Promise<unknown>) | undefined>) | undefined {
  const { payload } = input;
  if (row.kind === 'view_submission') {
    const form = FORMS[payload.view?.callback_id ?? ''];
    const values = valuesOf(payload.view);
    // What stood at a field of the form was read there: it is not said again, and nothing is done.
    return form && (async () => ((await form.check?.(input, values))?.response_action === 'errors' ? undefined : form.submit(input, values)));
  }
  const [action] = payload.actions ?? [];
  if (row.kind !== 'block_actions' || !action) return undefined;
  const press = Object.hasOwn(PRESSES, action.action_id) ? PRESSES[action.action_id] : undefined;
  return press && (() => press({ ...input, action }));
}

async function actAsPerson(ctx: ConnectedContext, row: Row): Promise<void> {
  const say = sayTo(ctx, row);
  const payload = interaction.parse(row.payload);
  const opens = Object.hasOwn(OPENERS, payload.actions?.[0]?.action_id ?? payload.callback_id ?? '');
  const who = await whoIs(ctx, row.slackUserId);
  if (who.kind === 'nobody') {
    await finish(ctx, row, 'failed', who.sentence);
    await say(who.mayLink ? await identify(ctx, row.slackUserId, who.sentence) : { text: who.sentence });
    return;
  }
  // The form was opened while Slack still waited.
  if (opens) return void (await finish(ctx, row, 'done'));
  const input: DeedInput = { id: row.id, ctx: who.ctx, hub: ctx, userId: who.userId, member: who.member, payload, say };
  const deed = deedOf(input, row);
  if (!deed) {
    await finish(ctx, row, 'failed', 'unknown');
    return say(OUT_OF_DATE);
  }
  const after = await ctx.db.transaction(async () => {
    const [first] = await finish(ctx, row, 'done');
    return first ? deed() : undefined;
  });
  await after?.();
}

async function actOnCommand(ctx: ConnectedContext, row: Row): Promise<void> {
  const typed = command.parse(row.payload);
  const { verb } = parseCommand(typed.text);
  const input = await commandInput(ctx, typed);
  const [first] = await finish(ctx, row, 'done');
  if (first && 'userId' in input) await COMMANDS[verb]?.act?.(input, sayTo(ctx, row));
}

/** Said again it gives the same: an unfurl, a home, an activity are written over. */
async function actOnEvent(ctx: ConnectedContext, row: Row): Promise<void> {
  await EVENT_DEEDS[row.kind.split('.')[1] ?? '']?.(ctx, row.payload);
  await finish(ctx, row, 'done');
}

/** Does what a command, click or form asks for. What cannot be done is said in a sentence to whoever asked. */
export async function actOn(ctx: ConnectedContext, id: string): Promise<void> {
  const own = and(eq(interactions.workspaceId, ctx.workspaceId), eq(interactions.id, id));
  const [row] = await ctx.db.transaction((tx) => tx.select().from(interactions).where(own));
  if (row?.state !== 'received') return;
  try {
    if (row.kind.startsWith('event.')) await actOnEvent(ctx, row);
    else await (row.kind === 'command' ? actOnCommand(ctx, row) : actAsPerson(ctx, row));
  } catch (error) {
    const known = error instanceof PatchbayError ? error : undefined;
    const tries = row.tries + 1;
    if ((!known || known.row.retryable) && tries < MOST_TRIES) {
      await ctx.db.transaction((tx) => tx.update(interactions).set({ tries }).where(own));
      throw error;
    }
    if (!known) ctx.log.error({ err: error, interaction: id }, 'a Slack click could not be handled');
    await finish(ctx, row, 'failed', known?.message ?? 'internal');
    // Nobody asked for it: nobody is told.
    if (row.kind.startsWith('event.')) return;
    await sayTo(ctx, row)({ text: known && known.row.status < 500 ? known.message : 'That did not work on our side. It was recorded; please try again.' });
  }
}
