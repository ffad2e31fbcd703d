import { setTimeout as wait } from 'node:timers/promises';
import { PatchbayError } from '#sdk';

/** PostgreSQL's SQLSTATE, wherever drizzle or the worker put it. */
export function sqlState(error: unknown): string | undefined {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (typeof code === 'string' && (/^[0-9A-Z]{5}$/.test(code) || code.startsWith('E'))) return code;
  }
  return undefined;
}

const GONE = /^(08|57P0[1-3]|53300|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_)/;

/** A lost connection becomes `database_unavailable`; everything else passes as it is. */
export function databaseError(error: unknown): unknown {
  if (error instanceof PatchbayError) return error;
  const state = sqlState(error);
  const message = error instanceof Error ? error.message : '';
  if ((state && GONE.test(state)) || /Connection terminated|timeout exceeded when trying to connect|embedded database (ended|is closed)/.test(message)) {
    return new PatchbayError('database_unavailable', { cause: error });
  }
  return error;
}

/** Two transactions met (serialization, deadlock): the work may simply be done again. */
export const isConflict = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '');

/** Runs `transact`, one transaction and nothing else, again when it loses against another: ten times, a little later each time. */
export async function retryConflicts<T>(transact: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transact();
    } catch (error) {
      if (!isConflict(error) || attempt === 10) throw error;
      await wait(Math.random() * 100 * attempt);
    }
  }
}
export const isUniqueViolation = (error: unknown): boolean => sqlState(error) === '23505';
