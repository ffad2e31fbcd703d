import type { ServerResponse } from 'node:http';

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Buffer;
}

type Headers = Readonly<Record<string, string>>;

export const json = (status: number, body: unknown, headers: Headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});
export const html = (status: number, body: string, headers: Headers = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});
export const empty = (status = 204, headers: Headers = {}): Answer => ({ status, headers, body: '' });
export const redirect = (location: string, headers: Headers = {}): Answer => ({
  status: 302,
  headers: { location, 'cache-control': 'no-store', ...headers },
  body: '',
});

/** RFC 9457, for the twins' own API (a twin's provider routes answer in the provider's shape). */
export const problem = (status: number, title: string, detail: string, extra: Record<string, unknown> = {}): Answer =>
  json(status, { type: 'about:blank', title, status, detail, ...extra }, { 'content-type': 'application/problem+json' });

export const send = (response: ServerResponse, answer: Answer, withBody: boolean): void => {
  const body = Buffer.from(answer.body);
  const isBodyless = answer.status === 204 || answer.status === 304;
  response.writeHead(answer.status, { ...answer.headers, ...(isBodyless ? {} : { 'content-length': String(body.length) }) });
  response.end(withBody && !isBodyless ? body : undefined);
};
