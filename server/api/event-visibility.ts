import { type Reach, reaches } from '#crm/reach';
import { may, personOf } from '#platform/access/roles';
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
interface Told {
  type: string;
  data: Readonly<Record<string, unknown>>;
}

/** Pure and quick: asked for every event and every listener. The reach was resolved before. */
export function maySee(actor: Actor, reach: Reach, event: Told): boolean {
  const [subject = ''] = event.type.split('.');
  return may(actor, `${RESOURCES[subject] ?? 'events'}:read`) && reachesEvent(actor, reach, event);
}

/** As with the records themselves: what is theirs, what is nobody's, and what happened with a record that they reach. */
function reachesEvent(actor: Actor, { read }: Reach, { data }: Told): boolean {
  const owner = typeof data.ownerId === 'string' ? data.ownerId : null;
  if (data.visibility === 'private') return owner !== null && owner === personOf(actor);
  const records: unknown = data.recordOwnerIds;
  if (!Array.isArray(records)) return reaches(read, owner);
  if (owner === null && records.length === 0) return true;
  return (owner !== null && reaches(read, owner)) || records.some((each) => reaches(read, typeof each === 'string' ? each : null));
}
