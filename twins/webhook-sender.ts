import { z } from 'zod';
import type { VirtualClock } from './clock.ts';
import { hostName, isLoopbackHost, parseHttpUrl } from './loopback.ts';
import { type Random, shuffled } from './random.ts';
import { createRing } from './ring.ts';
import { createStore } from './store.ts';
import type { Timers } from './timers.ts';
import { type BodySigner, type Forgery, forgeOption, type Signer, signForged } from './webhook-forgery.ts';

/** One event on its way out. `topic` picks among several addresses; `url` overrides it (call status callbacks and the like). */
export interface Outgoing {
  eventId: string;
  type: string;
  body: string;
  contentType?: string;
  topic?: string;
  url?: string;
  /** Of this event alone, such as the number of a push message. */
  headers?: Readonly<Record<string, string>>;
  /** Where each subscriber gives a secret of its own. */
  secret?: string;
  /** Waits between tries where they differ from the provider's usual ones; none: it is sent once. */
  retriesMs?: readonly number[];
  /** What the hub answered, where the provider does something with it. */
  onAnswer?: (answer: { status: number; body: string }) => void;
}

/** How an act's webhooks travel. */
export const travelOptions = z.object({
  /** How often each webhook is sent in all. */
  repeat: z.number().int().min(1).max(100).default(1),
  shuffle: z.boolean().default(false),
  /** Virtual milliseconds until they leave; the act does not wait for them. */
  lateMs: z.number().int().min(0).default(0),
  forge: forgeOption.prefault(false),
  /** False: the act answers before they have left. */
  wait: z.boolean().default(true),
  parallel: z.number().int().min(1).max(64).default(1),
});
export type TravelOptions = z.infer<typeof travelOptions>;
export const plainTravel: TravelOptions = travelOptions.parse({});

export interface Delivery {
  id: number;
  eventId: string;
  type: string;
  url: string;
  forged: Forgery | null;
  state: 'scheduled' | 'sending' | 'delivered' | 'retrying' | 'given_up' | 'no_target';
  attempts: { at: string; status: number | null; error?: string }[];
}

export interface Target {
  url: string;
  secret: string;
}

export interface WebhookSenderOptions {
  sign: Signer;
  /** Where the signature stands inside the body. */
  signBody?: BodySigner;
  defaultSecret: string;
  /** Waits between tries after anything but 2xx, as the provider documents them. */
  retriesMs: readonly number[];
  /** How long the provider waits for an answer (real time). */
  timeoutMs: number;
  /** A line that the hub holds open: while there is one, nothing goes by HTTP. Its `say` rejects when nobody answers in time. */
  line?: { isOpen(): boolean; say(event: Outgoing): Promise<{ status: number; body: string }> };
  /** Answers after which it does not try again. */
  finalStatuses?: readonly number[];
}

export interface SenderWorld {
  clock: VirtualClock;
  timers: Timers;
  random: Random;
  /** Hosts beside this machine that webhooks may go to. */
  allowedHosts: readonly string[];
}

