import { createHmac, randomUUID } from 'node:crypto';
import type { VirtualClock } from '../clock.ts';
import { isLoopbackUrl } from '../loopback.ts';
import type { Store } from '../store.ts';
import type { Timers } from '../timers.ts';
import type { Signer } from '../webhook-forgery.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { client } from './oauth.ts';
import type { Lead, LinkedInData, Owner } from './store.ts';

const TWO_HOURS_MS = 2 * 3_600_000;
const WITHIN_MS = 3_000;

/** The literal prefix belongs to what is signed; the header holds the bare hex. */
export const signLinkedIn: Signer = ({ body, secret }) => ({
  'x-li-signature': createHmac('sha256', secret).update('hmacsha256=').update(body).digest('hex'),
});

/** GET with a code; the answer is the code and its HMAC under the application's secret, within three seconds. */
export async function validates(webhook: string): Promise<boolean> {
  if (!isLoopbackUrl(webhook)) return false;
  const challengeCode = randomUUID();
  const url = new URL(webhook);
  url.searchParams.set('challengeCode', challengeCode);
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS), redirect: 'manual' });
    const body = (await answer.json()) as { challengeCode?: string; challengeResponse?: string };
    return (
      answer.status === 200 &&
      (answer.headers.get('content-type') ?? '').startsWith('application/json') &&
      body.challengeCode === challengeCode &&
      body.challengeResponse === createHmac('sha256', client.secret).update(challengeCode).digest('hex')
    );
  } catch {
    return false;
  }
}

export interface Challenges {
  round: () => Promise<void>;
  /** The clock stands at the first day again. */
  restart: () => void;
}
/** Every address is asked again every two hours; after three failures in a row nothing is sent to it any more. */
export const createChallenges = (store: Store<LinkedInData>, clock: VirtualClock, timers: Timers): Challenges => {
  const round = async () => {
    for (const id of Object.keys(store.data.subscriptions)) {
      const before = store.data.subscriptions[id];
      if (!before || before.isBlocked) continue;
      const ok = await validates(before.webhook);
      const now = store.data.subscriptions[id];
      if (!now) continue;
      now.failures = ok ? 0 : now.failures + 1;
      if (ok) now.lastChallengeMs = clock.nowMs();
      if (now.failures >= 3) now.isBlocked = true;
    }
  };
  let cancel: () => void = () => undefined;
  const plan = () => {
    cancel = timers.at(clock.nowMs() + TWO_HOURS_MS, () => {
      void round();
      plan();
    });
  };
  plan();
  return {
    round,
    restart: () => {
      cancel();
      plan();
    },
  };
};

export const leadEvent = (
  data: LinkedInData,
  lead: Pick<Lead, 'id' | 'owner' | 'leadType' | 'versionedLeadGenFormUrn' | 'associatedEntity'>,
  leadAction: 'CREATED' | 'DELETED',
  atMs: number,
): Outgoing[] => {
  const body = {
    type: 'LEAD_ACTION',
    leadGenFormResponse: `urn:li:leadGenFormResponse:${lead.id}`,
    leadGenForm: lead.versionedLeadGenFormUrn,
    owner: lead.owner,
    ...(lead.associatedEntity
      ? {
          associatedEntity: lead.associatedEntity.event
            ? { event: lead.associatedEntity.event }
            : { sponsoredCreative: lead.associatedEntity.associatedCreative },
        }
      : {}),
    leadType: lead.leadType,
    leadAction,
    occurredAt: atMs,
  };
  const isOwn = (owner: Owner) => owner.sponsoredAccount === lead.owner.sponsoredAccount && owner.organization === lead.owner.organization;
  return Object.values(data.subscriptions)
    .filter((each) => isOwn(each.owner) && each.leadType === lead.leadType && !each.isBlocked)
    .map((each) => ({ eventId: `${lead.id}:${leadAction}:${atMs}:${each.id}`, type: 'LEAD_ACTION', url: each.webhook, body: JSON.stringify(body) }));
};
