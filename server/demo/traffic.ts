import { PEOPLE } from './cast.ts';
import type { Chance } from './chance.ts';
import { type HubClient, pause } from './hub-client.ts';
import type { TwinClient } from './twin-client.ts';
import { MAILS, MEETINGS, SLACK } from './words.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONTHS_MS = 90 * DAY_MS;
const TALK = 8;
const OWN_NUMBER = '+14155550100';

export interface Happening {
  /** Which connection it comes by. */
  by: string;
  /**
   * How it comes about when it lies in the past: `kept` by the provider, until somebody reads it; `told` of later than it
   * was. Left out: only now.
   */
  past?: 'kept' | 'told';
  /** How often, measured against the others. */
  weight: number;
  happen: (at: Date, isPast?: boolean) => Promise<unknown>;
}

export interface Scene {
  hub: HubClient;
  twins: TwinClient;
  luck: Chance;
  /** `email/sendgrid` → the id of its connection. */
  connections: ReadonlyMap<string, string>;
  /** Slack channels that belong to a deal. */
  channels: readonly string[];
}

/** What can happen at each provider, as its twin tells it. */
export function happenings({ hub, twins, luck, connections, channels }: Scene): readonly Happening[] {
  const meeting = (at: Date) => {
    // Between nine and five, on the half hour.
    const start = new Date(Math.floor(at.getTime() / DAY_MS) * DAY_MS + (9 + luck.under(8)) * HOUR_MS + luck.under(2) * (HOUR_MS / 2));
    return { guest: luck.of(PEOPLE), about: luck.of(MEETINGS), start: start.toISOString(), end: new Date(start.getTime() + HOUR_MS / 2).toISOString() };
  };
  return [
    {
      by: 'calendar/google',
      past: 'kept',
      weight: 3,
      happen: (at) => {
        const { guest, about, start, end } = meeting(at);
        const summary = `${about} · ${guest.firstName} ${guest.lastName}`;
        return twins.act('google', 'event.put', {
          calendar: 'ada@acme.test',
          summary,
          start,
          end,
          attendees: [{ email: guest.email, displayName: `${guest.firstName} ${guest.lastName}` }],
        });
      },
    },
    {
      by: 'calendar/microsoft',
      past: 'kept',
      weight: 1,
      happen: (at) => {
        const { guest, about, start, end } = meeting(at);
        const timed = (dateTime: string) => ({ dateTime: dateTime.slice(0, -1), timeZone: 'UTC' });
        const attendees = [{ type: 'required', emailAddress: { address: guest.email, name: `${guest.firstName} ${guest.lastName}` } }];
        return twins.act('microsoft', 'event.put', { account: 'dora@globex.test', event: { subject: about, start: timed(start), end: timed(end), attendees } });
      },
    },
    { by: 'email/google', past: 'kept', weight: 4, happen: (at, isPast) => mail(twins, luck, 'google', 'ada@acme.test', isPast ? at : undefined) },
    { by: 'email/microsoft', past: 'kept', weight: 2, happen: (at, isPast) => mail(twins, luck, 'microsoft', 'dora@globex.test', isPast ? at : undefined) },
    { by: 'email/sendgrid', past: 'told', weight: 1, happen: (at, isPast) => mail(twins, luck, 'sendgrid', 'inbox@acme.test', isPast ? at : undefined) },
    { by: 'email/mailgun', past: 'told', weight: 1, happen: (at, isPast) => mail(twins, luck, 'mailgun', 'inbox@mg.acme.test', isPast ? at : undefined) },
    {
      by: 'linkedin/linkedin',
      past: 'kept',
      weight: 2,
      // One in four is somebody new.
      happen: (at) => {
        const { firstName, lastName, email } = luck.of(PEOPLE);
        const answers = luck.under(4) === 0 ? {} : { FIRST_NAME: firstName, LAST_NAME: lastName, WORK_EMAIL: email };
        return twins.act('linkedin', 'lead.create', { submittedAt: at.getTime(), answers });
      },
    },
    {
      by: 'slack/slack',
      weight: 2,
      happen: () => twins.act('slack', 'slack.say', { text: luck.of(SLACK), ...(channels.length > 0 ? { channel: luck.of(channels) } : {}) }),
    },
    {
      by: 'email/sendgrid',
      weight: 2,
      happen: async () => {
        const to = luck.of(PEOPLE);
        const { subject, reply } = luck.of(MAILS);
        await hub.post('/email/messages', {
          connectionId: connections.get('email/sendgrid'),
          to: [{ address: to.email }],
          subject: `Re: ${subject}`,
          text: reply,
        });
        // It leaves by the hub's own queue; what becomes of it is told by the provider a moment later.
        await pause(1_500, AbortSignal.timeout(10_000));
        await twins.act('sendgrid', 'message.deliver', { to: to.email });
        if (luck.under(2) === 0) await twins.act('sendgrid', 'message.open', { to: to.email });
      },
    },
    {
      by: 'voip/twilio',
      past: 'kept',
      weight: 3,
      happen: async (at, isPast) => {
        const caller = luck.of(PEOPLE);
        if (isPast) return pastCall(twins, luck, caller.phone, at);
        const callerName = `${caller.firstName} ${caller.lastName}`;
        await twins.act('twilio', 'call.inbound', { from: caller.phone, to: OWN_NUMBER, callerName });
        // Nobody sits at the telephones of a demo: the caller gives up after a few rings.
        await pause(3_000, AbortSignal.timeout(10_000));
        await twins.act('twilio', 'call.hangup', { number: caller.phone });
      },
    },
  ];
}

