import type { ConnectedContext, CrmParticipant, Transaction } from '#sdk';
import { cut, plain } from '../blocks/text.ts';
import { type MessageEvent, timeOf } from '../serializers/events.ts';
import { settingsOf } from '../settings.ts';
import { channelOf } from '../store/channels.ts';
import { keepOnTimeline, type LinkRow, linkOf, timelineOf } from '../store/links.ts';
import { memberOf } from '../store/members.ts';
import type { KeptFile } from './files.ts';

/** What Slack says about a channel is nothing that somebody said. */
const SAID = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);
/** `//` or a monkey in front keeps a message out of the CRM. */
const KEPT_OUT = /^\s*(\/\/|:see_no_evil:|🙈)/u;

const placeOf = (ctx: ConnectedContext) => ({ workspaceId: ctx.workspaceId, connectionId: ctx.connection.id });

/** Our own words, whichever way they come back: never a person’s. */
export const isOwn = (ctx: ConnectedContext, message: Pick<MessageEvent, 'bot_id' | 'app_id' | 'user'>): boolean =>
  message.bot_id !== undefined || message.app_id !== undefined || message.user === ctx.connection.data.botUserId;

export const permalinkOf = (ctx: ConnectedContext, channel: string, ts: string): string | null => {
  const base = ctx.connection.data.url;
  return typeof base === 'string' && base ? `${base}archives/${channel}/p${ts.replace('.', '')}` : null;
};

interface Said {
  channel: string;
  ts: string;
  threadTs: string | undefined;
  user: string;
  text: string;
  files: readonly KeptFile[];
}
/** Whose timeline; `id`: of the link that brought it there. */
type Belonging = Pick<LinkRow, 'recordType' | 'recordId'> & { id: string | null };

/** One message on the timeline of the record that its thread belongs to. Told twice it is one; false: it lay there. */
export async function recordMessage(ctx: ConnectedContext, tx: Transaction, said: Said, link: Belonging): Promise<boolean> {
  const of = placeOf(ctx);
  const author = await memberOf(tx, of, said.user);
  const channel = await channelOf(tx, of, said.channel);
  const body = plain(said.text);
  const { files } = said;
  const participants: CrmParticipant[] = [
    {
      address: author?.email ?? said.user,
      kind: author?.email ? 'email' : 'slack',
      role: 'from',
      name: author?.name ?? said.user,
      ...(author?.userId ? { userId: author.userId as never } : {}),
    },
  ];
  if (link.recordType === 'contact') {
    const contact = await ctx.crm.contacts.get(link.recordId);
    participants.push({
      address: contact.emails[0]?.value ?? contact.id,
      role: 'about',
      name: `${contact.firstName} ${contact.lastName}`.trim(),
      contactId: contact.id,
    });
  }
  const { id, isNew } = await ctx.crm.activities.record({
    kind: 'message',
    direction: author?.isStranger ? 'inbound' : 'internal',
    occurredAt: timeOf(said.ts),
    provider: 'slack',
    externalId: `${said.channel}:${said.ts}`,
    connectionId: ctx.connection.id,
    threadId: `${said.channel}:${said.threadTs ?? said.ts}`,
    url: permalinkOf(ctx, said.channel, said.ts),
    subject: channel ? `Slack · #${channel.name}` : 'Slack',
    snippet: cut(body, 300),
    body,
    ...(link.recordType === 'deal' ? { dealId: link.recordId } : {}),
    ...(link.recordType === 'organization' ? { organizationId: link.recordId } : {}),
    participants,
    data: {
      channel: channel?.name ?? said.channel,
      isReply: said.threadTs !== undefined && said.threadTs !== said.ts,
      ...(files.length > 0 ? { attachments: files } : {}),
    },
    toldAt: ctx.clock.now(),
  });
  await keepOnTimeline(tx, of, { channelId: said.channel, ts: said.ts, linkId: link.id, activityId: id });
  return isNew;
}

/** What somebody of another company writes in a shared channel lies on their own timeline, where their address is known. */
async function recordOutsider(ctx: ConnectedContext, tx: Transaction, event: MessageEvent): Promise<void> {
  const of = placeOf(ctx);
  const author = await memberOf(tx, of, event.user ?? '');
  if (!author?.isStranger || !author.email || !settingsOf(ctx.connection).externalMessages) return;
  const known = await ctx.crm.contacts.match({ kind: 'email', value: author.email });
  if (!known) return;
  const channel = await channelOf(tx, of, event.channel);
  const body = plain(event.text);
  const { id } = await ctx.crm.activities.record({
    kind: 'message',
    direction: 'inbound',
    occurredAt: timeOf(event.ts),
    provider: 'slack',
    externalId: `${event.channel}:${event.ts}`,
    connectionId: ctx.connection.id,
    threadId: `${event.channel}:${event.thread_ts ?? event.ts}`,
    url: permalinkOf(ctx, event.channel, event.ts),
    subject: channel ? `Slack · #${channel.name}` : 'Slack',
    snippet: cut(body, 300),
    body,
    participants: [{ address: author.email, kind: 'email', role: 'from', name: author.name, contactId: known.contactId }],
    data: { channel: channel?.name ?? event.channel },
    toldAt: ctx.clock.now(),
  });
  await keepOnTimeline(tx, of, { channelId: event.channel, ts: event.ts, linkId: null, activityId: id });
}

/** Said by a person, and not meant to stay out of the CRM. */
export const isSaid = (ctx: ConnectedContext, event: Pick<MessageEvent, 'subtype' | 'bot_id' | 'app_id' | 'user' | 'text'>): boolean =>
  SAID.has(event.subtype) && !isOwn(ctx, event) && !!event.user && !KEPT_OUT.test(event.text);

/** Said with files, or in a shared channel by somebody whom no reading brings, as those of another company: Slack has to be asked first. */
export async function needsAsking(ctx: ConnectedContext, tx: Transaction, event: MessageEvent): Promise<boolean> {
  if (!event.user || !isSaid(ctx, event)) return false;
  const of = placeOf(ctx);
  // Files are fetched, which takes as long as it takes.
  if (event.files?.length && (await linkOf(tx, of, event.channel, event.thread_ts ?? event.ts))) return true;
  return (await channelOf(tx, of, event.channel))?.isExternal === true && !(await memberOf(tx, of, event.user));
}

/** Somebody said something in a channel that the app is in. */
export async function onMessage(ctx: ConnectedContext, tx: Transaction, event: MessageEvent, files: readonly KeptFile[] = []): Promise<void> {
  const of = placeOf(ctx);
  if (event.subtype === 'message_changed' && event.message) {
    const known = await timelineOf(tx, of, event.channel, event.message.ts);
    const body = plain(event.message.text);
    if (known && !isOwn(ctx, event.message)) await ctx.crm.activities.update(known.activityId, { body, snippet: cut(body, 300), toldAt: ctx.clock.now() });
    return;
  }
  if (event.subtype === 'message_deleted' && event.deleted_ts) {
    const known = await timelineOf(tx, of, event.channel, event.deleted_ts);
    if (known) await ctx.crm.activities.update(known.activityId, { body: null, snippet: 'Deleted in Slack.', status: 'deleted', toldAt: ctx.clock.now() });
    return;
  }
  if (!event.user || !isSaid(ctx, event)) return;
  const link = await linkOf(tx, of, event.channel, event.thread_ts ?? event.ts);
  if (!link || link.direction === 'off') return recordOutsider(ctx, tx, event);
  await recordMessage(ctx, tx, { channel: event.channel, ts: event.ts, threadTs: event.thread_ts, user: event.user, text: event.text, files }, link);
}
