import { createHash, createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A small S3 look-alike for tests that checks every signature by computing it again from what arrived. */
export async function fakeS3({
  accessKeyId,
  secretAccessKey,
  region,
  bucket,
}: {
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
  bucket: string;
}) {
  const objects = new Map<string, Buffer>();
  const refusals: string[] = [];
  let failuresToCome = 0;
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts);
      const end = (status: number, content: string | Buffer = '') => response.writeHead(status, { 'content-length': Buffer.byteLength(content) }).end(content);
      if (failuresToCome > 0) {
        failuresToCome--;
        return end(503);
      }
      const { pathname } = new URL(request.url ?? '/', 'http://x');
      const given = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
        request.headers.authorization ?? '',
      );
      const [, id, date = '', where, names = '', signature] = given ?? [];
      const contentHash = String(request.headers['x-amz-content-sha256']);
      const canonical = [request.method, pathname, '', ...names.split(';').map((name) => `${name}:${request.headers[name]}`), '', names, contentHash].join(
        '\n',
      );
      const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], `${date}/${region}/s3/aws4_request`, sha256(canonical)].join('\n');
      const key = ['s3', 'aws4_request'].reduce<Buffer>(hmac, hmac(hmac(`AWS4${secretAccessKey}`, date), region));
      const isSigned = id === accessKeyId && where === region && names.includes('host') && signature === hmac(key, toSign).toString('hex');
      const isBody = contentHash === 'UNSIGNED-PAYLOAD' ? body.length === 0 : contentHash === sha256(body);
      if (!isSigned || !isBody || !pathname.startsWith(`/${bucket}/`)) {
        refusals.push(`${request.method} ${pathname}`);
        return end(403, '<Error><Code>SignatureDoesNotMatch</Code></Error>');
      }
      const found = objects.get(pathname);
      switch (request.method) {
        case 'PUT':
          // The real one answers 411 to a body without a length.
          if (request.headers['content-length'] === undefined) return end(411);
          objects.set(pathname, body);
          return end(200);
        case 'DELETE':
          objects.delete(pathname);
          return end(204);
        default: {
          if (!found) return end(404);
          const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
          return from === undefined ? end(200, found) : end(206, found.subarray(Number(from), Number(to) + 1));
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    refusals,
    fail(times: number) {
      failuresToCome = times;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
