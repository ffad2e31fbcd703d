import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '#platform/database/database';
import type { Clock, Lane, Log, Provider } from '#sdk';
import type { Allowance } from './quota-ledger.ts';
import { createQuotaQueue, type QuotaQueue } from './quota-queue.ts';
import { createQuotaStore, QUOTA_CHANNEL } from './quota-store.ts';

export interface QuotaOwner {
  integration: string;
  provider: string;
  connectionId?: string;
}

/** The allowances that a call of this class draws on. One without a limit stands for "only the provider's refusals count". */
export function allowancesOf(owner: QuotaOwner, quotas: Provider['quotas'], quotaClass: string, subject?: string): Allowance[] {
  const prefix = `${owner.integration}/${owner.provider}`;
  const stated = quotas
    .filter((quota) => (quota.classes === undefined || quota.classes.includes(quotaClass)) && (!quota.perSubject || subject !== undefined))
    .map((quota) => ({
      key: `${prefix}/${quota.name}${quota.perSubject ? `/${subject}` : ''}/${quota.per === 'connection' ? (owner.connectionId ?? 'application') : 'application'}`,
      limit: quota.limit,
      intervalMs: quota.intervalMs,
    }));
  if (stated.length > 0) return stated.sort((a, b) => (a.key < b.key ? -1 : 1));
  return [{ key: `${prefix}/-/${owner.connectionId ?? 'application'}`, limit: Number.POSITIVE_INFINITY, intervalMs: 2_000 }];
}

/** A refusal names no allowance: a connection's own are believed to be meant, else the application's. */
export function blockedBy(allowances: readonly Allowance[]): string[] {
  const own = allowances.filter(({ key }) => !key.endsWith('/application'));
  return (own.length > 0 ? own : allowances).map(({ key }) => key);
}

const MAX_QUEUES = 5_000;

/** All allowances of all providers, shared by all processes through the database. */
export function createQuotaPlanner({ database, clock, log }: { database: Database; clock: Clock; log: Log }) {
  // A lease serves many callers: it must not run inside the transaction or trace of the one that happened to ask.
  const outside = AsyncLocalStorage.snapshot();
  const store = createQuotaStore(database, clock);
  const queues = new Map<string, { queue: QuotaQueue; allowances: readonly Allowance[] }>();
  let unlisten: (() => Promise<void>) | undefined;
  let leases = 0;

  const dropIdle = () => {
    for (const [id, { queue }] of queues) if (queue.isIdle()) queues.delete(id);
  };
  const queueFor = (allowances: readonly Allowance[]): QuotaQueue => {
    const id = allowances.map(({ key }) => key).join('\n');
    const known = queues.get(id);
    if (known) return known.queue;
    if (queues.size >= MAX_QUEUES) dropIdle();
    const counted = {
      lease: (...args: Parameters<typeof store.lease>) => {
        leases++;
        return outside(() => store.lease(...args));
      },
    };
    const queue = outside(() => createQuotaQueue(allowances, counted, clock));
    queues.set(id, { queue, allowances });
    return queue;
  };
  const heard = (keys: readonly string[], until: number) => {
    for (const { queue, allowances } of queues.values()) if (allowances.some(({ key }) => keys.includes(key))) queue.blockUntil(until);
  };

  return {
    take: (allowances: readonly Allowance[], lane: Lane, cost: number, deadline: number, signal?: AbortSignal): Promise<void> =>
      queueFor(allowances).take(lane, cost, deadline, signal),
    /** All workers stop at once: this one now, the others when the notification or their next lease says so. */
    async block(allowances: readonly Allowance[], until: number): Promise<void> {
      const keys = blockedBy(allowances);
      heard(keys, until);
      await outside(() => store.block(keys, until));
    },
    sweep: store.sweep,
    /** Round trips to the database so far, for the bench. */
    leases: () => leases,
    async start() {
      unlisten ??= await database.listen(QUOTA_CHANNEL, (payload) => {
        if (payload === '') return;
        const { key, until } = JSON.parse(payload) as { key: string; until: number };
        heard([key], until);
      });
    },
    async stop() {
      await unlisten?.();
      unlisten = undefined;
      for (const { queue, allowances } of queues.values()) {
        queue.stop();
        const returned = queue.leftover();
        if (returned.length > 0)
          await store
            .lease(allowances, { asks: [], returned, spare: 0 })
            .catch((error: unknown) => log.warn({ error: String(error) }, 'unused quota was not given back'));
      }
      queues.clear();
    },
  };
}
export type QuotaPlanner = ReturnType<typeof createQuotaPlanner>;
