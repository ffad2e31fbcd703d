import { type ConnectedContext, type Cursor, stream } from '#sdk';
import { LEAD_PAGE, readLeads } from '../client/leads.ts';
import type { RemoteLead } from '../serializers/leads.ts';
import { listOwners, noteReadUntil } from '../store/lead-owners.ts';
import { isOfficial } from './is-official.ts';
import { keepLeads, TOGETHER } from './keep-lead.ts';
import { addressOf } from './news.ts';
import { discoverLeads } from './owners.ts';

const HOUR_MS = 3_600_000;
/** LinkedIn keeps leads a year; some say ninety days, so the first read is at once. */
const YEAR_MS = 365 * 24 * HOUR_MS;
/** What came late or was lost in between is looked for again. */
const OVERLAP_MS = 2 * HOUR_MS;

/** A look at all leads of a time. Its range stays the same until it is done, so that places in it stay the same too. */
interface Sweep {
  from: number;
  to: number;
  /** The first lead that was not kept durably yet. */
  start: number;
}
interface Place {
  /** Everything submitted before this is kept. */
  until?: number;
  sweep?: Sweep;
}
const placeOf = (cursor: Cursor): Place => (cursor ?? {}) as Place;

/** Where a read begins: where the last one stopped, else two hours before what was read to the end. Pure. */
function sweepFrom({ until, sweep }: Place, nowMs: number): Sweep {
  // One millisecond more: the end of the range is exclusive.
  return sweep ?? { from: until === undefined ? nowMs - YEAR_MS : until - OVERLAP_MS, to: nowMs + 1, start: 0 };
}

/**
 * Every owner's leads, each hour. An answer holds a hundred; they are kept a few at a time, so that nobody waits for their
 * rows, and the cursor says what was kept: a hub that dies goes on with the answer it was at.
 */
export const leadStream = stream<RemoteLead>({
  name: 'leads',
  everyMs: HOUR_MS,
  async discover(ctx) {
    if (!isOfficial(ctx)) return [];
    const owners = await discoverLeads(ctx);
    await ctx.tasks.enqueue('linkedin.keep-subscriptions', {}, { connectionId: ctx.connection.id, singletonKey: `subscriptions:${ctx.connection.id}` });
    return owners.filter(({ problem }) => problem === null).map(({ ownerUrn, leadType }) => `${leadType.toLowerCase()} ${ownerUrn}`);
  },
  async *read(ctx, { name, cursor }) {
    const owner = await ownerOfStream(ctx, name);
    if (!owner || owner.problem) return;
    const place = placeOf(cursor);
    const { until } = place;
    if (until !== undefined) await ctx.db.transaction((tx) => noteReadUntil(tx, owner, new Date(until)));
    const sweep = sweepFrom(place, ctx.clock.now().getTime());
    const range = { ...owner, from: new Date(sweep.from), to: new Date(sweep.to), lane: until === undefined ? ('backfill' as const) : ('webhook' as const) };
    const at = (start: number): Cursor => ({ ...(until === undefined ? {} : { until }), sweep: { ...sweep, start } });
    for await (const { elements, start, isLast } of readLeads(ctx, range, sweep.start)) {
      const records = elements.toSorted((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1)).map((value) => ({ externalId: value.id, value }));
      for (let from = 0; from === 0 || from < records.length; from += TOGETHER) {
        const isEnd = from + TOGETHER >= records.length;
        yield {
          records: records.slice(from, from + TOGETHER),
          cursor: !isEnd ? at(start) : isLast ? { until: sweep.to - 1 } : at(start + LEAD_PAGE),
          more: !(isEnd && isLast),
        };
      }
    }
  },
  async apply(ctx, tx, records) {
    await keepLeads(
      ctx,
      tx,
      records.map(({ value }) => value),
      'sweep',
    );
    return records.map(({ value }) => (value.testLead ? { kept: false, reason: 'test_lead' } : { kept: true }));
  },
});

async function ownerOfStream(ctx: ConnectedContext, name: string) {
  const owners = await ctx.db.transaction((tx) => listOwners(tx, ctx.workspaceId, ctx.connection.id));
  return owners.find(({ ownerUrn, leadType }) => name === `${leadType.toLowerCase()} ${ownerUrn}`);
}
