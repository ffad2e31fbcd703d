import { and, asc, eq, gt, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { type Context, PatchbayError, type UserId } from '#sdk';
import {
  linkedinChanges as changes,
  linkedinImports as imports,
  linkedinMessages as messages,
  linkedinPeople as people,
  linkedinThreads as threads,
} from '../models/index.ts';
import { bySets } from './by-sets.ts';
import { hasProfile } from './has-profile.ts';
import { matchThreadsByPeople } from './match.ts';
import { NOBODY } from './owner.ts';
import { importOf } from './read-import.ts';

type PersonRow = typeof people.$inferSelect;
type ThreadRow = typeof threads.$inferSelect;
type ImportRow = typeof imports.$inferSelect;
const BATCH = 50;
/** Threads of one page. */
const TOGETHER = 25;
const CERTAIN = ['slug', 'email', 'accepted'];

/** Brings what the member has chosen into the record that all see. Asked again, it goes on where it stopped. */
export async function applyImport(ctx: Context, importId: string): Promise<void> {
  const [row] = await ctx.db.transaction((tx) => tx.select().from(imports).where(importOf(ctx.workspaceId, importId)));
  if (row?.state !== 'applying') return;
  const { choose = 'matched', ids = [] } = row.chosen ?? {};
  const of = [eq(people.workspaceId, ctx.workspaceId), eq(people.ownerUserId, row.ownerUserId), isNull(people.appliedAt), eq(people.state, 'connected')];
  const which =
    choose === 'all'
      ? sql`${people.match} <> 'suggested'`
      : choose === 'ids'
        ? inArray(people.id, ids.length > 0 ? ids : [NOBODY])
        : inArray(people.match, CERTAIN);
  const applied: Record<string, number> = { ...row.applied };
  const add = (name: string, n = 1) => {
    applied[name] = (applied[name] ?? 0) + n;
  };
  await eachPage(ctx, [...of, which], async (page) => {
    await ctx.db.transaction(async (tx) => {
      for (const person of page) {
        const contactId = await placePerson(ctx, person, add);
        await tx
          .update(people)
          .set({
            appliedAt: ctx.clock.now(),
            ...(contactId ? { contactId, match: person.match === 'none' || person.match === 'rejected' ? 'accepted' : person.match } : {}),
          })
          .where(and(eq(people.workspaceId, ctx.workspaceId), eq(people.id, person.id)));
      }
    });
    await ctx.tasks.progress({ done: Object.values(applied).reduce((sum, n) => sum + n, 0), message: 'people and messages brought in' });
  });
  await ctx.db.transaction((tx) => matchThreadsByPeople(tx, { workspaceId: ctx.workspaceId, ownerUserId: row.ownerUserId, now: ctx.clock.now() }));
  await shareThreads(ctx, row, add);
  await tellJobs(ctx, row, add);
  await ctx.db.transaction((tx) =>
    tx.update(imports).set({ state: 'done', applied, appliedAt: ctx.clock.now(), updatedAt: ctx.clock.now() }).where(importOf(ctx.workspaceId, importId)),
  );
}

async function eachPage(ctx: Context, where: (SQL | undefined)[], work: (page: PersonRow[]) => Promise<void>): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    ctx.signal.throwIfAborted();
    const page = await ctx.db.transaction((tx) =>
      tx
        .select()
        .from(people)
        .where(and(...where, gt(people.id, after)))
        .orderBy(asc(people.id))
        .limit(BATCH),
    );
    const last = page.at(-1);
    if (!last) return;
    await work(page);
    after = last.id;
  }
}

