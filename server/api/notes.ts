import { apiRoute } from '../http/api-route.ts';
import { encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { activityBody } from './activities.ts';
import { byId, nothing } from './people.ts';
import { activity, newNote, noteChange, recordQuery } from './shapes/activity.ts';
import { afterKey } from './shapes/list-query.ts';

/** Notes are activities of their own kind; here they are written. */
export const noteRoutes = [
  apiRoute({
    method: 'GET',
    path: '/notes',
    summary: 'Notes, newest first',
    permission: 'notes:read',
    query: pageQuery.extend(recordQuery),
    responses: { 200: pageOf(activity) },
    handler: async ({ crm }, { query: { cursor, ...query } }) => {
      const page = await (await crm()).notes.list({ ...query, after: afterKey(cursor) });
      return { data: page.activities.map(activityBody), nextCursor: page.next && encodeCursor(page.next) };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/notes',
    summary: 'Write a note about contacts, an organization or a deal',
    permission: 'notes:write',
    body: newNote,
    responses: { 201: activity },
    handler: async ({ crm }, { body }) => activityBody(await (await crm()).notes.create(body)),
  }),
  apiRoute({
    method: 'GET',
    path: '/notes/:id',
    summary: 'One note',
    permission: 'notes:read',
    params: byId,
    responses: { 200: activity },
    handler: async ({ crm }, { params }) => activityBody(await (await crm()).notes.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/notes/:id',
    summary: 'Change a note: its author, or a manager',
    permission: 'notes:write',
    params: byId,
    body: noteChange,
    responses: { 200: activity },
    handler: async ({ crm }, { params, body }) => activityBody(await (await crm()).notes.update(params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/notes/:id',
    summary: 'Remove a note: its author, or a manager',
    permission: 'notes:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ crm }, { params }) => (await crm()).notes.remove(params.id),
  }),
];
