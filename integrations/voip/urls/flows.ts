import { z } from 'zod';
import { route } from '#sdk';
import { flowDefinition } from '../flows/definition.ts';
import { checkFlow, flow, flowList, flowVersions, newFlow, publishFlow, removeFlow, rollBack, setFlow, simulateFlow } from '../views/flows.ts';

const id = z.strictObject({ id: z.uuid() });
const body = flowDefinition.extend({ name: z.string().trim().min(1, 'Give the flow a name.').max(80) });
const flowView = flowDefinition
  .extend({ id: z.uuid(), name: z.string(), publishedVersion: z.int().nullable(), publishedAt: z.iso.datetime().nullable(), hasChanges: z.boolean() })
  .meta({ id: 'CallFlow' });
const checked = z
  .object({ ok: z.boolean(), problems: z.array(z.object({ code: z.string(), nodeId: z.string().nullable(), sentence: z.string() })) })
  .meta({ id: 'CallFlowCheck' });

export const flowUrls = [
  route({
    method: 'GET',
    path: '/flows',
    summary: 'Flows that answer calls',
    permission: 'voip:read',
    responses: { 200: z.object({ data: z.array(flowView) }) },
    handler: flowList,
  }),
  route({ method: 'POST', path: '/flows', summary: 'Make a flow', permission: 'voip:manage', body, responses: { 201: flowView }, handler: newFlow }),
  route({
    method: 'GET',
    path: '/flows/:id',
    summary: 'One flow as it is being edited',
    permission: 'voip:read',
    params: id,
    responses: { 200: flowView },
    handler: flow,
  }),
  route({
    method: 'PUT',
    path: '/flows/:id',
    summary: 'Save a draft',
    permission: 'voip:manage',
    params: id,
    body,
    responses: { 200: flowView },
    handler: setFlow,
  }),
  route({
    method: 'DELETE',
    path: '/flows/:id',
    summary: 'Remove a flow that no number uses',
    permission: 'voip:manage',
    params: id,
    responses: { 204: z.null() },
    handler: removeFlow,
  }),
  route({
    method: 'POST',
    path: '/flows/:id/validate',
    summary: 'What would trap or lose a caller',
    permission: 'voip:read',
    params: id,
    responses: { 200: checked },
    handler: checkFlow,
  }),
  route({
    method: 'POST',
    path: '/flows/:id/simulate',
    summary: 'Run one caller through the draft',
    permission: 'voip:read',
    params: id,
    body: z.strictObject({
      at: z.iso.datetime({ offset: true }),
      from: z.string().max(40).default('+14155552671'),
      inputs: z.array(z.string().max(10)).max(100).default([]),
      outcomes: z.record(z.string(), z.enum(['answered', 'busy', 'no_answer'])).default({}),
      /** Everybody of a queue talks already: callers wait. */
      isNobodyFree: z.boolean().default(false),
    }),
    responses: {
      200: z
        .object({
          path: z.array(z.string()),
          prompts: z.array(z.string()),
          seconds: z.int(),
          musicPieces: z.int(),
          end: z.enum(['answered', 'voicemail', 'hangup', 'waiting']),
        })
        .meta({ id: 'CallFlowRun' }),
    },
    handler: simulateFlow,
  }),
  route({
    method: 'POST',
    path: '/flows/:id/publish',
    summary: 'Let the draft answer calls',
    permission: 'voip:manage',
    params: id,
    responses: { 200: flowView },
    handler: publishFlow,
  }),
  route({
    method: 'GET',
    path: '/flows/:id/versions',
    summary: 'What was published, newest first',
    permission: 'voip:read',
    params: id,
    responses: {
      200: z.object({
        data: z.array(
          z.object({ id: z.uuid(), number: z.int(), publishedAt: z.iso.datetime(), publishedBy: z.uuid().nullable(), isCurrent: z.boolean(), nodes: z.int() }),
        ),
      }),
    },
    handler: flowVersions,
  }),
  route({
    method: 'POST',
    path: '/flows/:id/rollback',
    summary: 'Let an earlier version answer calls again',
    permission: 'voip:manage',
    params: id,
    body: z.strictObject({ version: z.int().min(1) }),
    responses: { 200: flowView },
    handler: rollBack,
  }),
];
