import { z } from 'zod';
import type { ConnectedContext } from '#sdk';
import { mailgunDomain } from './mailgun.ts';

/** A DNS record that a provider wants, and whether it finds it. */
export interface WantedRecord {
  purpose: 'spf' | 'dkim' | 'return_path' | 'tracking' | 'inbound' | 'dmarc';
  type: 'TXT' | 'CNAME' | 'MX';
  name: string;
  value: string;
  isFound: boolean;
}
export interface SendingDomain {
  name: string;
  isReady: boolean;
  records: WantedRecord[];
}

const cname = z.object({ valid: z.boolean(), type: z.string(), host: z.string(), data: z.string() });
const sendgridDomain = z.object({ domain: z.string(), valid: z.boolean(), dns: z.record(z.string(), cname).default({}) });
const purposeOf = (name: string): WantedRecord['purpose'] => (name.startsWith('dkim') ? 'dkim' : 'return_path');

async function sendgridDomains(ctx: ConnectedContext): Promise<SendingDomain[]> {
  const { body } = await ctx.http.request({
    method: 'GET',
    url: '/v3/whitelabel/domains',
    query: { limit: 50 },
    operation: 'email.sendgrid.domains',
    lane: 'interactive',
  });
  return z
    .array(sendgridDomain)
    .parse(body)
    .map(({ domain, valid, dns }) => ({
      name: domain,
      isReady: valid,
      records: Object.entries(dns).map(([name, { type, host, data, valid: isFound }]) => ({
        purpose: purposeOf(name),
        type: type.toUpperCase() === 'TXT' ? 'TXT' : type.toUpperCase() === 'MX' ? 'MX' : 'CNAME',
        name: host,
        value: data,
        isFound,
      })),
    }));
}

const record = z.object({ record_type: z.string(), valid: z.string(), name: z.string().default(''), value: z.string(), priority: z.string().optional() });
const mailgunAnswer = z.object({
  domain: z.object({ name: z.string(), state: z.string() }),
  receiving_dns_records: z.array(record).default([]),
  sending_dns_records: z.array(record).default([]),
});

async function mailgunDomains(ctx: ConnectedContext): Promise<SendingDomain[]> {
  const { domain, apiBase } = mailgunDomain(ctx);
  const { body } = await ctx.http.request({
    method: 'GET',
    url: `${apiBase}/v4/domains/${encodeURIComponent(domain)}`,
    operation: 'email.mailgun.domain',
    lane: 'interactive',
  });
  const answer = mailgunAnswer.parse(body);
  const typeOf = (type: string): WantedRecord['type'] => (type === 'MX' ? 'MX' : type === 'CNAME' ? 'CNAME' : 'TXT');
  const sending = answer.sending_dns_records.map(
    ({ record_type, valid, name, value }): WantedRecord => ({
      purpose: value.startsWith('v=spf1') ? 'spf' : name.includes('_domainkey') ? 'dkim' : 'tracking',
      type: typeOf(record_type),
      name,
      value,
      isFound: valid === 'valid',
    }),
  );
  const receiving = answer.receiving_dns_records.map(
    ({ record_type, valid, name, value, priority }): WantedRecord => ({
      purpose: 'inbound',
      type: typeOf(record_type),
      name: name || domain,
      value: `${priority ?? ''} ${value}`.trim(),
      isFound: valid === 'valid',
    }),
  );
  return [{ name: answer.domain.name, isReady: answer.domain.state === 'active', records: [...sending, ...receiving] }];
}

/** The domains that a connection sends for, as its provider sees them. Empty where the provider has none of its own. */
export function sendingDomains(ctx: ConnectedContext): Promise<SendingDomain[]> {
  switch (ctx.connection.provider) {
    case 'sendgrid':
      return sendgridDomains(ctx);
    case 'mailgun':
      return mailgunDomains(ctx);
    default:
      return Promise.resolve([]);
  }
}
