import type { SearchObject } from 'imapflow';
import { type Applied, type ConnectedContext, CursorGone, type Page, PatchbayError, type StreamRecord, stream, type Transaction } from '#sdk';
import { foldersToRead, listFolders } from '../client/folders.ts';
import { watchInbox } from '../client/idle.ts';
import { onLine, openLine, withMailbox } from '../client/mailbox-line.ts';
import { targetOf } from '../client/server.ts';
import type { Writers } from '../keep/take-in.ts';
import { isMailbox } from '../providers/mailboxes.ts';
import { settingsOf } from '../settings.ts';
import { changeFolder, folderByPath, removeOldCopies, saveFolders } from '../store/folders.ts';
import { auditFolder } from './audit.ts';
import { type Batch, batchesOf, FEW_MAILS, MOST_MAILS } from './batches.ts';
import { askForClearing, changesSince, flagsOf, keepFlags, readDeletions } from './changes.ts';
import { houseFor, keepLoaded } from './keep-loaded.ts';
import { type Loaded, loadMails, sizesOf } from './load.ts';

/** How many batches are read before the one that is written is. */
const AHEAD = 2;
const EVERY_MS = 2 * 60_000;

/** What was durably processed: everything below `next` and from `low` on; `low` 0 once the history is read. */
interface Position {
  validity: string;
  next: number;
  low: number;
  modseq: string | null;
  exists: number;
}
const positionOf = (cursor: unknown): Position | undefined =>
  typeof cursor === 'object' && cursor !== null && 'validity' in cursor ? (cursor as Position) : undefined;
const cursorOf = (position: Position): Record<string, unknown> => ({ ...position });

const NO_LINE = new Set<string>(['provider_unavailable', 'provider_timeout']);
const isLost = (error: unknown): boolean => error instanceof PatchbayError && NO_LINE.has(error.code);

/**
 * A folder from where it was left to its end. A line that broke after something was read is opened anew at once; one that
 * broke before the first batch was whole is once more asked for small ones.
 */
async function* readFolder(ctx: ConnectedContext, path: string, cursor: unknown): AsyncGenerator<Page<Loaded>> {
  let at = cursor;
  let most = MOST_MAILS;
  for (;;) {
    let read = 0;
    try {
      for await (const page of readOnLine(ctx, path, at, most)) {
        yield page;
        // Asked for the next one: this one is applied, and its place saved.
        at = page.cursor;
        read += page.records.length;
      }
      return;
    } catch (error) {
      if (!isLost(error) || ctx.signal.aborted || (read === 0 && most === FEW_MAILS)) throw error;
      if (read === 0) most = FEW_MAILS;
    }
  }
}

