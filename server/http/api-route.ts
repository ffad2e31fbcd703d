import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Crm } from '#crm/crm';
import type { Actor, Context, Permission, RouteInput, WorkspaceId } from '#sdk';
import type { Hub } from '../hub.ts';

/** What a handler knows of the call: who asks, in which workspace, and the rooms of the hub. */
export interface ApiCall {
  hub: Hub;
  actor: Actor;
  workspaceId: WorkspaceId;
  requestId: string;
  request: FastifyRequest;
  reply: FastifyReply;
  /** A context as integrations get it, acting as this caller. */
  context(): Promise<Context>;
  /** The record as this caller reaches it. */
  crm(): Promise<Crm>;
}

/** One line of a route table; the path lies below `/api/v1`. The same idea as an integration's `urls.ts`. */
export interface ApiRoute {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: `/${string}`;
  summary: string;
  /** `public`: nobody needs to be known. `signed_in`: any person or key. `installation`: the installation owner. */
  permission: Permission | 'public' | 'signed_in' | 'installation';
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  responses: Readonly<Record<number, z.ZodType>>;
  handler: (call: ApiCall, input: never) => Promise<unknown>;
}

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;
export const apiRoute = <P extends z.ZodType | undefined = undefined, Q extends z.ZodType | undefined = undefined, B extends z.ZodType | undefined = undefined>(
  route: Omit<ApiRoute, 'params' | 'query' | 'body' | 'handler'> & {
    params?: P;
    query?: Q;
    body?: B;
    handler: (call: ApiCall, input: RouteInput<Out<P>, Out<Q>, Out<B>>) => Promise<unknown>;
  },
): ApiRoute => route as unknown as ApiRoute;
