import type { VirtualClock } from '../clock.ts';
import type { Answer } from '../http/answer.ts';
import { mediaType, type TwinRequest } from '../http/request.ts';
import type { Route } from '../http/router.ts';
import type { OAuthServer } from '../oauth-server.ts';
import type { Store } from '../store.ts';
import { accessDenied, badParameter, linkedinError } from './errors.ts';
import { isRecord, parseRestli, RestliSyntax, type RestliValue, rawParams } from './restli.ts';
import { accounts, type LinkedInAccount, type LinkedInData } from './store.ts';

/** A call that passed: who asks, and its parameters as Rest.li reads them. */
export interface Call {
  request: TwinRequest;
  account: LinkedInAccount;
  scopes: readonly string[];
  /** Plain text of a parameter. */
  text: (name: string) => string | undefined;
  /** A parameter of structure; anything else is refused with 400. */
  structure: (name: string) => RestliValue | undefined;
  /** A part of the path, decoded. */
  id: string;
  body: unknown;
}
export interface Guarded {
  method: Route['method'];
  path: string;
  /** Name of the resource in refusals and quotas. */
  resource: string;
  /** One of these scopes must be granted; none: any token. */
  scopes: readonly string[];
  /** `none` for `/v2`; `pin`: this version alone is answered. */
  version?: 'none' | string;
  handle: (call: Call) => Answer | Promise<Answer>;
}
export class BadParameter extends Error {}

const dayOf = (clock: VirtualClock): string => clock.now().toISOString().slice(0, 10);

