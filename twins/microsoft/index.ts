import { createHash } from 'node:crypto';
import { json } from '../http/answer.ts';
import { createOAuthServer } from '../oauth-server.ts';
import { createRateLimit } from '../rate-limit.ts';
import { createStore } from '../store.ts';
import type { TwinDefinition } from '../twin.ts';
import { createWebhookSender } from '../webhook-sender.ts';
import { graphError } from './errors.ts';
import { graphApi } from './graph-api.ts';
import { mailApi } from './mail-api.ts';
import { graphMailVerbs } from './mail-verbs.ts';
import { accounts, microsoftSeed } from './store.ts';
import { signMicrosoft } from './subscriptions.ts';
import { microsoftVerbs } from './verbs.ts';

const scopes = [
  { name: 'openid', title: 'Sign you in', required: true },
  { name: 'profile', title: 'View your basic profile', required: true },
  { name: 'email', title: 'View your email address', required: true },
  { name: 'offline_access', title: 'Maintain access to data you have given it access to', required: true },
  { name: 'User.Read', title: 'Read your profile', required: true },
  { name: 'Calendars.Read', title: 'Read your calendars' },
  { name: 'Calendars.ReadWrite', title: 'Have full access to your calendars' },
  { name: 'Mail.Read', title: 'Read your mail' },
  { name: 'Mail.ReadWrite', title: 'Read and write access to your mail' },
  { name: 'Mail.Send', title: 'Send mail as you' },
  { name: 'MailboxSettings.Read', title: 'Read your mailbox settings' },
  { name: 'https://outlook.office.com/IMAP.AccessAsUser.All', title: 'Read and write access to mailboxes via IMAP' },
  { name: 'https://outlook.office.com/SMTP.Send', title: 'Send emails from mailboxes using SMTP AUTH' },
];

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
/** Its signature is for nobody: it comes over the line to the token endpoint, which is proof enough. */
const idTokenOf = (accountId: string, nowMs: number): string => {
  const account = accounts.find(({ id }) => id === accountId);
  const iat = Math.floor(nowMs / 1000);
  const claims = {
    aud: 'microsoft-client',
    iss: 'https://login.microsoftonline.com/84bd8158-6d4d-4958-8b9f-9d6445542f95/v2.0',
    iat,
    exp: iat + 3600,
    sub: accountId,
    oid: accountId,
    tid: '84bd8158-6d4d-4958-8b9f-9d6445542f95',
    email: account?.email,
    preferred_username: account?.email,
    name: account?.name,
  };
  const said = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`;
  return `${said}.${createHash('sha256').update(said).digest('base64url')}`;
};

const AADSTS: Readonly<Record<string, number>> = { invalid_grant: 70000, invalid_client: 7000215, invalid_request: 900144, invalid_scope: 70011 };

/** Microsoft: the identity platform of one tenant path, Graph's person, calendars, subscriptions and mail. */
export const microsoft: TwinDefinition = {
  provider: 'microsoft',
  title: 'Microsoft 365',
  create: (world) => {
    const { clock } = world;
    const store = createStore(microsoftSeed);
    const limits = createRateLimit(clock);
    const oauth = createOAuthServer(
      {
        title: 'Microsoft',
        paths: { authorize: '/microsoft/common/oauth2/v2.0/authorize', token: '/microsoft/common/oauth2/v2.0/token', userinfo: '/microsoft/oidc/userinfo' },
        clients: [{ id: 'microsoft-client', secret: 'microsoft-secret', name: 'Patchbay' }],
        accounts,
        scopes,
        accessTokenSeconds: 3600,
        // A new refresh token with every refresh; the one before stays good.
        refresh: {
          rotation: 'replace',
          graceSeconds: null,
          seconds: 90 * 86_400,
          isIssued: (params) => (params.get('scope') ?? '').split(' ').includes('offline_access'),
        },
        shapeToken: (answer, { accountId, scopes: granted }) => ({
          ...answer,
          ext_expires_in: 3600,
          ...(granted.includes('openid') ? { id_token: idTokenOf(accountId, clock.nowMs()) } : {}),
        }),
        shapeUserinfo: ({ id, email, name }) => ({ sub: id, name, email }),
        shapeError: ({ status, error, description }) =>
          json(status, {
            error,
            error_description: `AADSTS${AADSTS[error] ?? 90000}: ${description}`,
            error_codes: [AADSTS[error] ?? 90000],
            timestamp: clock.now().toISOString(),
            trace_id: 't',
            correlation_id: 'c',
          }),
      },
      clock,
    );
    const webhooks = createWebhookSender({ sign: signMicrosoft, defaultSecret: '', retriesMs: [5_000, 60_000, 600_000, 3_600_000], timeoutMs: 3_000 }, world);
    return {
      routes: [
        ...oauth.routes,
        ...graphApi({ store, oauth, clock, limits, tell: (messages) => void webhooks.send(messages) }),
        ...mailApi({ store, oauth, clock, limits, tell: (messages) => void webhooks.send(messages) }),
      ],
      store,
      counts: () => ({
        events: Object.values(store.data.events).filter(({ isDeleted }) => !isDeleted).length,
        mails: Object.keys(store.data.mail.mails).length,
        subscriptions: Object.keys(store.data.subscriptions).length,
      }),
      verbs: { ...microsoftVerbs(store, clock, limits.reset), ...graphMailVerbs(store, clock) },
      oauth,
      webhooks,
      onReset: limits.reset,
      errorAnswer: (status) => graphError(status, status === 429 ? 'ApplicationThrottled' : 'OrderedFault', `Ordered at the fault dial: ${status}`),
    };
  },
};
