import type { z } from 'zod';
import type { Permission } from './actions.ts';

export interface RouteInput<P = unknown, Q = unknown, B = unknown> {
  params: P;
  query: Q;
  body: B;
}

/** One line of an integration's `urls.ts`; the path lies below `/api/v1/<integration>`. */
export interface RouteDefinition<Ctx = unknown> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: `/${string}`;
  summary: string;
  permission: Permission;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** Status → schema of the answer. */
  responses: Readonly<Record<number, z.ZodType>>;
  handler: (ctx: Ctx, input: never) => Promise<unknown>;
}