/** Token, version, allowance, permission, parameters: in the order in which LinkedIn looks at them. */
export const createGate = (store: Store<LinkedInData>, oauth: OAuthServer, clock: VirtualClock) => {
  const overQuota = (resource: string, memberId: string): Answer | undefined => {
    const { quotas, used } = store.data;
    for (const [whose, key, limits] of [
      ['APPLICATION', 'app', quotas.application],
      ['MEMBER', memberId, quotas.member],
    ] as const) {
      const name = `${dayOf(clock)} ${key} ${resource}`;
      used[name] = (used[name] ?? 0) + 1;
      if ((used[name] ?? 0) > (limits[resource] ?? limits['*'] ?? Number.POSITIVE_INFINITY))
        // No header says how much is left, nor when to come back.
        return linkedinError(429, `Resource level throttle ${whose} DAY limit for calls to this resource is reached.`, { serviceErrorCode: 101 });
    }
    return undefined;
  };

  const versionProblem = (request: TwinRequest, wanted: Guarded['version']): Answer | undefined => {
    if (wanted === 'none') return undefined;
    const given = request.headers['linkedin-version'];
    if (!given)
      return linkedinError(400, 'A version must be present. Please specify a version by adding the LinkedIn-Version header.', { code: 'VERSION_MISSING' });
    if (!/^\d{6}(\.\d{2})?$/.test(given)) return linkedinError(400, `Version ${given} is not valid.`, { code: 'VERSION_INVALID' });
    const isActive = wanted ? given === wanted : store.data.versions.active.includes(given);
    return isActive ? undefined : linkedinError(426, `Requested version ${given.padEnd(8, '01')} is not active`, { code: 'NONEXISTENT_VERSION' });
  };

  const queryOf = (request: TwinRequest): string => {
    // Long queries travel as the body of a POST that says it is a GET.
    if (request.headers['x-http-method-override'] === 'GET') return request.rawBody.toString('utf8');
    const mark = request.url.indexOf('?');
    return mark < 0 ? '' : request.url.slice(mark + 1);
  };

  const pass =
    ({ scopes, resource, version, method, handle }: Guarded) =>
    async (request: TwinRequest): Promise<Answer> => {
      const bearer = oauth.authenticate(request);
      if (!bearer.ok) {
        if (bearer.reason === 'expired')
          return linkedinError(401, 'The token used in the request has expired', { serviceErrorCode: 65602, code: 'EXPIRED_ACCESS_TOKEN' });
        if (bearer.reason === 'revoked')
          return linkedinError(401, 'The token used in the request has been revoked by the user', { serviceErrorCode: 65601, code: 'REVOKED_ACCESS_TOKEN' });
        return linkedinError(401, 'Invalid access token', { serviceErrorCode: 65600, code: 'INVALID_ACCESS_TOKEN' });
      }
      const account = accounts.find(({ id }) => id === bearer.account.id);
      if (!account) return linkedinError(401, 'Invalid access token', { serviceErrorCode: 65600 });
      const problem = versionProblem(request, version);
      if (problem) return problem;
      if (method === 'POST' && request.rawBody.length === 0 && request.headers['content-length'] === undefined) return linkedinError(411, 'Length Required');
      const refused = overQuota(resource, account.id);
      if (refused) return refused;
      if (scopes.length > 0 && !scopes.some((scope) => bearer.scopes.includes(scope))) return accessDenied(resource, request.params.id ? 'GET' : 'FINDER');
      const query = queryOf(request);
      if (query.length > 4000 && request.method === 'GET') return linkedinError(414, 'Request-URI Too Long');
      try {
        const params = rawParams(query);
        const text = (name: string) => {
          const raw = params.get(name);
          return raw === undefined ? undefined : decodeURIComponent(raw.replaceAll('+', ' '));
        };
        const structure = (name: string) => {
          const raw = params.get(name);
          if (raw === undefined) return undefined;
          if (request.headers['x-restli-protocol-version'] !== '2.0.0') throw new BadParameter(name);
          const value = parseRestli(raw);
          if (typeof value === 'string') throw new BadParameter(name);
          return value;
        };
        const isJson = mediaType(request) === 'application/json' && request.rawBody.length > 0;
        return await handle({
          request,
          account,
          scopes: bearer.scopes,
          text,
          structure,
          id: request.params.id ?? '',
          body: isJson ? JSON.parse(request.rawBody.toString('utf8')) : undefined,
        });
      } catch (error) {
        if (error instanceof BadParameter) return badParameter(error.message);
        if (error instanceof RestliSyntax || error instanceof SyntaxError || error instanceof URIError) return badParameter(error.message);
        throw error;
      }
    };

  return (routes: readonly Guarded[]): Route[] =>
    routes.flatMap((route): Route[] => {
      const handle = pass(route);
      const tunnelled = pass({ ...route, method: 'GET' });
      const isTaken = routes.some(({ method, path }) => method === 'POST' && path === route.path);
      const own: Route = {
        method: route.method,
        path: route.path,
        handle: (request) =>
          route.method === 'POST' && request.headers['x-http-method-override'] === 'GET' ? linkedinError(405, 'no finder here') : handle(request),
      };
      return route.method === 'GET' && !isTaken ? [own, { method: 'POST', path: route.path, handle: tunnelled }] : [own];
    });
};

export const fieldOf = (value: RestliValue | undefined, name: string): RestliValue | undefined => (isRecord(value) ? value[name] : undefined);
/** A value that the caller must give. */
export const required = <T>(value: T | undefined, name: string): T => {
  if (value === undefined) throw new BadParameter(name);
  return value;
};

/** `total` is often wrong and sometimes missing there: only an absent `next` link ends a read. */
export const pageOf = <T>(rows: readonly T[], call: Call, more: { total?: number } = {}) => {
  const start = Number(call.text('start') ?? 0);
  const count = Math.min(Number(call.text('count') ?? 10), 100);
  const elements = rows.slice(start, start + count);
  const hasMore = start + count < rows.length;
  const path = call.request.path.replace(/^\/linkedin\/api/, '');
  return {
    elements,
    paging: {
      start,
      count,
      ...(more.total === undefined ? {} : { total: more.total }),
      links: hasMore ? [{ rel: 'next', type: 'application/json', href: `${path}?start=${start + count}&count=${count}` }] : [],
    },
  };
};