/** The contact this is, with what the export adds: address of the profile, title where there is none. Nothing is overwritten. */
async function placePerson(ctx: Context, person: PersonRow, add: (name: string) => void): Promise<string | null> {
  const known = [
    ...(person.slug ? [{ kind: 'linkedin' as const, value: `https://www.linkedin.com/in/${encodeURIComponent(person.slug)}` }] : []),
    ...(person.email ? [{ kind: 'email' as const, value: person.email }] : []),
  ];
  if (person.contactId && CERTAIN.includes(person.match)) {
    const contact = await ctx.crm.contacts.get(person.contactId).catch(unlessGone);
    if (!contact) return null;
    const change = {
      ...(person.match !== 'slug' && person.slug && !(await hasProfile(ctx, contact.id))
        ? { linkedinUrl: `https://www.linkedin.com/in/${encodeURIComponent(person.slug)}` }
        : {}),
      ...(person.position && !contact.jobTitle ? { jobTitle: person.position.slice(0, 200) } : {}),
    };
    if (Object.keys(change).length > 0) await ctx.crm.contacts.update(contact.id, change);
    add('updated');
    return contact.id;
  }
  const ensured = await ctx.crm.contacts.ensure({ identities: known, name: { firstName: person.firstName, lastName: person.lastName } });
  if (!ensured) {
    add('without_address');
    return null;
  }
  if (ensured.isNew && person.position) await ctx.crm.contacts.update(ensured.contactId, { jobTitle: person.position.slice(0, 200), leadSource: 'linkedin' });
  add(ensured.isNew ? 'created' : 'updated');
  return ensured.contactId;
}
const unlessGone = (error: unknown): undefined => {
  if (error instanceof PatchbayError && error.code === 'not_found') return undefined;
  throw error;
};

/** Messages of threads with contacts, laid on their timelines: what was said on one day of one thread is one entry. */
async function shareThreads(ctx: Context, row: ImportRow, add: (name: string, n?: number) => void): Promise<void> {
  const found = await ctx.db.transaction((tx) =>
    bySets(tx, () =>
      tx
        .select({ id: threads.id })
        .from(threads)
        .leftJoin(
          people,
          and(eq(people.workspaceId, threads.workspaceId), eq(people.ownerUserId, threads.ownerUserId), sql`${people.slug} = ${threads.slugs} ->> 0`),
        )
        .where(
          and(
            eq(threads.workspaceId, ctx.workspaceId),
            eq(threads.ownerUserId, row.ownerUserId),
            sql`${threads.contactId} is not null`,
            // Only of people who were chosen, or who were contacts before.
            or(sql`${people.appliedAt} is not null`, isNull(people.id)),
            sql`exists (select from linkedin_messages m where m.workspace_id = ${threads.workspaceId} and m.owner_user_id = ${threads.ownerUserId} and m.conversation_id = ${threads.conversationId} and m.activity_id is null)`,
          ),
        )
        .orderBy(asc(threads.id)),
    ),
  );
  const open = [...new Set(found.map(({ id }) => id))];
  for (let from = 0; from < open.length; from += TOGETHER) {
    ctx.signal.throwIfAborted();
    const page = await ctx.db.transaction((tx) =>
      tx
        .select()
        .from(threads)
        .where(and(eq(threads.workspaceId, ctx.workspaceId), inArray(threads.id, open.slice(from, from + TOGETHER))))
        .orderBy(asc(threads.id)),
    );
    for (const thread of page) add('messages', await shareThread(ctx, thread));
    await ctx.tasks.progress({ done: Math.min(from + TOGETHER, open.length), total: open.length, message: 'threads laid on timelines' });
  }
}

/** Shared conversations with messages that are on no timeline yet. */
export const threadsWithNews = (ctx: Context, ownerUserId: string): Promise<ThreadRow[]> =>
  ctx.db.transaction((tx) =>
    tx
      .select()
      .from(threads)
      .where(
        and(
          eq(threads.workspaceId, ctx.workspaceId),
          eq(threads.ownerUserId, ownerUserId),
          eq(threads.isShared, true),
          sql`${threads.contactId} is not null`,
          sql`exists (select from linkedin_messages m where m.workspace_id = ${threads.workspaceId} and m.owner_user_id = ${threads.ownerUserId} and m.conversation_id = ${threads.conversationId} and m.activity_id is null)`,
        ),
      )
      .orderBy(asc(threads.id))
      .limit(500),
  );

