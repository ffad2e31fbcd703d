import { createHash } from 'node:crypto';
import type { VirtualClock } from '../clock.ts';
import type { Outgoing } from '../webhook-sender.ts';
import type { Mail, SendgridData } from './store.ts';

/** One line of an event webhook. Custom arguments lie flat beside the rest, as SendGrid has them. */
export type SendgridEvent = Record<string, unknown> & { event: string; sg_event_id: string };

export const eventOf = (data: SendgridData, clock: VirtualClock, mail: Mail, event: string, facts: Record<string, unknown> = {}): SendgridEvent => {
  data.events += 1;
  return {
    ...mail.customArgs,
    email: mail.to.email,
    timestamp: Math.floor(clock.nowMs() / 1000),
    'smtp-id': `<${mail.callId}@geopod-ismtpd-1>`,
    ...(mail.categories.length ? { category: mail.categories.length === 1 ? mail.categories[0] : mail.categories } : {}),
    sg_event_id: createHash('sha256').update(`${mail.id} ${event} ${data.events}`).digest('base64url').slice(0, 40),
    sg_message_id: mail.id,
    ...facts,
    event,
  };
};

/** Posts of so many events each: SendGrid sends lists, from several servers at a time. */
export const postsOf = (events: readonly SendgridEvent[], perPost = 100): Outgoing[] => {
  const posts: Outgoing[] = [];
  for (let start = 0; start < events.length; start += perPost) {
    const part = events.slice(start, start + perPost);
    // The line break at the end is theirs, and part of what is signed.
    posts.push({ eventId: part[0]?.sg_event_id ?? '', type: part[0]?.event ?? '', body: `${JSON.stringify(part)}\r\n` });
  }
  return posts;
};
