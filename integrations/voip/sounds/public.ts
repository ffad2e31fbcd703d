import { z } from 'zod';
import { asId, type Context, type FileId, PatchbayError, publicRoute } from '#sdk';
import { recordingById } from '../recordings/fetch.ts';
import { SOUND } from './address.ts';
import { cut } from './cut.ts';
import { soundKind } from './kind.ts';
import { builtInMusic } from './music.ts';

const MOST_BYTES = 200 * 1024 * 1024;
/** Music that many hear piece by piece is opened once. */
const MOST_HELD = 4;
const MOST_HELD_BYTES = 8 * 1024 * 1024;
const gone = () => new PatchbayError('not_found', { detail: 'This sound is not here any more.' });

const held = new Map<string, Sounding>();
interface Sounding {
  bytes: Uint8Array;
  contentType: string;
}

const everybodys = (): Sounding => ({ bytes: builtInMusic(), contentType: 'audio/wav' });

async function opened(ctx: Context, fileId: string): Promise<Sounding> {
  const key = `${ctx.workspaceId}:${fileId}`;
  const known = held.get(key);
  if (known) return known;
  const { stream, size, contentType } = await ctx.files.open(asId<FileId>(fileId));
  if (size > MOST_BYTES) throw gone();
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  const bytes = Buffer.concat(parts);
  // A telephone network plays what is called a sound; browsers upload files by any name.
  return { bytes, contentType: soundKind(bytes) ?? contentType };
}

/** A file never changes: what is asked for piece by piece is kept for the next one who waits. Nobody waits in silence because one was deleted. */
async function music(ctx: Context, fileId: string): Promise<Sounding> {
  const sounding = await opened(ctx, fileId).catch((error: unknown) => {
    ctx.log.warn({ err: error, fileId }, 'music for whoever waits is not there any more');
    return everybodys();
  });
  if (sounding.bytes.byteLength <= MOST_HELD_BYTES) {
    held.set(`${ctx.workspaceId}:${fileId}`, sounding);
    for (const oldest of held.keys()) if (held.size > MOST_HELD) held.delete(oldest);
  }
  return sounding;
}

async function soundFor(ctx: Context, data: Readonly<Record<string, unknown>>): Promise<Sounding> {
  if (data.music === 'built-in') return everybodys();
  if (typeof data.music === 'string') return music(ctx, data.music);
  if (typeof data.file === 'string') return opened(ctx, data.file);
  if (typeof data.recording !== 'string') throw gone();
  const { fileId } = await recordingById(ctx, data.recording);
  if (!fileId) throw gone();
  return opened(ctx, fileId);
}

/** Sounds for those who were given their address. */
export const publicRoutes = [
  publicRoute({
    method: 'GET',
    path: '/voice/sounds/:token',
    workspace: { by: 'token', purpose: SOUND, param: 'token' },
    // The provider fetches the music for everybody who waits.
    perMinute: 1200,
    query: z.object({ from: z.coerce.number().min(0).max(100_000).default(0), seconds: z.coerce.number().min(1).max(60).optional() }),
    async handler(ctx: Context, { data, query: { from, seconds } }) {
      const { bytes, contentType } = await soundFor(ctx, data);
      const piece = seconds === undefined ? undefined : cut(bytes, from, seconds);
      return { bytes: piece ?? bytes, contentType, headers: { 'cache-control': 'private, max-age=300', 'x-robots-tag': 'noindex' } };
    },
  }),
];
