import type { HttpRequest, Lane } from '#sdk';

/** A request as the pipeline carries it, whichever door it came through. */
export interface Prepared {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array | undefined;
  operation: string;
  quotaClass: string;
  quotaSubject?: string | undefined;
  anonymous?: boolean | undefined;
  cost: number;
  lane: Lane;
  timeoutMs: number;
  maxWaitMs: number;
  maxBytes: number;
  idempotent: boolean | undefined;
  responseType: HttpRequest['responseType'];
  redact: readonly string[];
  followRedirects: boolean;
  signal: AbortSignal | undefined;
}

export const DEFAULT_TIMEOUT_MS = 30_000;
export const DEFAULT_MAX_BYTES = 10 * 1024 * 1024;

/** Body and content type of a request; headers that the caller names win. */
export function encodeBody(request: Pick<HttpRequest, 'json' | 'form' | 'body' | 'headers'>): {
  headers: Record<string, string>;
  body: string | Uint8Array | undefined;
} {
  const named = Object.fromEntries(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  if (request.json !== undefined)
    return { headers: { 'content-type': 'application/json', accept: 'application/json', ...named }, body: JSON.stringify(request.json) };
  if (request.form) return { headers: { 'content-type': 'application/x-www-form-urlencoded', ...named }, body: new URLSearchParams(request.form).toString() };
  return { headers: named, body: request.body };
}

/** What the provider's `classify` sees: parsed JSON when the answer was JSON, else text. */
export function parseBody(body: Buffer, contentType: string | undefined): { value: unknown; isJson: boolean } {
  const text = body.toString('utf8');
  if (/[/+]json/i.test(contentType ?? '') || /^\s*[[{]/.test(text)) {
    try {
      return { value: JSON.parse(text) as unknown, isJson: true };
    } catch {
      // a provider that says JSON and sends HTML
    }
  }
  return { value: text, isJson: false };
}
