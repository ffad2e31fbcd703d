import { z } from 'zod';
import { type ConnectedContext, type Context, type Schedule, task } from '#sdk';
import { rejudge } from '../bounces/rejudge.ts';
import { keepInbound } from '../inbound/keep-inbound.ts';
import { giveLists, readLists } from '../lists/keep-in-step.ts';
import { keepsLists } from '../lists/remote-lists.ts';

const HOUR_MS = 3_600_000;
const connected = (ctx: Context): ctx is ConnectedContext => ctx.connection !== undefined;

export const tasks = [
  task({
    name: 'email.read-provider-lists',
    payload: z.strictObject({}),
    async run(ctx) {
      if (connected(ctx) && keepsLists(ctx.connection)) {
        await readLists(ctx);
        await ctx.tasks.enqueue('email.give-suppressions', {}, { singletonKey: 'give-suppressions' });
      }
    },
  }),
  task({ name: 'email.give-suppressions', payload: z.strictObject({}), run: (ctx) => giveLists(ctx) }),
  task({
    name: 'email.keep-inbound',
    payload: z.strictObject({ id: z.uuid() }),
    async run(ctx, { id }) {
      if (connected(ctx)) await keepInbound(ctx, id);
    },
  }),
  task({
    name: 'email.rejudge-bounces',
    payload: z.strictObject({ ruleId: z.uuid() }),
    run: (ctx, { ruleId }) => rejudge(ctx, ruleId),
  }),
];
export const schedules: readonly Schedule[] = [{ task: 'email.read-provider-lists', each: 'connection', everyMs: 6 * HOUR_MS }];
