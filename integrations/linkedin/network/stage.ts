import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Context, Transaction } from '#sdk';
import type { ConnectionRow, InvitationRow, MessageRow } from '../archive/layouts.ts';

/** Whose staging it is, and which export fills it. */
export interface Staging {
  workspaceId: string;
  ownerUserId: string;
  importId: string;
  exportedAt: Date;
  /** Of the export before; null: this is the first, so nothing in it is news. */
  previousAt: Date | null;
  /** A newer export is here already: this one adds, and changes nothing. */
  isOlder: boolean;
  now: Date;
}
const json = (rows: readonly unknown[]) => sql`${JSON.stringify(rows)}::jsonb`;
const at = (date: Date | null) => sql`${date === null ? null : date.toISOString()}::timestamptz`;

/** One statement for many people: what is new or differs is told in the same breath. */
export async function stagePeople(tx: Transaction, s: Staging, rows: readonly ConnectionRow[]): Promise<void> {
  const unique = [...new Map(rows.map((row) => [row.personKey, row])).values()].map((row) => ({ id: uuidv7(), changeId: uuidv7(), ...row }));
  // Whoever was known by name and day alone gets the address that this export gives.
  await tx.execute(sql`
    update linkedin_people p set slug = i.slug, person_key = i."personKey", updated_at = ${at(s.now)}
    from jsonb_to_recordset(${json(unique.filter(({ slug }) => slug))}) as i("personKey" text, "nameKey" text, slug text)
    where p.workspace_id = ${s.workspaceId} and p.owner_user_id = ${s.ownerUserId} and p.person_key = i."nameKey"
      and not exists (select from linkedin_people q where q.workspace_id = p.workspace_id and q.owner_user_id = p.owner_user_id and q.person_key = i."personKey")`);
  const keep = s.isOlder
    ? sql`first_name = linkedin_people.first_name`
    : sql`first_name = excluded.first_name, last_name = excluded.last_name, email = coalesce(excluded.email, linkedin_people.email),
          company = excluded.company, position = excluded.position, connected_on = coalesce(excluded.connected_on, linkedin_people.connected_on),
          state = 'connected', last_import_id = excluded.last_import_id, updated_at = excluded.updated_at`;
  await tx.execute(sql`
    with incoming as (
      select * from jsonb_to_recordset(${json(unique)}) as t(id uuid, "changeId" uuid, "personKey" text, slug text, "firstName" text, "lastName" text, email text, company text, position text, "connectedOn" date)
    ), before as (
      select p.id, p.person_key, p.company, p.position, p.state from linkedin_people p join incoming i on i."personKey" = p.person_key
      where p.workspace_id = ${s.workspaceId} and p.owner_user_id = ${s.ownerUserId}
    ), written as (
      insert into linkedin_people (workspace_id, id, owner_user_id, person_key, slug, first_name, last_name, email, company, position, connected_on, state, first_import_id, last_import_id, match, created_at, updated_at)
      select ${s.workspaceId}::uuid, id, ${s.ownerUserId}::uuid, "personKey", slug, "firstName", "lastName", email, company, position, "connectedOn", 'connected', ${s.importId}::uuid, ${s.importId}::uuid, 'none', ${at(s.now)}, ${at(s.now)}
      from incoming
      on conflict (workspace_id, owner_user_id, person_key) do update set ${keep}
      returning id, person_key
    )
    insert into linkedin_changes (workspace_id, id, owner_user_id, import_id, person_id, kind, before, after, since_at, until_at, created_at)
    select ${s.workspaceId}::uuid, i."changeId", ${s.ownerUserId}::uuid, ${s.importId}::uuid, w.id,
      case when b.id is null then 'new' when b.state = 'not_in_latest' then 'back' else 'job_changed' end,
      jsonb_build_object('company', b.company, 'position', b.position), jsonb_build_object('company', i.company, 'position', i.position),
      ${at(s.previousAt)}, ${at(s.exportedAt)}, ${at(s.now)}
    from written w join incoming i on i."personKey" = w.person_key left join before b on b.person_key = w.person_key
    where ${s.previousAt !== null && !s.isOlder} and (b.id is null or b.state = 'not_in_latest' or (i.company is not null and (b.company, b.position) is distinct from (i.company, i.position)))
    on conflict do nothing`);
}

