import { z } from 'zod';
import { PatchbayError } from '#sdk';
import { type ApiCall, apiRoute } from '../http/api-route.ts';
import { nothing } from './people.ts';

const demo = z
  .object({
    isPossible: z.boolean().describe('The providers are twins'),
    state: z.enum(['none', 'filling', 'alive']),
    workspaceId: z.string().nullable(),
    done: z.int(),
    total: z.int(),
    failed: z.array(z.string()),
  })
  .meta({ id: 'Demo' });
const shown = ({ hub }: Pick<ApiCall, 'hub'>) => ({
  isPossible: hub.demo !== undefined,
  ...(hub.demo?.state() ?? { state: 'none' as const, workspaceId: null, done: 0, total: 0, failed: [] }),
});

/** A workspace of invented life beside one's own. */
export const demoRoutes = [
  apiRoute({
    method: 'GET',
    path: '/demo',
    summary: 'Whether there is a demo, and how far it is',
    permission: 'signed_in',
    responses: { 200: demo },
    handler: async (call) => shown(call),
  }),
  apiRoute({
    method: 'POST',
    path: '/demo',
    summary: 'Begin the demo: a workspace connected to the twins, with traffic; where the hub runs with --twins',
    permission: 'installation',
    responses: { 202: demo },
    async handler(call) {
      const { hub, actor, reply } = call;
      if (!hub.demo) {
        throw new PatchbayError('conflict', {
          detail: 'The demo needs the twins, which stand in for the providers.',
          remedy: 'Start the hub with: npm start -- --demo',
        });
      }
      await hub.demo.begin(actor);
      reply.status(202);
      return shown(call);
    },
  }),
  apiRoute({
    method: 'DELETE',
    path: '/demo',
    summary: 'Remove the demo and everything in it',
    permission: 'installation',
    responses: { 204: nothing },
    handler: async ({ hub, actor }) => hub.demo?.remove(actor),
  }),
];
