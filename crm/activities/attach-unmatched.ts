import { sql } from 'drizzle-orm';
import { rowsOf } from '#platform/database/database';
import type { Transaction } from '#sdk';
import type { IdentityKind } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { holdAddresses } from './participants.ts';

/**
 * A contact is now known by this address: what came before them under it is theirs. To be called in the transaction that
 * adds the identity, after it, and for several in the order of their values. `value` is normalised; none that is shared.
 * @returns how many activities were found
 */
export async function attachUnmatched(tx: Transaction, scope: CrmScope, kind: IdentityKind, value: string, contactId: string): Promise<number> {
  const { workspaceId, clock } = scope;
  await holdAddresses(tx, scope, [{ addressKind: kind, address: value }], 'alone');
  const now = sql`${clock.now().toISOString()}::timestamptz`;
  const [found] = await rowsOf<{ count: number; last: string | null; mailed: string | null }>(
    tx,
    sql`with person as (select id, organization_id from contacts where workspace_id = ${workspaceId} and id = ${contactId} and record_state = 'live'),
      hit as (
        update activity_participants p set contact_id = person.id from person
        where p.workspace_id = ${workspaceId} and p.address_kind = ${kind} and p.address = ${value} and p.contact_id is null and p.user_id is null
        returning p.activity_id),
      found as (
        select a.id, a.occurred_at, a.kind, a.direction,
          a.direction <> 'internal' and a.status is distinct from 'cancelled' and a.occurred_at <= ${now} as counts
        from activities a where a.workspace_id = ${workspaceId} and a.id in (select activity_id from hit)),
      laid as (
        insert into timeline_entries (workspace_id, entity, record_id, occurred_at, activity_id, kind)
        select ${workspaceId}, place.entity, place.record_id, f.occurred_at, f.id, f.kind
        from found f, person, lateral (values ('contact', person.id), ('organization', person.organization_id)) place(entity, record_id)
        where place.record_id is not null on conflict do nothing)
      select count(*)::int as count, max(occurred_at) filter (where counts) as last,
        max(occurred_at) filter (where counts and kind = 'email' and direction = 'outbound') as mailed from found`,
  );
  if (found?.last) {
    const at = (text: string | null) => sql`${text}::timestamptz`;
    await tx.execute(
      sql`update contacts set last_contacted_at = greatest(last_contacted_at, ${at(found.last)}), last_emailed_at = greatest(last_emailed_at, ${at(found.mailed)})
          where workspace_id = ${workspaceId} and id = ${contactId}`,
    );
    await tx.execute(
      sql`update organizations o set last_contacted_at = greatest(o.last_contacted_at, ${at(found.last)}) from contacts c
          where c.workspace_id = ${workspaceId} and c.id = ${contactId} and o.workspace_id = c.workspace_id and o.id = c.organization_id
            and (o.last_contacted_at is null or o.last_contacted_at < ${at(found.last)})`,
    );
  }
  return found?.count ?? 0;
}
