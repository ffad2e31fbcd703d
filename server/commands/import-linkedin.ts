import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Context, PatchbayError } from '#sdk';
import { importNow } from '../../integrations/linkedin/network/import-now.ts';
import type { Outcome, Progress } from './command.ts';

const MOST_BYTES = 100 * 1_048_576;

/** `patchbay import linkedin-archive file.zip`: reads it here and now, and says what became of every row. */
export async function importLinkedInArchive(
  ctx: Context,
  { file, user, apply }: { file: string; user: string | undefined; apply: 'none' | 'matched' | 'all' },
  report: (progress: Progress) => void,
): Promise<Outcome> {
  const { size } = await stat(file).catch((cause: unknown) => {
    throw new PatchbayError('file_invalid', { detail: `There is no file ${file}.`, cause });
  });
  if (size > MOST_BYTES) throw new PatchbayError('payload_too_large', { detail: 'A file may have at most 100 MB.' });
  const stored = await ctx.files.put(createReadStream(file), { contentType: 'application/octet-stream', name: basename(file) });
  const done = await importNow(ctx, { fileId: stored.id, fileName: basename(file), user, apply, report });
  if (done.state === 'failed') return { ok: false, text: done.error ?? 'The file could not be read.', data: done };
  const counted = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, n]) => `${n} ${name.replaceAll('_', ' ')}`)
      .join(', ') || 'nothing';
  const lines = [
    `Read from ${done.fileName}: ${counted(done.counts)}.`,
    `Left out: ${counted(done.skipped)}.`,
    ...(Object.keys(done.changes).length > 0 ? [`Since the copy before: ${counted(done.changes)}.`] : []),
    ...done.warnings,
    apply === 'none'
      ? 'Nothing has reached the record yet: review it in the console under Network, or run again with --apply matched.'
      : `Brought in: ${counted(done.applied)}.`,
  ];
  return { ok: true, text: lines.join('\n'), data: done };
}