export const createWebhookSender = (options: WebhookSenderOptions, world: SenderWorld) => {
  const { clock, timers } = world;
  // Configuration, not memory: a reset of the twin keeps it, so that the hub need not register again.
  const targets = createStore<Record<string, Target>>(() => ({}));
  const deliveries = createRing<Delivery>({ rows: 5_000, bytes: Number.POSITIVE_INFINITY });
  const stopping = new AbortController();
  let lastId = 0;
  /** Grows with every clear: what was under way before is dropped. */
  let generation = 0;

  /** Rings only if nothing was cleared meanwhile. */
  const later = (waitMs: number, run: () => Promise<void>) => {
    const planned = generation;
    timers.at(clock.nowMs() + waitMs, () => {
      if (generation === planned && !stopping.signal.aborted) void run();
    });
  };

  const isAllowed = (address: string): boolean => {
    const url = parseHttpUrl(address);
    return url !== undefined && (isLoopbackHost(url.hostname) || world.allowedHosts.includes(hostName(url.host)));
  };

  const post = async (delivery: Delivery, event: Outgoing, secret: string): Promise<boolean> => {
    const attempt = delivery.attempts.length;
    const row: Delivery['attempts'][number] = { at: clock.now().toISOString(), status: null };
    delivery.attempts.push(row);
    delivery.state = 'sending';
    const lastStatus = delivery.attempts[attempt - 1]?.status;
    const unsigned = {
      body: Buffer.from(event.body),
      secret,
      atMs: clock.nowMs(),
      url: delivery.url,
      attempt,
      ...(lastStatus === undefined ? {} : { lastStatus }),
    };
    const { headers, body } = signForged(delivery.forged ?? undefined, unsigned, options.sign, options.signBody);
    try {
      if (options.line?.isOpen() && !delivery.forged) {
        const answer = await options.line.say(event);
        row.status = answer.status;
        event.onAnswer?.(answer);
        return true;
      }
      const response = await fetch(delivery.url, {
        method: 'POST',
        headers: { 'content-type': event.contentType ?? 'application/json', 'user-agent': 'patchbay-twin', ...event.headers, ...headers },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(options.timeoutMs), stopping.signal]),
      });
      const said = await response.text();
      row.status = response.status;
      event.onAnswer?.({ status: response.status, body: said });
    } catch (error) {
      row.error = error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);
    }
    return row.status !== null && row.status >= 200 && row.status < 300;
  };

  const attempt = async (delivery: Delivery, event: Outgoing, secret: string): Promise<void> => {
    if (await post(delivery, event, secret)) {
      delivery.state = 'delivered';
      return;
    }
    const waitMs = (event.retriesMs ?? options.retriesMs)[delivery.attempts.length - 1];
    const status = delivery.attempts.at(-1)?.status ?? 0;
    // An attacker does not follow a provider's retry plan; one refusal is what a forged webhook is sent for.
    if (waitMs === undefined || delivery.forged || stopping.signal.aborted || options.finalStatuses?.includes(status)) {
      delivery.state = 'given_up';
      return;
    }
    delivery.state = 'retrying';
    later(waitMs, () => attempt(delivery, event, secret));
  };

  const plan = (event: Outgoing, forged: Forgery | undefined): { delivery: Delivery; run: () => Promise<void> } => {
    const target = targets.data[event.topic ?? 'default'];
    const url = event.url ?? target?.url;
    lastId += 1;
    const delivery: Delivery = {
      id: lastId,
      eventId: event.eventId,
      type: event.type,
      url: url ?? '',
      forged: forged ?? null,
      state: 'scheduled',
      attempts: [],
    };
    deliveries.push(delivery, 0);
    if (!options.line?.isOpen() && (url === undefined || !isAllowed(url))) delivery.state = 'no_target';
    const run = async () => (delivery.state === 'no_target' ? undefined : attempt(delivery, event, event.secret ?? target?.secret ?? options.defaultSecret));
    return { delivery, run };
  };

  /** Sends and, unless told otherwise, waits for the first try of each. */
  const send = async (events: readonly Outgoing[], travel: TravelOptions = plainTravel): Promise<readonly Delivery[]> => {
    const copies = events.flatMap((event) => Array.from({ length: travel.repeat }, () => event));
    const planned = (travel.shuffle ? shuffled(copies, world.random) : copies).map((event) => plan(event, travel.forge));
    const queue = [...planned];
    const begun = generation;
    const worker = async () => {
      for (let next = queue.shift(); next && generation === begun; next = queue.shift()) await next.run();
    };
    const start = async () => {
      await Promise.all(Array.from({ length: travel.parallel }, worker));
    };
    if (travel.lateMs > 0) later(travel.lateMs, start);
    else if (travel.wait) await start();
    else void start();
    return planned.map(({ delivery }) => delivery);
  };

  return {
    send,
    targets,
    /** False when webhooks may not go there. */
    register: (url: string, secret = options.defaultSecret, topic = 'default'): boolean => {
      if (!isAllowed(url)) return false;
      targets.data[topic] = { url, secret };
      return true;
    },
    deliveries: (): readonly Delivery[] => deliveries.rows(),
    clear: () => {
      generation += 1;
      deliveries.clear();
    },
    stop: () => stopping.abort(),
  };
};
export type WebhookSender = ReturnType<typeof createWebhookSender>;