/** Who was there and is not in this export: marked, never deleted. A far smaller export marks nobody. */
export async function markGone(ctx: Context, s: Staging, connections: number): Promise<{ gone: number; held: number }> {
  if (s.isOlder || s.previousAt === null) return { gone: 0, held: 0 };
  return ctx.db.transaction(async (tx) => {
    const [counted] = await rowsOf<{ gone: number }>(
      tx,
      sql`select count(*)::int as gone from linkedin_people where workspace_id = ${s.workspaceId} and owner_user_id = ${s.ownerUserId} and state = 'connected' and last_import_id <> ${s.importId}`,
    );
    const gone = counted?.gone ?? 0;
    if (gone > 10 && connections < 0.8 * (connections + gone)) return { gone: 0, held: gone };
    await tx.execute(sql`
      with left_out as (
        update linkedin_people set state = 'not_in_latest', updated_at = ${at(s.now)}
        where workspace_id = ${s.workspaceId} and owner_user_id = ${s.ownerUserId} and state = 'connected' and last_import_id <> ${s.importId} returning id, company, position
      )
      insert into linkedin_changes (workspace_id, id, owner_user_id, import_id, person_id, kind, before, after, since_at, until_at, created_at)
      select ${s.workspaceId}::uuid, gen_random_uuid(), ${s.ownerUserId}::uuid, ${s.importId}::uuid, id, 'gone', jsonb_build_object('company', company, 'position', position), '{}'::jsonb, ${at(s.previousAt)}, ${at(s.exportedAt)}, ${at(s.now)}
      from left_out`);
    await joinChangedAddresses(tx, s);
    return { gone, held: 0 };
  });
}

/** Gone and new with the same name and the same day of connection is one person with a new address. */
async function joinChangedAddresses(tx: Transaction, s: Staging): Promise<void> {
  const pairs = await rowsOf<{ oldId: string; newId: string; oldSlug: string | null; newSlug: string; newKey: string }>(
    tx,
    sql`select o.id as "oldId", n.id as "newId", o.slug as "oldSlug", n.slug as "newSlug", n.person_key as "newKey"
        from linkedin_people o join linkedin_people n on n.workspace_id = o.workspace_id and n.owner_user_id = o.owner_user_id
          and n.first_name = o.first_name and n.last_name = o.last_name and n.connected_on = o.connected_on and n.slug is distinct from o.slug
        where o.workspace_id = ${s.workspaceId} and o.owner_user_id = ${s.ownerUserId} and o.state = 'not_in_latest' and o.slug is not null
          and n.first_import_id = ${s.importId} and n.state = 'connected' and n.slug is not null and o.last_import_id <> ${s.importId}
        limit 500`,
  );
  const once = (pick: (pair: (typeof pairs)[number]) => string) => Map.groupBy(pairs, pick);
  for (const pair of pairs) {
    if (once((each) => each.oldId).get(pair.oldId)?.length !== 1 || once((each) => each.newId).get(pair.newId)?.length !== 1) continue;
    await tx.execute(
      sql`delete from linkedin_changes where workspace_id = ${s.workspaceId} and import_id = ${s.importId} and person_id in (${pair.oldId}, ${pair.newId})`,
    );
    await tx.execute(sql`delete from linkedin_people where workspace_id = ${s.workspaceId} and id = ${pair.newId}`);
    await tx.execute(
      sql`update linkedin_people set slug = ${pair.newSlug}, person_key = ${pair.newKey}, state = 'connected', last_import_id = ${s.importId}, updated_at = ${at(s.now)} where workspace_id = ${s.workspaceId} and id = ${pair.oldId}`,
    );
    await tx.execute(sql`insert into linkedin_changes (workspace_id, id, owner_user_id, import_id, person_id, kind, before, after, since_at, until_at, created_at)
      values (${s.workspaceId}, ${uuidv7()}, ${s.ownerUserId}, ${s.importId}, ${pair.oldId}, 'slug_changed', ${json([{ slug: pair.oldSlug }])}->0, ${json([{ slug: pair.newSlug }])}->0, ${at(s.previousAt)}, ${at(s.exportedAt)}, ${at(s.now)})`);
  }
}

