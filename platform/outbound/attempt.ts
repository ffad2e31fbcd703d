import { uuidv7 } from 'uuidv7';
import type { CallEnd } from '#platform/audit/call-record';
import { createRedactor } from '#platform/audit/redaction';
import { MASK } from '#platform/audit/secret-names';
import { type Outcome, PatchbayError } from '#sdk';
import type { AddressGuard } from './address-guard.ts';
import type { createAgents } from './agents.ts';
import { type Breakers, OtherSideFailed } from './breakers.ts';
import { actorText, type OutboundDeps, type OutboundScope, trustedHosts } from './ports.ts';
import { type Prepared, parseBody } from './prepared.ts';
import { type Answer, send } from './send.ts';

export interface AttemptPorts extends Pick<OutboundDeps, 'clock' | 'audit' | 'metrics'> {
  guard: AddressGuard;
  agents: ReturnType<typeof createAgents>;
  breakers: Breakers;
}
export interface Attempted {
  apiCallId: string;
  outcome: Outcome;
  answer: Answer;
  value: unknown;
  isJson: boolean;
}

/** A provider that answered badly counts against the breaker and still has to be classified. */
class Answered extends OtherSideFailed {
  readonly attempted: Attempted;
  constructor(attempted: Attempted) {
    super('the provider failed');
    this.attempted = attempted;
  }
}

export const breakerName = (scope: OutboundScope, host: string): string => `${host} ${scope.connectionId ?? `${scope.integration}/${scope.provider}`}`;

/** One request through breaker, wire and audit. What leaves is in the journal before it leaves. */
export async function attempt(
  prepared: Prepared,
  scope: OutboundScope,
  authorization: Readonly<Record<string, string>>,
  series: { id: string | undefined; attempt: number },
  ports: AttemptPorts,
): Promise<Attempted> {
  try {
    return await ports.breakers.run(breakerName(scope, prepared.url.host), () => exchange(prepared, scope, authorization, series, ports));
  } catch (error) {
    if (error instanceof Answered) return error.attempted;
    throw error instanceof OtherSideFailed && error.cause instanceof PatchbayError ? error.cause : error;
  }
}

async function exchange(
  prepared: Prepared,
  scope: OutboundScope,
  authorization: Readonly<Record<string, string>>,
  series: { id: string | undefined; attempt: number },
  { clock, audit, metrics, guard, agents }: AttemptPorts,
): Promise<Attempted> {
  const id = uuidv7();
  const at = clock.now();
  const headers = { ...prepared.headers, ...authorization };
  // Whatever carries the permission is a secret, whatever its name.
  const redactor = createRedactor([...prepared.redact, ...Object.keys(authorization)]);
  const requestPart = { headers, body: prepared.body };
  redactor.call(requestPart, null);
  const finish = audit.apiCall({
    id,
    workspaceId: scope.workspaceId,
    seriesId: series.id ?? id,
    attempt: series.attempt,
    at,
    ...(scope.connectionId ? { connectionId: scope.connectionId } : {}),
    integration: scope.integration,
    provider: scope.provider,
    operation: prepared.operation,
    method: prepared.method,
    // An address that carries its own permission is a secret from its path on.
    url: prepared.anonymous ? `${prepared.url.origin}/${MASK}` : redactor.url(prepared.url.href),
    lane: prepared.lane,
    actor: actorText(scope.actor),
  });
  const started = performance.now();
  const end = (facts: Pick<CallEnd, 'outcome' | 'code' | 'status'>, answer?: Answer) => {
    const durationMs = performance.now() - started;
    const body = redactor.call(requestPart, answer ? { headers: answer.headers, body: answer.body } : null);
    finish({
      ...facts,
      ...(facts.code ? { code: redactor.text(facts.code).slice(0, 200) } : {}),
      durationMs,
      requestBytes: prepared.body ? Buffer.byteLength(prepared.body) : 0,
      responseBytes: answer?.body.length ?? 0,
      redirects: answer?.redirects ?? 0,
      body,
    });
    metrics?.called?.({ integration: scope.integration, provider: scope.provider, operation: prepared.operation, durationMs, ...facts });
  };

  const trusted = trustedHosts(scope);
  const timeout = AbortSignal.timeout(prepared.timeoutMs);
  const stops = [timeout, prepared.signal, scope.signal].filter((signal) => signal !== undefined);
  let answer: Answer;
  try {
    answer = await send({ ...prepared, headers }, { guard, agentOf: agents.of, isTrusted: (url) => trusted.has(url.host) }, AbortSignal.any(stops));
  } catch (error) {
    const known = toKnown(error, timeout, stops);
    end({ outcome: 'failed', code: known instanceof PatchbayError ? known.code : 'aborted' });
    if (known instanceof PatchbayError && ['provider_timeout', 'provider_unavailable'].includes(known.code))
      throw new OtherSideFailed('no answer', { cause: known });
    throw known;
  }
  const { value, isJson } = parseBody(answer.body, answer.headers['content-type']);
  let outcome: Outcome;
  try {
    outcome = scope.providerSpec.classify({ status: answer.status, headers: answer.headers, body: value }, clock.now());
    // A page of HTML where JSON was promised is a proxy's apology, not an answer.
    if (outcome.kind === 'ok' && prepared.responseType === 'json' && !isJson && answer.body.length > 0)
      outcome = { kind: 'retry', scope: 'call', code: 'not_json' };
  } catch (cause) {
    end({ outcome: 'failed', code: 'classify_failed', status: answer.status }, answer);
    throw new PatchbayError('internal', { cause, facts: { reason: 'classify threw' } });
  }
  end({ outcome: outcome.kind, status: answer.status, ...(outcome.kind !== 'ok' && outcome.code ? { code: outcome.code } : {}) }, answer);
  const attempted = { apiCallId: id, outcome, answer, value, isJson };
  if (outcome.kind === 'retry' && outcome.scope !== 'quota') throw new Answered(attempted);
  return attempted;
}

/** Our own errors pass, wherever the libraries wrapped them; an abort that was not ours is given back as its reason. */
function toKnown(error: unknown, timeout: AbortSignal, stops: readonly AbortSignal[]): unknown {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (at instanceof PatchbayError) return at;
  const stopped = stops.find((signal) => signal !== timeout && signal.aborted);
  if (stopped) return stopped.reason;
  const code = error instanceof Error ? ((error as { code?: string }).code ?? error.name) : 'unknown';
  if (timeout.aborted || /TIMEOUT/.test(code)) return new PatchbayError('provider_timeout', { cause: error, facts: { code } });
  return new PatchbayError('provider_unavailable', { cause: error, facts: { code } });
}
