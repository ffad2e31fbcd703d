import { configure, type Entry, type FileEntry, Uint8ArrayReader, ZipReader } from '@zip.js/zip.js';
import { PatchbayError } from '#sdk';

// Workers would be threads of their own per file; inflating is quick beside what follows.
configure({ useWebWorkers: false });

/** What a member's archive never reaches, and a zip bomb always does. */
export const LIMITS = { entries: 5_000, entryBytes: 512 * 1_048_576, totalBytes: 1_024 * 1_048_576, ratio: 100, ratioFrom: 2 * 1_048_576 };

export interface ZippedFile {
  /** Path inside the zip. */
  name: string;
  open: () => AsyncIterable<Uint8Array>;
}

const damaged = (cause?: unknown) =>
  new PatchbayError('file_invalid', {
    detail: 'This zip file is damaged or not whole.',
    remedy: 'Download it from LinkedIn again; the link is good for 72 hours.',
    cause,
  });
const bomb = () => new PatchbayError('file_invalid', { detail: 'This zip file unpacks to far more than a member’s archive ever holds, so it was not opened.' });
const isFile = (entry: Entry): entry is FileEntry => !entry.directory;

export const looksZipped = (head: Uint8Array): boolean => head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);

/** The files of a zip that lies in memory. Sizes are bounded while they are unpacked: what a zip says of itself is not believed. */
export async function readZip(bytes: Uint8Array): Promise<ZippedFile[]> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { checkSignature: true });
  let entries: Entry[];
  try {
    entries = await reader.getEntries();
  } catch (error) {
    throw damaged(error);
  }
  if (entries.length > LIMITS.entries) throw bomb();
  let total = 0;
  return entries.filter(isFile).map((entry) => ({
    name: entry.filename,
    async *open() {
      if (entry.encrypted) throw new PatchbayError('file_invalid', { detail: 'This zip file is locked with a password.' });
      let size = 0;
      const bounded = new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          size += chunk.length;
          total += chunk.length;
          const isBomb = size > LIMITS.entryBytes || total > LIMITS.totalBytes || (size > LIMITS.ratioFrom && size > entry.compressedSize * LIMITS.ratio);
          if (isBomb) controller.error(bomb());
          else controller.enqueue(chunk);
        },
      });
      const done = entry.getData(bounded.writable, { checkSignature: true }).then(
        () => undefined,
        (error: unknown) => error,
      );
      try {
        yield* bounded.readable as unknown as AsyncIterable<Uint8Array>;
      } catch (error) {
        throw error instanceof PatchbayError ? error : damaged(error);
      }
      const failed = await done;
      if (failed) throw failed instanceof PatchbayError ? failed : damaged(failed);
    },
  }));
}
