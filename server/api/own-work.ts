import { may } from '#platform/access/roles';
import type { Actor, UserId } from '#sdk';

/** No user has it. */
const NOBODY = '00000000-0000-0000-0000-000000000000' as UserId;

/** Whose work a caller sees: undefined = everybody's, for those who run the hub; else what they began themselves. */
export function ownWorkOf(actor: Actor, verb: 'read' | 'write' = 'read'): UserId | undefined {
  if (may(actor, `operations:${verb}`)) return undefined;
  if (actor.kind === 'person') return actor.userId;
  return (actor.kind === 'key' ? actor.actAs : undefined) ?? NOBODY;
}
