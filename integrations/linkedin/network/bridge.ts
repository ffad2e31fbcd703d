import { createHash } from 'node:crypto';
import { type ConnectedContext, type Cursor, stream } from '#sdk';
import type { MessageRow } from '../archive/layouts.ts';
import { type Chat, type ChatMessage, chatsPage, messagesOf, type Relation, relationsPage } from '../client/bridge.ts';
import { matchPeople, matchThreads } from './match.ts';
import { NOBODY } from './owner.ts';
import { type Staging, stageMessages, stagePeople, stageThreads } from './stage.ts';

const DAY_MS = 86_400_000;
/** Conversations looked into at one look: a person would not open more of them in a day. */
const CHATS_A_DAY = 40;
type Row = { kind: 'relation'; relation: Relation } | { kind: 'chat'; chat: Chat; messages: ChatMessage[] };

const stagingOf = (ctx: ConnectedContext): Staging => {
  const now = ctx.clock.now();
  // Such lists are known to lose people: they add, and mark nobody as gone.
  return {
    workspaceId: ctx.workspaceId,
    ownerUserId: ctx.connection.ownerUserId ?? NOBODY,
    importId: ctx.connection.id,
    exportedAt: now,
    previousAt: null,
    isOlder: true,
    now,
  };
};

/** What a hosted-account service tells, once a day, into the same private staging as a copy of one's data. Only where it was switched on and accepted. */
export const bridgeStream = stream<Row>({
  name: 'bridge',
  everyMs: DAY_MS,
  discover: async (ctx) => (ctx.connection.provider === 'bridge' ? ['bridge'] : []),
  async *read(ctx, { cursor }) {
    const readUntil = typeof cursor?.readUntil === 'string' ? cursor.readUntil : '';
    const keep: Cursor = { readUntil };
    for (let next: string | undefined, isFirst = true; isFirst || next; isFirst = false) {
      ctx.signal.throwIfAborted();
      const page = await relationsPage(ctx, next);
      next = page.next;
      const records = page.items.map((relation) => ({
        externalId: `relation:${relation.public_identifier ?? relation.member_id}`,
        value: { kind: 'relation', relation } as const,
      }));
      yield { records, cursor: keep, more: true };
    }
    const { items } = await chatsPage(ctx);
    const fresh = items.filter(({ timestamp }) => (timestamp ?? '') > readUntil).slice(0, CHATS_A_DAY);
    for (const chat of fresh) {
      const messages = await messagesOf(ctx, chat.id);
      yield { records: [{ externalId: `chat:${chat.id}`, value: { kind: 'chat', chat, messages } }], cursor: keep, more: true };
    }
    const newest = fresh.map(({ timestamp }) => timestamp ?? '').reduce((latest, each) => (each > latest ? each : latest), readUntil);
    yield { records: [], cursor: { readUntil: newest }, more: false };
  },
  async apply(ctx, tx, records) {
    const staging = stagingOf(ctx);
    const relations = records.flatMap(({ value }) => (value.kind === 'relation' && value.relation.public_identifier ? [value.relation] : []));
    if (relations.length > 0) {
      await stagePeople(
        tx,
        staging,
        relations.map(({ public_identifier, first_name, last_name }) => {
          const slug = (public_identifier ?? '').toLowerCase();
          const names = { firstName: (first_name ?? '').slice(0, 200), lastName: (last_name ?? '').slice(0, 200) };
          return { personKey: slug, nameKey: slug, slug, ...names, email: null, company: null, position: null, connectedOn: null };
        }),
      );
      await matchPeople(tx, staging);
    }
    for (const { value } of records) if (value.kind === 'chat') await stageChat(ctx, tx, staging, value);
    await matchThreads(tx, staging);
    return records.map(({ value }) =>
      value.kind === 'chat' || value.relation.public_identifier ? ({ kept: true } as const) : ({ kept: false, reason: 'no_profile_address' } as const),
    );
  },
});

async function stageChat(ctx: ConnectedContext, tx: Parameters<typeof stageMessages>[0], staging: Staging, { chat, messages }: Extract<Row, { kind: 'chat' }>) {
  const slug = chat.attendee_public_identifier?.toLowerCase() ?? null;
  const name = chat.attendee_name ?? chat.name ?? 'LinkedIn Member';
  const own = String(ctx.connection.data.name ?? 'You');
  const rows = messages.flatMap(({ id, text, timestamp, is_sender }): (MessageRow & { direction: string })[] => {
    const sentAt = new Date(timestamp);
    if (!text || Number.isNaN(sentAt.getTime())) return [];
    return [
      {
        messageKey: `bridge:${createHash('sha256').update(id).digest('base64url')}`,
        conversationId: chat.id,
        title: '',
        fromName: is_sender ? own : name,
        fromSlug: is_sender ? null : slug,
        toNames: '',
        toSlugs: [],
        sentAt,
        subject: null,
        content: text,
        isInmail: false,
        direction: is_sender ? 'outbound' : 'inbound',
      },
    ];
  });
  if (rows.length === 0) return;
  await stageMessages(tx, staging, rows);
  await stageThreads(tx, staging, [{ conversationId: chat.id, title: '', slugs: slug ? [slug] : [], names: [name], isGroup: false, isInmail: false }]);
}
