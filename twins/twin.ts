import type { z } from 'zod';
import type { VirtualClock } from './clock.ts';
import type { Answer } from './http/answer.ts';
import type { TwinRequest } from './http/request.ts';
import type { Route } from './http/router.ts';
import type { SocketLine } from './http/web-socket.ts';
import type { OAuthServer } from './oauth-server.ts';
import type { Random } from './random.ts';
import type { Store } from './store.ts';
import type { Timers } from './timers.ts';
import type { Outgoing, WebhookSender } from './webhook-sender.ts';

/** What a twin lives in. */
export interface World {
  clock: VirtualClock;
  timers: Timers;
  random: Random;
  allowedHosts: readonly string[];
}

/** What a verb did: its result, and what the provider tells the hub about it. */
export interface Deed {
  result: unknown;
  webhooks?: readonly Outgoing[];
}

/** Something that happens at the provider without the hub: a mail arrives, somebody presses a button. */
export interface Verb {
  title: string;
  /** Strict object; the control page draws its form from it. */
  input: z.ZodObject;
  /** Synchronous: a forged act runs on a copy of the store that is thrown away. */
  act: (input: unknown) => Deed;
}

/** Ties the input's type to its schema; the registry of verbs need not know it. */
export const verb = <S extends z.ZodObject>(title: string, input: S, act: (input: z.infer<S>) => Deed): Verb => ({
  title,
  input,
  act: (given) => act(input.parse(given)),
});

/** A stand-in for one provider. All its paths begin with `/<provider>/`. */
export interface Twin {
  routes: readonly Route[];
  store: Store<object>;
  /** A few numbers a person wants to see first: `{ notes: 12 }`. */
  counts: () => Readonly<Record<string, number>>;
  verbs: Readonly<Record<string, Verb>>;
  oauth?: OAuthServer;
  webhooks?: WebhookSender;
  /** A page for people below `/_twins/<provider>/`, on which the provider can be used by hand. Not recorded, and struck by no fault. */
  pages?: { path: string; routes: readonly Route[] };
  /** Takes a web socket below `/<provider>/`; false: it is turned away. */
  socket?: (path: string, query: URLSearchParams, line: SocketLine) => boolean;
  /** What lies outside the store (rate limits, open sockets). */
  onReset?: () => void;
  /** An error in the provider's own shape, for the fault dial. Default: `{ "error": … }`. */
  errorAnswer?: (status: number) => Answer;
  /** `expired` and `revoked` where there is no OAuth; an answer ends the call, none lets it go on. */
  strike?: (kind: 'expired' | 'revoked', request: TwinRequest) => Answer | undefined;
}

export interface TwinDefinition {
  provider: string;
  title: string;
  create: (world: World) => Twin;
}
