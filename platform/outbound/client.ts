import { type HttpClient, type HttpRequest, type HttpResponse, PatchbayError } from '#sdk';
import { addressOf } from './address.ts';
import { type CallPorts, call, toError } from './call.ts';
import { MAX_WAIT_MS, type OutboundScope } from './ports.ts';
import { DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT_MS, encodeBody, type Prepared } from './prepared.ts';

export function createClient(scope: OutboundScope, ports: CallPorts): HttpClient {
  const defaults = (lane = scope.lane ?? 'interactive') => ({
    quotaClass: 'default',
    cost: 1,
    lane,
    timeoutMs: DEFAULT_TIMEOUT_MS,
    maxWaitMs: MAX_WAIT_MS[lane],
    maxBytes: DEFAULT_MAX_BYTES,
    redact: [],
    followRedirects: true,
    signal: undefined,
  });

  return {
    async request<T>(request: HttpRequest): Promise<HttpResponse<T>> {
      const base = defaults(request.lane);
      const prepared: Prepared = {
        ...base,
        method: request.method,
        url: addressOf(scope.providerSpec.baseUrl, request),
        ...encodeBody(request),
        operation: request.operation,
        quotaClass: request.quotaClass ?? base.quotaClass,
        quotaSubject: request.quotaSubject,
        anonymous: request.anonymous,
        cost: request.cost ?? base.cost,
        timeoutMs: request.timeoutMs ?? base.timeoutMs,
        maxWaitMs: request.maxWaitMs ?? base.maxWaitMs,
        maxBytes: request.maxResponseBytes ?? base.maxBytes,
        idempotent: request.idempotent,
        responseType: request.responseType,
        redact: request.redact ?? base.redact,
      };
      const done = await call(prepared, scope, ports);
      if (done.outcome.kind !== 'ok') throw toError(done);
      const body = request.responseType === 'bytes' ? done.answer.body : request.responseType === 'text' ? done.answer.body.toString('utf8') : done.value;
      return { status: done.answer.status, headers: done.answer.headers, body: body as T, apiCallId: done.apiCallId };
    },

    async fetch(input, init) {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const body = request.body ? new Uint8Array(await request.arrayBuffer()) : undefined;
      const done = await call(
        {
          ...defaults(),
          method: request.method,
          url: addressOf(undefined, { url: request.url }),
          headers: Object.fromEntries(request.headers),
          body,
          operation: `fetch ${url.host}`,
          idempotent: undefined,
          responseType: undefined,
          followRedirects: request.redirect === 'follow',
          signal: request.signal,
        },
        scope,
        ports,
      );
      const { answer } = done;
      if (request.redirect === 'error' && answer.status >= 300 && answer.status < 400)
        throw new PatchbayError('provider_rejected', { facts: { reason: 'redirect' } });
      // The body is unpacked already, and cookies may not be joined.
      const headers = new Headers(
        Object.entries(answer.headers).filter(([name]) => !['content-encoding', 'content-length', 'set-cookie', 'transfer-encoding'].includes(name)),
      );
      for (const cookie of answer.cookies) headers.append('set-cookie', cookie);
      const isEmpty = [101, 204, 205, 304].includes(answer.status);
      const response = new Response(isEmpty ? null : new Uint8Array(answer.body), { status: answer.status, headers });
      Object.defineProperty(response, 'url', { value: answer.url.href });
      return response;
    },
  };
}
