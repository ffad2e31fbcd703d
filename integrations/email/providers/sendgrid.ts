import { z } from 'zod';
import { type Classify, classifyHttp, credentials, type Env, type Provider, Secret } from '#sdk';
import { sendgridAccount } from '../client/sendgrid.ts';

export const sendgridEnv = {
  SENDGRID_API_BASE: z.url().default('https://api.sendgrid.com'),
  /** Of an installation with one account; each connection may have its own. */
  SENDGRID_WEBHOOK_PUBLIC_KEY: z.string().optional(),
  /** Part of the address of Inbound Parse, which signs nothing. */
  SENDGRID_INBOUND_TOKEN: z.string().min(24).optional(),
};

const schema = z
  .strictObject({
    apiKey: z.string().trim().startsWith('SG.', 'A SendGrid key begins with “SG.”.').max(200),
    webhookPublicKey: z.string().trim().max(500).optional(),
    inboundToken: z.string().trim().min(24).max(200).optional(),
  })
  .meta({
    description: 'A key with “Mail Send”; to keep its lists in step, “Suppressions” too. The public key comes from Settings → Mail Settings → Event Webhook.',
  });

const errorsOf = (body: unknown): string | undefined => {
  const errors = (body as { errors?: { message?: unknown; field?: unknown }[] } | undefined)?.errors;
  return errors
    ?.slice(0, 3)
    .map(({ message, field }) => (field ? `${String(field)}: ${String(message)}` : String(message)))
    .join(' ');
};

/** `X-RateLimit-Reset` is a time in seconds; a refused mail says in `errors` which field was wrong. */
export const classifySendgrid: Classify = (response, now) => {
  const { status, headers, body } = response;
  if (status === 429) {
    const reset = Number(headers['x-ratelimit-reset']);
    return {
      kind: 'retry',
      scope: 'quota',
      code: 'sendgrid_429',
      ...(Number.isFinite(reset) ? { afterMs: Math.max(1000, reset * 1000 - now.getTime()) } : {}),
    };
  }
  if (status === 401) return { kind: 'reauthorize', code: 'sendgrid_401', sentence: 'SendGrid no longer accepts this key.' };
  if (status >= 400 && status < 500 && status !== 408) {
    const said = errorsOf(body);
    return { kind: 'rejected', code: `sendgrid_${status}`, ...(said ? { sentence: `SendGrid refused it: ${said}`.slice(0, 500) } : {}) };
  }
  return classifyHttp(response, now);
};

export const sendgridProvider = (env: Env): Provider => ({
  title: 'SendGrid',
  requires: [],
  baseUrl: String(env.SENDGRID_API_BASE instanceof Secret ? env.SENDGRID_API_BASE.reveal() : env.SENDGRID_API_BASE),
  baseUrlOverride: 'SENDGRID_API_BASE',
  auth: credentials({ schema, secretFields: ['apiKey', 'inboundToken'], authorize: ({ apiKey }) => ({ authorization: `Bearer ${String(apiKey)}` }) }),
  // Sending is documented at 10,000 calls a second; of the rest SendGrid says the allowance in each answer only.
  quotas: [
    { name: 'mail', limit: 10_000, intervalMs: 1_000, per: 'connection', classes: ['mail'], exact: false },
    { name: 'calls', limit: 600, intervalMs: 60_000, per: 'connection', classes: ['default'], exact: false },
  ],
  classify: classifySendgrid,
  async verifyAccount(http, values) {
    const { externalId, displayName, scopes } = await sendgridAccount(http, String(values.apiKey));
    return { externalId, displayName, data: { sends: true, keepsLists: scopes.includes('suppression.read') && scopes.includes('suppression.delete') } };
  },
});
