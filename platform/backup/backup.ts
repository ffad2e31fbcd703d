import type { Database } from '#platform/database/database';
import type { FileDriver } from '#platform/files/driver';
import type { Vault } from '#platform/vault/vault';
import type { Clock } from '#sdk';
import { restoreBackup } from './restore-backup.ts';
import { VOLATILE_TABLES } from './tables.ts';
import { verifyBackup } from './verify-backup.ts';
import { type BackupProgress, writeBackup } from './write-backup.ts';

export interface BackupPorts {
  database: Database;
  vault: Pick<Vault, 'forWorkspace' | 'find' | 'keysNow' | 'exportKeys' | 'importKeys'>;
  files: { driver: FileDriver };
  clock: Clock;
  /** A backup must not lie in it. */
  dataFolder: string;
  /** Tables that are left out, by name, those of another schema as `schema.table`. */
  skip: readonly string[];
}

/**
 * A folder per backup: one sealed stream per workspace, the sealed files as they are, `installation.sealed`, the wrapped keys
 * apart in `keys.sealed`, `manifest.json` last. Keep `keys.sealed` of the newest backup only: older data opens with it,
 * except for workspaces that were erased since (and for what a later rotation of a workspace's data key left behind).
 */
export function createBackup({ skip = VOLATILE_TABLES, ...others }: Omit<BackupPorts, 'skip'> & { skip?: readonly string[] }) {
  const ports: BackupPorts = { ...others, skip };
  return {
    backup: (dir: string, progress?: BackupProgress) => writeBackup(ports, dir, progress),
    /** Checks a backup of this hub against its own keys, without restoring anything. */
    verify: (dir: string) => verifyBackup(ports, dir),
    restore: (dir: string, options?: Parameters<typeof restoreBackup>[2]) => restoreBackup(ports, dir, options),
  };
}

export type Backup = ReturnType<typeof createBackup>;
