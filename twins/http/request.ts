import type { IncomingMessage } from 'node:http';

/** A call as the twin got it: nothing decoded, nothing trimmed. */
export interface TwinRequest {
  method: string;
  /** Path and query as received. */
  url: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  rawBody: Buffer;
  /** Parts of the path named in the route's pattern. */
  params: Readonly<Record<string, string>>;
  /** How the caller addressed this server: `http://127.0.0.1:8001`. */
  origin: string;
}

/** More than the largest mail a provider takes (SendGrid: 30 MB). */
export const maxBodyBytes = 40 * 1024 * 1024;

export class BodyTooLarge extends Error {}

const readBody = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

export const readRequest = async (message: IncomingMessage): Promise<TwinRequest> => {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const headers = Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
  return {
    method: message.method ?? 'GET',
    url,
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    headers,
    rawBody: await readBody(message),
    params: {},
    origin: `http://${headers.host ?? '127.0.0.1'}`,
  };
};

export const mediaType = (request: TwinRequest): string => (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

export const formOf = (request: TwinRequest): URLSearchParams => new URLSearchParams(request.rawBody.toString('utf8'));

/** The JSON body, or undefined where it is none. */
export const jsonOf = (request: TwinRequest): unknown => {
  try {
    return JSON.parse(request.rawBody.toString('utf8'));
  } catch {
    return undefined;
  }
};

export const bearerOf = (request: TwinRequest): string | undefined => /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
