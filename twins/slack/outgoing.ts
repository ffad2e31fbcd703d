import { createHmac } from 'node:crypto';
import type { VirtualClock } from '../clock.ts';
import type { Signer } from '../webhook-forgery.ts';
import type { Outgoing } from '../webhook-sender.ts';
import { APP, botOf, type Json, nextId, type SlackData } from './store.ts';

const REASONS: Readonly<Record<string, string>> = { null: 'http_timeout' };

/** `v0=` HMAC-SHA256 of `v0:<seconds>:<raw body>` (docs.slack.dev/authentication/verifying-requests-from-slack). */
export const signSlack: Signer = ({ body, secret, atMs, attempt, lastStatus }) => {
  const seconds = String(Math.floor(atMs / 1000));
  const mac = createHmac('sha256', secret).update(`v0:${seconds}:`).update(body).digest('hex');
  return {
    'x-slack-request-timestamp': seconds,
    'x-slack-signature': `v0=${mac}`,
    ...(attempt > 0 ? { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': REASONS[String(lastStatus)] ?? 'http_error' } : {}),
  };
};

/** One event in the envelope that the Events API puts around it. */
export const eventOf = (data: SlackData, clock: VirtualClock, teamId: string, event: Json, isExtShared = false): Outgoing => {
  const eventId = nextId(data, 'Ev');
  const { enterprise } = botOf(data, teamId);
  const ts = typeof event.event_ts === 'string' ? event.event_ts : `${Math.floor(clock.nowMs() / 1000)}.${String(data.counter).padStart(6, '0')}`;
  return {
    eventId,
    type: String(event.type),
    topic: 'events',
    body: JSON.stringify({
      token: 'deprecated',
      team_id: teamId,
      api_app_id: APP.id,
      event: { ...event, event_ts: ts },
      type: 'event_callback',
      event_id: eventId,
      event_time: Math.floor(clock.nowMs() / 1000),
      event_context: `EC-${eventId}`,
      authed_users: [botOf(data, teamId).botUserId],
      authorizations: [
        {
          enterprise_id: enterprise?.id ?? null,
          team_id: teamId,
          user_id: botOf(data, teamId).botUserId,
          is_bot: true,
          is_enterprise_install: enterprise !== undefined,
        },
      ],
      is_ext_shared_channel: isExtShared,
      context_team_id: teamId,
      context_enterprise_id: enterprise?.id ?? null,
    }),
  };
};

/** Commands and interactivity are sent once; what the hub answers is shown to the person. */
export const formOf = (
  topic: 'commands' | 'interactivity' | 'options',
  eventId: string,
  type: string,
  fields: Readonly<Record<string, string>>,
  onAnswer: NonNullable<Outgoing['onAnswer']>,
): Outgoing => ({
  eventId,
  type,
  topic,
  contentType: 'application/x-www-form-urlencoded',
  body: new URLSearchParams(fields).toString(),
  retriesMs: [],
  onAnswer,
});
