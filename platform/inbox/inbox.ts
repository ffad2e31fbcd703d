import { adoptOrphans, adoptOwn } from './adopt.ts';
import { createDefinitions, methodsOf } from './definitions.ts';
import { createDrain } from './drain.ts';
import { expireWebhooks } from './expire.ts';
import { createInsertQueue } from './insert-queue.ts';
import { createJournal, type WebhookJournal } from './journal.ts';
import { createList } from './list.ts';
import { SEALED_WEBHOOK_COLUMNS } from './models.ts';
import { DEFAULT_LIMITS, type InboxDeps } from './ports.ts';
import { createReceive } from './receive.ts';
import { createReplay } from './replay.ts';
import { createSealedRequests } from './request-envelope.ts';
import { createRerouter } from './reroute.ts';

export type { WebhookAnswer } from './answer.ts';
export type { InboxDeps, InboxLimits, Route, WebhookSecrets } from './ports.ts';
export type { InboundRequest } from './receive.ts';

/** One address that takes webhooks. */
export interface MountedWebhook {
  integration: string;
  provider: string;
  topic?: string;
  methods: readonly ('GET' | 'POST')[];
  maxBodyBytes?: number;
}

/** Events without a connection are tried again this often. */
const SWEEP_MS = 60_000;

/** Webhooks from the first byte to the handler's commit. */
export function createInbox(deps: InboxDeps) {
  const limits = { ...DEFAULT_LIMITS, ...deps.limits };
  const definitions = createDefinitions(deps.integrations);
  const sealed = createSealedRequests(deps.vault);
  for (const column of SEALED_WEBHOOK_COLUMNS) deps.vault.registerSealed?.(column);
  let journal: Promise<WebhookJournal> | undefined;
  const openJournal = () => {
    // A failed attempt is not kept: the vault may only have been out of reach.
    journal ??= createJournal(deps.journalFolder, deps.vault).catch((error: unknown) => {
      journal = undefined;
      throw error;
    });
    return journal;
  };

  const queue = createInsertQueue(deps.database, limits, () => drain.signal());
  const parts = { deps, limits, definitions, queue, sealed };
  const rerouter = createRerouter(parts);

  let adopting: NodeJS.Timeout | undefined;
  let sweptAt = Number.NEGATIVE_INFINITY;
  const beforePoll = async () => {
    const now = deps.clock.now().getTime();
    if (now - sweptAt >= SWEEP_MS) {
      sweptAt = now;
      await rerouter.sweep();
    }
  };
  // PGlite has one session: a second worker would only wait for it.
  const drain = createDrain({ ...parts, inFlight: new Set() }, { workers: deps.database.engine === 'postgres' ? 2 : 1, beforePoll });

  return {
    receive: createReceive({ ...parts, journal: openJournal }),
    ...createList(deps, definitions, sealed),
    replay: createReplay({ ...parts, rerouter, wake: () => drain.signal() }),
    /** A connection appeared: events of its account that waited get their owner. */
    async connectionAppeared(integration: string, provider: string, accountId: string): Promise<number> {
      return rerouter.account(integration, provider, accountId);
    },
    /** Everything that is due, now. */
    drain: drain.untilEmpty,
    /** What the server needs to know to mount the routes. */
    webhooks: (): MountedWebhook[] =>
      definitions.all().map(({ integration, definition }) => ({
        integration,
        provider: definition.provider,
        ...(definition.topic ? { topic: definition.topic } : {}),
        methods: methodsOf(definition),
        ...(definition.maxBodyBytes ? { maxBodyBytes: definition.maxBodyBytes } : {}),
      })),
    /** Brings webhooks into the inbox that were answered and not stored, by this process or by dead ones. */
    async adopt(): Promise<number> {
      const file = await openJournal();
      return (await adoptOrphans(parts, file)) + (await adoptOwn(parts, file));
    },
    /** Forgets keys, tokens and archived events past their time. To be run now and then by one process. */
    expire: () => expireWebhooks(deps.database, deps.clock.now()),
    /** For every role that receives; with `drain` also the workers that handle what was received. */
    async start({ drain: drains = true }: { drain?: boolean } = {}): Promise<void> {
      await openJournal();
      let orphansAdopted = false;
      const look = async () => {
        try {
          const file = await openJournal();
          if (!orphansAdopted) await adoptOrphans(parts, file);
          orphansAdopted = true;
          await adoptOwn(parts, file);
        } catch (error) {
          deps.log.warn({ err: error }, 'webhooks wait in the journal');
        }
      };
      let looking: Promise<void> | undefined = look();
      await looking;
      looking = undefined;
      adopting = setInterval(() => {
        looking ??= look().finally(() => {
          looking = undefined;
        });
      }, limits.pollMs).unref();
      if (drains) drain.start();
    },
    async stop(): Promise<void> {
      clearInterval(adopting);
      await drain.stop();
      await (await journal)?.close();
      journal = undefined;
    },
  };
}
export type Inbox = ReturnType<typeof createInbox>;
