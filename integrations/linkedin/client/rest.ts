import type { z } from 'zod';
import { type ConnectedContext, type HttpClient, type Lane, PatchbayError } from '#sdk';
import { DAY_LIMIT, RETIRED } from '../classify.ts';
import { assertAllowance, countCall, noteExhausted } from '../store/quota.ts';
import { decodeId, type RestliValue, restliQuery } from './restli.ts';
import { configuredVersion, fallbacksFor, versionFor } from './versions.ts';

export interface RestCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Counted and limited apart, and pinned where it has a version of its own. */
  resource: string;
  path: string;
  params?: Readonly<Record<string, RestliValue>>;
  json?: unknown;
  /** The older interface: it knows no versions. */
  isLegacy?: boolean;
  /** Where the verb alone is ambiguous. */
  restliMethod?: string;
  lane: Lane;
  idempotent?: boolean;
}
export type Answer = { body: unknown; id: string | undefined; version: string };

const LONGEST_QUERY = 4_000;
const factsOf = (error: unknown) => (error instanceof PatchbayError ? (error.details.facts as { status?: number; code?: string } | undefined) : undefined);
export const statusOf = (error: unknown): number | undefined => factsOf(error)?.status;
export const codeOf = (error: unknown): string => String(factsOf(error)?.code ?? '');

/**
 * One versioned call. The ledger is asked first, because LinkedIn says nothing of what is left. A retired version is
 * stepped over for reads alone, told once to administrators, and the version that answered is kept.
 */
export async function rest(ctx: ConnectedContext, call: RestCall): Promise<Answer> {
  await assertAllowance(ctx, call.resource, call.lane);
  const wanted = versionFor(call.resource, ctx.env);
  const versions = call.method === 'GET' && !call.isLegacy ? [wanted, ...fallbacksFor(call.resource, ctx.env)] : [wanted];
  for (const [index, version] of versions.entries()) {
    try {
      const answer = await send(ctx.http, call, version);
      await countCall(ctx, call.resource);
      if (index > 0) await toldRetired(ctx, wanted, version);
      return answer;
    } catch (error) {
      await countCall(ctx, call.resource);
      if (codeOf(error).startsWith(DAY_LIMIT)) throw await noteExhausted(ctx, call.resource, codeOf(error));
      if (codeOf(error) !== RETIRED) throw error;
      if (index === versions.length - 1) throw await toldRetired(ctx, wanted, undefined);
    }
  }
  throw new PatchbayError('internal', { facts: { reason: 'no version was tried' } });
}

async function send(http: HttpClient, call: RestCall, version: string): Promise<Answer> {
  const query = call.params ? restliQuery(call.params) : '';
  const headers = {
    ...(call.isLegacy ? {} : { 'linkedin-version': version }),
    'x-restli-protocol-version': '2.0.0',
    ...(call.restliMethod ? { 'x-restli-method': call.restliMethod } : {}),
  };
  const operation = `linkedin.${call.method.toLowerCase()}-${call.resource}`;
  const common = { operation, lane: call.lane, quotaClass: call.resource };
  const path = `/${call.isLegacy ? 'v2' : 'rest'}/${call.path}`;
  if (query.length > LONGEST_QUERY && call.method === 'GET') {
    const answer = await http.request({
      ...common,
      method: 'POST',
      url: path,
      headers: { ...headers, 'x-http-method-override': 'GET', 'content-type': 'application/x-www-form-urlencoded' },
      body: query,
      idempotent: true,
    });
    return read(answer, version);
  }
  const answer = await http.request({
    ...common,
    method: call.method,
    url: query ? `${path}?${query}` : path,
    headers,
    ...(call.json === undefined ? {} : { json: call.json }),
    ...(call.idempotent === undefined ? {} : { idempotent: call.idempotent }),
  });
  return read(answer, version);
}

function read({ body, headers }: { body: unknown; headers: Readonly<Record<string, string | undefined>> }, version: string): Answer {
  // A good answer may hold a refusal of a part that was asked to be resolved: keys that end in "!".
  const throttled = nestedRefusal(body);
  if (throttled)
    throw new PatchbayError('provider_rate_limited', { detail: 'LinkedIn answered, but left a part of it out.', facts: { status: 429, key: throttled } });
  const id = headers['x-restli-id'] ?? headers['x-linkedin-id'];
  return { body, id: id === undefined ? undefined : decodeId(id), version };
}

export function nestedRefusal(value: unknown, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null || depth > 6) return undefined;
  for (const [key, each] of Object.entries(value)) {
    if (key.endsWith('!') && (each as { status?: number } | null)?.status === 429) return key;
    const inside = nestedRefusal(each, depth + 1);
    if (inside) return inside;
  }
  return undefined;
}

const incidentKey = 'linkedin.version-retired';
async function toldRetired(ctx: ConnectedContext, wanted: string, answered: string | undefined): Promise<PatchbayError> {
  const detail = `LinkedIn retired API version ${wanted}.${answered ? ` Reading goes on with version ${answered}; writing does not.` : ''}`;
  const remedy = `An administrator must raise LINKEDIN_API_VERSION${answered ? ` (for example to ${answered})` : ''}.`;
  await ctx.incidents.open({ key: incidentKey, level: answered ? 'warning' : 'critical', title: 'LinkedIn retired an API version', detail, remedy });
  return new PatchbayError('provider_rejected', { detail, remedy, facts: { status: 426, code: RETIRED, version: configuredVersion(ctx.env) } });
}

export interface Paging {
  start?: number | undefined;
  count?: number | undefined;
  links?: readonly { rel: string }[] | undefined;
}
/** `total` is often absent, -1 or wrong: a page is the last one when it is short and names no next. */
export const isLastPage = (elements: number, count: number, paging: Paging | undefined): boolean =>
  elements < count && !paging?.links?.some(({ rel }) => rel === 'next');

/** One answer of a finder, and where it stands in the whole. */
export interface Part<T> {
  elements: T[];
  /** Place of its first element; asked for again, the same answer comes. */
  start: number;
  isLast: boolean;
}

/** All answers of a finder from a place on, each element parsed. */
export async function* parts<S extends z.ZodType>(
  ctx: ConnectedContext,
  element: S,
  call: Omit<RestCall, 'method'>,
  { count = 50, from = 0 }: { count?: number; from?: number } = {},
): AsyncGenerator<Part<z.output<S>>> {
  for (let start = from; ; start += count) {
    const { body } = await rest(ctx, { ...call, method: 'GET', params: { ...call.params, start, count } });
    const { elements = [], paging } = body as { elements?: unknown[]; paging?: Paging };
    const next = paging?.links?.some(({ rel }) => rel === 'next') ?? false;
    const isLast = isLastPage(elements.length, count, paging) || (elements.length === 0 && !next);
    yield { elements: elements.map((each) => element.parse(each)), start, isLast };
    if (isLast) return;
  }
}

/** All pages of a finder, each element parsed. */
export async function* pages<S extends z.ZodType>(
  ctx: ConnectedContext,
  element: S,
  call: Omit<RestCall, 'method'>,
  count = 50,
): AsyncGenerator<z.output<S>[]> {
  for await (const { elements } of parts(ctx, element, call, { count })) yield elements;
}
