import { type Classify, classifyHttp, type Outcome, retryAfterMs } from '#sdk';

const SENTENCES: Readonly<Record<string, string>> = {
  not_in_channel: 'The app is not in this Slack channel. Type /invite @Patchbay there.',
  channel_not_found: 'This Slack channel is gone, or private and the app was not invited.',
  is_archived: 'This Slack channel is archived.',
  restricted_action: 'An administrator of the Slack workspace does not let apps do this.',
  restricted_action_read_only_channel: 'Only some people may write in this Slack channel.',
  messages_tab_disabled: 'This person has switched off messages of the app.',
  user_not_found: 'This person is no longer in the Slack workspace.',
  user_not_in_channel: 'This person is not in the Slack channel.',
  name_taken: 'A Slack channel of this name is there already.',
  message_not_found: 'This Slack message is gone.',
  thread_not_found: 'This Slack thread is gone.',
  expired_trigger_id: 'Slack waits three seconds for a form, and they were over. Please try again.',
  invalid_trigger_id: 'Slack waits three seconds for a form, and they were over. Please try again.',
  exchanged_trigger_id: 'This form was opened already.',
  hash_conflict: 'The form changed in between.',
};
const REAUTHORIZE: Readonly<Record<string, string>> = {
  token_expired: 'Slack says that the token has expired.',
  invalid_auth: 'Slack no longer accepts this installation.',
  not_authed: 'Slack no longer accepts this installation.',
  token_revoked: 'The app was removed from the Slack workspace, or its permission was taken back.',
  account_inactive: 'The app was removed from the Slack workspace.',
};
const TRANSIENT = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org'];

/** Slack answers 200 to nearly everything: the word in `error` says what it means. */
export const classifySlack: Classify = (response, now): Outcome => {
  const body = response.body as { ok?: unknown; error?: unknown; needed?: unknown } | undefined;
  const afterMs = retryAfterMs(response.headers['retry-after'], now);
  const error = typeof body === 'object' && body !== null && typeof body.error === 'string' ? body.error : undefined;
  if (response.status === 429 || error === 'ratelimited' || error === 'rate_limited')
    return { kind: 'retry', scope: 'quota', code: 'slack_ratelimited', ...(afterMs === undefined ? {} : { afterMs }) };
  if (error === undefined) return response.status === 404 ? { kind: 'rejected', code: 'slack_not_found' } : classifyHttp(response, now);
  const sentence = REAUTHORIZE[error];
  if (sentence !== undefined) return { kind: 'reauthorize', code: `slack_${error}`, sentence };
  // A migration into an organization takes hours, the others seconds.
  if (TRANSIENT.includes(error))
    return { kind: 'retry', scope: 'call', code: `slack_${error}`, ...(error === 'team_added_to_org' ? { afterMs: 3_600_000 } : {}) };
  if (error === 'missing_scope')
    return {
      kind: 'rejected',
      code: 'slack_missing_scope',
      sentence: `The app was installed without the permission ${String(body?.needed)}. Reconnect Slack and accept it.`,
    };
  const known = SENTENCES[error];
  return { kind: 'rejected', code: `slack_${error.slice(0, 100)}`, ...(known ? { sentence: known } : {}) };
};