/** Keys of messages that the changelog told of: it has ids, which exports have not. */
export const CHANGELOG = 'changelog:';

/** Once each, though an export and the changelog tell of the same message under other names. */
export async function stageMessages(tx: Transaction, s: Staging, rows: readonly (MessageRow & { direction: string })[]): Promise<void> {
  const unique = [...new Map(rows.map((row) => [row.messageKey, row])).values()].map(({ toNames: _, toSlugs: __, title: ___, ...row }) => ({
    id: uuidv7(),
    ...row,
  }));
  await tx.execute(sql`
    insert into linkedin_messages (workspace_id, id, owner_user_id, message_key, conversation_id, import_id, from_name, from_slug, direction, sent_at, subject, content, is_inmail, created_at)
    select ${s.workspaceId}::uuid, id, ${s.ownerUserId}::uuid, "messageKey", "conversationId", ${s.importId}::uuid, "fromName", "fromSlug", direction, "sentAt", subject, content, "isInmail", ${at(s.now)}
    from jsonb_to_recordset(${json(unique)}) as t(id uuid, "messageKey" text, "conversationId" text, "fromName" text, "fromSlug" text, direction text, "sentAt" timestamptz, subject text, content text, "isInmail" boolean)
    where not exists (select from linkedin_messages m where m.workspace_id = ${s.workspaceId} and m.owner_user_id = ${s.ownerUserId} and m.conversation_id = t."conversationId"
      and m.sent_at between t."sentAt" - interval '2 seconds' and t."sentAt" + interval '2 seconds' and m.content = t.content
      and starts_with(m.message_key, ${CHANGELOG}) <> starts_with(t."messageKey", ${CHANGELOG}))
    on conflict (workspace_id, owner_user_id, message_key) do nothing`);
}

export interface ThreadFacts {
  conversationId: string;
  title: string;
  slugs: string[];
  names: string[];
  isGroup: boolean;
  isInmail: boolean;
  /** The one other person, where the source names them so. */
  memberUrn?: string | null;
}
/** Threads say what their messages say: how many, the last one, and whether somebody waits. */
export async function stageThreads(tx: Transaction, s: Staging, threads: readonly ThreadFacts[]): Promise<void> {
  const rows = threads.map((thread) => ({ id: uuidv7(), ...thread }));
  await tx.execute(sql`
    with incoming as (
      select * from jsonb_to_recordset(${json(rows)}) as t(id uuid, "conversationId" text, title text, slugs jsonb, names jsonb, "isGroup" boolean, "isInmail" boolean, "memberUrn" text)
    ), summed as (
      select m.conversation_id, count(*)::int as messages, max(m.sent_at) as last_at,
        (array_agg(m.direction order by m.sent_at desc, m.id desc))[1] as last_direction, (array_agg(left(m.content, 300) order by m.sent_at desc, m.id desc))[1] as last_text
      from linkedin_messages m join incoming i on i."conversationId" = m.conversation_id
      where m.workspace_id = ${s.workspaceId} and m.owner_user_id = ${s.ownerUserId} group by m.conversation_id
    )
    insert into linkedin_threads (workspace_id, id, owner_user_id, conversation_id, title, slugs, names, member_urn, is_group, is_inmail, messages, last_at, last_direction, last_text, created_at, updated_at)
    select ${s.workspaceId}::uuid, i.id, ${s.ownerUserId}::uuid, i."conversationId", i.title, i.slugs, i.names, i."memberUrn", i."isGroup", i."isInmail", u.messages, u.last_at, u.last_direction, u.last_text, ${at(s.now)}, ${at(s.now)}
    from incoming i join summed u on u.conversation_id = i."conversationId"
    on conflict (workspace_id, owner_user_id, conversation_id) do update set
      messages = excluded.messages, last_at = excluded.last_at, last_direction = excluded.last_direction, last_text = excluded.last_text,
      slugs = case when jsonb_array_length(excluded.slugs) > 0 then excluded.slugs else linkedin_threads.slugs end,
      names = case when jsonb_array_length(excluded.slugs) > 0 or jsonb_array_length(linkedin_threads.names) = 0 then excluded.names else linkedin_threads.names end,
      member_urn = coalesce(excluded.member_urn, linkedin_threads.member_urn), is_group = excluded.is_group or linkedin_threads.is_group,
      done_at = case when excluded.last_at > linkedin_threads.last_at then null else linkedin_threads.done_at end, is_inmail = excluded.is_inmail or linkedin_threads.is_inmail, updated_at = excluded.updated_at`);
  await confirmDrafts(tx, s);
}

