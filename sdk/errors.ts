/**
 * The one error table. `sentence` is for the person, `remedy` says what they can do, `hint` is for the operator.
 * `alert` is the incident level when the error reaches the edge of a background job; 'none' opens nothing.
 */
export interface ErrorRow {
  status: number;
  title: string;
  sentence: string;
  remedy?: string;
  hint?: string;
  retryable: boolean;
  alert: 'none' | 'warning' | 'critical';
}

const row = (status: number, title: string, sentence: string, more: Partial<ErrorRow> = {}): ErrorRow => ({
  status,
  title,
  sentence,
  retryable: false,
  alert: 'none',
  ...more,
});

export const ERRORS = {
  // asked badly
  invalid_input: row(422, 'Some values need another look', 'Some of the values could not be accepted.', {
    remedy: 'Correct the fields named below and send again.',
  }),
  malformed_json: row(400, 'Not readable', 'The request body is not valid JSON.', { remedy: 'Check the body for a missing bracket or quote.' }),
  unsupported_media_type: row(415, 'Wrong content type', 'This address does not accept that kind of content.'),
  payload_too_large: row(413, 'Too large', 'The request is larger than this address accepts.'),
  range_not_satisfiable: row(416, 'No such part', 'The file has no such part.'),
  not_found: row(404, 'Not found', 'There is nothing here that you can see.', { remedy: 'It may have been deleted, or belong to another workspace.' }),
  method_not_allowed: row(405, 'Not possible here', 'This address does not answer to that method.'),
  conflict: row(409, 'Changed in between', 'Somebody else changed this in the meantime.', { remedy: 'Load it again and repeat your change.' }),
  already_exists: row(409, 'Already there', 'Something with the same identity is already here.'),
  idempotency_mismatch: row(409, 'Key used twice', 'This Idempotency-Key was used for a different request.', { remedy: 'Use a new key for a new request.' }),
  person_needed: row(422, 'Whose is it?', 'This act belongs to a person, and none was named.', {
    remedy: 'Name a user in "userId", or give the API key an "actAs".',
  }),
  action_unknown: row(404, 'No such action', 'No integration offers an action of this name.'),
  // may not
  unauthenticated: row(401, 'Please sign in', 'You are not signed in, or the session has ended.', { remedy: 'Sign in, or send a valid API key.' }),
  wrong_credentials: row(401, 'That did not match', 'The e-mail address or the password is not right.'),
  second_factor_needed: row(401, 'One more step', 'This account also asks for a code from your authenticator app.', {
    remedy: 'Enter the six digits your app shows, or one of your backup codes.',
  }),
  forbidden: row(403, 'Not allowed', 'Your role does not allow this.', { remedy: 'Ask an administrator of your workspace.' }),
  csrf: row(403, 'Not from this page', 'The request did not come from a page of this hub.', { remedy: 'Reload the page and try again.' }),
  rate_limited: row(429, 'A little slower', 'Too many requests in a short time.', { remedy: 'Wait a moment; Retry-After says how long.', retryable: true }),
  overloaded: row(503, 'Very busy', 'The hub has more work than it can accept right now.', {
    remedy: 'Nothing was lost; try again in a few seconds.',
    retryable: true,
    alert: 'warning',
  }),
  // connections
  oauth_state_invalid: row(
    400,
    'This sign-in link is used up',
    'The connection was started in another window, used already, or took longer than ten minutes.',
    { remedy: 'Start again from the Connections page.' },
  ),
  oauth_denied: row(400, 'Not connected', 'The provider says the permission was not given.', {
    remedy: 'Start again and accept what is asked, or ask your administrator there.',
  }),
  oauth_exchange_failed: row(502, 'Not connected', 'The provider did not complete the sign-in.', {
    hint: 'The token endpoint refused the code; see the API call log.',
    remedy: 'Try again; if it repeats, check client id, secret and redirect address.',
  }),
  provider_not_configured: row(409, 'Needs set-up', 'This provider has no credentials on this hub yet.', {
    remedy: 'An administrator sets the variables named in the catalogue.',
  }),
  credentials_rejected: row(422, 'The provider said no', 'The provider did not accept these credentials.', {
    remedy: 'Check them for a typing mistake and that they are still valid.',
  }),
  reauthorize: row(409, 'Please reconnect', 'The provider no longer accepts this connection.', {
    remedy: 'Reconnect it on the Connections page.',
    alert: 'critical',
  }),
  connection_disabled: row(409, 'Connection is off', 'This connection is switched off or was removed.'),
  // calling out
  provider_unavailable: row(503, 'The provider is down', 'The provider does not answer at the moment.', {
    remedy: 'Your work is kept and goes on by itself.',
    retryable: true,
    alert: 'warning',
  }),
  provider_timeout: row(504, 'No answer in time', 'The provider did not answer in time.', { retryable: true, alert: 'warning' }),
  provider_rate_limited: row(503, 'The provider asks to wait', 'The provider limits how fast we may ask.', {
    remedy: 'It continues by itself.',
    retryable: true,
  }),
  provider_rejected: row(502, 'The provider refused', 'The provider did not accept this request.'),
  breaker_open: row(503, 'The provider is down', 'The provider failed several times in a row; we wait a little before asking again.', { retryable: true }),
  host_not_allowed: row(422, 'Address not allowed', 'This address lies in a private network or cannot be used.', {
    remedy: 'Use a public address, or have the operator list it in PATCHBAY_ALLOW_PRIVATE_HOSTS.',
  }),
  response_too_large: row(502, 'Too much at once', 'The provider sent more than we accept in one answer.'),
  quota_exhausted: row(503, 'Allowance used up', 'The allowance for this provider is used up for now.', { retryable: true }),
  // webhooks
  webhook_refused: row(401, 'Signature does not match', 'The signature of this webhook is missing or wrong.'),
  webhook_stale: row(401, 'Too old', 'The webhook carries a time outside the accepted window.'),
  webhook_not_configured: row(404, 'Not found', 'No secret is configured for this webhook.'),
  // bookings
  slot_taken: row(409, 'This time is taken', 'Somebody else has just taken this time.', { remedy: 'Choose another one.' }),
  // our own house
  effect_unknown: row(409, 'Outcome not known', 'We cannot tell whether this was sent, so we do not send it again by ourselves.', {
    remedy: 'Look at the other side; then choose "send again" or "it arrived".',
  }),
  job_cancelled: row(409, 'Stopped', 'This work was stopped.'),
  scope_violation: row(500, 'Something went wrong', 'The hub refused to cross the border of your workspace.', {
    alert: 'critical',
    hint: 'A transaction was opened for another workspace than its caller. This is a defect.',
  }),
  database_unavailable: row(503, 'One moment', 'The hub cannot reach its database right now.', { retryable: true, alert: 'critical' }),
  vault_locked: row(500, 'Cannot be opened', 'A stored secret could not be opened with the key in use.', {
    hint: 'Wrong PATCHBAY_SECRET_KEY, or the row was moved.',
    alert: 'critical',
  }),
  file_invalid: row(422, 'File not accepted', 'This file could not be accepted.'),
  configuration: row(500, 'Needs an operator', 'The hub is not set up for this yet.', { alert: 'critical' }),
  internal: row(500, 'Something went wrong', 'Something went wrong on our side. It was recorded.', {
    remedy: 'Try again; if it repeats, send the request id to your administrator.',
    alert: 'critical',
  }),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

export interface FieldError {
  /** JSON path, such as `to.0.address`. */
  path: string;
  message: string;
}

export interface ErrorDetails {
  /** Replaces the table's sentence; must be understood by a salesperson and hold no secret. */
  detail?: string;
  remedy?: string;
  errors?: FieldError[];
  /** For retryable errors: milliseconds to wait. */
  retryAfterMs?: number;
  /** Structured facts for log and audit; never shown. */
  facts?: Record<string, unknown>;
  cause?: unknown;
}

/**
 * The only error type that our code throws on purpose. Mapped once at the edge to RFC 9457 problem+json.
 * @example throw new PatchbayError('not_found')
 */
export class PatchbayError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  constructor(code: ErrorCode, details: ErrorDetails = {}) {
    super(details.detail ?? ERRORS[code].sentence, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'PatchbayError';
    this.code = code;
    this.details = details;
  }
  get row(): ErrorRow {
    return ERRORS[this.code];
  }
}

/** RFC 9457 body of an error. Unknown errors become `internal` and say nothing of their cause. */
export function toProblem(error: unknown, requestId: string) {
  const known = error instanceof PatchbayError ? error : new PatchbayError('internal', { cause: error });
  const { title, status, remedy } = known.row;
  return {
    type: `urn:patchbay:error:${known.code}`,
    title,
    status,
    code: known.code,
    detail: known.details.detail ?? known.row.sentence,
    ...((known.details.remedy ?? remedy) ? { remedy: known.details.remedy ?? remedy } : {}),
    ...(known.details.errors ? { errors: known.details.errors } : {}),
    requestId,
  };
}
