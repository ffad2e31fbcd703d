import type { z } from 'zod';
import type { Context, RouteInput } from '#sdk';
import { type ChoiceCounts, changeTopic, choiceCounts, choicePage, listTopics, saveTopic, type TopicRow, topicById } from '../store/preferences.ts';
import type { peopleQuery, topicBody, topicChange, topicsQuery } from './shapes.ts';

type Id = { id: string };
type In<P = undefined, Q = undefined, B = undefined> = RouteInput<P, Q, B>;

const topicView = ({ id, name, description, doubleOptIn, removedAt }: TopicRow, counts: ChoiceCounts) => ({
  id,
  name,
  description,
  doubleOptIn,
  archivedAt: removedAt?.toISOString() ?? null,
  counts,
});

export const getTopics = (ctx: Context, { query }: In<undefined, z.output<typeof topicsQuery>>) =>
  ctx.db.transaction(async (tx) => {
    const rows = await listTopics(tx, ctx.workspaceId, { isArchived: query.archived });
    const countsOf = await choiceCounts(
      tx,
      ctx.workspaceId,
      rows.map(({ id }) => id),
    );
    return { data: rows.map((row) => topicView(row, countsOf(row.id))), nextCursor: null };
  });

export const postTopic = (ctx: Context, { body }: In<undefined, undefined, z.output<typeof topicBody>>) =>
  ctx.db.transaction(async (tx) => {
    const row = await saveTopic(tx, ctx.workspaceId, body);
    return topicView(row, (await choiceCounts(tx, ctx.workspaceId, []))(row.id));
  });

const changed = (ctx: Context, id: string, change: Parameters<typeof changeTopic>[3]) =>
  ctx.db.transaction(async (tx) => {
    const row = await changeTopic(tx, ctx.workspaceId, id, change, ctx.clock.now());
    return topicView(row, (await choiceCounts(tx, ctx.workspaceId, [id]))(id));
  });

export function patchTopic(ctx: Context, { params, body }: In<Id, undefined, z.output<typeof topicChange>>) {
  const { archived, ...facts } = body;
  return changed(ctx, params.id, { ...facts, ...(archived === undefined ? {} : { removedAt: archived ? ctx.clock.now() : null }) });
}

export async function deleteTopic(ctx: Context, { params }: In<Id>) {
  await changed(ctx, params.id, { removedAt: ctx.clock.now() });
  return { removed: true as const };
}

/** Who said something about a topic, and how that is known. */
export const getTopicPeople = (ctx: Context, { params, query }: In<Id, z.output<typeof peopleQuery>>) =>
  ctx.db.transaction(async (tx) => {
    await topicById(tx, ctx.workspaceId, params.id);
    const { limit, cursor, state, q } = query;
    const rows = await choicePage(tx, ctx.workspaceId, params.id, { state, q, after: cursor, limit: limit + 1 });
    const page = rows.slice(0, limit);
    return {
      data: page.map(({ choice, firstName, lastName }) => ({
        address: choice.address,
        state: choice.state,
        contactId: choice.contactId,
        name: `${firstName ?? ''} ${lastName ?? ''}`.trim(),
        proof: choice.proof as Record<string, string>,
        at: choice.updatedAt.toISOString(),
      })),
      nextCursor: rows.length > limit ? (page.at(-1)?.choice.address ?? null) : null,
    };
  });
