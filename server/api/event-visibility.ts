import { may } from '#platform/access/roles';
import type { Actor } from '#sdk';

/** Whose permission an event needs, by what its type begins with. What is not listed needs `events:read`. */
const RESOURCES: Readonly<Record<string, string>> = {
  contact: 'contacts',
  organization: 'organizations',
  deal: 'deals',
  activity: 'activities',
  connection: 'connections',
  incident: 'operations',
};

/** Pure and quick: asked for every event and every listener. */
export function maySee(actor: Actor, event: { type: string; data: Readonly<Record<string, unknown>> }): boolean {
  const [subject = ''] = event.type.split('.');
  if (!may(actor, `${RESOURCES[subject] ?? 'events'}:read`)) return false;
  // A salesperson sees own records; what has no owner is everybody's.
  const owner = event.data.ownerId;
  if (actor.kind === 'system' || actor.kind === 'playbook' || actor.role !== 'salesperson' || typeof owner !== 'string') return true;
  return owner === (actor.kind === 'person' ? actor.userId : actor.actAs);
}
