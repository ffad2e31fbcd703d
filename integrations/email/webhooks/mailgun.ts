import { type HmacFieldScheme, type InboundEvent, type RawRequest, secret, webhook } from '#sdk';
import { recordFacts } from '../delivery/record-facts.ts';
import { mailgunPost, toldByMailgun } from '../serializers/mailgun-events.ts';
import type { Told } from '../serializers/sendgrid-events.ts';

/** The last retry comes eight hours after the first try; whether it is signed anew is not documented. */
const NINE_HOURS_SECONDS = 9 * 3600;

const parse = ({ rawBody, url }: RawRequest): readonly InboundEvent[] => {
  const { 'event-data': event } = mailgunPost.parse(JSON.parse(rawBody.toString('utf8')));
  const told = toldByMailgun(event);
  const isNamed = new URL(url).searchParams.has('connection');
  return [
    {
      eventId: told.fact.key,
      type: `mailgun.${event.event}`,
      ...(isNamed || told.account === undefined ? {} : { accountId: told.account }),
      ...(told.fact.messageId ? { orderingKey: told.fact.messageId } : {}),
      payload: told,
    },
  ];
};

export const MAILGUN_SIGNATURE: HmacFieldScheme = {
  kind: 'hmac-fields',
  hash: 'sha256',
  encoding: 'hex',
  fields: ['signature.timestamp', 'signature.token'],
  signatureField: 'signature.signature',
  timestampField: 'signature.timestamp',
  tokenField: 'signature.token',
  toleranceSeconds: NINE_HOURS_SECONDS,
  // "Not acceptable": Mailgun does not send it again.
  refusalStatus: 406,
  covers: ['timestamp', 'fields'],
};

export const mailgunWebhooks = [
  webhook({
    provider: 'mailgun',
    scheme: MAILGUN_SIGNATURE,
    connectionSecret: 'signingKey',
    envSecrets: (env) => [secret(env.MAILGUN_WEBHOOK_SIGNING_KEY)],
    parse,
    async handle(ctx, tx, event) {
      await recordFacts(ctx, tx, 'mailgun', [event.payload as Told], ctx.connection?.id);
    },
  }),
];
