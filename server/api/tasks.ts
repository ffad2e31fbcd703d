import { z } from 'zod';
import type { Todo } from '#crm/todos/todos';
import { apiRoute } from '../http/api-route.ts';
import { encodeCursor, pageOf, pageQuery } from '../http/page.ts';
import { byId, nothing, withTimes } from './people.ts';
import { afterKey, version } from './shapes/list-query.ts';
import { newTask, task, taskChange, taskDone, taskQuery } from './shapes/task.ts';

const answer = (row: Todo) => withTimes({ ...row });

/** To-dos of people; the hub's own work is under `/jobs`. */
export const taskRoutes = [
  apiRoute({
    method: 'GET',
    path: '/tasks',
    summary: 'To-dos, first what is due first',
    permission: 'tasks:read',
    query: pageQuery.extend(taskQuery),
    responses: { 200: pageOf(task) },
    handler: async ({ crm }, { query: { cursor, ...query } }) => {
      const page = await (await crm()).todos.list({ ...query, after: afterKey(cursor) });
      return { data: page.todos.map(answer), nextCursor: page.next && encodeCursor(page.next) };
    },
  }),
  apiRoute({
    method: 'POST',
    path: '/tasks',
    summary: 'Add a to-do',
    permission: 'tasks:write',
    body: newTask,
    responses: { 201: task },
    handler: async ({ crm }, { body }) => answer(await (await crm()).todos.create(body)),
  }),
  apiRoute({
    method: 'GET',
    path: '/tasks/:id',
    summary: 'One to-do',
    permission: 'tasks:read',
    params: byId,
    responses: { 200: task },
    handler: async ({ crm }, { params }) => answer(await (await crm()).todos.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/tasks/:id',
    summary: 'Change a to-do',
    permission: 'tasks:write',
    params: byId,
    body: taskChange,
    responses: { 200: task },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).todos.update(params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/tasks/:id',
    summary: 'Remove a to-do',
    permission: 'tasks:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ crm }, { params }) => (await crm()).todos.remove(params.id),
  }),
  apiRoute({
    method: 'POST',
    path: '/tasks/:id/done',
    summary: 'A to-do is done',
    permission: 'tasks:write',
    params: byId,
    body: taskDone,
    responses: { 200: task },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).todos.done(params.id, body)),
  }),
  apiRoute({
    method: 'POST',
    path: '/tasks/:id/undone',
    summary: 'A to-do is open again',
    permission: 'tasks:write',
    params: byId,
    body: z.strictObject({ version: version.optional() }),
    responses: { 200: task },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).todos.undone(params.id, body)),
  }),
];
