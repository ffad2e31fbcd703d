import { uuidv7 } from 'uuidv7';
import {
  type Applied,
  type Completeness,
  type ConnectedContext,
  type Cursor,
  type Page,
  PatchbayError,
  type StreamRecord,
  stream,
  type Transaction,
} from '#sdk';
import { recordReturned } from '../bounces/from-mailbox.ts';
import type { House } from '../keep/house.ts';
import { keepMails } from '../keep/keep-mails.ts';
import { type TakenIn, takeIn } from '../keep/take-in.ts';
import { type Mail, understand } from '../parsing/mail.ts';
import { askForClearing, judgeGone } from '../reading/changes.ts';
import { houseFor } from '../reading/keep-loaded.ts';
import { settingsOf } from '../settings.ts';
import { changeFolder, type FolderRow, folderByPath, saveFolders } from '../store/folders.ts';
import { heldRemote, knownRemote, removeRemoteCopies, saveRemoteCopies, saveSeen } from '../store/remote-copies.ts';
import { remoteMailboxOf } from './mailboxes.ts';
import type { RemoteMailbox } from './remote-mailbox.ts';

/** Pushes are best effort everywhere; this look is what holds when they are lost. */
const EVERY_MS = 60_000;
/** The rest is found by the next look. */
const MOST_REPAIRED = 2000;

const mailboxOf = (ctx: ConnectedContext): RemoteMailbox => {
  const found = remoteMailboxOf(ctx.connection.provider);
  if (!found) throw new PatchbayError('internal', { detail: 'This connection is no mailbox behind an API.' });
  return found;
};

/** What became of one id: a mail, decided on; or only whether it was read. */
interface Remote {
  isSeen: boolean;
  taken?: TakenIn;
  returned?: Mail['returned'];
}

/** Fetches and understands mails, a few at a time, and decides on them. What is gone meanwhile is left out. */
async function loadRemote(ctx: ConnectedContext, mailbox: RemoteMailbox, ids: readonly string[], house: House, isLive: boolean): Promise<Map<string, Remote>> {
  const found = new Map<string, { mail: Mail | undefined; isSeen: boolean }>();
  for (let at = 0; at < ids.length; at += mailbox.atOnce) {
    ctx.signal.throwIfAborted();
    await Promise.all(
      ids.slice(at, at + mailbox.atOnce).map(async (id) => {
        const loaded = await mailbox.load(ctx, id);
        if (loaded) found.set(id, { mail: await understand(loaded.raw, loaded.receivedAt).catch(() => undefined), isSeen: loaded.isSeen });
      }),
    );
  }
  const entries = [...found];
  const taken = await takeIn(
    ctx,
    house,
    entries.map(([, each]) => ({ ...each, isWhole: true, isLive })),
  );
  return new Map(
    entries.map(([id, { mail, isSeen }], index): [string, Remote] => {
      const decided = taken[index];
      return [id, { isSeen, ...(decided ? { taken: decided } : {}), ...(mail?.returned ? { returned: mail.returned } : {}) }];
    }),
  );
}

async function keepRemote(ctx: ConnectedContext, tx: Transaction, folder: FolderRow, remote: ReadonlyMap<string, Remote>, house: House): Promise<void> {
  const mails = [...remote.values()].flatMap(({ taken }) => (taken?.kept ? [taken.kept] : []));
  const kept = await keepMails(ctx, tx, mails, house);
  for (const { taken, returned } of remote.values())
    if (returned && taken?.kept) await recordReturned(ctx, tx, { reportId: taken.kept.mail.messageKey, at: taken.kept.mail.sentAt, classification: returned });
  const now = ctx.clock.now();
  await saveRemoteCopies(
    tx,
    [...remote].flatMap(([remoteId, { taken, isSeen }]) =>
      taken
        ? [
            {
              workspaceId: ctx.workspaceId,
              id: uuidv7(),
              connectionId: ctx.connection.id,
              folderId: folder.id,
              remoteId,
              messageId: taken.kept ? (kept.get(taken.kept.mail.messageKey)?.messageId ?? null) : null,
              messageKey: taken.messageKey,
              reason: taken.reason,
              isSeen,
              decidedAt: now,
            },
          ]
        : [],
    ),
  );
}

async function* readFolder(ctx: ConnectedContext, path: string, cursor: Cursor): AsyncGenerator<Page<Remote>> {
  const mailbox = mailboxOf(ctx);
  const house = await houseFor(ctx);
  const folder = await ctx.db.transaction((tx) => folderByPath(tx, ctx.workspaceId, ctx.connection.id, path));
  const began = ctx.clock.now();
  const { syncFrom } = settingsOf(ctx.connection);
  for await (const page of mailbox.changes(ctx, path, cursor, syncFrom ? { since: new Date(syncFrom) } : {})) {
    const ids = page.there.map(({ id }) => id);
    const known = await ctx.db.transaction((tx) => knownRemote(tx, folder, ids));
    const loaded = await loadRemote(
      ctx,
      mailbox,
      ids.filter((id) => !known.has(id)),
      house,
      cursor !== null,
    );
    const there = page.there.flatMap(({ id, isSeen }): StreamRecord<Remote>[] => {
      const value = loaded.get(id) ?? (known.has(id) && known.get(id) !== isSeen ? { isSeen } : undefined);
      return value ? [{ externalId: id, value }] : [];
    });
    const records = [...there, ...page.gone.map((externalId) => ({ externalId, deleted: true, value: { isSeen: true } }))];
    const total = page.total === undefined ? {} : { total: page.total };
    if (page.more || records.length > 0) yield { records, cursor: page.cursor, more: true, ...total };
    if (page.more) continue;
    // Everything that was found is written down by now: who asks whether somebody answered goes by this.
    await ctx.db.transaction((tx) => changeFolder(tx, folder, { lookedAt: began }));
    yield { records: [], cursor: page.cursor, more: false, ...total };
  }
}

