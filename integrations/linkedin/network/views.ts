import { and, asc, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { type Context, PatchbayError, type RouteInput } from '#sdk';
import { MESSAGES_SCOPE } from '../client/partner.ts';
import { linkedinImports as imports, linkedinMessages as messages, linkedinThreads as threads } from '../models/index.ts';
import { iso } from '../serializers/views.ts';
import { memberOfCall } from './owner.ts';
import { importOf } from './read-import.ts';
import * as store from './store.ts';

type Id = { id: string };
type ImportRow = Awaited<ReturnType<typeof store.importById>>;
const job = (id: string) => ({ id, state: 'queued', done: 0, total: null, message: null });

export function importView(row: ImportRow) {
  const { id, source, kind, fileName, state, jobId, memberName, memberSlug, counts, skipped, applied, changes, warnings, error } = row;
  return {
    id,
    source,
    kind,
    fileName,
    state,
    jobId,
    memberName,
    memberSlug,
    counts,
    skipped,
    applied,
    changes,
    warnings,
    error,
    exportedAt: iso(row.exportedAt),
    createdAt: row.createdAt.toISOString(),
    appliedAt: iso(row.appliedAt),
  };
}

const userField = z.uuid();
/** Begins to read a file; what is in it is shown for review before anything of it reaches the record. */
export async function beginImport(ctx: Context, file: { id: string; name: string | null; fields: Readonly<Record<string, string>> }) {
  const named = file.fields.userId;
  if (named !== undefined && !(userField.safeParse(named).success && (await ctx.people.get(named))?.state === 'active'))
    throw new PatchbayError('invalid_input', { errors: [{ path: 'userId', message: 'There is no such person here.' }] });
  const own = memberOfCall(ctx);
  if (named !== undefined && ctx.actor.kind === 'person' && named !== own)
    throw new PatchbayError('forbidden', { detail: 'A network is brought in by its own member.' });
  const ownerUserId = named ?? own;
  const person = await ctx.people.get(ownerUserId);
  const official = (await ctx.connections()).find(({ provider, ownerUserId: whose }) => provider === 'linkedin' && whose === ownerUserId);
  const id = uuidv7();
  return ctx.db.transaction(async (tx) => {
    const { jobId } = await ctx.tasks.startJob('linkedin.read-import', { importId: id });
    const [row] = await tx
      .insert(imports)
      .values({
        workspaceId: ctx.workspaceId,
        id,
        ownerUserId,
        source: 'archive',
        kind: 'archive',
        fileId: file.id,
        fileName: file.name ?? 'archive.zip',
        state: 'reading',
        jobId,
        memberName: official?.label ?? person?.name ?? null,
        createdAt: ctx.clock.now(),
      })
      .returning();
    return { job: job(jobId), import: importView(row as ImportRow) };
  });
}

export async function postImport(ctx: Context, { file }: RouteInput) {
  if (!file) throw new PatchbayError('invalid_input', { errors: [{ path: 'file', message: 'a file is missing' }] });
  return beginImport(ctx, file);
}
export async function getImports(ctx: Context, { query }: RouteInput<undefined, store.Paging, undefined>) {
  const { data, nextCursor } = store.pageOf(await store.listImports(ctx, query), query.limit);
  return { data: data.map(importView), nextCursor };
}
export const getImport = async (ctx: Context, { params }: RouteInput<Id, undefined, undefined>) => importView(await store.importById(ctx, params.id));
export async function getSkipped(ctx: Context, { params, query }: RouteInput<Id, store.Paging, undefined>) {
  await store.importById(ctx, params.id);
  const { data, nextCursor } = store.pageOf(await store.listSkipped(ctx, params.id, query), query.limit);
  return { data: data.map(({ file, line, reason, cells }) => ({ file, line, reason, cells })), nextCursor };
}

type Choice = { choose: 'matched' | 'all' | 'ids'; ids?: string[] | undefined };
export async function postApply(ctx: Context, { params, body }: RouteInput<Id, undefined, Choice>) {
  if (body.choose === 'ids' && !body.ids?.length) throw new PatchbayError('invalid_input', { errors: [{ path: 'ids', message: 'Say which people.' }] });
  return startApply(ctx, params.id, body);
}
export async function startApply(ctx: Context, id: string, choice: Choice) {
  const row = await store.importById(ctx, id);
  if (row.state === 'reading') throw new PatchbayError('conflict', { detail: 'This file is still being read.', remedy: 'Wait until it can be reviewed.' });
  if (row.state === 'failed')
    throw new PatchbayError('conflict', { detail: 'This file could not be read, so there is nothing to bring in.', remedy: 'Choose another file.' });
  if (row.state === 'applying') throw new PatchbayError('conflict', { detail: 'This is being brought in already.', remedy: 'Wait until it is done.' });
  return ctx.db.transaction(async (tx) => {
    const { jobId } = await ctx.tasks.startJob('linkedin.apply-import', { importId: id });
    const [changed] = await tx
      .update(imports)
      .set({ state: 'applying', chosen: { choose: choice.choose, ...(choice.ids ? { ids: choice.ids } : {}) }, jobId, updatedAt: ctx.clock.now() })
      .where(importOf(ctx.workspaceId, id))
      .returning();
    return { job: job(jobId), import: importView(changed as ImportRow) };
  });
}

type PersonRow = Awaited<ReturnType<typeof store.listPeople>>[number];
const personView = ({ id, slug, firstName, lastName, email, company, position, connectedOn, state, contactId, match, matchReason, appliedAt }: PersonRow) => ({
  id,
  slug,
  url: slug ? `https://www.linkedin.com/in/${encodeURIComponent(slug)}` : null,
  firstName,
  lastName,
  email,
  company,
  position,
  connectedOn,
  state,
  contactId,
  match,
  matchReason,
  appliedAt: iso(appliedAt),
});
export async function getConnections(ctx: Context, { query }: RouteInput<undefined, store.PeopleQuery, undefined>) {
  const { data, nextCursor } = store.pageOf(await store.listPeople(ctx, query), query.limit);
  return { data: data.map(personView), nextCursor };
}
/** What waits for a person: same name at the same company. */
export async function getMatches(ctx: Context, { query }: RouteInput<undefined, store.Paging, undefined>) {
  const { data, nextCursor } = store.pageOf(await store.listPeople(ctx, { ...query, match: 'suggested' }), query.limit);
  const shown = [];
  for (const row of data) {
    const contact = row.contactId ? await ctx.crm.contacts.get(row.contactId).catch(() => undefined) : undefined;
    const organizationNames = contact?.organizationId ? await ctx.crm.organizations.names([contact.organizationId]) : undefined;
    const company = contact?.organizationId ? (organizationNames?.get(contact.organizationId) ?? null) : null;
    shown.push({
      ...personView(row),
      contact: contact
        ? {
            id: contact.id,
            name: `${contact.firstName} ${contact.lastName}`.trim(),
            jobTitle: contact.jobTitle,
            company,
            email: contact.emails[0]?.value ?? null,
          }
        : null,
    });
  }
  return { data: shown, nextCursor };
}
export const postAccept = async (ctx: Context, { params }: RouteInput<Id, undefined, unknown>) => personView(await store.decideMatch(ctx, params.id, true));
export const postReject = async (ctx: Context, { params }: RouteInput<Id, undefined, unknown>) => personView(await store.decideMatch(ctx, params.id, false));

export async function getChanges(ctx: Context, { query }: RouteInput<undefined, store.Paging & { kind?: string | undefined }, undefined>) {
  const rows = await store.listChanges(ctx, query);
  const { data, nextCursor } = store.pageOf(
    rows.map(({ change, person }) => ({ ...change, person })),
    query.limit,
  );
  return {
    data: data.map(({ id, kind, before, after, sinceAt, untilAt, person }) => ({
      id,
      kind,
      before,
      after,
      since: iso(sinceAt),
      until: untilAt.toISOString(),
      personId: person.id,
      contactId: person.contactId,
      name: `${person.firstName} ${person.lastName}`.trim(),
      url: person.slug ? `https://www.linkedin.com/in/${encodeURIComponent(person.slug)}` : null,
    })),
    nextCursor,
  };
}

export async function getInvitations(ctx: Context, { query }: RouteInput<undefined, store.Paging & { direction?: string | undefined }, undefined>) {
  const { data, nextCursor } = store.pageOf(await store.listInvitations(ctx, query), query.limit);
  return {
    data: data.map(({ id, direction, name, slug, sentAt, message, state }) => ({
      id,
      direction,
      name,
      url: slug ? `https://www.linkedin.com/in/${encodeURIComponent(slug)}` : null,
      sentAt: sentAt.toISOString(),
      message,
      state,
    })),
    nextCursor,
    funnel: await store.invitationFunnel(ctx),
  };
}

type ThreadRow = Awaited<ReturnType<typeof store.threadById>>;
const threadView = (row: ThreadRow, maySend = false) => ({
  id: row.id,
  conversationId: row.conversationId,
  title: row.title || row.names.join(', '),
  names: row.names,
  isGroup: row.isGroup,
  isInmail: row.isInmail,
  messages: row.messages,
  lastAt: row.lastAt.toISOString(),
  lastDirection: row.lastDirection,
  lastText: row.lastText,
  waiting: row.lastDirection === 'inbound' && row.doneAt === null,
  contactId: row.contactId,
  isShared: row.isShared,
  draft: row.draft,
  draftState: row.draftState,
  todoId: row.todoId,
  canSend: maySend && !row.isGroup,
  url: row.slugs[0] ? `https://www.linkedin.com/in/${encodeURIComponent(row.slugs[0])}/` : 'https://www.linkedin.com/messaging/',
});
export async function getThreads(ctx: Context, { query }: RouteInput<undefined, store.ThreadQuery, undefined>) {
  const rows = await store.listThreads(ctx, query);
  const data = rows.slice(0, query.limit);
  const last = data.at(-1);
  return { data: data.map((row) => threadView(row)), nextCursor: rows.length > query.limit && last ? `${last.lastAt.toISOString()}~${last.id}` : null };
}
export async function getThread(ctx: Context, { params }: RouteInput<Id, undefined, undefined>) {
  const row = await store.threadById(ctx, params.id);
  const said = await ctx.db.transaction((tx) =>
    tx
      .select()
      .from(messages)
      .where(and(eq(messages.workspaceId, ctx.workspaceId), eq(messages.ownerUserId, row.ownerUserId), eq(messages.conversationId, row.conversationId)))
      .orderBy(asc(messages.sentAt), asc(messages.id))
      .limit(1_000),
  );
  return {
    ...threadView(row, await maySend(ctx)),
    said: said.map(({ id, fromName, direction, sentAt, subject, content }) => ({ id, fromName, direction, sentAt: sentAt.toISOString(), subject, content })),
  };
}

/** Partners alone have the permission, and whoever asks must be the one who gave it. */
const maySend = async (ctx: Context): Promise<boolean> => {
  const { actor } = ctx;
  return (
    actor.kind === 'person' &&
    (await ctx.connections()).some(
      ({ status, ownerUserId, grantedScopes }) => status === 'active' && ownerUserId === actor.userId && grantedScopes.includes(MESSAGES_SCOPE),
    )
  );
};

/** A reply is written here and sent by the member on LinkedIn; the next copy of their data confirms it. */
type Reply = { draft?: string | undefined; state?: 'draft' | 'sent_claimed' | undefined; done?: boolean | undefined };
export async function patchThread(ctx: Context, { params, body }: RouteInput<Id, undefined, Reply>) {
  const before = await store.threadById(ctx, params.id);
  if (body.draft !== undefined && before.contactId) {
    const { allowed, reasons } = await ctx.crm.mayContact(before.contactId, 'linkedin');
    if (!allowed) throw new PatchbayError('forbidden', { detail: reasons[0]?.sentence ?? 'This contact does not want to be written to on LinkedIn.' });
  }
  const now = ctx.clock.now();
  const [row] = await ctx.db.transaction((tx) =>
    tx
      .update(threads)
      .set({
        ...(body.draft === undefined ? {} : { draft: body.draft || null, draftState: body.draft ? (body.state ?? 'draft') : null, draftedAt: now }),
        ...(body.state && body.draft === undefined ? { draftState: body.state } : {}),
        ...(body.done === undefined ? {} : { doneAt: body.done ? now : null }),
        updatedAt: now,
      })
      .where(and(eq(threads.workspaceId, ctx.workspaceId), eq(threads.id, before.id)))
      .returning(),
  );
  return threadView(row as ThreadRow);
}
