import type { Access } from '#platform/access/access';
import type { Database } from '#platform/database/database';
import type { FilesRoom } from '#platform/files/files';
import type { Vault } from '#platform/vault/vault';
import type { Clock, Integration } from '#sdk';

/** The rooms of a running hub. The composition root builds one; routes and commands use it. */
export interface Hub {
  access: Access;
  clock: Clock;
  database: Database;
  vault: Vault;
  files: FilesRoom;
  integrations: ReadonlyMap<string, Integration>;
}