async function* readOnLine(ctx: ConnectedContext, path: string, cursor: unknown, most: number): AsyncGenerator<Page<Loaded>> {
  const { client, command } = await openMailbox(ctx, path);
  try {
    const began = ctx.clock.now();
    const mailbox = await command('EXAMINE', () => client.mailboxOpen(path, { readOnly: true }));
    const validity = mailbox.uidValidity.toString();
    const { uidNext, exists } = mailbox;
    const counts = client.enabled.has('CONDSTORE') || client.enabled.has('QRESYNC');
    const modseq = counts && mailbox.highestModseq && !mailbox.noModseq ? mailbox.highestModseq.toString() : null;
    const before = positionOf(cursor);
    if (before && before.validity !== validity) throw new CursorGone();
    const folder = await ctx.db.transaction((tx) => folderByPath(tx, ctx.workspaceId, ctx.connection.id, path));
    let at: Position = before ?? { validity, next: uidNext, low: uidNext, modseq, exists };
    if (before && at.low === 0 && at.next === uidNext && at.exists === exists && modseq !== null && at.modseq === modseq && !folder.shrunkenSince) {
      await ctx.db.transaction((tx) => changeFolder(tx, folder, { lookedAt: began }));
      yield { records: [], cursor: cursorOf(at), more: false, total: exists };
      return;
    }
    const house = await houseFor(ctx);
    const search = async (what: SearchObject) => (exists === 0 ? [] : (await command('SEARCH', () => client.search(what, { uid: true }))) || []);
    // What changed since, in the server's own counting, where it keeps one.
    const since = before && modseq !== null ? before.modseq : null;
    const changes = since === null ? undefined : await command('FETCH CHANGEDSINCE', () => changesSince(client, since));
    // Where it also says what is gone (QRESYNC), the numbers of old need not be asked for.
    const isShort = changes !== undefined && at.low === 0 && client.enabled.has('QRESYNC') && !folder.shrunkenSince;
    const all = await search(isShort ? { uid: `${at.next}:*` } : { all: true });
    const fresh = all.filter((uid) => uid >= at.next).sort((a, b) => a - b);
    const history = all.filter((uid) => uid < at.low).sort((a, b) => b - a);
    const total = isShort ? exists : all.length;
    const recent: Writers = new Map();
    const sizes = (uids: readonly number[]) => command(`FETCH ${uids[0]}:${uids.at(-1)} RFC822.SIZE`, () => sizesOf(client, uids));
    const batches = batchesOf(fresh, history, { most, sizesOf: sizes });
    const load = async (): Promise<{ batch: Batch; loaded: Loaded[] } | undefined> => {
      const { value: batch } = await batches.next();
      if (!batch) return undefined;
      const isLive = 'next' in batch.place && before !== undefined;
      return { batch, loaded: await command(`FETCH ${batch.summary}`, () => loadMails(ctx, client, batch.sizes, house, isLive, recent)) };
    };
    // The next batches are fetched and understood while this one is written: a line answers one command after the other.
    const ahead = [load()];
    for (;;) {
      while (ahead.length <= AHEAD) {
        const following = (ahead.at(-1) ?? Promise.resolve()).then(load);
        following.catch(() => {});
        ahead.push(following);
      }
      const turn = await ahead.shift();
      if (!turn) break;
      const { batch, loaded } = turn;
      ctx.signal.throwIfAborted();
      at = { ...at, ...batch.place };
      yield { records: loaded.map((each) => ({ externalId: `${validity}:${each.uid}`, value: each })), cursor: cursorOf(at), more: true, total };
    }
    if (before) await keepFlags(ctx, folder, validity, changes?.flags ?? (await command('FETCH FLAGS', () => flagsOf(client, 'newest'))));
    if (isShort) {
      const held = await readDeletions(ctx, folder, validity, { vanished: changes.vanished });
      // The line tells of what comes and goes meanwhile. Where the counts differ, every number is looked at.
      const there = client.mailbox ? client.mailbox.exists : exists;
      if (held !== there) await readDeletions(ctx, folder, validity, { all: new Set(await search({ all: true })) });
    } else await readDeletions(ctx, folder, validity, { all: new Set(all) });
    // Numbers of before a new count of the server; their mails are matched by now.
    const old = await ctx.db.transaction(async (tx) => {
      await changeFolder(tx, folder, { uidValidity: validity, lookedAt: began });
      return removeOldCopies(tx, folder, validity);
    });
    if (old.length > 0) await askForClearing(ctx, old);
    at = { validity, next: Math.max(at.next, uidNext), low: 0, modseq, exists };
    yield { records: [], cursor: cursorOf(at), more: false, total };
  } finally {
    client.close();
  }
}

/** A line to the mailbox, and commands on it that are audited one by one. */
async function openMailbox(ctx: ConnectedContext, path: string) {
  const { client, server } = await openLine(ctx, 'imap LOGIN');
  const command = <T>(summary: string, run: () => Promise<T>): Promise<T> =>
    ctx.net.command(targetOf(server), `imap ${summary} ${path}`, () => onLine(client, server, run));
  return { client, command };
}

async function apply(ctx: ConnectedContext, tx: Transaction, records: readonly StreamRecord<Loaded>[], path: string): Promise<Applied[]> {
  const folder = await folderByPath(tx, ctx.workspaceId, ctx.connection.id, path);
  const house = await houseFor(ctx);
  for (const [validity, group] of Map.groupBy(records, ({ externalId }) => externalId.slice(0, externalId.lastIndexOf(':'))))
    await keepLoaded(
      ctx,
      tx,
      folder,
      validity,
      group.map(({ value }) => value),
      house,
    );
  return records.map(({ value }) => (value.kept ? { kept: true } : { kept: false, reason: value.reason ?? 'unreadable' }));
}

export const mailboxStream = stream<Loaded>({
  name: 'mailbox',
  // IDLE tells of the inbox at once; this look is what holds for the rest, and when nobody tells.
  everyMs: EVERY_MS,
  async discover(ctx) {
    if (!isMailbox(ctx.connection)) return [];
    const folders = await withMailbox(ctx, 'imap LIST', (client) => listFolders(client));
    const read = foldersToRead(folders, settingsOf(ctx.connection).folders);
    await ctx.db.transaction((tx) => saveFolders(tx, ctx.workspaceId, ctx.connection.id, read, ctx.clock.now()));
    // What its owner lets colleagues see may have been changed since.
    await ctx.tasks.enqueue('email.apply-visibility', {}, { connectionId: ctx.connection.id, singletonKey: ctx.connection.id });
    return read.map(({ path }) => path);
  },
  read: (ctx, { name, cursor }) => readFolder(ctx, name, cursor),
  apply: (ctx, tx, records, { name }) => apply(ctx, tx, records, name),
  completeness: (ctx, { name }) => auditFolder(ctx, name),
  watch: (ctx, { names }) => watchInbox(ctx, names),
});
