import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import type { TestDatabase } from '#platform/testing/database';
import { rootKeyOf } from '#platform/vault/root-keys';
import { createVault } from '#platform/vault/vault';
import type { Log, WorkspaceId } from '#sdk';
import { createAudit } from './audit.ts';
import type { CallStart } from './call-record.ts';

const rootKeys = [rootKeyOf(Buffer.alloc(32, 7))];
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** An audit with a real vault, a clock that stands still and a journal folder of its own. */
export function auditFor(database: TestDatabase, journalFolder = mkdtempSync(join(tmpdir(), 'patchbay-journal-'))) {
  const clock = { at: new Date('2026-03-01T10:00:00.000Z'), now: () => new Date(clock.at) };
  const vault = createVault({ database, rootKeys, clock });
  const audit = createAudit({ database, vault, clock, log: silentLog, journalFolder });
  return { audit, clock, vault, journalFolder };
}

export function callOf(workspaceId: WorkspaceId, more: Partial<CallStart> = {}): CallStart {
  const id = uuidv7();
  return {
    id,
    workspaceId,
    seriesId: id,
    attempt: 1,
    at: new Date('2026-03-01T10:00:00.123Z'),
    integration: 'acme',
    provider: 'acme',
    operation: 'acme.list-items',
    method: 'GET',
    url: 'https://api.acme.test/items?token=***',
    lane: 'interactive',
    actor: 'system:test',
    ...more,
  };
}
