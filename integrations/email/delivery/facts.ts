import type { BounceKind, Reason } from '../bounces/reasons.ts';

/** What can be learned of a mail after it was handed over, in one vocabulary for all providers. */
export const FACT_KINDS = [
  'queued',
  'deferred',
  'rejected',
  'delivered',
  'bounced',
  'opened',
  'clicked',
  'complained',
  'unsubscribed',
  'resubscribed',
  'replied',
  'unknown',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

export interface DeliveryFact {
  /** The same fact told twice has the same key. */
  key: string;
  kind: FactKind;
  /** By the provider's clock. */
  at: string;
  /** Our Message-ID without brackets; null for mail that did not go out from here. */
  messageId: string | null;
  /** Small letters. */
  address: string;
  /** Opened or clicked by a program: prefetch, scanner. */
  isMachine?: boolean;
  bounce?: { kind: BounceKind; reason: Reason; rule: string; quote: string; enhancedCode: string | null; blockList?: string };
  /** What the provider said, for people: response, url, user agent, name of an unknown event. */
  evidence: Readonly<Record<string, string>>;
}
