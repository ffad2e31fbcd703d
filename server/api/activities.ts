import type { z } from 'zod';
import type { ListedActivity } from '#crm/activities/list-activities';
import { apiRoute } from '../http/api-route.ts';
import { encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, withTimes } from './people.ts';
import { activity, activityChange, activityQuery, newActivity } from './shapes/activity.ts';
import { afterKey } from './shapes/list-query.ts';

export const activityBody = (row: ListedActivity) => withTimes({ ...row }) as z.input<typeof activity>;

export const activityRoutes = [
  apiRoute({
    method: 'GET',
    path: '/activities',
    summary: 'What happened, newest first: the timeline of a contact, an organization, a deal, or of everything',
    permission: 'activities:read',
    query: pageQuery.extend(activityQuery),
    responses: { 200: pageOf(activity) },
    handler: async ({ crm }, { query: { cursor, ...query } }) => {
      const page = await (await crm()).activities.list({ ...query, after: afterKey(cursor) });
      return { data: page.activities.map(activityBody), nextCursor: page.next && encodeCursor(page.next) };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/activities',
    summary: 'Keep something that happened; told again with the same source it is the same one, and says more',
    permission: 'activities:write',
    body: newActivity,
    responses: { 200: activity, 201: activity },
    handler: async ({ crm, reply }, { body }) => {
      const told = await (await crm()).activities.create(body);
      reply.status(told.isNew ? 201 : 200);
      return activityBody(told.activity);
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/activities/:id',
    summary: 'One activity with its body',
    permission: 'activities:read',
    params: byId,
    responses: { 200: activity },
    handler: async ({ crm }, { params }) => activityBody(await (await crm()).activities.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/activities/:id',
    summary: 'Correct an activity, or change who sees how much of it',
    permission: 'activities:write',
    params: byId,
    body: activityChange,
    responses: { 200: activity },
    handler: async ({ crm }, { params, body }) => activityBody(await (await crm()).activities.update(params.id, body)),
  }),
];
