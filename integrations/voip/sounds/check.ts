import { asId, type Context, type FileId, PatchbayError } from '#sdk';
import { soundKind } from './kind.ts';

const MOST_BYTES = 20 * 1024 * 1024;
const HEAD_BYTES = 64;

/** That a file of ours is a sound which telephones play. @throws PatchbayError invalid_input, not_found */
export async function checkSound(ctx: Context, fileId: string, path: string): Promise<string> {
  const { stream, size } = await ctx.files.open(asId<FileId>(fileId), { start: 0, end: HEAD_BYTES - 1 });
  const head: Uint8Array[] = [];
  for await (const part of stream) head.push(part);
  const kind = soundKind(Buffer.concat(head));
  if (!kind) throw new PatchbayError('invalid_input', { errors: [{ path, message: 'Telephones play WAV and MP3; this file is neither.' }] });
  if (size > MOST_BYTES) throw new PatchbayError('invalid_input', { errors: [{ path, message: 'This sound is larger than 20 MB. Shorten it.' }] });
  return kind;
}
