import type { z } from 'zod';
import type { ActionDefinition } from './actions.ts';
import type { ConnectedContext, Connection, Context } from './context.ts';
import type { EffectKind } from './effects.ts';
import type { Forget } from './erasure.ts';
import type { EventType, PublishedEvent } from './events.ts';
import type { Feature } from './features.ts';
import type { Env, Provider } from './provider.ts';
import type { PublicRouteDefinition } from './public-routes.ts';
import type { RouteDefinition, RouteInput } from './routes.ts';
import type { StreamDefinition } from './streams.ts';
import type { Schedule, TaskBatch, TaskDefinition } from './tasks.ts';
import type { WebhookDefinition } from './webhooks.ts';

export interface Integration {
  name: string;
  title: string;
  description: string;
  /** Environment values; parsed once by the configuration. Keys end in their own names, never in ours. */
  env: z.ZodObject;
  /** Built from the parsed environment, so that addresses and keys can come from it. */
  providers: (env: Env) => Readonly<Record<string, Provider>>;
  /** Environment values that put the local twin in the provider's place (`--twins`, tests). */
  twin: (twinsUrl: string) => Readonly<Record<string, string>>;
  features: readonly Feature[];
  /** The tables of `models.ts`. */
  models: Readonly<Record<string, unknown>>;
  urls: readonly RouteDefinition<Context>[];
  /** Pages and endpoints for people without an account. */
  publicRoutes?: readonly PublicRouteDefinition<Context>[];
  webhooks: readonly WebhookDefinition<Context>[];
  tasks: readonly TaskDefinition<Context>[];
  schedules: readonly Schedule[];
  streams: readonly StreamDefinition<ConnectedContext>[];
  effects: readonly EffectKind<ConnectedContext>[];
  actions: readonly ActionDefinition<Context>[];
  eventTypes: readonly EventType[];
  /** Events it reacts to, in workspaces that have connected it. Runs after commit, in order per subject, at least once: handlers converge. */
  on: Readonly<Record<string, (ctx: Context, event: PublishedEvent) => Promise<void>>>;
  /** The console draws the form from it. */
  settings: z.ZodObject;
  /** Takes somebody who asked to be forgotten out of its tables. Needed where any of them holds a person. */
  forget?: Forget;
  /** What the console's page of this connection's workspace may open besides the hub: sources of `connect-src`, such as `wss://pbx.example.com`. */
  browserHosts?: (connection: Pick<Connection, 'provider' | 'data'>) => readonly string[];
}

/** The table of contents of an integration. Checks what types cannot: names, prefixes, duplicates. */
export function defineIntegration(integration: Integration): Integration {
  const { name } = integration;
  if (!/^[a-z][a-z0-9]*$/.test(name)) throw new TypeError(`integration name "${name}": lower-case letters and digits only`);
  const named: [string, readonly string[]][] = [
    ['task', integration.tasks.map((t) => t.name)],
    ['action', integration.actions.map((a) => a.name)],
    ['feature', integration.features.map((f) => f.id)],
    ['effect', integration.effects.map((e) => e.kind)],
  ];
  for (const [what, names] of named) {
    const seen = new Set<string>();
    for (const each of names) {
      if (!each.startsWith(`${name}.`)) throw new TypeError(`${what} "${each}" must start with "${name}."`);
      if (seen.has(each)) throw new TypeError(`${what} "${each}" is declared twice`);
      seen.add(each);
    }
  }
  return Object.freeze(integration);
}

/** Typed makers: the schemas give the handler its types. */
export const task = <P extends z.ZodObject>(
  t: Omit<TaskDefinition<Context>, 'payload' | 'run' | 'batch'> & {
    payload: P;
    run: (ctx: Context, payload: z.output<P>) => Promise<void>;
    batch?: TaskBatch<Context, z.output<P>>;
  },
): TaskDefinition<Context> => t as TaskDefinition<Context>;

export const action = <I extends z.ZodObject, O extends z.ZodType>(
  a: Omit<ActionDefinition<Context>, 'input' | 'output' | 'run'> & { input: I; output: O; run: (ctx: Context, input: z.output<I>) => Promise<z.input<O>> },
): ActionDefinition<Context> => a as ActionDefinition<Context>;

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;
export const route = <P extends z.ZodType | undefined = undefined, Q extends z.ZodType | undefined = undefined, B extends z.ZodType | undefined = undefined>(
  r: Omit<RouteDefinition<Context>, 'params' | 'query' | 'body' | 'handler'> & {
    params?: P;
    query?: Q;
    body?: B;
    handler: (ctx: Context, input: RouteInput<Out<P>, Out<Q>, Out<B>>) => Promise<unknown>;
  },
): RouteDefinition<Context> => r as unknown as RouteDefinition<Context>;

export const stream = <R>(s: StreamDefinition<ConnectedContext, R>): StreamDefinition<ConnectedContext> => s as unknown as StreamDefinition<ConnectedContext>;
export const webhook = (w: WebhookDefinition<Context>): WebhookDefinition<Context> => w;
export const effect = (e: EffectKind<ConnectedContext>): EffectKind<ConnectedContext> => e;
