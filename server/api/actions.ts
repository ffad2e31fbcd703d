import { z } from 'zod';
import { apiRoute } from '../http/api-route.ts';

const actionView = z
  .object({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    input: z.record(z.string(), z.unknown()),
    output: z.record(z.string(), z.unknown()),
    permission: z.string(),
    effect: z.enum(['read', 'write', 'outbound']),
    confirm: z.string().optional(),
    undo: z.string().optional(),
  })
  .meta({ id: 'Action' });

const jsonSchema = (schema: z.ZodType): Record<string, unknown> => z.toJSONSchema(schema, { unrepresentable: 'any' }) as Record<string, unknown>;

export const actionRoutes = [
  apiRoute({
    method: 'GET',
    path: '/actions',
    summary: 'What every integration offers',
    permission: 'signed_in',
    responses: { 200: z.object({ data: z.array(actionView) }) },
    handler: async ({ hub }) => ({
      data: hub.actions.list().map(({ name, title, description, input, output, permission, effect, confirm, undo }) => ({
        name,
        title,
        description,
        input: jsonSchema(input),
        output: jsonSchema(output),
        permission,
        effect,
        ...(confirm ? { confirm } : {}),
        ...(undo ? { undo } : {}),
      })),
    }),
  }),
  apiRoute({
    method: 'POST',
    path: '/actions/:name',
    summary: 'Run an action',
    // Each action names its own permission; the runner checks it.
    permission: 'signed_in',
    params: z.strictObject({ name: z.string().max(100) }),
    body: z.strictObject({ input: z.record(z.string(), z.unknown()).default({}) }),
    responses: { 200: z.unknown() },
    handler: async ({ hub, actor, workspaceId }, { params, body }) => {
      const { integration } = hub.actions.find(params.name);
      return hub.actions.run(await hub.contextFor({ workspaceId, actor, integration }), params.name, body.input);
    },
  }),
  apiRoute({
    method: 'GET',
    path: '/time',
    summary: 'The hub’s clock',
    permission: 'public',
    responses: { 200: z.object({ now: z.iso.datetime() }) },
    handler: async ({ hub }) => ({ now: hub.clock.now().toISOString() }),
  }),
];
