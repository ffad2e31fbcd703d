import { onTestFinished } from 'vitest';
import type { Database } from '#platform/database/database';
import type { Actor, Clock, Context } from '#sdk';
import type { ContextFor } from './run-task.ts';
import { createTasks, type TaskRoom, type TasksDeps } from './tasks.ts';

/** A clock that only moves when told. */
export function virtualClock(start = new Date('2026-03-01T12:00:00Z')): Clock & { advance(ms: number): void } {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    advance(ms) {
      at += ms;
    },
  };
}

export const SYSTEM: Actor = { kind: 'system', reason: 'test' };

/** As much of a context as the rooms of this folder give: database, tasks, clock, signal. */
export const contextsOf = (database: Database, clock: Clock, tasks: () => TaskRoom): ContextFor => {
  return ({ workspaceId, actor, connectionId, signal }) =>
    ({
      workspaceId,
      actor,
      clock,
      signal: signal ?? new AbortController().signal,
      db: database.forWorkspace(workspaceId),
      tasks: tasks().forWorkspace(workspaceId, actor, connectionId),
      ...(connectionId ? { connection: { id: connectionId } } : {}),
    }) as unknown as Context;
};

/** Tasks over a database, stopped after the test. Errors that nobody handles are collected. */
export function taskRoom(database: Database, more: Partial<TasksDeps> = {}) {
  const clock = more.clock ?? virtualClock();
  const errors: unknown[] = [];
  const room: TaskRoom = createTasks({ database, clock, contextFor: contextsOf(database, clock, () => room), onError: (error) => errors.push(error), ...more });
  onTestFinished(() => room.stop(200));
  return Object.assign(room, { errors });
}

/** Looks until `look` says yes. For what another loop does in its own time; a missing answer is a failed test. */
export async function until(look: () => boolean | Promise<boolean>, what = 'the condition', withinMs = 15_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await look())) {
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
