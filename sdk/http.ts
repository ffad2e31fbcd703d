import type { Duplex } from 'node:stream';

/** Lanes of a shared allowance, served in this order. */
export type Lane = 'interactive' | 'webhook' | 'backfill';

export interface HttpRequest {
  /** PROPFIND and REPORT are WebDAV's questions (RFC 4918, RFC 3253): they change nothing. */
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'PROPFIND' | 'REPORT';
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
  /** What the call is about, where the provider also counts by that (a channel, a mailbox): draws on quotas with `perSubject`. */
  quotaSubject?: string;
  /** Sends no credentials: for addresses that carry their own permission. In the audit they stand without their path. */
  anonymous?: boolean;
  lane?: Lane;
  timeoutMs?: number;
  /** Longest wait for a turn and between tries. Default 20 s interactive, 60 s webhook, 15 min backfill; then `quota_exhausted`. */
  maxWaitMs?: number;
  /** A repeat does no harm: retried. GET, PUT, DELETE, PROPFIND and REPORT are by themselves; POST only with this or with a key the provider honours. */
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

/** A line of text frames, read in their order until either side closes it. */
export interface TextLine extends AsyncIterable<string> {
  /** What is sent after the end is dropped. */
  send(text: string): void;
  close(): void;
}

/** Checked and pinned sockets: the host was resolved once, every address passed the guard, the library gets the address. */
export interface Net {
  /** Address to connect to and name for TLS. */
  resolve(host: string): Promise<{ address: string; family: 4 | 6; servername: string }>;
  connect(target: NetTarget): Promise<Duplex>;
  /**
   * The texts of a DNS name's TXT records, each joined to one; empty where there are none.
   * @throws PatchbayError provider_unavailable: no server answered
   */
  texts(name: string): Promise<readonly string[]>;
  /**
   * What the connection signs in with, for protocols that have no headers: the values of its form, or its `accessToken`,
   * renewed first when it is about to expire. `refused`: the other side did not take it; a fresh one is made where one can be.
   * @throws PatchbayError reauthorize | connection_disabled
   */
  credentials(options?: { refused?: boolean }): Promise<Readonly<Record<string, unknown>>>;
  /**
   * Opens a web socket to an address that the provider gave. Its host passes the guard, its path is kept out of the audit.
   * Closed by `signal` of the context. @throws PatchbayError host_not_allowed | provider_unavailable | provider_timeout
   */
  openLine(address: string, options?: { timeoutMs?: number }): Promise<TextLine>;
  /** Wraps one group of commands with quota, breaker and one audit row (`imap FETCH 1:200 INBOX`). */
  command<T>(target: NetTarget, summary: string, run: () => Promise<T>): Promise<T>;
}
