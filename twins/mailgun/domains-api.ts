import { createHash } from 'node:crypto';
import { type Answer, json } from '../http/answer.ts';
import type { Route } from '../http/router.ts';
import type { Store } from '../store.ts';
import type { AccountGuard, Guard } from './api.ts';
import { mailgunError } from './errors.ts';
import type { Domain, MailgunData } from './store.ts';

const kinds = ['accepted', 'delivered', 'opened', 'clicked', 'unsubscribed', 'complained', 'permanent_fail', 'temporary_fail'];
const truth = (isThere: boolean) => (isThere ? 'valid' : 'unknown');

const summary = ({ name, state }: Domain) => ({
  created_at: 'Thu, 13 Oct 2025 18:02:00 GMT',
  id: createHash('sha256').update(name).digest('hex').slice(0, 24),
  name,
  state,
  type: 'custom',
  is_disabled: state === 'disabled',
  require_tls: false,
  skip_verification: false,
  wildcard: false,
  encrypt_incoming_message: false,
  message_ttl: 259_200,
  smtp_login: `postmaster@${name}`,
  spam_action: 'disabled',
  use_automatic_sender_security: true,
  web_prefix: 'email',
  web_scheme: 'https',
});
const receiving = ({ dns }: Domain) =>
  ['mxa.mailgun.org', 'mxb.mailgun.org'].map((value) => ({ is_active: true, cached: [], priority: '10', record_type: 'MX', valid: truth(dns.mx), value }));
const sending = ({ name, dns }: Domain) => [
  { is_active: true, cached: [], name, record_type: 'TXT', valid: truth(dns.spf), value: 'v=spf1 include:mailgun.org ~all' },
  {
    is_active: true,
    cached: [],
    name: `mx._domainkey.${name}`,
    record_type: 'TXT',
    valid: truth(dns.dkim),
    value: 'k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ',
  },
  { is_active: true, cached: [], name: `email.${name}`, record_type: 'CNAME', valid: truth(dns.tracking), value: 'mailgun.org' },
];

/** Domains with the records they want, the addresses of their webhooks, and the key these are signed with. */
export const domainsApi = (store: Store<MailgunData>, base: string, guard: Guard, account: AccountGuard): Route[] => {
  const register = (body: Buffer, domain: Domain, kind: string): Answer => {
    if (!kinds.includes(kind)) return mailgunError(400, `Invalid webhook type: ${kind}`);
    const urls = new URLSearchParams(body.toString('utf8')).getAll('url');
    if (urls.length === 0 || urls.length > 3) return mailgunError(400, 'Between one and three urls are needed');
    domain.webhooks[kind] = urls;
    return json(200, { message: 'Webhook has been created', webhook: { urls } });
  };
  return [
    {
      method: 'GET',
      path: `${base}/v4/domains`,
      handle: account((_request, domains) => json(200, { total_count: domains.length, items: domains.map(summary) })),
    },
    {
      method: 'GET',
      path: `${base}/v4/domains/{domain}`,
      handle: guard((_request, domain) =>
        json(200, { domain: summary(domain), receiving_dns_records: receiving(domain), sending_dns_records: sending(domain) }),
      ),
    },
    {
      method: 'GET',
      path: `${base}/v3/domains/{domain}/webhooks`,
      handle: guard((_request, domain) => json(200, { webhooks: Object.fromEntries(kinds.map((kind) => [kind, { urls: domain.webhooks[kind] ?? [] }])) })),
    },
    {
      method: 'POST',
      path: `${base}/v3/domains/{domain}/webhooks`,
      handle: guard((request, domain) => {
        const kind = new URLSearchParams(request.rawBody.toString('utf8')).get('id') ?? '';
        return domain.webhooks[kind] ? mailgunError(400, 'Webhook already exists') : register(request.rawBody, domain, kind);
      }),
    },
    {
      method: 'PUT',
      path: `${base}/v3/domains/{domain}/webhooks/{kind}`,
      handle: guard((request, domain) => register(request.rawBody, domain, request.params.kind ?? '')),
    },
    {
      method: 'GET',
      path: `${base}/v5/accounts/http_signing_key`,
      handle: account(() => json(200, { message: 'success', http_signing_key: store.data.signingKey })),
    },
    {
      method: 'POST',
      path: `${base}/v3/routes`,
      handle: account((request) => {
        const form = new URLSearchParams(request.rawBody.toString('utf8'));
        const route = {
          id: createHash('sha256').update(String(store.data.routes.length)).digest('hex').slice(0, 24),
          priority: Number(form.get('priority') ?? 0),
          description: form.get('description') ?? '',
          expression: form.get('expression') ?? '',
          actions: form.getAll('action'),
          created_at: 'Thu, 26 Nov 2026 10:00:00 GMT',
        };
        if (!/^(match_recipient|match_header|catch_all)\(/.test(route.expression)) return mailgunError(400, 'Invalid expression');
        store.data.routes.push(route);
        return json(200, { message: 'Route has been created', route });
      }),
    },
    { method: 'GET', path: `${base}/v3/routes`, handle: account(() => json(200, { total_count: store.data.routes.length, items: store.data.routes })) },
  ];
};
