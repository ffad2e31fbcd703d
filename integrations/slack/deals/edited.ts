import { eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { ConnectedContext, CrmDeal, UserId } from '#sdk';
import { actions, button, section } from '../blocks/build.ts';
import { link } from '../blocks/text.ts';
import type { DeedInput } from '../interactions/deed.ts';
import { slackUndos as undos } from '../models/index.ts';
import { stageTitle, urlOf } from '../records.ts';

export const UNDO_MS = 10 * 60_000;

/** Keeps how to take a change back; in the transaction of the change. */
export async function keepUndo(ctx: ConnectedContext, userId: UserId, before: CrmDeal, after: CrmDeal, trigger?: string): Promise<string> {
  const id = uuidv7();
  const inverse: Record<string, unknown> = {};
  for (const field of ['stage', 'amount', 'expectedCloseDate', 'nextStep', 'ownerId', 'pipelineId'] as const)
    if (before[field] !== after[field]) inverse[field] = before[field];
  await ctx.db.transaction((tx) =>
    tx.insert(undos).values({
      workspaceId: ctx.workspaceId,
      id,
      userId,
      recordType: 'deal',
      recordId: after.id,
      inverse,
      version: after.version,
      trigger: trigger ?? null,
      expiresAt: new Date(ctx.clock.now().getTime() + UNDO_MS),
    }),
  );
  return id;
}

/** After somebody changed a deal from Slack: they are told, and can take it back for ten minutes. */
export async function dealEdited({
  ctx,
  userId,
  before,
  after,
  say,
}: {
  id: string;
  ctx: ConnectedContext;
  hub: ConnectedContext;
  userId: UserId;
  before: CrmDeal;
  after: CrmDeal;
  say: DeedInput['say'];
}): Promise<() => Promise<unknown>> {
  if (before.version === after.version) return () => say({ text: 'Nothing was different, so nothing was changed.' });
  const undoId = await keepUndo(ctx, userId, before, after);
  const pipelines = await ctx.crm.pipelines.list();
  const moved = before.stage === after.stage ? 'saved' : `moved to *${stageTitle(pipelines, after.pipelineId, after.stage)}*`;
  return () =>
    say({
      text: `${after.name} is saved.`,
      blocks: [section(`${link(urlOf(ctx, 'deal', after.id), after.name)} is ${moved}.`), actions(button('undo', 'Undo', undoId))],
    });
}

/** What can still be taken back by this person. */
export async function undoOf(ctx: ConnectedContext, id: string) {
  const [row] = await ctx.db.transaction((tx) => tx.select().from(undos).where(eq(undos.id, id)));
  return row;
}
