import type { z } from 'zod';
import type { Crm as Rooms } from '#crm/crm';
import { may } from '#platform/access/roles';
import { type Actor, PatchbayError, type Permission } from '#sdk';
import { decodeCursor, encodeCursor } from '../http/page.ts';

/** The rooms behind the port, for one actor. */
export interface Behind {
  actor: Actor;
  rooms: () => Promise<Rooms>;
}

/** Reach says whose records; this says whether the role writes them at all. @throws PatchbayError forbidden */
export function requirePermission({ actor }: Behind, permission: Permission): void {
  if (!may(actor, permission)) throw new PatchbayError('forbidden');
}

/** The same shapes that the API's routes check. @throws PatchbayError invalid_input with the path of what is none */
export function read<S extends z.ZodType>(shape: S, given: unknown): z.output<S> {
  const { success, data, error } = shape.safeParse(given);
  if (success) return data;
  throw new PatchbayError('invalid_input', { errors: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) });
}

const LIMIT = 50;
const MAX_LIMIT = 200;
export const limitOf = (limit: number | undefined): number => Math.min(MAX_LIMIT, Math.max(1, Math.trunc(limit ?? LIMIT)));
export function afterOf(cursor: string | undefined): (string | number)[] | undefined {
  if (cursor === undefined) return undefined;
  const after = decodeCursor(cursor);
  if (!after) throw new PatchbayError('invalid_input', { errors: [{ path: 'cursor', message: 'is not one of ours' }] });
  return after;
}
export const nextOf = (next: readonly (string | number)[] | null): string | null => next && encodeCursor(next);
