import { PatchbayError } from '#sdk';

/** Thrown before anything left. */
const NEVER_LEFT = [
  'reauthorize',
  'connection_disabled',
  'breaker_open',
  'quota_exhausted',
  'vault_locked',
  'host_not_allowed',
  'provider_not_configured',
  'rate_limited',
  'provider_rate_limited',
  'overloaded',
];
/** Nothing can leave by this way for now, whoever it is for. */
const DOWN = [
  'reauthorize',
  'connection_disabled',
  'provider_unavailable',
  'breaker_open',
  'quota_exhausted',
  'vault_locked',
  'host_not_allowed',
  'provider_not_configured',
];

/** Whether it is certain that nothing of a failed hand-over left. */
export function neverLeft(error: unknown): error is PatchbayError {
  if (!(error instanceof PatchbayError)) return false;
  const { facts } = error.details;
  return facts?.notSent === true || NEVER_LEFT.includes(error.code) || facts?.status === 429 || facts?.status === 503;
}

/** Of what never left: whether it was the way that failed and not the mail. `part`: the line could not be opened, or the sender is not allowed. */
export const isWayDown = ({ code, details: { facts } }: PatchbayError): boolean => DOWN.includes(code) || facts?.status === 503 || facts?.part !== undefined;
