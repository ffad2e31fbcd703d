import { uuidv7 } from 'uuidv7';
import type { Database } from '#platform/database/database';
import { type Actor, type Clock, type Events, insertRows, type NewEvent, PatchbayError, type Transaction, type WorkspaceId } from '#sdk';
import type { Announcer } from './announcer.ts';
import type { EventTypes } from './event-types.ts';
import { events } from './models.ts';

export interface Publisher {
  /** Inserts in this transaction, which must be the workspace's own or the system's. */
  publish(tx: Transaction, workspaceId: WorkspaceId, actor: Actor, news: readonly NewEvent[]): Promise<string[]>;
  forWorkspace(workspaceId: WorkspaceId, actor: Actor): Events;
}

export function createPublisher(deps: { database: Database; clock: Clock; types: EventTypes; announcer: Announcer }): Publisher {
  const { database, clock, types, announcer } = deps;

  const publish: Publisher['publish'] = async (tx, workspaceId, actor, news) => {
    for (const event of news) types.check(event);
    if (news.length === 0) return [];
    const at = clock.now();
    const rows = news.map((event) => ({
      workspaceId,
      id: uuidv7(),
      type: event.type,
      subjectType: event.subject.type,
      subjectId: event.subject.id,
      data: { ...event.data },
      previous: event.previous ? { ...event.previous } : null,
      actor: { ...actor },
      at,
    }));
    await insertRows(tx, events, rows);
    const newest = rows.at(-1)?.id ?? '';
    database.afterCommit(() => announcer.published(workspaceId, newest));
    return rows.map((row) => row.id);
  };

  return {
    publish,
    forWorkspace: (workspaceId, actor) => ({
      async publish(...news) {
        const open = database.current();
        if (open && open.scope !== workspaceId && open.scope !== 'system') {
          throw new PatchbayError('scope_violation', { facts: { open: open.scope, wanted: workspaceId } });
        }
        if (open) await publish(open.tx, workspaceId, actor, news);
        else await database.workspace(workspaceId, (tx) => publish(tx, workspaceId, actor, news));
      },
    }),
  };
}
