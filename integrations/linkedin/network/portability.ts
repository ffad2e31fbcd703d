import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type ConnectedContext, stream } from '#sdk';
import {
  type ConnectionRow,
  cellOf,
  headerOf,
  type InvitationRow,
  isSkip,
  type Kind,
  type MessageRow,
  readConnection,
  readInvitation,
  readMessage,
  type Skip,
} from '../archive/layouts.ts';
import { type Member, memberByConversations } from '../archive/read-archive.ts';
import { type Change, readChanges, readSnapshot, type SnapshotRow } from '../client/portability.ts';
import { linkedinImports as imports } from '../models/index.ts';
import { shareThread, threadsWithNews } from './apply.ts';
import { matchPeople, matchThreads, matchThreadsByPeople } from './match.ts';
import { NOBODY } from './owner.ts';
import { changeCounts, keepProfile, toThread } from './read-import.ts';
import { CHANGELOG, markGone, type Staging, settleInvitations, stageInvitations, stageMessages, stagePeople, stageThreads, type ThreadFacts } from './stage.ts';

const HOUR_MS = 3_600_000;
/** Changes in one answer at most. */
const MOST = 50;
const DOMAINS: readonly [domain: string, kind: Kind][] = [
  ['CONNECTIONS', 'connections'],
  ['INVITATIONS', 'invitations'],
  ['INBOX', 'messages'],
];

/** Keys of a snapshot are the headers of the archive's files, so that both are read by the same rules. */
export function readSnapshotRows(kind: Kind, rows: readonly SnapshotRow[]) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const header = headerOf(names, kind);
  if (!header) return [];
  const read = kind === 'connections' ? readConnection : kind === 'messages' ? readMessage : readInvitation;
  return rows
    .map(
      (row) =>
        read(
          header.columns,
          names.map((name) => row[name] ?? ''),
        ) as object,
    )
    .filter((row) => !isSkip(row as Skip));
}

const ownerOf = (ctx: ConnectedContext): string => ctx.connection.ownerUserId ?? NOBODY;

/** A whole copy of the member's own data, kept like an archive. False: there is nothing yet, which never takes the place of something. */
export async function readOwnData(ctx: ConnectedContext): Promise<boolean> {
  const { workspaceId } = ctx;
  const now = ctx.clock.now();
  const found = new Map<Kind, object[]>();
  const member: Member = { name: null, slug: null, profile: {} };
  const profile = await readSnapshot(ctx, 'PROFILE');
  if (profile?.[0]) {
    const columns = headerOf(Object.keys(profile[0]), 'profile')?.columns;
    if (columns) {
      const cells = Object.values(profile[0]);
      member.name = `${cellOf(columns, cells, 'firstname')} ${cellOf(columns, cells, 'lastname')}`.trim() || null;
      for (const field of ['headline', 'summary', 'industry', 'geolocation']) {
        const value = cellOf(columns, cells, field);
        if (value) member.profile[field] = value.slice(0, 2_000);
      }
    }
  }
  for (const [domain, kind] of DOMAINS) {
    const rows = await readSnapshot(ctx, domain);
    if (rows) found.set(kind, readSnapshotRows(kind, rows));
  }
  if (found.size === 0) return false;
  member.slug = ((found.get('invitations') ?? []) as InvitationRow[]).find(({ ownSlug }) => ownSlug)?.ownSlug ?? null;
  memberByConversations((found.get('messages') ?? []) as MessageRow[], member, undefined);
  const importId = uuidv7();
  const [before] = await ctx.db.transaction(async (tx) => {
    const rows = (await tx.execute(
      sql`select max(exported_at) as at from linkedin_imports where workspace_id = ${workspaceId} and owner_user_id = ${ownerOf(ctx)} and state in ('review', 'applying', 'done') and (counts ->> 'connections')::int > 0`,
    )) as unknown as { rows: { at: string | Date | null }[] };
    return rows.rows;
  });
  const staging: Staging = {
    workspaceId,
    ownerUserId: ownerOf(ctx),
    importId,
    exportedAt: now,
    previousAt: before?.at ? new Date(before.at) : null,
    isOlder: false,
    now,
  };
  const connections = (found.get('connections') ?? []) as ConnectionRow[];
  for (let from = 0; from < connections.length; from += 1_000)
    await ctx.db.transaction((tx) => stagePeople(tx, staging, connections.slice(from, from + 1_000)));
  await ctx.db.transaction((tx) => stageInvitations(tx, staging, (found.get('invitations') ?? []) as never));
  await keepMessages(ctx, staging, (found.get('messages') ?? []) as MessageRow[], member);
  if (connections.length > 0) await markGone(ctx, staging, connections.length);
  await ctx.db.transaction(async (tx) => {
    await settleInvitations(tx, staging);
    await matchPeople(tx, staging);
    await matchThreads(tx, staging);
    await matchThreadsByPeople(tx, staging);
    await keepProfile(ctx, tx, { ownerUserId: ownerOf(ctx), member, source: 'portability' });
    await tx.insert(imports).values({
      workspaceId,
      id: importId,
      ownerUserId: ownerOf(ctx),
      source: 'portability',
      kind: 'snapshot',
      fileName: 'Own data',
      state: 'review',
      memberName: member.name,
      memberSlug: member.slug,
      exportedAt: now,
      changes: await changeCounts(tx, workspaceId, importId),
      counts: Object.fromEntries([...found].map(([kind, rows]) => [kind, rows.length])),
      createdAt: now,
    });
  });
  return true;
}

