import { and, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { activities, contacts, deals, organizations } from '../models.ts';
import { ownedBy } from '../reach.ts';
import type { CrmScope } from '../scope.ts';
import { notPrivate } from './shape.ts';

/** Which activities the caller may know of: those of people they reach, and those on the timeline of a record they reach. */
export function readable(scope: CrmScope, a: typeof activities = activities): SQL | undefined {
  return and(notPrivate(scope, a), reached(scope, a));
}

function reached(scope: CrmScope, a: typeof activities): SQL | undefined {
  const { reach, workspaceId } = scope;
  if (reach.read === 'all') return undefined;
  const lies = (entity: string, table: typeof contacts | typeof organizations | typeof deals) =>
    sql`(e.entity = ${entity} and exists (select 1 from ${table} where ${and(
      eq(table.workspaceId, workspaceId),
      sql`${table.id} = e.record_id`,
      eq(table.recordState, 'live'),
      ownedBy(reach.read, table.ownerId),
    )}))`;
  const records = sql.join([lies('contact', contacts), lies('organization', organizations), lies('deal', deals)], sql` or `);
  const entry = sql`select 1 from timeline_entries e where e.workspace_id = ${workspaceId} and e.activity_id = ${a.id}`;
  return or(
    and(isNotNull(a.ownerId), ownedBy(reach.read, a.ownerId)),
    sql`exists (${entry} and (${records}))`,
    // What is nobody's and lies nowhere is everybody's.
    and(isNull(a.ownerId), sql`not exists (${entry})`),
  );
}
