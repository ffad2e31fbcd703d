import { createHash } from 'node:crypto';

/** 0–99, the same for ever for one contact in one campaign. */
export const bucketOf = (campaignId: string, contactId: string): number =>
  createHash('sha256').update(`${campaignId} ${contactId}`).digest().readUInt32BE(0) % 100;

export interface Share {
  key: string;
  share: number;
}
/**
 * Which variant a contact gets. With a winner to be chosen the first variant has as much as the smallest other share, and
 * whoever is left waits for the winner.
 */
export function variantOf(bucket: number, variants: readonly Share[]): string | undefined {
  let upTo = 0;
  for (const { key, share } of variants) {
    upTo += share;
    if (bucket < upTo) return key;
  }
  return undefined;
}

/** Shares of all variants: the first has the rest, or, when a winner takes the rest, as much as the smallest of the others. */
export function sharesOf(others: readonly number[], hasWinner: boolean): number[] {
  const taken = others.reduce((sum, share) => sum + share, 0);
  if (others.length === 0) return [100];
  const rest = 100 - taken;
  return [hasWinner ? Math.min(rest, ...others) : rest, ...others];
}

export interface Outcome {
  key: string;
  delivered: number;
  clicks: number;
  replies: number;
}
/** The best by people's clicks or replies per accepted mail; the first of equals. */
export function winnerOf(outcomes: readonly Outcome[], by: 'clicks' | 'replies'): string | undefined {
  let best: { key: string; rate: number } | undefined;
  for (const outcome of outcomes) {
    if (outcome.delivered === 0) continue;
    const rate = outcome[by] / outcome.delivered;
    if (!best || rate > best.rate) best = { key: outcome.key, rate };
  }
  return best?.key ?? outcomes[0]?.key;
}
