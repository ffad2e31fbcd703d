import { z } from 'zod';
import type { Pipeline } from '#crm/pipelines/pipelines';
import { apiRoute } from '../http/api-route.ts';
import { byId, id, nothing, personName, withTimes } from './people.ts';
import { newStage, pipeline, stageChange } from './shapes/deal.ts';

const byStage = z.strictObject({ id, key: z.string().min(1).max(60) });
const answer = (row: Pipeline) => withTimes({ ...row });

/** Whoever sees deals sees their stages; who sets the workspace up changes them. */
export const pipelineRoutes = [
  apiRoute({
    method: 'GET',
    path: '/pipelines',
    summary: 'Pipelines with their stages',
    permission: 'deals:read',
    responses: { 200: z.object({ data: z.array(pipeline), nextCursor: z.null() }) },
    handler: async ({ crm }) => ({ data: (await (await crm()).pipelines.list()).map(answer), nextCursor: null }),
  }),
  apiRoute({
    method: 'POST',
    path: '/pipelines',
    summary: 'Add a pipeline; without stages it gets the usual seven',
    permission: 'settings:write',
    body: z.strictObject({ name: personName, stages: z.array(newStage).min(3).max(50).optional() }),
    responses: { 201: pipeline },
    handler: async ({ crm }, { body }) => answer(await (await crm()).pipelines.create(body)),
  }),
  apiRoute({
    method: 'GET',
    path: '/pipelines/:id',
    summary: 'One pipeline',
    permission: 'deals:read',
    params: byId,
    responses: { 200: pipeline },
    handler: async ({ crm }, { params }) => answer(await (await crm()).pipelines.get(params.id)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/pipelines/:id',
    summary: 'Rename a pipeline, place it, or make it the default',
    permission: 'settings:write',
    params: byId,
    body: z.strictObject({ name: personName, isDefault: z.literal(true), position: z.int().min(0).max(1000) }).partial(),
    responses: { 200: pipeline },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).pipelines.update(params.id, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/pipelines/:id',
    summary: 'Remove a pipeline without deals',
    permission: 'settings:write',
    params: byId,
    responses: { 204: nothing },
    handler: async ({ crm }, { params }) => (await crm()).pipelines.remove(params.id),
  }),
  apiRoute({
    method: 'POST',
    path: '/pipelines/:id/stages',
    summary: 'Add a stage',
    permission: 'settings:write',
    params: byId,
    body: newStage,
    responses: { 201: pipeline },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).pipelines.addStage(params.id, body)),
  }),
  apiRoute({
    method: 'PUT',
    path: '/pipelines/:id/stages',
    summary: 'Put the stages in order',
    permission: 'settings:write',
    params: byId,
    body: z.strictObject({ keys: z.array(z.string().max(60)).min(1).max(50) }),
    responses: { 200: pipeline },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).pipelines.orderStages(params.id, body.keys)),
  }),
  apiRoute({
    method: 'PATCH',
    path: '/pipelines/:id/stages/:key',
    summary: 'Rename a stage, place it, or change its probability',
    permission: 'settings:write',
    params: byStage,
    body: stageChange,
    responses: { 200: pipeline },
    handler: async ({ crm }, { params, body }) => answer(await (await crm()).pipelines.updateStage(params.id, params.key, body)),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/pipelines/:id/stages/:key',
    summary: 'Remove a stage; its deals go to the replacement',
    permission: 'settings:write',
    params: byStage,
    query: z.strictObject({ replacement: z.string().min(1).max(60).optional() }),
    responses: { 200: pipeline },
    handler: async ({ crm }, { params, query }) => answer(await (await crm()).pipelines.removeStage(params.id, params.key, query.replacement)),
  }),
];
