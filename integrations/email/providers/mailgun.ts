import { z } from 'zod';
import { type Classify, classifyHttp, credentials, type Env, type Provider, Secret } from '#sdk';
import { mailgunAccount } from '../client/mailgun.ts';

export const mailgunEnv = {
  MAILGUN_API_BASE: z.url().default('https://api.mailgun.net'),
  MAILGUN_EU_API_BASE: z.url().default('https://api.eu.mailgun.net'),
  /** Of an installation with one account; each connection may have its own. */
  MAILGUN_WEBHOOK_SIGNING_KEY: z.string().optional(),
};

const text = (value: Env[string]): string => (value instanceof Secret ? value.reveal() : (value ?? ''));
const schema = z
  .strictObject({
    apiKey: z.string().trim().min(8).max(200),
    domain: z.string().trim().toLowerCase().min(3).max(253),
    region: z.enum(['us', 'eu']),
    signingKey: z.string().trim().min(8).max(200).optional(),
  })
  .meta({
    description:
      'A sending key of the domain is enough to send; to keep lists in step and to ask what became of a mail, an account key. The signing key stands under Webhooks.',
  });

const UNTIL = /try again after (?<when>[^"]+?)(?: seconds?)?$/;
/** 429 says until when in its sentence, as a date or in seconds. */
const afterMs = (said: string, now: Date): number | undefined => {
  const when = UNTIL.exec(said.trim())?.groups?.when;
  if (when === undefined) return undefined;
  const ms = /^\d+$/.test(when) ? Number(when) * 1000 : Date.parse(when) - now.getTime();
  return Number.isFinite(ms) ? Math.max(1000, ms) : undefined;
};
const sentenceOf = (body: unknown): string => (typeof body === 'string' ? body : String((body as { message?: unknown } | undefined)?.message ?? ''));

export const classifyMailgun: Classify = (response, now) => {
  const { status, body } = response;
  const said = sentenceOf(body);
  if (status === 429) {
    const wait = afterMs(said, now);
    return { kind: 'retry', scope: 'quota', code: 'mailgun_429', ...(wait === undefined ? {} : { afterMs: wait }) };
  }
  if (status === 401) return { kind: 'reauthorize', code: 'mailgun_401', sentence: 'Mailgun does not accept this key for this domain.' };
  if (status >= 400 && status < 500 && status !== 408)
    return { kind: 'rejected', code: `mailgun_${status}`, ...(said ? { sentence: `Mailgun refused it: ${said}`.slice(0, 500) } : {}) };
  return classifyHttp(response, now);
};

export const mailgunProvider = (env: Env): Provider => ({
  title: 'Mailgun',
  requires: [],
  baseUrl: text(env.MAILGUN_API_BASE),
  baseUrlOverride: 'MAILGUN_API_BASE',
  auth: credentials({
    schema,
    secretFields: ['apiKey', 'signingKey'],
    authorize: ({ apiKey }) => ({ authorization: `Basic ${Buffer.from(`api:${String(apiKey)}`).toString('base64')}` }),
  }),
  // Mailgun names the limit that was reached, and no numbers before.
  quotas: [
    { name: 'mail', limit: 500, intervalMs: 1_000, per: 'connection', classes: ['mail'], exact: false },
    { name: 'calls', limit: 300, intervalMs: 60_000, per: 'connection', classes: ['default'], exact: false },
  ],
  classify: classifyMailgun,
  async verifyAccount(http, values) {
    const domain = String(values.domain);
    const apiBase = text(values.region === 'eu' ? env.MAILGUN_EU_API_BASE : env.MAILGUN_API_BASE);
    const { state } = await mailgunAccount(http, apiBase, domain);
    return { externalId: domain, displayName: domain, data: { sends: true, domain, region: values.region, apiBase, keepsLists: state !== 'unknown' } };
  },
});
