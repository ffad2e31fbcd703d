import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Context, Transaction } from '#sdk';
import { voipDirtyDays as dirty } from '../models.ts';
import { zoneOf } from './dirty.ts';
import { SUMS } from './metrics.ts';

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** The rows of one day, counted from the calls themselves; what stood there goes. */
async function countDay(tx: Transaction, workspaceId: string, zone: string, day: string): Promise<void> {
  await tx.execute(sql`delete from voip_rollups where workspace_id = ${workspaceId} and day = ${day}::date`);
  for (const scope of ['day', 'hour'] as const) {
    const hour = scope === 'day' ? sql`-1` : sql`extract(hour from c.requested_at at time zone ${zone})::int`;
    const userId = scope === 'day' ? sql`coalesce(c.user_id, ${NOBODY}::uuid)` : sql`${NOBODY}::uuid`;
    const number = scope === 'day' ? sql`coalesce(c.own_number, '')` : sql`''`;
    await tx.execute(sql`
      with c as materialized (
        select *, ${hour} as at_hour, ${userId} as of_user, ${number} as of_number from voip_calls c
        where c.workspace_id = ${workspaceId} and c.state = 'ended'
          and c.requested_at >= (${day}::date)::timestamp at time zone ${zone}
          and c.requested_at < ((${day}::date + 1)::timestamp at time zone ${zone})
      ), sums as (
        select at_hour, of_user, of_number, direction, ${SUMS} from c group by 1, 2, 3, 4
      ), waits as (
        select at_hour, of_user, of_number, direction, jsonb_object_agg(wait_seconds::text, n) as held
        from (select at_hour, of_user, of_number, direction, coalesce(wait_seconds, 0) as wait_seconds, count(*) as n from c
              where direction = 'inbound' and disposition = 'answered' group by 1, 2, 3, 4, 5) one group by 1, 2, 3, 4
      ), patience as (
        select at_hour, of_user, of_number, direction, jsonb_object_agg(wait_seconds::text, n) as held
        from (select at_hour, of_user, of_number, direction, coalesce(wait_seconds, 0) as wait_seconds, count(*) as n from c
              where direction = 'inbound' and disposition in ('abandoned', 'missed', 'callback') group by 1, 2, 3, 4, 5) one group by 1, 2, 3, 4
      )
      insert into voip_rollups (workspace_id, id, scope, day, hour, user_id, own_number, direction, offered, answered, missed, abandoned,
        short_abandoned, voicemails, attempts, connected, talk_seconds, hold_seconds, billed_seconds, cost, waits, patience)
      select ${workspaceId}::uuid, gen_random_uuid(), ${scope}, ${day}::date, s.at_hour, s.of_user, s.of_number, s.direction, s.offered, s.answered, s.missed, s.abandoned,
        s.short_abandoned, s.voicemails, s.attempts, s.connected, s.talk_seconds, s.hold_seconds, s.billed_seconds, s.cost,
        coalesce(w.held, '{}'), coalesce(p.held, '{}')
      from sums s
      left join waits w using (at_hour, of_user, of_number, direction)
      left join patience p using (at_hour, of_user, of_number, direction)`);
  }
}

/** Days whose calls changed are counted again, a few at a time. */
export async function countAgain(ctx: Context, most = 40): Promise<void> {
  for (let done = 0; done < most; done++) {
    const went = await ctx.db.transaction(async (tx) => {
      const [next] = await tx
        .select()
        .from(dirty)
        .where(eq(dirty.workspaceId, ctx.workspaceId))
        .orderBy(asc(dirty.day))
        .limit(1)
        .for('update', { skipLocked: true });
      if (!next) return false;
      // First, so that a call that ends meanwhile marks the day anew.
      await tx.delete(dirty).where(and(eq(dirty.workspaceId, ctx.workspaceId), inArray(dirty.day, [next.day])));
      await countDay(tx, ctx.workspaceId, await zoneOf(tx, ctx.workspaceId), next.day);
      return true;
    });
    if (!went) return;
  }
}
