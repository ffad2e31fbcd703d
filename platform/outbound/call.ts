import { type Outcome, PatchbayError } from '#sdk';
import { type Attempted, type AttemptPorts, attempt } from './attempt.ts';
import { backoffMs, isRepeatable, MAX_ATTEMPTS, pause } from './backoff.ts';
import type { Concurrency } from './concurrency.ts';
import type { OutboundDeps, OutboundScope } from './ports.ts';
import type { Prepared } from './prepared.ts';
import { allowancesOf, type QuotaPlanner } from './quota.ts';

export interface CallPorts extends AttemptPorts {
  database: OutboundDeps['database'];
  quota: QuotaPlanner;
  concurrency: Concurrency;
  dnsServers?: readonly string[];
  random: () => number;
}

type Retry = Extract<Outcome, { kind: 'retry' }>;

/**
 * Runs a request to its end: turn, attempt, and again when that is right. Gives the last attempt, whatever its outcome;
 * throws only where there was no answer.
 */
export async function call(prepared: Prepared, scope: OutboundScope, ports: CallPorts): Promise<Attempted> {
  const open = ports.database.current();
  // On the embedded database it would hold the only session for as long as the provider likes.
  if (open) throw new PatchbayError('scope_violation', { facts: { reason: 'a provider call inside a transaction', operation: prepared.operation } });
  const allowances = allowancesOf(scope, scope.providerSpec.quotas, prepared.quotaClass, prepared.quotaSubject);
  const now = () => ports.clock.now().getTime();
  const deadline = now() + prepared.maxWaitMs;
  const repeatable = isRepeatable(prepared.method, prepared.idempotent);
  const signal = prepared.signal && scope.signal ? AbortSignal.any([prepared.signal, scope.signal]) : (prepared.signal ?? scope.signal);
  let seriesId: string | undefined;
  let force = false;

  for (let count = 1, tries = 1; ; count++) {
    // Before the turn is taken: a refresh may last longer than the turn is good for.
    const authorization = scope.authorize && !hasOwnAuthorization(prepared) ? await scope.authorize(force) : {};
    await ports.quota.take(allowances, prepared.lane, prepared.cost, deadline, signal);
    const mayRepeat = repeatable && tries < MAX_ATTEMPTS;
    let done: Attempted;
    const leave = await ports.concurrency.enter(scope.connectionId ?? '', scope.connectionId && scope.providerSpec.maxConcurrent, signal);
    try {
      done = await attempt(prepared, scope, authorization, { id: seriesId, attempt: count }, ports);
    } catch (error) {
      leave();
      const wait = backoffMs(tries, ports.random);
      if (!mayRepeat || !isNoAnswer(error) || now() + wait > deadline) throw error;
      tries++;
      await pause(wait, signal);
      continue;
    }
    leave();
    seriesId ??= done.apiCallId;
    const { outcome } = done;
    if (outcome.kind === 'reauthorize' && scope.authorize && !force && !hasOwnAuthorization(prepared)) {
      // 401 came before anything was done, so even a POST may be repeated.
      force = true;
      continue;
    }
    if (outcome.kind !== 'retry') return done;
    const wait = waitOf(outcome, tries, ports.random);
    if (outcome.scope === 'quota') await ports.quota.block(allowances, now() + wait);
    if (!mayRepeat || now() + wait > deadline) return { ...done, outcome: { ...outcome, afterMs: wait } };
    tries++;
    // For a quota the next `take` waits, together with all other calls; for a call only this one does.
    if (outcome.scope !== 'quota') await pause(wait, signal);
  }
}

/** As the provider asked, else our backoff; never less than a second for a whole allowance. */
const waitOf = (outcome: Retry, tries: number, random: () => number): number =>
  outcome.afterMs ?? (outcome.scope === 'quota' ? 1_000 * 2 ** (tries - 1) + backoffMs(0, random) : backoffMs(tries, random));

const isNoAnswer = (error: unknown) => error instanceof PatchbayError && (error.code === 'provider_unavailable' || error.code === 'provider_timeout');
const hasOwnAuthorization = (prepared: Prepared) => prepared.anonymous === true || 'authorization' in prepared.headers;

/** The typed error of an outcome that is not `ok`. */
export function toError({ outcome, answer, apiCallId }: Attempted): PatchbayError {
  const facts = { status: answer.status, apiCallId, ...('code' in outcome && outcome.code ? { code: outcome.code } : {}) };
  switch (outcome.kind) {
    case 'reauthorize':
      return new PatchbayError('reauthorize', { detail: outcome.sentence, facts });
    case 'rejected':
      return new PatchbayError('provider_rejected', { ...(outcome.sentence ? { detail: outcome.sentence } : {}), facts });
    case 'retry':
      return new PatchbayError(outcome.scope === 'quota' ? 'provider_rate_limited' : 'provider_unavailable', {
        ...(outcome.afterMs === undefined ? {} : { retryAfterMs: Math.ceil(outcome.afterMs) }),
        facts,
      });
    case 'ok':
      return new PatchbayError('internal', { facts });
  }
}
