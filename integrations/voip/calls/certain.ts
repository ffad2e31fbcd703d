import type { Context } from '#sdk';
import type { LegState } from './events.ts';
import type { CallRow } from './keep.ts';

/** Both sides of a bridge end together; a gap longer than this was filled by somebody of whom nothing was told yet. */
const TOGETHER_MS = 5_000;
/** Callbacks that overtake each other are this far apart, as a rule. */
const USUAL_DELAY_MS = 3_000;
const LONG_AGO_MS = 30 * 60_000;
const LIST_IS_READ_MS = 2 * 60_000;
const HOUR_MS = 60 * 60_000;

const lastEnd = (legs: readonly LegState[]): number => Math.max(...legs.map(({ endedAt }) => Date.parse(endedAt ?? '')));

/**
 * Whether nothing that comes late can make an end another one. A call of which only the first leg's end is known looks
 * missed until the leg that answered it is told of: callbacks keep no order.
 */
export function isCertain({ provider, externalId, legs: all, disposition }: Pick<CallRow, 'provider' | 'externalId' | 'legs' | 'disposition'>): boolean {
  const legs = all.filter(({ role }) => role !== 'listener');
  // A SIP server says with the end itself whether the call had been answered, and a person knows.
  if (provider !== 'twilio' || !externalId) return true;
  const roots = legs.filter(({ parentLegId }) => parentLegId === undefined);
  if (roots.length === 0) return false;
  // Nobody is connected to a leg that was never up.
  if (roots.every(({ end }) => end !== undefined && end !== 'completed')) return true;
  if (disposition !== 'answered' && disposition !== 'machine') return false;
  const [ours, theirs] = [legs.filter(({ role }) => role === 'us'), legs.filter(({ role }) => role !== 'us')];
  return ours.length > 0 && theirs.length > 0 && Math.abs(lastEnd(ours) - lastEnd(theirs)) <= TOGETHER_MS;
}

/** It was read from the provider's list long after it ended, page by page: that list has its other legs too. */
export const isFromList = ({ source, endedAt }: Pick<CallRow, 'source' | 'endedAt'>, now: Date): boolean =>
  source === 'reconciled' && endedAt !== null && now.getTime() - endedAt.getTime() > LONG_AGO_MS;

/** When an end that may still turn out otherwise is looked into. */
export const firstLook = (call: Pick<CallRow, 'source' | 'endedAt'>, now: Date): Date =>
  new Date(now.getTime() + (isFromList(call, now) ? LIST_IS_READ_MS : USUAL_DELAY_MS));

/** The provider could not say: asked again, less and less often. `looks`: how often it was asked. */
export const nextLook = (looks: number, now: Date): Date => new Date(now.getTime() + Math.min(HOUR_MS, USUAL_DELAY_MS * 2 ** looks));

const TOGETHER_LOOKED_INTO_MS = 2_000;
/** One timer for all calls of a workspace that are in doubt in the same moment, however many. */
export async function lookAgain(ctx: Context, at: Date): Promise<void> {
  const moment = Math.ceil(at.getTime() / TOGETHER_LOOKED_INTO_MS) * TOGETHER_LOOKED_INTO_MS;
  await ctx.tasks.enqueue('voip.settle-calls', {}, { singletonKey: `settle:${moment}`, dueAt: new Date(moment) });
}
