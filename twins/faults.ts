import { z } from 'zod';
import { type Random, seededRandom } from './random.ts';

/** What can go wrong at a provider, on order. `next` and `rate` say how often; neither = every matching call. */
export const faultOrder = z
  .strictObject({
    match: z.strictObject({ method: z.string().optional(), path: z.string().optional() }).default({}),
    next: z.number().int().min(1).optional(),
    rate: z.number().min(0).max(1).optional(),
    do: z.enum(['status', 'delay', 'drop', 'drop_after_commit', 'html', 'expired', 'revoked']),
    status: z.number().int().min(200).max(599).optional(),
    headers: z.record(z.string(), z.string()).optional(),
    delayMs: z.number().int().min(0).max(600_000).optional(),
    seed: z.number().int().optional(),
  })
  .refine((fault) => fault.do !== 'delay' || fault.delayMs !== undefined, { message: 'a delay needs delayMs', path: ['delayMs'] });
export type FaultOrder = z.infer<typeof faultOrder>;

export interface Fault extends FaultOrder {
  id: string;
  /** How many calls it has struck. */
  hits: number;
}

export interface FaultDial {
  add(order: FaultOrder): Fault;
  list(): readonly Fault[];
  remove(id: string): boolean;
  clear(): void;
  /** Faults that strike this call: delays add up, and the first other one decides. Counts down `next`. */
  strike(method: string, path: string): { delayMs: number; fault?: Fault; name: string | null };
}

/** `*` stands for anything; without one a path also means all below it. The leading `/<provider>` may be left out. */
export const isPathMatch = (pattern: string, path: string, provider: string): boolean => {
  const full = pattern.startsWith(`/${provider}/`) || pattern.startsWith('*') ? pattern : `/${provider}/${pattern.replace(/^\//, '')}`;
  const source = full.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const tail = full.includes('*') || full.endsWith('/') ? '' : '(/.*)?';
  return new RegExp(`^${source.join('.*')}${full.endsWith('/') ? '.*' : tail}$`).test(path);
};

export const createFaultDial = (provider: string): FaultDial => {
  let faults: { fault: Fault; random: Random }[] = [];
  let count = 0;

  const isStruck = ({ fault, random }: (typeof faults)[number], method: string, path: string): boolean => {
    const { match, rate } = fault;
    if (match.method !== undefined && match.method.toUpperCase() !== method) return false;
    if (match.path !== undefined && !isPathMatch(match.path, path, provider)) return false;
    return rate === undefined || random() < rate;
  };

  return {
    add: (order) => {
      count += 1;
      const fault = { ...order, id: String(count), hits: 0 };
      faults.push({ fault, random: seededRandom(order.seed ?? count) });
      return fault;
    },
    list: () => faults.map(({ fault }) => fault),
    remove: (id) => {
      const before = faults.length;
      faults = faults.filter(({ fault }) => fault.id !== id);
      return faults.length < before;
    },
    // Counting from one again makes the same orders strike the same calls.
    clear: () => {
      faults = [];
      count = 0;
    },
    strike: (method, path) => {
      let delayMs = 0;
      let decided: Fault | undefined;
      const names: string[] = [];
      for (const entry of faults) {
        const { fault } = entry;
        if ((fault.do !== 'delay' && decided) || !isStruck(entry, method, path)) continue;
        fault.hits += 1;
        names.push(fault.do);
        if (fault.do === 'delay') delayMs += fault.delayMs ?? 0;
        else decided = fault;
      }
      faults = faults.filter(({ fault }) => fault.next === undefined || fault.hits < fault.next);
      return { delayMs, fault: decided, name: names.length > 0 ? names.join('+') : null };
    },
  };
};
