import { sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import { isUuid, PatchbayError, type WorkspaceId } from '#sdk';
import type { AdoptParts } from './adopt.ts';
import { keyHashOf } from './event-identity.ts';
import type { InboxState } from './event-rows.ts';
import { quietParked } from './parked.ts';
import type { Rerouter } from './reroute.ts';
import { settleHandled } from './settle.ts';
import { additionOf, read, routeEvents } from './store-webhook.ts';
import { loadRequests, requestKey } from './waiting.ts';

interface Found {
  id: string;
  requestId: string;
  eventIndex: number;
  integration: string;
  provider: string;
  topic: string;
  connectionId: string | null;
  orderingKey: string | null;
  receivedAt: Date;
  size: number;
  state: InboxState;
}

const PAGE = 200;

/** What a person asks to be handled again. */
export type ReplayRequest = { ids: readonly string[] } | { since: Date };

/**
 * Puts events back into the queue: parked and overtaken ones, and by id also handled ones, whose body comes back from
 * the archive. One that waits already stays as it is.
 */
export function createReplay(parts: AdoptParts & { rerouter: Rerouter; wake: () => void }) {
  const { deps, definitions, queue, sealed, rerouter } = parts;
  const { database, clock } = deps;

  const find = (workspaceId: WorkspaceId, what: ReplayRequest, after: string): Promise<Found[]> => {
    const where =
      'ids' in what
        ? sql`id = any(${`{${what.ids.join(',')}}`}::text::uuid[])`
        : sql`received_at >= ${what.since.toISOString()}::timestamptz and state in ('parked', 'overtaken', 'failed', 'unrouted')`;
    const columns = sql.raw('id, request_id, event_index, integration, provider, topic, connection_id, ordering_key, received_at, size');
    return database.workspace(workspaceId, async (tx) => {
      const rows = await rowsOf<Record<string, string | null>>(
        tx,
        sql`select distinct on (id) * from (
              select ${columns}, state, 0 as place from webhook_inbox where state <> 'processed' and ${where}
              union all select ${columns}, 'processed' as state, 1 as place from (select *, 'processed' as state from webhook_archive) a where ${where}
            ) found where id > ${after}::uuid order by id, place, received_at desc limit ${PAGE}`,
      );
      return rows.map((row) => ({
        id: row.id ?? '',
        requestId: row.request_id ?? '',
        eventIndex: Number(row.event_index),
        integration: row.integration ?? '',
        provider: row.provider ?? '',
        topic: row.topic ?? '',
        connectionId: row.connection_id ?? null,
        orderingKey: row.ordering_key ?? null,
        receivedAt: new Date(row.received_at ?? 0),
        size: Number(row.size),
        state: row.state as InboxState,
      }));
    });
  };

  const again = async (workspaceId: WorkspaceId, { id }: Found): Promise<void> => {
    const now = clock.now().toISOString();
    await database.systemQuery({
      text: `update webhook_inbox set state = 'received', attempts = 0, error = null, next_try_at = $3
             where workspace_id = $1 and id = $2 and state in ('parked', 'overtaken', 'failed')`,
      values: [workspaceId, id, now],
    });
  };

  const fromArchive = async (workspaceId: WorkspaceId, found: Found): Promise<void> => {
    const columns =
      'workspace_id, id, request_id, event_index, integration, provider, topic, connection_id, account_id, event_id, type, ordering_key, sequence, received_at, size, sealed';
    const keyHash = keyHashOf(workspaceId, found, found.orderingKey ?? undefined, found.id);
    await database.systemQuery({
      text: `insert into webhook_inbox (${columns}, state, key_hash, next_try_at)
             select ${columns}, 'received', $3::bigint, $4::timestamptz from webhook_archive where workspace_id = $1 and id = $2 order by received_at desc limit 1
             on conflict (workspace_id, id) do update set state = 'received', sealed = excluded.sealed, attempts = 0, error = null, processed_at = null, next_try_at = excluded.next_try_at
             where webhook_inbox.state = 'processed'`,
      values: [workspaceId, found.id, keyHash, clock.now().toISOString()],
    });
  };

  /** The reader may be mended meanwhile: its events take the place of the row. Still unreadable, it stays with the new reason. */
  const reread = async (workspaceId: WorkspaceId, found: Found): Promise<void> => {
    const definition = definitions.find(found.integration, found.provider, found.topic)?.definition;
    const bytes = (await loadRequests(database, [{ workspaceId, ...found }])).get(requestKey(workspaceId, found.requestId));
    if (!definition || !bytes) throw new PatchbayError('conflict', { detail: 'This webhook can no longer be read.' });
    const request = await sealed.open(workspaceId, found.requestId, bytes);
    const reading = read(definition, request);
    const wherever = { workspaceId, id: found.id };
    if ('unreadable' in reading) {
      await database.systemQuery({
        text: `update webhook_inbox set error = $3 where workspace_id = $1 and id = $2`,
        values: [workspaceId, found.id, reading.unreadable.slice(0, 500)],
      });
      return;
    }
    const route = found.connectionId === null ? undefined : { workspaceId, connectionId: found.connectionId as never };
    const secrets = { secrets: [], ...(route ? { connection: route, ownedByConnection: true } : {}) };
    const receipt = { ...found, ownConnectionId: route?.connectionId };
    await queue.add(await additionOf(sealed, receipt, request, reading, await routeEvents(deps, receipt, secrets, reading.events), secrets));
    // Killed before this the row is still parked, and a second replay meets the keys of the first.
    await database.system(() =>
      settleHandled(
        database,
        [{ ...wherever, ...found, keyHash: keyHashOf(workspaceId, found, undefined, found.id), attempts: 0, type: 'unreadable', sequence: null }],
        clock.now(),
      ),
    );
  };

  /** Gives how many were found; ids of other workspaces are not. */
  return async function replay(workspaceId: WorkspaceId, what: ReplayRequest): Promise<{ replayed: number }> {
    const wanted: ReplayRequest = 'ids' in what ? { ids: what.ids.filter(isUuid) } : what;
    let replayed = 0;
    const sources: Found[] = [];
    let after = '00000000-0000-0000-0000-000000000000';
    for (;;) {
      const page = await find(workspaceId, wanted, after);
      for (const found of page) {
        if (found.eventIndex < 0 && found.state !== 'processed') await reread(workspaceId, found);
        else if (found.state === 'unrouted') await rerouter.one(found.id);
        else if (found.state === 'processed') await fromArchive(workspaceId, found);
        else await again(workspaceId, found);
        replayed++;
        sources.push(found);
      }
      after = page.at(-1)?.id ?? after;
      if (page.length < PAGE) break;
    }
    await quietParked(deps, workspaceId, sources);
    parts.wake();
    return { replayed };
  };
}
