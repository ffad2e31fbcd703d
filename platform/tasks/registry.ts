import { type Context, PatchbayError, type Schedule, type TaskDefinition } from '#sdk';
import type { Lane, TaskItem } from './task-item.ts';

export interface Registered {
  definition: TaskDefinition<Context>;
  integration: string;
}

/** What this process can run. The same in every process of one version. */
export function createRegistry() {
  const tasks = new Map<string, Registered>();
  const schedules: (Schedule & { integration: string })[] = [];
  return {
    tasks,
    schedules,
    register(
      definitions: readonly Registered['definition'][],
      { integration, schedules: more = [] }: { integration: string; schedules?: readonly Schedule[] },
    ) {
      for (const definition of definitions) {
        if (tasks.has(definition.name)) throw new TypeError(`task "${definition.name}" is declared twice`);
        tasks.set(definition.name, { definition, integration });
      }
      schedules.push(...more.map((schedule) => ({ ...schedule, integration })));
    },
    /** @throws PatchbayError internal */
    known(task: string): Registered {
      const found = tasks.get(task);
      if (!found) throw new PatchbayError('internal', { facts: { task, reason: 'no task of this name is registered' } });
      return found;
    },
  };
}
export type Registry = ReturnType<typeof createRegistry>;

const DEFAULT_EXPIRY_SECONDS = 15 * 60;
export const expiryOf = (definition: TaskDefinition<Context> | undefined) => definition?.expireInSeconds ?? DEFAULT_EXPIRY_SECONDS;

/** What may run longer than the default, or is visible work, does not stand in the way of the quick ones. */
export function laneOf({ definition }: Pick<Registered, 'definition'>, item: Pick<TaskItem, 'singletonKey'>): Lane {
  if (definition.job || expiryOf(definition) > DEFAULT_EXPIRY_SECONDS) return 'long';
  return item.singletonKey === undefined ? 'quick' : 'keyed';
}
