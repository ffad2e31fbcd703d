import type { FieldError } from '#sdk';
import type { DealStatus, deals } from '../models.ts';
import type { Stage } from '../pipelines/find-stage.ts';

type DealRow = typeof deals.$inferSelect;
type Standing = Pick<DealRow, 'status' | 'probability' | 'actualCloseDate' | 'lossReason' | 'lossReasonDetail'>;
/** What a change says of how the deal stands; what is not there is not said. */
export type Said = { [K in Exclude<keyof Standing, 'status'>]?: Standing[K] | undefined };
export type Outcome = { standing: Standing } | { problems: FieldError[] };

const CHANCES: Readonly<Record<Exclude<DealStatus, 'open'>, number>> = { won: 100, lost: 0 };

/**
 * How a deal stands after a change: won is 100 % with a day, lost is 0 % with a day and a reason, open has neither.
 * `stage` is the one it enters, undefined when it stays where it is.
 */
export function standingAfter(before: Standing | undefined, stage: Stage | undefined, said: Said, today: string): Outcome {
  const status = stage?.outcome ?? before?.status ?? 'open';
  const stays = before?.status === status;
  const problems: FieldError[] = [];
  const wrong = (path: string, message: string) => problems.push({ path, message });

  if (status === 'open') {
    if (said.lossReason || said.lossReasonDetail) wrong(said.lossReason ? 'lossReason' : 'lossReasonDetail', 'Only a lost deal has a reason for it.');
    if (said.actualCloseDate) wrong('actualCloseDate', 'An open deal is not closed yet; expectedCloseDate says when it may be.');
    if (problems.length > 0) return { problems };
    // Entering a stage takes its probability, unless the same change says another.
    const probability = said.probability ?? stage?.probability ?? before?.probability ?? 0;
    return { standing: { status, probability, actualCloseDate: null, lossReason: null, lossReasonDetail: null } };
  }

  const probability = CHANCES[status];
  if (said.probability !== undefined && said.probability !== probability) wrong('probability', `A ${status} deal is at ${probability} %.`);
  if (said.actualCloseDate === null) wrong('actualCloseDate', `A ${status} deal has the day it was closed on.`);
  const actualCloseDate = said.actualCloseDate ?? (stays ? before?.actualCloseDate : undefined) ?? today;
  if (status === 'won') {
    if (said.lossReason || said.lossReasonDetail) wrong(said.lossReason ? 'lossReason' : 'lossReasonDetail', 'Only a lost deal has a reason for it.');
    return problems.length > 0 ? { problems } : { standing: { status, probability, actualCloseDate, lossReason: null, lossReasonDetail: null } };
  }
  const kept = stays ? before : undefined;
  const lossReason = said.lossReason === undefined ? (kept?.lossReason ?? null) : said.lossReason;
  const lossReasonDetail = said.lossReasonDetail === undefined ? (kept?.lossReasonDetail ?? null) : said.lossReasonDetail;
  if (!lossReason) wrong('lossReason', 'Say why the deal was lost.');
  return problems.length > 0 ? { problems } : { standing: { status, probability, actualCloseDate, lossReason, lossReasonDetail } };
}
