import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive, startTimeOf } from '#platform/audit/process-identity';
import { INSTALLATION_WORKSPACE } from '#sdk';
import type { SealingVault } from './ports.ts';

/** A webhook that was answered and is not in the inbox yet. */
export interface JournalEntry {
  requestId: string;
  receivedAt: string;
  integration: string;
  provider: string;
  topic: string;
  /** As the address named it. */
  connectionId: string | null;
  /** The packed request. */
  packed: Buffer;
}

type Line = { entry: string } | { done: string };

/** Larger files are begun anew once everything in them is stored. */
const ROTATE_BYTES = 1024 * 1024;

/**
 * Lines are sealed with a key that the vault derives, not with its data key: this is written when the database may have
 * been away for longer than the vault trusts its data keys for sealing.
 */
function lineSeal(vault: SealingVault) {
  const key = vault.mac('webhook-journal', 'key').subarray(0, 32);
  return {
    seal({ packed, ...head }: JournalEntry): string {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const text = JSON.stringify({ ...head, packed: packed.toString('base64') });
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
    },
    open(line: string): JournalEntry {
      const bytes = Buffer.from(line, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(-16));
      const text = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
      const { packed, ...head } = JSON.parse(text) as Omit<JournalEntry, 'packed'> & { packed: string };
      return { ...head, packed: Buffer.from(packed, 'base64') };
    },
  };
}

const lineOf = (line: Line) => `${JSON.stringify(line)}\n`;

/** Entries of a file that no `done` follows. A torn last line was never answered for, so it is passed over. */
function pendingOf(text: string, openLine: (line: string) => JournalEntry): Map<string, JournalEntry> {
  const pending = new Map<string, JournalEntry>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      const parsed = JSON.parse(line) as { entry?: string; done?: string };
      if (parsed.done !== undefined) pending.delete(parsed.done);
      else if (parsed.entry !== undefined) {
        const entry = openLine(parsed.entry);
        pending.set(entry.requestId, entry);
      }
    } catch {
      // torn by a kill, or of another installation
    }
  }
  return pending;
}

/** The process's own file of webhooks that were answered before they were stored, and the files that dead processes left. */
export async function createJournal(folder: string, vault: { forWorkspace(id: typeof INSTALLATION_WORKSPACE): Promise<SealingVault> }) {
  const { seal, open: openLine } = lineSeal(await vault.forWorkspace(INSTALLATION_WORKSPACE));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `webhooks-${process.pid}-${startTimeOf(process.pid)}-${randomBytes(4).toString('hex')}.jsonl`;
  const path = join(folder, name);
  const file = await open(path, 'a', 0o600);
  const pending = new Map<string, JournalEntry>();
  /** Those whose insert failed; the others are on their way. */
  const left = new Set<string>();
  let size = 0;
  let syncing: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  /** One fsync serves everybody who wrote before it began. */
  const sync = (): Promise<void> => {
    const run = () => {
      syncing = file.datasync().finally(() => {
        syncing = undefined;
      });
      return syncing;
    };
    if (!syncing) return run();
    next ??= syncing
      .catch(() => {})
      .then(() => {
        next = undefined;
        return run();
      });
    return next;
  };
  const write = async (line: Line) => {
    const text = lineOf(line);
    size += text.length;
    await file.appendFile(text);
  };

  return {
    /** Resolves when it would survive a kill and the loss of power. */
    async append(entry: JournalEntry): Promise<void> {
      pending.set(entry.requestId, entry);
      await write({ entry: seal(entry) });
      await sync();
    },
    /** It is in the inbox. Not synced: a repeat is dropped there. */
    async done(requestId: string): Promise<void> {
      left.delete(requestId);
      if (!pending.delete(requestId)) return;
      if (pending.size === 0 && size > ROTATE_BYTES) {
        size = 0;
        await file.truncate(0);
      } else await write({ done: requestId });
    },
    /** It could not be stored now; `waiting` gives it until it is done. */
    leave(requestId: string): void {
      left.add(requestId);
    },
    waiting: (): readonly JournalEntry[] => [...left].map((id) => pending.get(id)).filter((entry) => entry !== undefined),
    /** Files of processes that are no more. */
    async orphans(): Promise<{ entries: JournalEntry[]; remove: () => Promise<void> }[]> {
      const files = await readdir(folder);
      const dead = files.filter((one) => {
        const [, pid, started] = /^webhooks-(\d+)-(\d+)-[0-9a-f]+\.jsonl$/.exec(one) ?? [];
        return pid !== undefined && one !== name && !isProcessAlive(Number(pid), started ?? '');
      });
      return Promise.all(
        dead.map(async (one) => ({
          entries: [...pendingOf(await readFile(join(folder, one), 'utf8'), openLine).values()],
          remove: () => rm(join(folder, one), { force: true }),
        })),
      );
    },
    async close(): Promise<void> {
      await file.close();
      if (pending.size === 0) await rm(path, { force: true });
    },
  };
}
export type WebhookJournal = Awaited<ReturnType<typeof createJournal>>;
