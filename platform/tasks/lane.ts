import { createFinisher } from './finisher.ts';
import type { Queue } from './queue.ts';
import type { Registry } from './registry.ts';
import { type Runner, type Running, Stopped } from './run-task.ts';
import type { Lane } from './task-item.ts';
import { startTicker } from './ticker.ts';

interface LaneDeps {
  lane: Lane;
  /** How many run at the same time. */
  capacity: number;
  queue: Queue;
  runner: Runner;
  registry: Registry;
  onError: (error: unknown) => void;
}
const POLL_MS = 1000;
const RENEW_EVERY_MS = 5000;
const MOST_HELD = 400;
/** A full fetch that is worked off faster than this was of short tasks: the next may be larger. */
const SHORT_MS = 400;

/** One loop over one queue: claims what it can run soon, renews what it holds, hands back what it cannot finish. */
export function startLane({ lane, capacity, queue, runner, registry, onError }: LaneDeps) {
  const held = new Map<string, Running>();
  const finisher = createFinisher(queue, lane, onError);
  let waiting: { group: readonly Running[]; ended: () => void }[] = [];
  let working = 0;
  let limit = capacity;
  let more = false;
  let stopping = false;
  let whenIdle: (() => void) | undefined;

  const single = async (running: Running) => {
    try {
      if (await runner.one(running)) finisher.done(running.claim);
    } finally {
      held.delete(running.claim.id);
    }
  };
  const together = async (group: readonly Running[]) => {
    const [only] = group;
    if (group.length === 1 && only) return single(only);
    // One of them cannot: each by itself, so that it stands alone with its error.
    if (!(await runner.batch(group))) await Promise.all(group.map(single));
    else for (const { claim } of group) held.delete(claim.id);
  };
  const next = () => {
    while (working < capacity) {
      const start = waiting.shift();
      if (!start) break;
      working++;
      together(start.group)
        .catch(onError)
        .finally(() => {
          working--;
          start.ended();
          next();
        });
    }
    if (working === 0) whenIdle?.();
    if (more && held.size <= limit / 4) ticker.kick();
  };

  const claim = async () => {
    const room = limit - held.size;
    if (stopping || room <= 0) return;
    const startedAt = performance.now();
    const claims = await queue.claim(lane, room);
    more = claims.length === room;
    const claimed = claims.map((one): Running => ({ claim: one, abort: new AbortController() }));
    for (const running of claimed) held.set(running.claim.id, running);
    const groups = grouped(claimed, registry);
    let open = groups.length;
    const ended = () => {
      if (--open > 0 || claims.length < room) return;
      limit = performance.now() - startedAt < SHORT_MS ? Math.min(MOST_HELD, limit * 2) : capacity;
    };
    for (const group of groups) waiting.push({ group, ended });
    next();
  };
  const ticker = startTicker(POLL_MS, claim, onError);

  const renew = async () => {
    const mine = [...held.values()];
    if (mine.length === 0) return;
    const ours = await queue.renew(
      lane,
      mine.map((running) => running.claim),
    );
    for (const { claim: one, abort } of mine) if (!ours.has(one.id) && held.has(one.id)) abort.abort(new Stopped('lease lost'));
  };
  const renewal = startTicker(RENEW_EVERY_MS, renew, onError);

  const idleWithin = async (ms: number) => {
    if (working === 0) return;
    const idle = Promise.withResolvers<void>();
    whenIdle = idle.resolve;
    const timer = setTimeout(idle.resolve, ms);
    await idle.promise;
    clearTimeout(timer);
  };
  return {
    kick: () => ticker.kick(),
    /** Lets what runs finish for `graceMs`, then aborts it and gives it as long again; what still runs is left to its lease. */
    async stop(graceMs: number) {
      stopping = true;
      more = false;
      await ticker.stop();
      const unstarted = waiting.flatMap(({ group }) => group.map((running) => running.claim));
      waiting = [];
      if (unstarted.length > 0) await queue.handBack(lane, unstarted).catch(onError);
      for (const { id } of unstarted) held.delete(id);
      await idleWithin(graceMs);
      for (const { abort } of held.values()) abort.abort(new Stopped('shutdown'));
      await idleWithin(graceMs);
      await renewal.stop();
      await finisher.flushed();
    },
  };
}
export type RunningLane = ReturnType<typeof startLane>;

/** What may share a transaction: one task, workspace, connection and actor, up to the batch's size. The rest stands alone. */
function grouped(claimed: readonly Running[], registry: Registry): Running[][] {
  const groups: Running[][] = [];
  const open = new Map<string, Running[]>();
  for (const running of claimed) {
    const { item } = running.claim;
    const batch = registry.tasks.get(item.task)?.definition.batch;
    if (!batch || item.jobId || item.attempt > 1) {
      groups.push([running]);
      continue;
    }
    const key = JSON.stringify([item.task, item.workspaceId, item.connectionId, item.actor]);
    const group = open.get(key);
    if (group && group.length < batch.size) group.push(running);
    else {
      const fresh = [running];
      open.set(key, fresh);
      groups.push(fresh);
    }
  }
  return groups;
}
