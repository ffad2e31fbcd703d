import type { Context } from '#sdk';
import type { OutgoingMessage } from '../client/transport.ts';
import { changeCampaign, lockCampaign } from '../store/campaigns.ts';
import { type Fate, fateOf, laterMs, MOST_ATTEMPTS } from './fate.ts';
import { handOver } from './hand-over.ts';
import { hand, type Settlement, settle } from './ledger.ts';
import type { Way } from './transports.ts';
import { type Ended, turnsOf } from './turns.ts';
import type { Written } from './writing.ts';

/** Where the other side can be asked, it is asked so soon. */
const ASK_AFTER_MS = 30_000;
/** Of a way that failed for a reason that we do not know. */
const REST_MS = 60_000;

/** What the ledger says of a fate. `tried`: how often it has been handed over, this time too. */
function settlementOf(id: string, fate: Fate, tried: number, canBeAsked: boolean, now: Date): Settlement {
  const none = { providerId: null, dueAt: null, askAt: null };
  const inMs = (ms: number) => new Date(now.getTime() + ms).toISOString();
  switch (fate.state) {
    case 'accepted':
      return { ...none, id, state: 'accepted', reason: null, providerId: fate.providerId ?? null };
    case 'failed':
      return { ...none, id, state: 'failed', reason: fate.reason };
    case 'unknown':
      return { ...none, id, state: 'unknown', reason: fate.reason, askAt: canBeAsked ? inMs(ASK_AFTER_MS) : null };
    case 'back':
      return { ...none, id, state: 'queued', reason: null };
    case 'again':
      // By the next way at once: it certainly did not leave by this one.
      if (fate.transportIsDown) return { ...none, id, state: 'queued', reason: fate.reason };
      if (tried >= MOST_ATTEMPTS) return { ...none, id, state: 'failed', reason: fate.reason };
      return { ...none, id, state: 'queued', reason: fate.reason, dueAt: inMs(laterMs(tried, fate.afterMs)) };
  }
}

interface Page {
  campaignId: string;
  token: string;
  written: ReadonlyMap<string, Written>;
  /** How often each has been handed over before. */
  attempts: ReadonlyMap<string, number>;
}

/** Has a written page leave by a way. It is on record before it leaves, and what became of it soon after. */
export async function leave(ctx: Context, way: Way, { campaignId, token, written, attempts }: Page): Promise<void> {
  const { workspaceId } = ctx;
  const { provider } = way.transport;
  const ids = new Map([...written].map(([id, { message }]) => [message.key, id]));
  const canBeAsked = way.transport.find !== undefined;
  const rest = (fate: Extract<Fate, { state: 'again' }>) =>
    ctx.db.transaction(async (tx) => {
      const now = ctx.clock.now();
      const locked = await lockCampaign(tx, workspaceId, campaignId);
      const until = new Date(now.getTime() + fate.afterMs).toISOString();
      await changeCampaign(tx, locked, { resting: { ...locked.resting, [way.connectionId]: { until, reason: fate.reason } } }, now);
    });
  const commit = (next: readonly OutgoingMessage[], ended: readonly Ended[]) =>
    ctx.db.transaction(async (tx) => {
      const now = ctx.clock.now();
      const down = ended.map(({ fate }) => fate).find((fate) => fate.state === 'again' && fate.transportIsDown);
      // The campaign before its recipients, as everybody locks them.
      if (down?.state === 'again') await rest(down);
      const rows = ended.map(({ key, fate }) => {
        const id = ids.get(key) ?? '';
        return settlementOf(id, fate, (attempts.get(id) ?? 0) + 1, canBeAsked, now);
      });
      await settle(tx, workspaceId, token, provider, rows, now);
      const begun = next.flatMap(({ key, messageId }) => {
        const id = ids.get(key);
        const mail = id === undefined ? undefined : written.get(id);
        return id && mail ? [{ key, id, messageId, contentHash: mail.contentHash, isTracked: mail.isTracked }] : [];
      });
      if (begun.length === 0) return new Set<string>();
      const handed = await hand(tx, workspaceId, campaignId, token, way.connectionId, provider, begun, now);
      return new Set(begun.filter(({ id }) => handed.has(id)).map(({ key }) => key));
    });
  const messages = [...written.values()].map(({ message }) => message);
  const turns = turnsOf(messages, commit);
  try {
    await handOver(way, messages, turns);
  } catch (error) {
    const fate = fateOf(error);
    // Nothing more leaves by it for a while, whatever it was: nobody shall run against a closed door all the time.
    await rest(fate.state === 'again' ? fate : { state: 'again', reason: 'reason' in fate ? fate.reason : '', afterMs: REST_MS, transportIsDown: true });
    if (fate.state !== 'again') ctx.log.warn({ error: String(error), campaignId }, 'a way out of a campaign failed');
  } finally {
    await turns.close();
  }
}