async function keepMessages(ctx: ConnectedContext, staging: Staging, rows: readonly MessageRow[], member: Member) {
  const threads = new Map<string, ThreadFacts>();
  const directed = rows.map((row) => toThread(threads, row, member));
  for (let from = 0; from < directed.length; from += 1_000) await ctx.db.transaction((tx) => stageMessages(tx, staging, directed.slice(from, from + 1_000)));
  const all = [...threads.values()];
  for (let from = 0; from < all.length; from += 1_000) await ctx.db.transaction((tx) => stageThreads(tx, staging, all.slice(from, from + 1_000)));
}

interface MessageActivity {
  thread?: string;
  author?: string;
  content?: { content?: { string?: string }; fallback?: string };
  deliveredAt?: number;
  createdAt?: number;
}
const lastPart = (urn: string) => urn.slice(urn.lastIndexOf(':') + 1);

/** A message of the changelog as the archive would have it. */
export function toMessage(change: Change, externalId: string): (MessageRow & { direction: string; memberUrn: string | null }) | undefined {
  if (change.resourceName !== 'messages' || change.method !== 'CREATE') return undefined;
  const { thread = '', author = '', content, deliveredAt, createdAt } = change.activity as MessageActivity;
  const text = content?.content?.string ?? content?.fallback ?? '';
  if (!thread || !text) return undefined;
  const sentAt = new Date(deliveredAt ?? createdAt ?? change.processedAt);
  const isOwn = author === `urn:li:person:${externalId}`;
  const conversationId = lastPart(thread);
  return {
    messageKey: `${CHANGELOG}${createHash('sha256').update(change.id).digest('base64url')}`,
    conversationId,
    title: '',
    fromName: isOwn ? 'You' : author.startsWith('urn:') ? 'LinkedIn Member' : author,
    fromSlug: null,
    toNames: '',
    toSlugs: [],
    sentAt,
    subject: null,
    content: text,
    isInmail: false,
    direction: isOwn ? 'outbound' : 'inbound',
    memberUrn: !isOwn && author.startsWith('urn:li:person:') ? author : null,
  };
}

interface Place {
  since: number;
  seen: string[];
  /** When a whole copy was read. LinkedIn needs up to a day after consent to have one. */
  snapshotAt?: number;
}
/** A whole copy again so often: the changelog tells of messages, not of who works where. */
const SNAPSHOT_MS = 7 * 24 * HOUR_MS;

export const changeStream = stream<Change>({
  name: 'own-changes',
  everyMs: HOUR_MS,
  discover: async (ctx) => (ctx.connection.provider === 'portability' ? ['own-changes'] : []),
  async *read(ctx, { cursor }) {
    const now = ctx.clock.now().getTime();
    const place = cursor as unknown as Place | null;
    let { since, snapshotAt } = place ?? { since: now - 28 * 24 * HOUR_MS };
    let seen = new Set<string>(place?.seen);
    if (snapshotAt === undefined || now - snapshotAt >= SNAPSHOT_MS) snapshotAt = (await readOwnData(ctx)) ? now : snapshotAt;
    for (;;) {
      const page = await readChanges(ctx, since, MOST);
      // The boundary is inclusive: what stands on it was seen already.
      const fresh = page.filter(({ id }) => !seen.has(id));
      const last = page.at(-1)?.processedAt ?? since;
      const onBoundary = page.filter(({ processedAt }) => processedAt === last).map(({ id }) => id);
      seen = new Set(last === since ? [...seen, ...onBoundary] : onBoundary);
      const isFull = page.length >= MOST;
      // More at one instant than a page holds: nothing but going past it leads on.
      since = isFull && fresh.length === 0 ? last + 1 : last;
      yield {
        records: fresh.map((value) => ({ externalId: value.id, value })),
        cursor: { since, seen: [...seen], ...(snapshotAt === undefined ? {} : { snapshotAt }) },
        more: isFull,
      };
      if (!isFull) return;
    }
  },
  async apply(ctx, tx, records) {
    const rows = records.flatMap(({ value }) => toMessage(value, ctx.connection.externalId) ?? []);
    const now = ctx.clock.now();
    const staging: Staging = {
      workspaceId: ctx.workspaceId,
      ownerUserId: ownerOf(ctx),
      importId: ctx.connection.id,
      exportedAt: now,
      previousAt: null,
      isOlder: false,
      now,
    };
    if (rows.length > 0) {
      await stageMessages(tx, staging, rows);
      const threads = new Map<string, ThreadFacts>();
      for (const { conversationId, fromName, direction, memberUrn } of rows) {
        const before = threads.get(conversationId);
        const names = direction === 'inbound' ? [fromName] : (before?.names ?? []);
        const others = memberUrn && before?.memberUrn && before.memberUrn !== memberUrn;
        threads.set(conversationId, {
          conversationId,
          title: '',
          slugs: [],
          names,
          isGroup: Boolean(others) || (before?.isGroup ?? false),
          isInmail: false,
          memberUrn: memberUrn ?? before?.memberUrn ?? null,
        });
      }
      await stageThreads(tx, staging, [...threads.values()]);
      await ctx.tasks.enqueue('linkedin.share-news', {}, { connectionId: ctx.connection.id, singletonKey: `share:${ctx.connection.id}` });
    }
    return records.map(
      ({ value }) =>
        (toMessage(value, ctx.connection.externalId) ? { kept: true } : { kept: false, reason: `no_use_for_${value.resourceName.slice(0, 40)}` }) as
          | { kept: true }
          | { kept: false; reason: string },
    );
  },
});

/** What is new in conversations that the member has shared goes to the timelines they are on. */
export async function shareNews(ctx: ConnectedContext): Promise<void> {
  for (const thread of await threadsWithNews(ctx, ownerOf(ctx))) {
    ctx.signal.throwIfAborted();
    await shareThread(ctx, thread);
  }
}
