import { sql } from 'drizzle-orm';

/** Whoever hangs up sooner has not waited: they are counted apart. */
export const SHORT_SECONDS = 5;
/** So long must somebody have talked for a call to count as a conversation. */
export const CONNECT_SECONDS = 30;
export const TARGET_SECONDS = 20;

/** What is summed over calls `c`; the same text counts a day and checks it. */
export const SUMS = sql.raw(`
  count(*) filter (where direction = 'inbound')::int as offered,
  count(*) filter (where direction = 'inbound' and disposition = 'answered')::int as answered,
  count(*) filter (where direction = 'inbound' and disposition in ('missed', 'abandoned', 'callback'))::int as missed,
  count(*) filter (where direction = 'inbound' and disposition in ('missed', 'abandoned', 'callback') and queued_at is not null and coalesce(wait_seconds, 0) >= ${SHORT_SECONDS})::int as abandoned,
  count(*) filter (where direction = 'inbound' and disposition in ('missed', 'abandoned', 'callback') and coalesce(wait_seconds, 0) < ${SHORT_SECONDS})::int as short_abandoned,
  count(*) filter (where direction = 'inbound' and disposition = 'voicemail')::int as voicemails,
  count(*) filter (where direction = 'outbound' and coalesce(disposition, '') <> 'not_placed')::int as attempts,
  count(*) filter (where direction = 'outbound' and disposition = 'answered' and coalesce(talk_seconds, 0) >= ${CONNECT_SECONDS})::int as connected,
  coalesce(sum(talk_seconds), 0)::int as talk_seconds,
  coalesce(sum(hold_seconds), 0)::int as hold_seconds,
  coalesce(sum(billed_seconds), 0)::int as billed_seconds,
  coalesce(sum(cost_amount), 0) as cost`);

/** Each figure with how it is worked out, in words for whoever doubts it. */
export const FORMULAS: Readonly<Record<string, string>> = {
  offered: 'Inbound calls that reached you.',
  answered: 'Inbound calls in which a person of yours spoke with the caller.',
  answerRate: 'answered ÷ offered',
  missed: 'Inbound calls that nobody answered and that left no voicemail: missed, given up, or to be called back.',
  voicemails: 'Inbound calls that left a voicemail.',
  abandoned: `Callers who hung up in a queue, or asked to be called back, after ${SHORT_SECONDS} seconds or more.`,
  abandonmentRate: 'abandoned ÷ (answered + abandoned)',
  serviceLevel: `answered within ${TARGET_SECONDS} s ÷ (answered + missed after ${TARGET_SECONDS} s)`,
  attempts: 'Outbound calls that the provider placed.',
  connected: `Outbound calls with a person on the other side for ${CONNECT_SECONDS} seconds or more; answering machines do not count.`,
  connectRate: 'connected ÷ attempts',
  talkSeconds: 'Time in which both sides were connected, without holds, from the legs’ own times; never the provider’s billed length.',
  averageTalkSeconds: 'talk time ÷ (answered + connected)',
  billedSeconds: 'What the provider bills, in whole minutes per leg.',
  cost: 'What the provider charges for connecting, as its list says; later prices are added when they are known.',
  waitP50: 'Half of the answered callers waited no longer than this.',
  waitP90: 'Nine of ten answered callers waited no longer than this.',
};