export async function shareThread(ctx: Context, thread: ThreadRow): Promise<number> {
  const { contactId } = thread;
  if (!contactId) return 0;
  return ctx.db.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(messages)
      .where(and(eq(messages.workspaceId, ctx.workspaceId), eq(messages.ownerUserId, thread.ownerUserId), eq(messages.conversationId, thread.conversationId)))
      .orderBy(asc(messages.sentAt), asc(messages.id));
    let fresh = 0;
    for (const [day, said] of Map.groupBy(rows, ({ sentAt }) => sentAt.toISOString().slice(0, 10))) {
      const open = said.filter(({ activityId }) => activityId === null);
      const last = said.at(-1);
      if (open.length === 0 || !last) continue;
      const body = said.map(({ fromName, sentAt, content }) => `${fromName} (${sentAt.toISOString().slice(11, 16)} UTC)\n${content}`).join('\n\n');
      const { id } = await ctx.crm.activities.record({
        kind: 'message',
        direction: last.direction as 'inbound' | 'outbound',
        occurredAt: last.sentAt,
        provider: 'linkedin',
        externalId: `thread:${thread.ownerUserId}:${thread.conversationId}:${day}`,
        threadId: thread.conversationId,
        subject: said.find(({ subject }) => subject)?.subject ?? (thread.isInmail ? 'InMail' : 'LinkedIn messages'),
        snippet: last.content.slice(0, 300),
        body,
        ...(thread.ownerUserId === NOBODY ? {} : { ownerId: thread.ownerUserId as UserId }),
        participants: [{ contactId, address: thread.slugs[0] ?? '', kind: 'linkedin', role: last.direction === 'inbound' ? 'from' : 'to' }],
        ...(thread.slugs[0] ? { url: `https://www.linkedin.com/in/${encodeURIComponent(thread.slugs[0])}/` } : {}),
        data: { messages: said.length, isInmail: thread.isInmail },
      });
      await tx
        .update(messages)
        .set({ activityId: id })
        .where(
          and(
            eq(messages.workspaceId, ctx.workspaceId),
            inArray(
              messages.id,
              open.map((each) => each.id),
            ),
          ),
        );
      fresh += open.length;
    }
    await tx
      .update(threads)
      .set({ isShared: true })
      .where(and(eq(threads.workspaceId, ctx.workspaceId), eq(threads.id, thread.id)));
    return fresh;
  });
}

const jobText = ({ company, position }: Record<string, string | null>): string | null => [position, company].filter(Boolean).join(' at ') || null;

/** Contacts that work somewhere else now: an entry on the timeline, an event, and a to-do for whose network it is. */
async function tellJobs(ctx: Context, row: ImportRow, add: (name: string) => void): Promise<void> {
  const found = await ctx.db.transaction((tx) =>
    tx
      .select({ change: changes, person: people })
      .from(changes)
      .innerJoin(people, and(eq(people.workspaceId, changes.workspaceId), eq(people.id, changes.personId)))
      .where(
        and(
          eq(changes.workspaceId, ctx.workspaceId),
          eq(changes.importId, row.id),
          eq(changes.kind, 'job_changed'),
          sql`${people.contactId} is not null`,
          inArray(people.match, CERTAIN),
        ),
      ),
  );
  for (const { change, person } of found) {
    const contactId = person.contactId as string;
    const name = `${person.firstName} ${person.lastName}`.trim();
    const [before, after] = [jobText(change.before), jobText(change.after)];
    await ctx.db.transaction(async () => {
      const { isNew } = await ctx.crm.activities.record({
        kind: 'profile_update',
        direction: 'internal',
        occurredAt: change.untilAt,
        provider: 'linkedin',
        externalId: `job:${person.personKey}:${change.untilAt.toISOString().slice(0, 10)}`,
        subject: after ? `Now ${after}` : 'Has left their job',
        snippet: before ? `Was ${before}` : null,
        participants: [{ contactId, address: person.slug ?? '', kind: 'linkedin', role: 'about' }],
        data: { before: change.before, after: change.after, since: change.sinceAt?.toISOString() ?? null },
      });
      if (!isNew) return;
      await ctx.events.publish({
        type: 'linkedin.job_changed',
        subject: { type: 'contact', id: contactId },
        data: { personId: person.id, contactId, name, before, after, since: change.sinceAt?.toISOString() ?? null, until: change.untilAt.toISOString() },
      });
      if (row.ownerUserId !== NOBODY) await ctx.crm.tasks.create({ title: `${name} has a new job: say hello`, ownerId: row.ownerUserId as UserId, contactId });
      add('job_changes');
    });
  }
}
