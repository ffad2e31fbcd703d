import { randomBytes } from 'node:crypto';
import type { VirtualClock } from '../clock.ts';
import { type Answer, json } from '../http/answer.ts';
import { bearerOf, jsonOf, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { RateLimit } from '../rate-limit.ts';
import { lookUp, type Store } from '../store.ts';
import type { WebhookSender } from '../webhook-sender.ts';
import { sendgridError } from './errors.ts';
import { eventOf, postsOf, type SendgridEvent } from './events.ts';
import { sendMail } from './send-mail.ts';
import { mailsOf, type SendgridData } from './store.ts';
import { suppressionsApi } from './suppressions-api.ts';
import { webhooksApi } from './webhooks-api.ts';

const V3 = '/sendgrid/v3';
const MOST_BYTES = 30 * 1024 * 1024;
export type Guard = (scope: string | undefined, handle: (request: TwinRequest, account: string) => Answer) => (request: TwinRequest) => Answer;

export interface ApiParts {
  store: Store<SendgridData>;
  clock: VirtualClock;
  limits: RateLimit;
  sender: WebhookSender;
  secret: string;
}

/** SendGrid's v3: mail, batches, lists, webhook settings. Sending has an allowance so large that it is not counted here. */
export const sendgridApi = ({ store, clock, limits, sender, secret }: ApiParts): Route[] => {
  const nowSeconds = () => Math.floor(clock.nowMs() / 1000);
  const guard: Guard = (scope, handle) => (request) => {
    const key = lookUp(store.data.keys, bearerOf(request) ?? '');
    if (!key) return sendgridError(401, 'The provided authorization grant is invalid, expired, or revoked');
    const verdict = scope === 'mail.send' ? undefined : limits.take(key.account, store.data.allowance);
    const headers: Record<string, string> = verdict
      ? {
          'x-ratelimit-limit': String(verdict.limit),
          'x-ratelimit-remaining': String(verdict.remaining),
          'x-ratelimit-reset': String(nowSeconds() + Math.ceil(verdict.resetMs / 1000)),
        }
      : {};
    if (verdict && !verdict.isAllowed) return sendgridError(429, 'too many requests', null, headers);
    if (scope && !key.scopes.includes(scope)) return sendgridError(403, 'access forbidden', null, headers);
    const answer = handle(request, key.account);
    return { ...answer, headers: { ...answer.headers, ...headers } };
  };
  const keyOf = (request: TwinRequest) => lookUp(store.data.keys, bearerOf(request) ?? '');

  return [
    { method: 'GET', path: `${V3}/scopes`, handle: guard(undefined, (request) => json(200, { scopes: keyOf(request)?.scopes ?? [] })) },
    {
      method: 'GET',
      path: `${V3}/user/username`,
      handle: guard('user.username.read', (_request, account) => {
        const who = store.data.accounts[account];
        return json(200, { username: who?.username, user_id: who?.userId });
      }),
    },
    {
      method: 'POST',
      path: `${V3}/mail/send`,
      handle: guard('mail.send', (request, account) => {
        if (request.rawBody.length > MOST_BYTES) return sendgridError(413, 'The payload is larger than 30 MB.');
        const { answer, events, mails } = sendMail(store.data, clock, account, jsonOf(request));
        const arrived: SendgridEvent[] = [];
        if (store.data.delivery === 'by_itself')
          for (const mail of mails.filter(({ state }) => state === 'processed')) {
            mail.state = 'delivered';
            arrived.push(eventOf(store.data, clock, mail, 'delivered', { response: '250 2.0.0 OK' }));
          }
        if (events.length > 0) void sender.send(postsOf([...events, ...arrived]));
        return answer;
      }),
    },
    {
      method: 'POST',
      path: `${V3}/mail/batch`,
      handle: guard('mail.batch.create', () => {
        const batchId = randomBytes(24).toString('base64url');
        store.data.batches[batchId] = 'open';
        return json(201, { batch_id: batchId });
      }),
    },
    {
      method: 'GET',
      path: `${V3}/mail/batch/{id}`,
      handle: guard('mail.batch.read', ({ params }) =>
        lookUp(store.data.batches, params.id ?? '') ? json(200, { batch_id: params.id }) : sendgridError(400, 'invalid batch id', 'batch_id'),
      ),
    },
    {
      method: 'GET',
      path: `${V3}/whitelabel/domains`,
      handle: guard('whitelabel.read', () =>
        json(
          200,
          store.data.domains.map((row) => ({
            ...row,
            username: 'acme-mail',
            dns: {
              mail_cname: { valid: row.valid, type: 'cname', host: `${row.subdomain}.${row.domain}`, data: `u${row.id}.wl.sendgrid.net` },
              dkim1: { valid: row.valid, type: 'cname', host: `s1._domainkey.${row.domain}`, data: `s1.domainkey.u${row.id}.wl.sendgrid.net` },
              dkim2: { valid: row.valid, type: 'cname', host: `s2._domainkey.${row.domain}`, data: `s2.domainkey.u${row.id}.wl.sendgrid.net` },
            },
          })),
        ),
      ),
    },
    {
      method: 'GET',
      path: `${V3}/stats`,
      handle: guard('stats.read', ({ query }) => {
        const mails = mailsOf(store.data);
        const of = (state: string) => mails.filter((mail) => mail.state === state).length;
        const metrics = {
          requests: mails.length,
          processed: mails.length - of('dropped'),
          delivered: of('delivered'),
          bounces: of('bounced'),
          bounce_drops: of('dropped'),
        };
        return json(200, [{ date: query.get('start_date') ?? clock.now().toISOString().slice(0, 10), stats: [{ metrics }] }]);
      }),
    },
    ...suppressionsApi(store, guard, nowSeconds),
    ...webhooksApi(store, guard, () => clock.now().toISOString(), sender, secret),
  ];
};