/** What was written here and has now come back in the member's own data was sent. */
const confirmDrafts = (tx: Transaction, s: Pick<Staging, 'workspaceId' | 'ownerUserId' | 'now'>) =>
  tx.execute(sql`
    update linkedin_threads t set draft_state = 'confirmed', done_at = ${at(s.now)}, updated_at = ${at(s.now)}
    where t.workspace_id = ${s.workspaceId} and t.owner_user_id = ${s.ownerUserId} and t.draft is not null and t.draft_state in ('draft', 'sent_claimed')
      and exists (select from linkedin_messages m where m.workspace_id = t.workspace_id and m.owner_user_id = t.owner_user_id and m.conversation_id = t.conversation_id
        and m.direction = 'outbound' and regexp_replace(m.content, '\\s+', ' ', 'g') = regexp_replace(t.draft, '\\s+', ' ', 'g'))`);

export async function stageInvitations(tx: Transaction, s: Staging, rows: readonly InvitationRow[]): Promise<void> {
  const unique = [...new Map(rows.map((row) => [row.invitationKey, row])).values()].map((row) => ({ id: uuidv7(), ...row }));
  await tx.execute(sql`
    insert into linkedin_invitations (workspace_id, id, owner_user_id, invitation_key, import_id, direction, name, slug, sent_at, message, state, created_at, updated_at)
    select ${s.workspaceId}::uuid, id, ${s.ownerUserId}::uuid, "invitationKey", ${s.importId}::uuid, direction, name, slug, "sentAt", message, 'open', ${at(s.now)}, ${at(s.now)}
    from jsonb_to_recordset(${json(unique)}) as t(id uuid, "invitationKey" text, direction text, name text, slug text, "sentAt" timestamptz, message text)
    on conflict (workspace_id, owner_user_id, invitation_key) do update set import_id = excluded.import_id, updated_at = excluded.updated_at`);
}

/** Accepted is whoever is connected now. What is not in a newer export is open, ignored or withdrawn: nobody says which. */
const connected = (s: Staging) => sql`p.workspace_id = ${s.workspaceId} and p.owner_user_id = ${s.ownerUserId} and p.state = 'connected'`;
export const settleInvitations = (tx: Transaction, s: Staging) =>
  tx.execute(sql`
    update linkedin_invitations v set updated_at = ${at(s.now)}, state = case
      when case when v.slug is not null then v.slug in (select p.slug from linkedin_people p where ${connected(s)} and p.slug is not null)
        else lower(v.name) in (select lower(p.first_name || ' ' || p.last_name) from linkedin_people p where ${connected(s)}) end then 'accepted'
      when v.import_id = ${s.importId} then 'open' else 'not_in_latest' end
    where v.workspace_id = ${s.workspaceId} and v.owner_user_id = ${s.ownerUserId} and v.state <> 'accepted'`);

export async function rowsOf<T>(tx: Transaction, query: ReturnType<typeof sql>): Promise<T[]> {
  const result = (await tx.execute(query)) as unknown as { rows: T[] };
  return result.rows;
}
