import type { Database } from '#platform/database/database';
import type { Clock, Integration } from '#sdk';

/** The rooms of a running hub. The composition root builds one; routes and commands use it. */
export interface Hub {
  clock: Clock;
  database: Database;
  integrations: ReadonlyMap<string, Integration>;
}
