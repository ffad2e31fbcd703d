import type { Actor, Clock, Events, UserId, WorkspaceDatabase, WorkspaceId } from '#sdk';
import type { Reach } from './reach.ts';

/** For whom a room of the record works: one workspace, one actor, whose records they reach. */
export interface CrmScope {
  workspaceId: WorkspaceId;
  actor: Actor;
  /** As it stands in histories: `person:<id>`, `key:<id>`, `system:<reason>`. */
  actorName: string;
  /** The person an act belongs to; none for a key that acts for nobody. */
  userId: UserId | undefined;
  /** `person`, or the integration or import that the change comes from: the provenance of fields. */
  source: string;
  reach: Reach;
  db: WorkspaceDatabase;
  events: Events;
  clock: Clock;
}
