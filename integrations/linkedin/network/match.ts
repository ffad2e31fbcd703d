import { sql } from 'drizzle-orm';
import type { Transaction } from '#sdk';
import { bySets } from './by-sets.ts';

interface Of {
  workspaceId: string;
  ownerUserId: string;
  now: Date;
}

/**
 * Who of a network is a contact already: by the profile's address, then by e-mail; certain. The same name at the same
 * company is a suggestion with its reason, for a person to decide. A name alone is nothing. Each step is one statement over
 * an index, so that a whole network takes seconds beside a million contacts.
 */
export async function matchPeople(tx: Transaction, { workspaceId, ownerUserId, now }: Of): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const open = sql`p.workspace_id = ${workspaceId} and p.owner_user_id = ${ownerUserId} and p.match in ('none', 'suggested')`;
  await tx.execute(sql`
    update linkedin_people p set contact_id = c.id, match = 'slug', match_reason = 'The contact has this profile address.', updated_at = ${at}
    from contact_identities i join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id and c.record_state = 'live'
    where ${open} and p.slug is not null and i.workspace_id = p.workspace_id and i.kind = 'linkedin' and i.value = p.slug and not i.is_shared`);
  await tx.execute(sql`
    update linkedin_people p set contact_id = c.id, match = 'email', match_reason = 'The contact has this e-mail address.', updated_at = ${at}
    from contact_identities i join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id and c.record_state = 'live'
    where ${open} and p.email is not null and i.workspace_id = p.workspace_id and i.kind = 'email' and i.value = p.email and not i.is_shared`);
  await tx.execute(sql`
    update linkedin_people p set contact_id = s.contact_id, match = 'suggested', match_reason = s.reason, updated_at = ${at}
    from (
      select p.id, (array_agg(c.id))[1] as contact_id, 'Same name, and ' || max(o.name) || ' is the company of both.' as reason
      from linkedin_people p
        join contacts c on c.workspace_id = p.workspace_id and c.last_name = p.last_name and c.first_name = p.first_name and c.record_state = 'live'
        join organizations o on o.workspace_id = c.workspace_id and o.id = c.organization_id
      where p.workspace_id = ${workspaceId} and p.owner_user_id = ${ownerUserId} and p.match = 'none' and p.company is not null
        and regexp_replace(lower(o.name), '[^[:alnum:]]|(inc|gmbh|ltd|llc|ag|corp)\\.?$', '', 'g') = regexp_replace(lower(p.company), '[^[:alnum:]]|(inc|gmbh|ltd|llc|ag|corp)\\.?$', '', 'g')
        and not exists (select from contact_identities i where i.workspace_id = c.workspace_id and i.contact_id = c.id and i.kind = 'linkedin')
      group by p.id having count(distinct c.id) = 1
    ) s
    where p.workspace_id = ${workspaceId} and p.id = s.id`);
}

/** Threads follow their one other person; groups stay nobody's. */
export const matchThreads = (tx: Transaction, { workspaceId, ownerUserId, now }: Of) =>
  tx.execute(sql`
    update linkedin_threads t set contact_id = i.contact_id, updated_at = ${now.toISOString()}::timestamptz
    from contact_identities i join contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id and c.record_state = 'live'
    where t.workspace_id = ${workspaceId} and t.owner_user_id = ${ownerUserId} and not t.is_group and t.contact_id is null
      and i.workspace_id = t.workspace_id and i.kind = 'linkedin' and not i.is_shared and i.value = t.slugs ->> 0`);

/** The same by the people of the network. */
export const matchThreadsByPeople = (tx: Transaction, { workspaceId, ownerUserId, now }: Of) =>
  bySets(tx, () =>
    tx.execute(sql`
      update linkedin_threads t set contact_id = p.contact_id, updated_at = ${now.toISOString()}::timestamptz
      from linkedin_people p
      where t.workspace_id = ${workspaceId} and t.owner_user_id = ${ownerUserId} and not t.is_group and t.contact_id is null
        and p.workspace_id = t.workspace_id and p.owner_user_id = t.owner_user_id and p.slug = t.slugs ->> 0
        and p.contact_id is not null and p.match in ('slug', 'email', 'accepted')`),
  );
