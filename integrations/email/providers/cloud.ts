import { z } from 'zod';
import { type Classify, classifyHttp, type Env, type Provider } from '#sdk';
import { gmailAliases, gmailProfile } from '../client/gmail.ts';
import { graphAliases, graphPerson } from '../client/graph.ts';
import { GOOGLE_APP, googleSignIn, MICROSOFT_APP, microsoftSignIn, text } from './oauth-apps.ts';

export const cloudEnv = {
  GMAIL_API_BASE: z.url().default('https://gmail.googleapis.com'),
  MICROSOFT_GRAPH_BASE: z.url().default('https://graph.microsoft.com/v1.0'),
  /** Where Gmail tells of changes: `projects/<project>/topics/<name>`. Unset, mailboxes are looked at every minute. */
  GOOGLE_PUBSUB_TOPIC: z
    .string()
    .regex(/^projects\/[^/]+\/topics\/[^/]+$/, 'Write it as projects/<project>/topics/<name>.')
    .optional(),
  /** As whom the topic's push subscription signs in. */
  GOOGLE_PUBSUB_SERVICE_ACCOUNT: z.email().optional(),
  /** Where the subscription names another audience than our own address. */
  GOOGLE_PUBSUB_AUDIENCE: z.string().optional(),
  GOOGLE_PUBSUB_JWKS_URL: z.url().default('https://www.googleapis.com/oauth2/v3/certs'),
};
export const cloudTwin = (url: string): Record<string, string> => ({
  GMAIL_API_BASE: `${url}/google`,
  MICROSOFT_GRAPH_BASE: `${url}/microsoft/v1.0`,
  GOOGLE_PUBSUB_TOPIC: 'projects/patchbay-twin/topics/gmail',
  GOOGLE_PUBSUB_SERVICE_ACCOUNT: 'gmail-push@patchbay-twin.iam.gserviceaccount.com',
  GOOGLE_PUBSUB_JWKS_URL: `${url}/google/oauth2/v3/certs`,
});

const GOOGLE = 'https://www.googleapis.com/auth';
export const GOOGLE_MAIL = [`${GOOGLE}/gmail.readonly`, `${GOOGLE}/gmail.send`];
export const MICROSOFT_MAIL = ['Mail.Read', 'Mail.Send'];

interface GoogleRefusal {
  error?: { message?: string; errors?: { reason?: string }[] };
}
/** Google says with 403 what others say with 429. */
export const classifyGmail: Classify = (response, now) => {
  const { status, body } = response;
  const { error } = (typeof body === 'object' && body !== null ? body : {}) as GoogleRefusal;
  const reason = error?.errors?.[0]?.reason;
  if ((status === 403 || status === 429) && reason !== undefined && /rateLimitExceeded/i.test(reason))
    return { kind: 'retry', scope: 'quota', code: `gmail_${reason}`, afterMs: 5_000 };
  if (status === 403 && reason === 'dailyLimitExceeded')
    return { kind: 'rejected', code: 'gmail_dailyLimitExceeded', sentence: 'Gmail lets this person send no more mail today.' };
  if (status === 403) return { kind: 'rejected', code: `gmail_${reason ?? 'forbidden'}` };
  return classifyHttp(response, now);
};

/** Mailboxes of people at Google and Microsoft, read and written with as themselves. */
export const cloudProviders = (env: Env): Readonly<Record<string, Provider>> => ({
  google: {
    title: 'Gmail',
    requires: GOOGLE_APP,
    baseUrl: text(env.GMAIL_API_BASE),
    baseUrlOverride: 'GMAIL_API_BASE',
    auth: googleSignIn(env, GOOGLE_MAIL),
    // In Gmail's units: a message costs five, sending a hundred.
    quotas: [
      { name: 'person', limit: 15_000, intervalMs: 60_000, per: 'connection', exact: false },
      { name: 'project', limit: 1_200_000, intervalMs: 60_000, per: 'application', exact: false },
    ],
    classify: classifyGmail,
    async verifyAccount(http) {
      const { emailAddress } = await gmailProfile(http);
      const email = emailAddress.toLowerCase();
      return { externalId: email, displayName: email, data: { email, sends: true, aliases: await gmailAliases(http) } };
    },
  },
  microsoft: {
    title: 'Outlook mail',
    requires: MICROSOFT_APP,
    baseUrl: text(env.MICROSOFT_GRAPH_BASE),
    baseUrlOverride: 'MICROSOFT_GRAPH_BASE',
    auth: microsoftSignIn(env, MICROSOFT_MAIL),
    quotas: [{ name: 'mailbox', limit: 10_000, intervalMs: 600_000, per: 'connection', exact: false }],
    classify: classifyHttp,
    async verifyAccount(http) {
      const { email, name } = await graphPerson(http);
      return { externalId: email, displayName: email, data: { email, sends: true, aliases: await graphAliases(http, email), ...(name ? { name } : {}) } };
    },
  },
});
