import { asId, type Context, type FileId, PatchbayError, publicRoute } from '#sdk';
import { recordingById } from '../recordings/fetch.ts';
import { SOUND } from './address.ts';
import { soundKind } from './kind.ts';

const MOST_BYTES = 200 * 1024 * 1024;
const gone = () => new PatchbayError('not_found', { detail: 'This sound is not here any more.' });

async function fileOf(ctx: Context, data: Readonly<Record<string, unknown>>): Promise<string> {
  if (typeof data.file === 'string') return data.file;
  if (typeof data.recording !== 'string') throw gone();
  const { fileId } = await recordingById(ctx, data.recording);
  if (!fileId) throw gone();
  return fileId;
}

/** Sounds for those who were given their address. */
export const publicRoutes = [
  publicRoute({
    method: 'GET',
    path: '/voice/sounds/:token',
    workspace: { by: 'token', purpose: SOUND, param: 'token' },
    // The provider fetches the music for everybody who waits.
    perMinute: 1200,
    async handler(ctx: Context, { data }) {
      const { stream, size, contentType } = await ctx.files.open(asId<FileId>(await fileOf(ctx, data)));
      if (size > MOST_BYTES) throw gone();
      const parts: Uint8Array[] = [];
      for await (const part of stream) parts.push(part);
      const bytes = Buffer.concat(parts);
      // A telephone network plays what is called a sound; browsers upload files by any name.
      return { bytes, contentType: soundKind(bytes) ?? contentType, headers: { 'cache-control': 'private, max-age=300', 'x-robots-tag': 'noindex' } };
    },
  }),
];
