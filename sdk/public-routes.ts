import type { z } from 'zod';
import type { Context } from './context.ts';
import type { LinkData } from './links.ts';

/** Whose page it is, found before the handler runs. What cannot be found is 404, without saying why. */
export type PublicWorkspace =
  /** By a name taken with `ctx.links.claim`. */
  | { by: 'name'; space: string; param: string }
  /** By a token made with `ctx.links.signer`. */
  | { by: 'token'; purpose: string; param: string }
  /** Nobody's: static files of a page. The handler gets a context without a workspace's data and must not use it. */
  | { by: 'nobody' };

export interface PublicRequest {
  /** Public origin, path and query as received. */
  url: string;
  userAgent: string | undefined;
  /** As the browser prefers them, best first: `['de-AT', 'de', 'en']`. */
  languages: readonly string[];
  /** As far as we can tell behind proxies. For limits and logs, never for rights. */
  remoteAddress: string;
}
export interface PublicInput<Q = unknown, B = unknown> {
  params: Readonly<Record<string, string>>;
  query: Q;
  body: B;
  /** Of a name. */
  subjectId: string;
  /** Of a token. */
  data: LinkData;
  request: PublicRequest;
}

interface AnswerBase {
  status?: number;
  headers?: Readonly<Record<string, string>>;
}
export type PublicAnswer = AnswerBase &
  (
    | { json: unknown }
    /** A whole document. Scripts only by `src` of this origin; a `style` or `script` element may carry the nonce that is given. */
    | { html: (nonce: { script: string; style: string }) => string }
    | { redirect: string }
    | { bytes: Uint8Array | string; contentType: string }
    /** Something large, handed on as it is read. */
    | { stream: AsyncIterable<Uint8Array>; contentType: string; size: number }
  );

/**
 * A page or an endpoint for strangers, outside `/api/v1`: no session, no key, no cookie. Strict content policy, limited
 * by address. What is wrong is answered as problem+json, or as a plain page where the browser asked for one.
 */
export interface PublicRouteDefinition<Ctx = unknown> {
  method: 'GET' | 'POST';
  /** Below the origin. */
  path: `/${string}`;
  workspace: PublicWorkspace;
  /** Requests of one address. */
  perMinute: number;
  /** Other sites may show it in a frame. */
  framable?: boolean;
  query?: z.ZodType;
  /** JSON or a form, 64 kB at most. */
  body?: z.ZodType;
  handler: (ctx: Ctx, input: never) => Promise<PublicAnswer>;
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;
export const publicRoute = <Q extends z.ZodType | undefined = undefined, B extends z.ZodType | undefined = undefined>(
  r: Omit<PublicRouteDefinition<Context>, 'query' | 'body' | 'handler'> & {
    query?: Q;
    body?: B;
    handler: (ctx: Context, input: PublicInput<Out<Q>, Out<B>>) => Promise<PublicAnswer>;
  },
): PublicRouteDefinition<Context> => r as unknown as PublicRouteDefinition<Context>;
