import { z } from 'zod';
import { json } from '../http/answer.ts';
import { jsonOf, mediaType, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import { lookUp, type Store } from '../store.ts';
import type { Guard } from './api.ts';
import { mailgunError } from './errors.ts';
import { type MailgunData, noSuppressions, type Suppression, type SuppressionKind, suppressionKinds } from './store.ts';

const MOST = 1000;
const rows = z
  .array(z.object({ address: z.string(), code: z.string().optional(), error: z.string().optional(), tags: z.array(z.string()).optional() }))
  .min(1)
  .max(MOST);
const names: Readonly<Record<SuppressionKind, string>> = { bounces: 'bounces', complaints: 'complaints', unsubscribes: 'unsubscribers' };

const shown = (kind: SuppressionKind, { address, code, error, tags, created_at }: Suppression) => ({
  address,
  created_at,
  ...(kind === 'bounces' ? { code: code ?? '550', error: error ?? '' } : {}),
  ...(kind === 'unsubscribes' ? { tags: tags ?? ['*'] } : {}),
});

/** Bounces, complaints and unsubscribes of a domain: the same four ends each. */
export const listsApi = (store: Store<MailgunData>, base: string, guard: Guard, nowText: () => string): Route[] => {
  const listOf = (domain: string, kind: SuppressionKind) => {
    store.data.suppressions[domain] ??= noSuppressions();
    return store.data.suppressions[domain][kind];
  };
  const given = (request: TwinRequest): unknown => {
    if (mediaType(request) === 'application/json') return jsonOf(request);
    const form = new URLSearchParams(request.rawBody.toString('utf8'));
    return [Object.fromEntries(form)];
  };
  return suppressionKinds.flatMap((kind): Route[] => [
    {
      method: 'GET',
      path: `${base}/v3/{domain}/${kind}`,
      handle: guard((request, domain) => {
        const limit = Math.min(Number(request.query.get('limit') ?? 100), MOST);
        const after = request.query.get('address') ?? '';
        const all = Object.values(listOf(domain.name, kind)).toSorted((a, b) => (a.address < b.address ? -1 : 1));
        const part = all.filter(({ address }) => address > after).slice(0, limit);
        const here = `${request.origin}${request.path}?limit=${limit}`;
        const last = part.at(-1)?.address ?? after;
        const paging = {
          first: here,
          previous: `${here}&page=previous`,
          next: `${here}&page=next&address=${encodeURIComponent(last)}`,
          last: `${here}&page=last`,
        };
        return json(200, { items: part.map((row) => shown(kind, row)), paging });
      }),
    },
    {
      method: 'POST',
      path: `${base}/v3/{domain}/${kind}`,
      handle: guard((request, domain) => {
        const parsed = rows.safeParse(given(request));
        if (!parsed.success)
          return mailgunError(400, Array.isArray(given(request)) ? 'Batch size should be less than 1000' : 'Missing mandatory parameter: address');
        for (const row of parsed.data) listOf(domain.name, kind)[row.address.toLowerCase()] = { ...row, created_at: nowText() };
        return json(200, { message: `${parsed.data.length} addresses have been added to the ${names[kind]} table` });
      }),
    },
    {
      method: 'GET',
      path: `${base}/v3/{domain}/${kind}/{address}`,
      handle: guard((request, domain) => {
        const row = lookUp(listOf(domain.name, kind), (request.params.address ?? '').toLowerCase());
        return row ? json(200, shown(kind, row)) : mailgunError(404, `Address not found in ${names[kind]} table`);
      }),
    },
    {
      method: 'DELETE',
      path: `${base}/v3/{domain}/${kind}/{address}`,
      handle: guard((request, domain) => {
        const address = (request.params.address ?? '').toLowerCase();
        if (!lookUp(listOf(domain.name, kind), address)) return mailgunError(404, `Address not found in ${names[kind]} table`);
        delete listOf(domain.name, kind)[address];
        return json(200, { message: 'Bounced addresses for this domain have been removed', address });
      }),
    },
  ]);
};
