import { type ConnectedContext, type Context, type HmacUrlParamsScheme, type RawRequest, type Secret, webhook } from '#sdk';
import { hearAmd, hearFlow, hearMessage, hearRecording, hearStatus, hearVoice } from './hearing.ts';
import { answerFlow, answerVoice, xml } from './routing/answer.ts';
import { eventIdOf, kept, readForm, type TwilioForm } from './serializers.ts';
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

export const webhooks = [
  webhook({
    ...shared,
    topic: 'voice',
    parse: parse('voice'),
    replyFirst: true,
    replyWithinMs: 3_500,
    holdingReply,
    reply: reply(answerVoice),
    handle: (ctx, tx, event) => hearVoice(ctx, tx, event.payload as TwilioForm, event.receivedAt),
  }),
  webhook({
    ...shared,
    topic: 'flow',
    parse: parse('flow'),
    replyFirst: true,
    replyWithinMs: 3_500,
    holdingReply,
    reply: reply(answerFlow),
    handle: (ctx, tx, event) => hearFlow(ctx, tx, event.payload as TwilioForm, event.receivedAt),
  }),
  webhook({
    ...shared,
    ...quiet,
    topic: 'status',
    parse: parse('status'),
    handle: (ctx, tx, event) => hearStatus(ctx, tx, event.payload as TwilioForm, event.receivedAt),
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
