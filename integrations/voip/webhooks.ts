import {
  type ConnectedContext,
  type Context,
  type HmacBodyScheme,
  type HmacUrlParamsScheme,
  type InboundEvent,
  type RawRequest,
  type Secret,
  type Transaction,
  webhook,
} from '#sdk';
import { hearAmd, hearFlow, hearMessage, hearRecording, hearStatus, hearVoice, type Told } from './hearing.ts';
import { answerFlow, answerVoice, xml } from './routing/answer.ts';
import { eventIdOf, kept, readForm, readSip, type SipTold, sipEventId, type TwilioForm } from './serializers.ts';
import { hearSip } from './sip/hear.ts';
import { verb } from './twiml/write.ts';

const scheme: HmacUrlParamsScheme = {
  kind: 'hmac-url-params',
  hash: 'sha1',
  encoding: 'base64',
  signatureHeader: 'x-twilio-signature',
  bodyHashParam: 'bodySHA256',
  refusalStatus: 403,
  covers: ['url', 'body'],
};
/** While the account is not known yet, or everything else fails: a voice, and a tape. */
const holdingReply = xml(
  verb('Say', {}, 'We cannot connect your call right now. Please leave a message after the tone.'),
  verb('Record', { maxLength: '120', playBeep: 'true' }),
);

/** Events of one call are handled one after the other: a call is named by its root leg. */
const parse = (topic: string) => (request: RawRequest) => {
  const told = readForm(request);
  const { CallSid, ParentCallSid, AccountSid, MessageSid } = told.form;
  if (!AccountSid || !(CallSid || MessageSid)) throw new TypeError('no account or no call is named');
  return [
    {
      eventId: eventIdOf(request, topic),
      type: `twilio.${topic}`,
      accountId: AccountSid,
      orderingKey: told.own.call ?? ParentCallSid ?? CallSid ?? MessageSid ?? '',
      payload: kept(told),
    },
  ];
};
const connected = (ctx: Context): ConnectedContext | undefined => (ctx.connection ? (ctx as ConnectedContext) : undefined);
const tokens = (env: Readonly<Record<string, string | Secret | undefined>>) => [env.TWILIO_AUTH_TOKEN as Secret | undefined];
const shared = { provider: 'twilio', scheme, envSecrets: tokens, connectionSecret: 'authToken' } as const;

const reply =
  (answer: (ctx: ConnectedContext, told: TwilioForm) => Promise<{ contentType: string; body: string }>) =>
  async (ctx: Context, _events: unknown, request: RawRequest) => {
    const own = connected(ctx);
    return own ? answer(own, readForm(request)) : holdingReply;
  };
/** `success`: an empty answer, so that a callback is not played to anybody. */
const quiet = { success: { status: 204 } } as const;

type Event = InboundEvent & { receivedAt: Date };
/** Handles what came in together in a few statements. */
const together = (hear: (ctx: Context, tx: Transaction, all: readonly Told[]) => Promise<void>) => {
  const toldOf = ({ payload, receivedAt }: Event): Told => ({ told: payload as TwilioForm, receivedAt });
  return {
    handle: (ctx: Context, tx: Transaction, event: Event) => hear(ctx, tx, [toldOf(event)]),
    handleAll: (ctx: Context, tx: Transaction, events: readonly Event[]) => hear(ctx, tx, events.map(toldOf)),
  };
};

/** What Kamailio's module crypto can sign; the second line keeps a recorded request from being played again later. */
const sipScheme: HmacBodyScheme = {
  kind: 'hmac-body',
  hash: 'sha256',
  encoding: 'base64url',
  signatureHeader: 'x-patchbay-signature',
  timestampHeader: 'x-patchbay-timestamp',
  template: '{timestamp}.{body}',
  toleranceSeconds: 300,
  refusalStatus: 401,
  covers: ['body', 'timestamp'],
};
const sipHeard = ({ payload, receivedAt }: Event) => ({ told: payload as SipTold, receivedAt });

export const webhooks = [
  webhook({
    provider: 'sip',
    topic: 'calls',
    scheme: sipScheme,
    connectionSecret: 'webhookSecret',
    envSecrets: (env) => [env.SIP_WEBHOOK_SECRET as Secret | undefined],
    success: { status: 204 },
    parse(request) {
      const told = readSip(request);
      return [{ eventId: sipEventId(told), type: 'sip.call', orderingKey: told.call ?? told.callId, payload: told }];
    },
    handle: async (ctx, tx, event) => {
      const own = connected(ctx);
      if (own) await hearSip(own, tx, [sipHeard(event)]);
    },
    handleAll: async (ctx, tx, events) => {
      const own = connected(ctx);
      if (own) await hearSip(own, tx, events.map(sipHeard));
    },
  }),
  webhook({
    ...shared,
    topic: 'voice',
    parse: parse('voice'),
    replyFirst: true,
    replyWithinMs: 3_500,
    holdingReply,
    reply: reply(answerVoice),
    ...together(hearVoice),
  }),
  webhook({
    ...shared,
    topic: 'flow',
    parse: parse('flow'),
    replyFirst: true,
    replyWithinMs: 3_500,
    holdingReply,
    reply: reply(answerFlow),
    ...together(hearFlow),
  }),
  webhook({
    ...shared,
    ...quiet,
    topic: 'status',
    parse: parse('status'),
    ...together(hearStatus),
  }),
  webhook({
    ...shared,
    ...quiet,
    topic: 'recording',
    parse: parse('recording'),
    handle: (ctx, tx, event) => hearRecording(ctx, tx, event.payload as TwilioForm, event.receivedAt),
  }),
  webhook({
    ...shared,
    ...quiet,
    topic: 'amd',
    parse: parse('amd'),
    handle: (ctx, tx, event) => hearAmd(ctx, tx, event.payload as TwilioForm, event.receivedAt),
  }),
  webhook({
    ...shared,
    topic: 'message',
    success: { status: 200, contentType: 'text/xml; charset=utf-8', body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' },
    parse: parse('message'),
    handle: (ctx, tx, event) => hearMessage(ctx, tx, event.payload as TwilioForm, event.receivedAt),
  }),
];
