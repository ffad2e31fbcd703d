import { z } from 'zod';
import { type HttpClient, PatchbayError, type Provider, type PublishedEvent, retryAfterMs, type Secret } from '#sdk';
import { bodyOf, signedHeaders } from './webhook-message.ts';

export const WEBHOOK_TIMEOUT_MS = 15_000;
const EXCERPT_CHARS = 500;

export type SendHttp = Pick<HttpClient, 'request'>;

/** How the outbound path treats receivers of our webhooks: every answer is an answer, addresses come from users. */
export const webhookReceiver: Provider = {
  title: 'Webhook receiver',
  auth: { kind: 'credentials', schema: z.strictObject({}), secretFields: [] },
  requires: [],
  quotas: [],
  classify: () => ({ kind: 'ok' }),
  verifyAccount: async () => ({ externalId: 'receiver', displayName: 'receiver' }),
  hostsFromUsers: true,
};

export interface SendOutcome {
  delivered: boolean;
  /** The receiver is gone for good (410). */
  gone: boolean;
  status: number | null;
  error: string | null;
  excerpt: string | null;
  retryAfterMs?: number;
}

export interface SendRequest {
  http: SendHttp;
  url: string;
  secrets: readonly Secret[];
  event: PublishedEvent;
  now: Date;
  operation: string;
}

const excerptOf = (body: unknown): string | null => {
  const text = typeof body === 'string' ? body : body === undefined || body === null ? '' : JSON.stringify(body);
  // PostgreSQL text takes no NUL.
  return text === '' ? null : text.replaceAll('\u0000', '').slice(0, EXCERPT_CHARS);
};

export function outcomeOf(answer: { status: number; headers: Readonly<Record<string, string | undefined>>; body: unknown }, now: Date): SendOutcome {
  const { status } = answer;
  const delivered = status >= 200 && status < 300;
  const wait = retryAfterMs(answer.headers['retry-after'], now);
  return {
    delivered,
    gone: status === 410,
    status,
    error: delivered ? null : status >= 300 && status < 400 ? 'A redirect is not followed; enter the final address.' : `The receiver answered ${status}.`,
    excerpt: excerptOf(answer.body),
    ...(delivered || wait === undefined ? {} : { retryAfterMs: wait }),
  };
}

/** Sends one signed message. Never throws: whatever went wrong is the outcome. */
export async function sendSigned({ http, url, secrets, event, now, operation }: SendRequest): Promise<SendOutcome> {
  const body = bodyOf(event);
  try {
    const answer = await http.request<unknown>({
      method: 'POST',
      url,
      headers: signedHeaders({ id: event.id, body, at: now }, secrets),
      body,
      timeoutMs: WEBHOOK_TIMEOUT_MS,
      redirect: 'manual',
      lane: 'webhook',
      operation,
      responseType: 'text',
      maxResponseBytes: 64 * 1024,
    });
    return outcomeOf(answer, now);
  } catch (error) {
    const known = error instanceof PatchbayError ? error : undefined;
    const status = known?.details.facts?.status;
    // The answer was too long to keep, but its status came first.
    if (typeof status === 'number')
      return { ...outcomeOf({ status, headers: {}, body: null }, now), ...(known?.details.retryAfterMs ? { retryAfterMs: known.details.retryAfterMs } : {}) };
    return { delivered: false, gone: false, status: null, error: known ? known.message : 'The receiver could not be reached.', excerpt: null };
  }
}
