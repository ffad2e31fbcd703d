import { createHash } from 'node:crypto';
import { type InboundEvent, type RawRequest, secret, webhook } from '#sdk';
import { recordFacts } from '../delivery/record-facts.ts';
import { readSendgrid, type Told } from '../serializers/sendgrid-events.ts';

/** Retries go on for a day and may bear the time of the first try. */
const DAY_SECONDS = 86_400;

interface Payload {
  told: Told[];
  unreadable: number;
}

/**
 * One post is a list of events, of one account where the address names its connection, else of whichever the events name.
 * A post is handled whole; that an event is told twice is seen by its own id, not by the post's.
 */
const parse = ({ rawBody, url }: RawRequest): readonly InboundEvent[] => {
  const { told, unreadable } = readSendgrid(JSON.parse(rawBody.toString('utf8')));
  const isNamed = new URL(url).searchParams.has('connection');
  const byAccount = new Map<string | undefined, Told[]>();
  for (const each of told) {
    const account = isNamed ? undefined : each.account;
    byAccount.set(account, [...(byAccount.get(account) ?? []), each]);
  }
  if (byAccount.size === 0) byAccount.set(undefined, []);
  const post = createHash('sha256').update(rawBody).digest('base64url');
  return [...byAccount].map(([accountId, part], index) => ({
    eventId: `${post}:${accountId ?? ''}`,
    type: 'sendgrid.events',
    // Each post speaks of mails that others speak of too: one after the other they need not wait for each other's rows.
    orderingKey: 'events',
    ...(accountId === undefined ? {} : { accountId }),
    payload: { told: part, unreadable: index === 0 ? unreadable : 0 } satisfies Payload,
  }));
};

export const sendgridWebhooks = [
  webhook({
    provider: 'sendgrid',
    scheme: {
      kind: 'ecdsa',
      signatureHeader: 'x-twilio-email-event-webhook-signature',
      timestampHeader: 'x-twilio-email-event-webhook-timestamp',
      toleranceSeconds: DAY_SECONDS,
      refusalStatus: 401,
      covers: ['body', 'timestamp'],
    },
    connectionSecret: 'webhookPublicKey',
    envSecrets: (env) => [secret(env.SENDGRID_WEBHOOK_PUBLIC_KEY)],
    maxBodyBytes: 2 * 1024 * 1024,
    parse,
    async handle(ctx, tx, event) {
      const { told, unreadable } = event.payload as Payload;
      if (unreadable > 0) ctx.log.warn({ unreadable, event: event.eventId }, 'events of SendGrid that could not be read');
      await recordFacts(ctx, tx, 'sendgrid', told, ctx.connection?.id);
    },
  }),
];