/** Three of four were answered, and as many were made as came in. */
function pastCall(twins: TwinClient, luck: Chance, phone: string, at: Date): Promise<unknown> {
  const isOurs = luck.under(2) === 0;
  return twins.act('twilio', 'call.past', {
    ...(isOurs ? { from: OWN_NUMBER, to: phone, direction: 'outbound-api' } : { from: phone, to: OWN_NUMBER, direction: 'inbound' }),
    at: at.toISOString(),
    seconds: luck.under(4) === 0 ? 0 : 30 + luck.under(900),
  });
}

/** What was said in a channel over three months. */
export async function pastTalk(twins: TwinClient, luck: Chance, channel: string, now: Date): Promise<void> {
  for (const at of threeMonths(now, luck, TALK)) await twins.act('slack', 'slack.say', { channel, text: luck.of(SLACK), at: at.toISOString() });
}

function mail(twins: TwinClient, luck: Chance, provider: string, to: string, at?: Date): Promise<unknown> {
  const { firstName, lastName, email } = luck.of(PEOPLE);
  const { subject, text, reply } = luck.of(MAILS);
  const isReply = luck.under(3) === 0;
  return twins.act(provider, 'mail.arrive', {
    from: `"${firstName} ${lastName}" <${email}>`,
    to,
    subject: isReply ? `Re: ${subject}` : subject,
    text: `${isReply ? reply : text}\n\n${firstName}`,
    ...(at ? { date: at.toISOString() } : {}),
  });
}

/** Times over three months, most of them on working days, in their order. */
export function threeMonths(now: Date, luck: Chance, count: number): Date[] {
  return Array.from({ length: count }, () => new Date(now.getTime() - luck.next() * MONTHS_MS))
    .map((at) => (at.getUTCDay() % 6 === 0 ? new Date(at.getTime() - 2 * DAY_MS) : at))
    .sort((a, b) => a.getTime() - b.getTime());
}

/** One of them by weight. */
export function drawn(all: readonly Happening[], luck: Chance): Happening | undefined {
  let left = luck.next() * all.reduce((sum, { weight }) => sum + weight, 0);
  return all.find(({ weight }) => {
    left -= weight;
    return left <= 0;
  });
}
