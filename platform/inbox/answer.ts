import { type ErrorCode, PatchbayError, toProblem, type Verdict, type WebhookReply } from '#sdk';

/** What goes back to the provider. */
export interface WebhookAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function problemAnswer(error: unknown, requestId: string, status?: number): WebhookAnswer {
  const problem = toProblem(error, requestId);
  const retryAfterMs = error instanceof PatchbayError ? error.details.retryAfterMs : undefined;
  const code = status ?? problem.status;
  return {
    status: code,
    headers: {
      'content-type': 'application/problem+json',
      ...(code === 503 ? { 'retry-after': String(Math.max(1, Math.ceil((retryAfterMs ?? 5000) / 1000))) } : {}),
    },
    body: JSON.stringify({ ...problem, status: code }),
  };
}

const CODES = { not_configured: 'webhook_not_configured', stale: 'webhook_stale', unavailable: 'provider_unavailable' } as const;

/** The refusal has the status that the provider expects; the reason in detail stays in our log. */
export function refusalAnswer(verdict: Extract<Verdict, { ok: false }>, requestId: string): WebhookAnswer {
  const code: ErrorCode = verdict.reason in CODES ? CODES[verdict.reason as keyof typeof CODES] : 'webhook_refused';
  return problemAnswer(new PatchbayError(code), requestId, verdict.status);
}

export const replyAnswer = ({ status = 200, contentType, body }: WebhookReply): WebhookAnswer => ({ status, headers: { 'content-type': contentType }, body });

export const successAnswer = (
  { status, contentType, body = '' }: { status: number; contentType?: string; body?: string } = { status: 200 },
): WebhookAnswer => ({
  status,
  headers: contentType ? { 'content-type': contentType } : {},
  body,
});
