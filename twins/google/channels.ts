import { createHash, randomUUID } from 'node:crypto';
import type { VirtualClock } from '../clock.ts';
import type { Signer } from '../webhook-forgery.ts';
import type { Outgoing } from '../webhook-sender.ts';
import type { Channel, GoogleData } from './store.ts';

export const resourceIdOf = (calendarId: string): string => createHash('sha256').update(calendarId).digest('base64url').slice(0, 27);

/** Nothing is signed: the token that the subscriber chose comes back in a header. */
export const signGoogle: Signer = ({ secret, body }) => ({ 'x-goog-channel-token': body.length === 0 ? secret : `${secret} ` });

const message = (channel: Channel, state: 'sync' | 'exists', origin: string): Outgoing => {
  channel.messageNumber += state === 'sync' ? 1 : 1 + (channel.messageNumber % 3);
  return {
    eventId: `${channel.id}:${channel.messageNumber}`,
    type: state,
    body: '',
    url: channel.address,
    secret: channel.token,
    headers: {
      'x-goog-channel-id': channel.id,
      'x-goog-channel-expiration': new Date(channel.expirationMs).toUTCString(),
      'x-goog-resource-id': channel.resourceId,
      'x-goog-resource-uri': `${origin}/calendar/v3/calendars/${encodeURIComponent(channel.calendarId)}/events?alt=json`,
      'x-goog-resource-state': state,
      'x-goog-message-number': String(channel.messageNumber),
    },
  };
};

const ORIGIN = 'https://www.googleapis.com';

/** One message for every living channel of each calendar that changed. */
export const pushMessages = (data: GoogleData, calendarIds: Iterable<string>, nowMs: number): Outgoing[] => {
  const changed = new Set(calendarIds);
  return Object.values(data.channels)
    .filter((channel) => changed.has(channel.calendarId) && channel.expirationMs > nowMs)
    .map((channel) => message(channel, 'exists', ORIGIN));
};

export interface Watch {
  id: string;
  address: string;
  token?: string | undefined;
  expirationMs?: number | undefined;
}

/** A new channel and the message that greets it. */
export const openChannel = (
  data: GoogleData,
  clock: VirtualClock,
  accountId: string,
  calendarId: string,
  watch: Watch,
): { channel: Channel; hello: Outgoing } => {
  const longest = clock.nowMs() + data.channelSeconds * 1000;
  const channel: Channel = {
    id: watch.id || randomUUID(),
    resourceId: resourceIdOf(calendarId),
    accountId,
    calendarId,
    address: watch.address,
    token: watch.token ?? '',
    expirationMs: Math.min(watch.expirationMs ?? longest, longest),
    messageNumber: 0,
  };
  data.channels[channel.id] = channel;
  return { channel, hello: message(channel, 'sync', ORIGIN) };
};