async function apply(ctx: ConnectedContext, tx: Transaction, records: readonly StreamRecord<Remote>[], path: string): Promise<Applied[]> {
  const folder = await folderByPath(tx, ctx.workspaceId, ctx.connection.id, path);
  const there = records.filter(({ deleted }) => !deleted);
  await keepRemote(ctx, tx, folder, new Map(there.filter(({ value }) => value.taken).map(({ externalId, value }) => [externalId, value])), await houseFor(ctx));
  await saveSeen(
    tx,
    folder,
    there.flatMap(({ externalId, value }) => (value.taken ? [] : [{ id: externalId, isSeen: value.isSeen }])),
    ctx.clock.now(),
  );
  const gone = records.flatMap(({ externalId, deleted }) => (deleted ? [externalId] : []));
  await askForClearing(ctx, await removeRemoteCopies(tx, folder, gone));
  return records.map(({ value, deleted }) => (deleted || !value.taken?.reason ? { kept: true } : { kept: false, reason: value.taken.reason }));
}

/** The provider's ids against ours, one by one. What nobody decided on is read now; what is gone there is followed, unless most of it is. */
export async function auditRemote(ctx: ConnectedContext, path: string): Promise<Completeness> {
  const mailbox = mailboxOf(ctx);
  const folder = await ctx.db.transaction((tx) => folderByPath(tx, ctx.workspaceId, ctx.connection.id, path));
  const remote = new Set<string>();
  for await (const ids of mailbox.ids(ctx, path)) for (const id of ids) remote.add(id);
  const held = async () => ctx.db.transaction((tx) => heldRemote(tx, folder));
  let rows = await held();
  const known = new Set(rows.map(({ remoteId }) => remoteId));
  const missing = [...remote].filter((id) => !known.has(id)).slice(0, MOST_REPAIRED);
  const house = await houseFor(ctx);
  for (let at = 0; at < missing.length; at += 100) {
    const loaded = await loadRemote(ctx, mailbox, missing.slice(at, at + 100), house, false);
    await ctx.db.transaction((tx) => keepRemote(ctx, tx, folder, loaded, house));
  }
  const gone = rows.flatMap(({ remoteId }) => (remote.has(remoteId) ? [] : [remoteId]));
  const now = ctx.clock.now();
  await ctx.db.transaction(async (tx) => {
    const verdict = judgeGone(rows.length, gone.length, folder.shrunkenSince, now);
    if (verdict === 'remove') await askForClearing(ctx, await removeRemoteCopies(tx, folder, gone));
    await changeFolder(tx, folder, { shrunkenSince: verdict === 'remove' ? null : verdict === 'mark' ? now : folder.shrunkenSince });
  });
  rows = (await held()).filter(({ remoteId }) => remote.has(remoteId));
  const skipped: Record<string, number> = {};
  for (const { reason } of rows) if (reason) skipped[reason] = (skipped[reason] ?? 0) + 1;
  const found: Completeness = {
    remote: remote.size,
    accounted: rows.length,
    onTimeline: rows.filter(({ reason, isOnTimeline }) => !reason && isOnTimeline).length,
    skipped,
    unexplained: remote.size - rows.length,
    checkedAt: now,
  };
  await ctx.db.transaction((tx) => changeFolder(tx, folder, found));
  return found;
}

/** Mailboxes of Gmail and Exchange Online: one activity model with those by IMAP. */
export const remoteMailboxStream = stream<Remote>({
  name: 'mail',
  everyMs: EVERY_MS,
  async discover(ctx) {
    const mailbox = remoteMailboxOf(ctx.connection.provider);
    if (!mailbox) return [];
    const folders = await mailbox.folders(ctx);
    await ctx.db.transaction((tx) => saveFolders(tx, ctx.workspaceId, ctx.connection.id, [...folders], ctx.clock.now()));
    await ctx.tasks.enqueue('email.keep-push', {}, { connectionId: ctx.connection.id, singletonKey: ctx.connection.id });
    return folders.map(({ path }) => path);
  },
  read: (ctx, { name, cursor }) => readFolder(ctx, name, cursor),
  apply: (ctx, tx, records, { name }) => apply(ctx, tx, records, name),
  completeness: (ctx, { name }) => auditRemote(ctx, name),
});
