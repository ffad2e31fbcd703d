import { z } from 'zod';
import { type ConnectedContext, type Schedule, task } from '#sdk';
import { applyVisibility } from '../keep/apply-rules.ts';
import { auditMailbox } from '../reading/audit.ts';
import { clearWhenNowhere } from '../reading/clear-gone.ts';
import { mailboxStream } from '../reading/mailbox-stream.ts';
import { keepPush } from '../remote/keep-push.ts';
import { remoteMailboxStream } from '../remote/read-remote.ts';
import { keepSent } from '../sending/keep-sent.ts';
import { remindIfUnanswered } from '../sending/remind.ts';
import { reserveSend } from '../sending/reserve.ts';
import { wakeThreads } from '../store/threads.ts';

export const streams = [mailboxStream, remoteMailboxStream];
export const tasks = [
  task({
    name: 'email.send-due',
    payload: z.strictObject({ outgoingId: z.uuid() }),
    async run(ctx, { outgoingId }) {
      await ctx.db.transaction((tx) => reserveSend(ctx as ConnectedContext, tx, outgoingId));
    },
  }),
  task({
    name: 'email.remind-unanswered',
    payload: z.strictObject({ outgoingId: z.uuid() }),
    run: (ctx, { outgoingId }) => remindIfUnanswered(ctx, outgoingId),
  }),
  task({
    name: 'email.keep-sent',
    payload: z.strictObject({ outgoingId: z.uuid() }),
    run: (ctx, { outgoingId }) => keepSent(ctx as ConnectedContext, outgoingId),
  }),
  task({
    name: 'email.keep-push',
    payload: z.strictObject({}),
    async run(ctx) {
      if (ctx.connection?.status === 'active') await keepPush(ctx as ConnectedContext);
    },
  }),
  task({
    name: 'email.audit-mailbox',
    payload: z.strictObject({}),
    run: (ctx) => auditMailbox(ctx as ConnectedContext),
  }),
  task({
    name: 'email.apply-visibility',
    payload: z.strictObject({}),
    run: (ctx) => applyVisibility(ctx as ConnectedContext),
  }),
  task({
    name: 'email.wake-threads',
    payload: z.strictObject({}),
    async run(ctx) {
      await ctx.db.transaction((tx) => wakeThreads(tx, ctx.workspaceId, ctx.clock.now()));
    },
  }),
  task({
    name: 'email.clear-gone',
    payload: z.strictObject({ messageIds: z.array(z.uuid()).max(200), since: z.iso.datetime(), tries: z.number().int().default(0) }),
    run: (ctx, given) => clearWhenNowhere(ctx as ConnectedContext, given),
  }),
];
export const schedules: readonly Schedule[] = [
  { task: 'email.audit-mailbox', each: 'connection', cron: '20 2 * * *' },
  { task: 'email.keep-push', each: 'connection', everyMs: 6 * 3_600_000 },
  { task: 'email.wake-threads', each: 'workspace', everyMs: 60_000 },
];
