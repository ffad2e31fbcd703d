import type { ConnectedContext, CrmDeal, CrmPipeline, UserId } from '#sdk';
import { actions, button, context, datePicker, divider, header, home, section, select } from '../blocks/build.ts';
import { cut, day, escaped, link, moment, money } from '../blocks/text.ts';
import type { Json } from '../client/chat.ts';
import { publishHome } from '../client/index.ts';
import { identify } from '../commands/identify.ts';
import { whoIs } from '../people.ts';
import { urlOf } from '../records.ts';
import { dayAround, wallOf } from '../rules/quiet-hours.ts';
import type { ApprovalRow } from '../store/teamwork.ts';
import { awaitedBy, meetingsOf, type TodaysMeeting } from '../store/today.ts';

const MOST = 8;
const STALE_MS = 14 * 86_400_000;

function dealLines(ctx: ConnectedContext, deals: readonly CrmDeal[], pipelines: readonly CrmPipeline[]): Json[] {
  return deals.slice(0, MOST).flatMap((deal) => {
    const stages = pipelines.find(({ id }) => id === deal.pipelineId)?.stages ?? [];
    return [
      section(
        `${link(urlOf(ctx, 'deal', deal.id), deal.name)}\n${escaped(money(deal.amount, deal.currency))}${deal.expectedCloseDate ? ` · closes ${day(deal.expectedCloseDate)}` : ''}`,
      ),
      {
        ...actions(
          stages.length > 0
            ? select(
                'deal_stage',
                'Move to…',
                stages.map(({ key, title }) => ({ value: `${key}|${deal.id}`.slice(0, 75), label: title })),
                `${deal.stage}|${deal.id}`,
              )
            : undefined,
          datePicker('deal_close', deal.expectedCloseDate, 'Expected close'),
          button('deal_update', 'Update', `deal:${deal.id}`),
        ),
        // A day chosen says nothing of its deal: the block does.
        block_id: `deal:${deal.id}`,
      },
    ];
  });
}

function meetingLines(ctx: ConnectedContext, meetings: readonly TodaysMeeting[]): Json[] {
  if (meetings.length === 0) return [section('*Meetings today*\nNone.')];
  const lines = meetings.map(({ subject, occurredAt, dealId, guests }) => {
    const title = escaped(subject ?? 'A meeting');
    const time = `<!date^${Math.floor(occurredAt.getTime() / 1000)}^{time}|${occurredAt.toISOString().slice(11, 16)} UTC>`;
    return `${time}  ${dealId ? link(urlOf(ctx, 'deal', dealId), subject ?? 'A meeting') : title}${guests.length > 0 ? ` · ${escaped(cut(guests.join(', '), 120))}` : ''}`;
  });
  return [section(`*Meetings today*\n${lines.join('\n')}`)];
}

/** The same buttons as on the question’s own card. */
const approvalLines = (approvals: readonly ApprovalRow[]): Json[] =>
  approvals.length === 0
    ? []
    : [
        section('*Waits for your answer*'),
        ...approvals.flatMap(({ id, title, dueAt }) => [
          section(`${escaped(title)}${dueAt ? ` · until ${moment(dueAt)}` : ''}`),
          {
            ...actions(button('approval_yes', 'Approve', id, { style: 'primary' }), button('approval_no', 'Reject', id, { style: 'danger' })),
            block_id: `approval:${id}`,
          },
        ]),
      ];

/** My day: what waits for me, what is late, who comes today, what closes this month, what has gone quiet. */
export async function homeBlocks(ctx: ConnectedContext, userId: UserId, timeZone: string): Promise<Json[]> {
  const now = ctx.clock.now();
  const [late, due, open, pipelines] = await Promise.all([
    ctx.crm.tasks.list({ ownerId: userId, done: false, due: 'overdue', limit: MOST }),
    ctx.crm.tasks.list({ ownerId: userId, done: false, due: 'today', limit: MOST }),
    ctx.crm.deals.list({ ownerId: userId, status: 'open', limit: 200 }),
    ctx.crm.pipelines.list(),
  ]);
  const month = wallOf(now, timeZone).day.slice(0, 7);
  const closing = open.data.filter(({ expectedCloseDate }) => expectedCloseDate?.startsWith(month));
  const stale = open.data.filter((deal) => !closing.includes(deal) && (deal.lastActivityAt ?? deal.createdAt).getTime() < now.getTime() - STALE_MS);
  const tasks = [...late.data, ...due.data];
  const { from, until } = dayAround(now, timeZone);
  const { meetings, approvals } = await ctx.db.transaction(async (tx) => ({
    meetings: await meetingsOf(tx, ctx.workspaceId, userId, from, until),
    approvals: await awaitedBy(tx, ctx.workspaceId, userId),
  }));
  return [
    header('My day'),
    actions(
      button('open_new', 'New deal', 'deal', { style: 'primary' }),
      button('open_new_contact', 'New contact', 'contact'),
      button('open_new_task', 'New to-do', 'task'),
      button('open_prefs', 'Preferences', 'prefs'),
    ),
    divider(),
    ...approvalLines(approvals),
    ...meetingLines(ctx, meetings),
    section(`*To do* ${tasks.length === 0 ? '\nNothing is due. Good.' : ''}`),
    ...tasks
      .slice(0, MOST)
      .map(({ id, title, dueAt }) =>
        section(`${escaped(title)}${dueAt ? ` · ${day(dueAt.toISOString().slice(0, 10))}` : ''}`, button('task_done', 'Done', id)),
      ),
    section(`*Closing this month* ${closing.length === 0 ? '\nNone of your deals.' : ''}`),
    ...dealLines(ctx, closing, pipelines),
    ...(stale.length > 0 ? [section('*Gone quiet for two weeks*'), ...dealLines(ctx, stale, pipelines)] : []),
    context(`${open.data.length} open ${open.data.length === 1 ? 'deal' : 'deals'} · as of <!date^${Math.floor(now.getTime() / 1000)}^{time}|now>`),
  ];
}

/** Shows somebody their own home, as they may see it. */
export async function showHome(ctx: ConnectedContext, slackUserId: string): Promise<void> {
  const who = await whoIs(ctx, slackUserId);
  if (who.kind === 'nobody') {
    const { blocks } = who.mayLink ? await identify(ctx, slackUserId, who.sentence) : { blocks: [section(who.sentence)] };
    await publishHome(ctx.http, slackUserId, home([...(blocks ?? [])]));
    return;
  }
  await publishHome(ctx.http, slackUserId, home(await homeBlocks(who.ctx, who.userId, who.member.timeZone ?? 'UTC')));
}
