import type { Duplex } from 'node:stream';

/** Lanes of a shared allowance, served in this order. */
export type Lane = 'interactive' | 'webhook' | 'backfill';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the provider's base, or a whole URL. */
  url: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  headers?: Readonly<Record<string, string>>;
  json?: unknown;
  form?: Readonly<Record<string, string>>;
  body?: string | Uint8Array;
  /** Quota class (provider's word) and units. Default class `default`, cost 1. */
  quotaClass?: string;
  cost?: number;
  lane?: Lane;
  timeoutMs?: number;
  /** Longest wait for a turn and between tries. Default 20 s interactive, 60 s webhook, 15 min backfill; then `quota_exhausted`. */
  maxWaitMs?: number;
  /** A repeat does no harm: retried. GET, PUT and DELETE are by themselves; POST only with this or with a key the provider honours. */
  idempotent?: boolean;
  /** Short name for audit and metrics, such as `acme.list-items`. */
  operation: string;
  responseType?: 'json' | 'text' | 'bytes';
  maxResponseBytes?: number;
  /** `manual`: a 3xx is the answer itself. Default `follow`, each address checked again. */
  redirect?: 'follow' | 'manual';
  /** Paths (`user.password`) and header names to mask in the audit, beside what is always masked. */
  redact?: readonly string[];
}

export interface HttpResponse<T = unknown> {
  status: number;
  headers: Readonly<Record<string, string | undefined>>;
  body: T;
  /** Row in the API call log. */
  apiCallId: string;
}

/**
 * The one audited way out: redact, take quota, ask the breaker, send with timeout, classify, retry, audit.
 * @throws PatchbayError provider_* | reauthorize | breaker_open | quota_exhausted | host_not_allowed
 */
export interface HttpClient {
  request<T = unknown>(request: HttpRequest): Promise<HttpResponse<T>>;
  /** A `fetch` over the same path, for libraries that want one. */
  fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
}

export interface NetTarget {
  host: string;
  port: number;
  /** `tls` from the first byte; `starttls` and `none` give a plain socket that the library may upgrade with `servername`. */
  security: 'tls' | 'starttls' | 'none';
  protocol: 'imap' | 'smtp' | 'sip' | (string & {});
  timeoutMs?: number;
}

/** Checked and pinned sockets: the host was resolved once, every address passed the guard, the library gets the address. */
export interface Net {
  /** Address to connect to and name for TLS. */
  resolve(host: string): Promise<{ address: string; family: 4 | 6; servername: string }>;
  connect(target: NetTarget): Promise<Duplex>;
  /** Wraps one group of commands with quota, breaker and one audit row (`imap FETCH 1:200 INBOX`). */
  command<T>(target: NetTarget, summary: string, run: () => Promise<T>): Promise<T>;
}
