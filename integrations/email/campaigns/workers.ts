import type { Context } from '#sdk';

/** Workers of one campaign at a time; each has its own lines out. */
const WORKERS = 2;
/** Fewer are not worth a second one. */
const MANY = 200;

/** Has a campaign's workers go on; one that works already stays the only one of its number. */
export async function beginWorkers(ctx: Context, campaignId: string, queued: number): Promise<void> {
  const workers = queued > MANY ? WORKERS : 1;
  for (let worker = 0; worker < workers; worker++)
    await ctx.tasks.enqueue('email.send-campaign', { campaignId, worker }, { singletonKey: `${campaignId} ${worker}` });
}
