import { uuidv7 } from 'uuidv7';
import { input, modal, searching, section, select } from '../blocks/build.ts';
import { cut, escaped, plain } from '../blocks/text.ts';
import type { FormDefinition } from '../interactions/deed.ts';
import type { Opener } from '../interactions/openers.ts';
import { slackInteractions as interactions } from '../models/index.ts';
import { nameOf, readRef, refText } from '../records.ts';
import { metadataOf } from '../serializers/inbound.ts';
import { linkOf } from '../store/links.ts';

/** What is kept until the messages are fetched: where they stand, and for which record. */
export interface SaveRequest {
  channel: string;
  ts: string;
  threadTs: string | undefined;
  isThread: boolean;
  ref: string;
}

/** The shortcut of a message: which record it belongs to, and whether its whole thread does. */
export const openSave: Opener = async ({ ctx, payload }) => {
  const channel = payload.channel?.id;
  const ts = payload.message?.ts ?? payload.message_ts;
  if (!channel || !ts) return undefined;
  const threadTs = payload.message?.thread_ts;
  const link = await ctx.db.transaction((tx) => linkOf(tx, { workspaceId: ctx.workspaceId, connectionId: ctx.connection.id }, channel, threadTs ?? ts));
  const ref = link && readRef(`${link.recordType}:${link.recordId}`);
  // Who does not reach the record that the channel belongs to is not told of it.
  const name = ref && (await nameOf(ctx, ref).catch(() => undefined));
  return modal({
    callbackId: 'save_messages',
    title: 'Save to timeline',
    submit: 'Save',
    metadata: { channel, ts, ...(threadTs ? { threadTs } : {}) },
    blocks: [
      section(`> ${escaped(cut(plain(payload.message?.text ?? ''), 200)).replaceAll('\n', '\n> ') || '…'}`),
      input('record', 'About', searching('record_search', 'Type to search', ref && name !== undefined ? { value: refText(ref), label: name } : undefined)),
      input(
        'extent',
        'What to keep',
        select(
          'v',
          'Choose',
          [
            { value: 'thread', label: 'The whole thread' },
            { value: 'message', label: 'This message only' },
          ],
          threadTs ? 'thread' : 'message',
        ),
      ),
    ],
  });
};

export const saveMessages: FormDefinition = {
  async check({ ctx }, { record }) {
    if (!ctx.may('activities:write')) return { response_action: 'errors', errors: { record: 'Your role in the CRM does not let you add to timelines.' } };
    const ref = readRef(record);
    if (!ref) return { response_action: 'errors', errors: { record: 'Choose the deal, person or company it is about.' } };
    await nameOf(ctx, ref);
    return undefined;
  },
  // What is fetched from Slack is fetched by a task, which is tried again.
  async submit({ id, ctx, member, payload }, { record, extent }) {
    const { channel, ts, threadTs } = metadataOf(payload.view) as Partial<Record<string, string>>;
    if (!channel || !ts || !record) return undefined;
    const asked: SaveRequest = { channel, ts, threadTs, isThread: extent === 'thread', ref: record };
    const own = uuidv7();
    await ctx.db.transaction((tx) =>
      tx.insert(interactions).values({
        workspaceId: ctx.workspaceId,
        connectionId: ctx.connection.id,
        id: own,
        eventId: `save:${id}`,
        slackUserId: member.externalId,
        kind: 'event.save_messages',
        payload: { ...asked, user: member.externalId },
      }),
    );
    await ctx.tasks.enqueue('slack.act', { id: own }, { connectionId: ctx.connection.id });
    return undefined;
  },
};
