import { z } from 'zod';
import { type Context, type Schedule, task } from '#sdk';
import { readAudience } from '../campaigns/audience.ts';
import { finishIfDone, keepCampaigns } from '../campaigns/keep.ts';
import { tellProgress } from '../campaigns/progress.ts';
import { recordMails } from '../campaigns/record-mails.ts';
import { sendSlice } from '../campaigns/send.ts';

const campaign = z.strictObject({ campaignId: z.uuid() });

async function sendForAWhile(ctx: Context, { campaignId, worker }: { campaignId: string; worker: number }): Promise<void> {
  const end = await sendSlice(ctx, campaignId);
  await tellProgress(ctx, campaignId);
  if (end === 'again') await ctx.tasks.enqueue('email.send-campaign', { campaignId, worker }, { singletonKey: `${campaignId} ${worker}` });
  else if (end === 'nothing_due') await finishIfDone(ctx, campaignId);
  else if (typeof end === 'object') {
    const key = `email.campaign-waits:${campaignId}`;
    if (end.waitUntil)
      await ctx.tasks.enqueue('email.send-campaign', { campaignId, worker }, { singletonKey: `${campaignId} ${worker}`, dueAt: end.waitUntil });
    else
      await ctx.incidents.open({
        key,
        level: 'critical',
        title: 'A campaign cannot go on',
        detail: end.reason,
        remedy: 'Reconnect its way out, or add another one; it goes on by itself.',
      });
    if (end.waitUntil) await ctx.incidents.resolve(key);
  }
}

export const tasks = [
  task({
    name: 'email.read-audience',
    payload: campaign,
    retry: { tries: 20, firstDelayMs: 5_000 },
    run: (ctx, { campaignId }) => readAudience(ctx, campaignId),
  }),
  task({
    name: 'email.send-campaign',
    payload: z.strictObject({ campaignId: z.uuid(), worker: z.number().int().default(0) }),
    // The keeper comes again by itself.
    retry: { tries: 1, firstDelayMs: 1_000 },
    run: sendForAWhile,
  }),
  task({ name: 'email.record-campaign-mails', payload: campaign, run: (ctx, { campaignId }) => recordMails(ctx, campaignId) }),
  task({ name: 'email.keep-campaigns', payload: z.strictObject({}), retry: { tries: 1, firstDelayMs: 1_000 }, run: keepCampaigns }),
];

export const schedules: readonly Schedule[] = [{ task: 'email.keep-campaigns', each: 'workspace', everyMs: 15_000 }];
