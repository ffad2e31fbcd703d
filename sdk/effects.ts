export type EffectState = 'reserved' | 'started' | 'done' | 'failed' | 'unknown';

export interface Effect {
  id: string;
  key: string;
  kind: string;
  state: EffectState;
  /** What the provider called it, once known. */
  externalId: string | null;
  result: unknown;
  error: string | null;
}

export interface EffectRequest {
  /** Such as `acme.send-letter`; names who performs and reconciles it after a restart. */
  kind: string;
  /** Identity of the act within the workspace: the same key never acts twice. */
  key: string;
  /** Shown to a person beside "send again": what would be done, in words and without secrets. */
  summary: string;
  /** JSON that `perform` needs; survives a crash. */
  input: unknown;
}

export interface Performed {
  externalId?: string;
  result?: unknown;
}

/**
 * An outbound act declared once per kind, so that it can be taken up by another process after a crash.
 * `perform` may throw a `PatchbayError`: a certain refusal makes the effect `failed`, a retryable answer *before* the act
 * was accepted puts it back to `reserved`; anything else (time-out, reset) leaves it `unknown`.
 */
export interface EffectKind<Ctx> {
  kind: string;
  perform: (ctx: Ctx, effect: { id: string; key: string; input: unknown }) => Promise<Performed>;
  /** Asks the other side. `absent` is certain and puts it back to `reserved`; undefined = cannot be asked, it stays `unknown`. */
  reconcile?: (
    ctx: Ctx,
    effect: { id: string; key: string; input: unknown },
  ) => Promise<{ state: 'done'; externalId?: string; result?: unknown } | { state: 'absent' } | { state: 'unsure' }>;
  /**
   * Called in the transaction that writes an outcome into the ledger (also one that a person settled, or that a dead process
   * left unknown), so that what the integration keeps of the act says the same. SQL only; must not throw.
   */
  recorded?: (ctx: Ctx, effect: Effect & { input: unknown }) => Promise<void>;
}

export interface Effects {
  /**
   * Reserves, commits `started`, performs, records. A second call with the same key returns the first one's outcome.
   * Must not be called inside a transaction; use `reserve` there and let the platform perform it after commit.
   */
  once(request: EffectRequest): Promise<Effect>;
  /** Reserves in the open transaction; performed by a worker after commit. */
  reserve(request: EffectRequest): Promise<Effect>;
  /** Reserves many; `performBatch` hands over those not yet started in one provider call and reports each one's fate. */
  batch(
    requests: readonly EffectRequest[],
    performBatch: (effects: readonly { id: string; key: string; input: unknown }[]) => Promise<readonly (Performed & { key: string; error?: string })[]>,
  ): Promise<Effect[]>;
}
