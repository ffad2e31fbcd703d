import { Readable } from 'node:stream';
import { z } from 'zod';
import { attachment, cleanContentType, cleanName, parseRange } from '#platform/files/range';
import { type FileId, PatchbayError, type WorkspaceId } from '#sdk';
import { type ApiCall, apiRoute } from '../http/api-route.ts';

const MEGABYTE = 1024 * 1024;
const LARGEST_UPLOAD = 25 * MEGABYTE;
/** Of a file by itself: it goes into the store as it comes, and to others as an attachment or by a link. */
const LARGEST_FILE = 100 * MEGABYTE;

const storedFile = z.object({ id: z.uuid(), sha256: z.string(), size: z.int(), contentType: z.string() }).meta({ id: 'File' });
const fileParams = z.strictObject({ id: z.uuid() });
const content = z.unknown().meta({ description: 'The content, also in parts (Range)' });

/** The one file of a multipart request, stored; with the fields beside it, wherever they stand. */
export async function storeUpload({ hub, workspaceId, request }: ApiCall, largest = LARGEST_UPLOAD) {
  if (!request.isMultipart()) throw new PatchbayError('unsupported_media_type', { remedy: 'Send the file as multipart/form-data.' });
  const part = await request.file({ limits: { fileSize: largest, files: 1 } });
  if (!part) throw new PatchbayError('invalid_input', { errors: [{ path: 'file', message: 'a file is missing' }] });
  async function* bytes(): AsyncGenerator<Buffer> {
    if (part) yield* part.file as AsyncIterable<Buffer>;
    // A sender that breaks off, and a file over the limit, look like the end of it.
    if (part?.file.truncated) throw new PatchbayError('payload_too_large', { detail: `A file may have at most ${Math.floor(largest / 1_048_576)} MB.` });
    if (request.raw.destroyed && !request.raw.complete) throw new PatchbayError('file_invalid', { detail: 'The upload broke off.' });
  }
  const name = cleanName(part.filename);
  const stored = await hub.files.forWorkspace(workspaceId).put(bytes(), { contentType: cleanContentType(part.mimetype), ...(name ? { name } : {}) });
  const field = (key: string): string | undefined => {
    const found = part.fields[key];
    return found && 'value' in found && typeof found.value === 'string' ? found.value : undefined;
  };
  const fields = Object.fromEntries(
    Object.keys(part.fields).flatMap((key) => {
      const value = field(key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return { stored, name, field, fields };
}
const upload = async (call: ApiCall) => (await storeUpload(call, LARGEST_FILE)).stored;

export async function download({ hub, request, reply }: ApiCall, workspaceId: WorkspaceId, id: FileId) {
  const files = hub.files.forWorkspace(workspaceId);
  const { size, contentType, name, sha256 } = await files.describe(id);
  const etag = `"${sha256}"`;
  reply.headers({
    etag,
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-disposition': attachment(name),
    'x-content-type-options': 'nosniff',
  });
  if (request.headers['if-none-match'] === etag) return reply.status(304).send();
  const ifRange = request.headers['if-range'];
  const range = ifRange === undefined || ifRange === etag ? parseRange(request.headers.range, size) : undefined;
  if (range === 'unsatisfiable') {
    reply.removeHeader('content-disposition').header('content-range', `bytes */${size}`);
    throw new PatchbayError('range_not_satisfiable');
  }
  const { stream } = await files.open(id, range);
  reply.type(contentType).header('content-length', range ? range.end - range.start + 1 : size);
  if (range) reply.status(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`);
  return reply.send(Readable.from(stream, { objectMode: false }));
}

/** A private file is not here: a recording, say, is opened only where it is written down who does. */
async function openToAll({ hub, workspaceId }: ApiCall, id: FileId): Promise<void> {
  if ((await hub.files.forWorkspace(workspaceId).describe(id)).isPrivate) throw new PatchbayError('not_found');
}

export const fileRoutes = [
  apiRoute({
    method: 'POST',
    path: '/files',
    summary: 'Upload a file (multipart, up to 100 MB)',
    permission: 'files:write',
    responses: { 201: storedFile },
    handler: upload,
  }),
  apiRoute({
    method: 'GET',
    path: '/files/:id',
    summary: 'Download a file or a part of it',
    permission: 'files:read',
    params: fileParams,
    responses: { 200: content, 206: content },
    async handler(call, { params }) {
      const id = params.id as FileId;
      await openToAll(call, id);
      return download(call, call.workspaceId, id);
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/files/:id/link',
    summary: 'A link that opens this file for whoever holds it, for a time',
    permission: 'files:read',
    params: fileParams,
    body: z.strictObject({
      expiresInSeconds: z
        .int()
        .min(10)
        .max(7 * 86_400)
        .default(3600),
    }),
    responses: { 201: z.object({ path: z.string(), expiresAt: z.iso.datetime() }) },
    async handler(call, { params, body }) {
      const { hub, workspaceId } = call;
      const id = params.id as FileId;
      await openToAll(call, id);
      const expiresAt = new Date(hub.clock.now().getTime() + body.expiresInSeconds * 1000);
      return { path: `/api/v1/files/links/${await hub.files.signLink(workspaceId, id, expiresAt)}`, expiresAt: expiresAt.toISOString() };
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/files/links/:token',
    summary: 'Download by a signed link',
    permission: 'public',
    params: z.strictObject({ token: z.string().max(200) }),
    responses: { 200: content, 206: content },
    async handler(call, { params }) {
      const { workspaceId, fileId } = await call.hub.files.verifyLink(params.token);
      return download(call, workspaceId, fileId);
    },
  }),
];
