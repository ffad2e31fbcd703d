import { createHash } from 'node:crypto';
import { type ConnectedContext, type HmacBodyScheme, type InboundEvent, PatchbayError, type RawRequest, type WebhookReply, webhook } from '#sdk';
import { answerCommand } from './commands/answer.ts';
import { handleEvent } from './events/handle.ts';
import { answerInteraction } from './interactions/answer.ts';
import { keepInteraction } from './interactions/keep.ts';
import { answerOptions } from './interactions/options.ts';
import { command, eventCallback, interaction } from './serializers/inbound.ts';

/** docs.slack.dev/authentication/verifying-requests-from-slack */
const scheme: HmacBodyScheme = {
  kind: 'hmac-body',
  hash: 'sha256',
  encoding: 'hex',
  signatureHeader: 'x-slack-signature',
  prefix: 'v0=',
  timestampHeader: 'x-slack-request-timestamp',
  template: 'v0:{timestamp}:{body}',
  toleranceSeconds: 300,
  refusalStatus: 401,
  covers: ['body', 'timestamp'],
};

/** Slack waits three seconds; half a second is left for the way. */
const DEADLINE_MS = 2_500;
const empty: WebhookReply = { contentType: 'text/plain; charset=utf-8', body: '' };
const ephemeral = (text: string): WebhookReply => ({
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify({ response_type: 'ephemeral', text }),
});

const formOf = ({ rawBody }: RawRequest) => Object.fromEntries(new URLSearchParams(rawBody.toString('utf8')));
const short = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 32);

function events(request: RawRequest): readonly InboundEvent[] {
  const body = eventCallback.parse(JSON.parse(request.rawBody.toString('utf8')));
  if (body.type === 'app_rate_limited')
    return [
      {
        eventId: `limited:${body.team_id}:${body.minute_rate_limited}`,
        type: 'app_rate_limited',
        accountId: body.team_id,
        orderingKey: 'limits',
        payload: body,
      },
    ];
  const { event } = body;
  // A shared channel's events may name the other workspace: the authorisation says whose installation hears it.
  const [authorization] = body.authorizations ?? [];
  const accountId = authorization?.is_enterprise_install ? (authorization.enterprise_id ?? body.team_id) : (authorization?.team_id ?? body.team_id);
  const channel = typeof event.channel === 'string' ? event.channel : typeof event.item?.channel === 'string' ? event.item.channel : undefined;
  return [
    {
      eventId: body.event_id,
      type: event.subtype ? `${event.type}.${event.subtype}` : event.type,
      accountId,
      orderingKey: channel ?? (typeof event.user === 'string' ? event.user : event.type),
      payload: body,
    },
  ];
}

function commands(request: RawRequest): readonly InboundEvent[] {
  const form = formOf(request);
  // Slack asks public addresses of commands whether their certificate is good.
  if (form.ssl_check === '1') return [];
  const said = command.parse(form);
  return [
    {
      eventId: short(said.trigger_id || said.response_url),
      type: 'command',
      accountId: said.is_enterprise_install === 'true' ? (said.enterprise_id ?? said.team_id) : said.team_id,
      orderingKey: said.user_id,
      payload: said,
    },
  ];
}

function interactions(request: RawRequest): readonly InboundEvent[] {
  const { payload } = formOf(request);
  if (payload === undefined) throw new PatchbayError('invalid_input', { detail: 'The form has no payload.' });
  const said = interaction.parse(JSON.parse(payload));
  const accountId = said.is_enterprise_install ? said.enterprise?.id : (said.team?.id ?? said.user.team_id);
  const mark = said.trigger_id ?? `${said.type}:${said.view?.id ?? ''}:${said.view?.hash ?? ''}:${said.value ?? ''}:${said.user.id}`;
  return [{ eventId: short(mark), type: said.type, ...(accountId ? { accountId } : {}), orderingKey: said.user.id, payload: said }];
}

const secrets = { envSecrets: (env: Readonly<Record<string, unknown>>) => [env.SLACK_SIGNING_SECRET as never] };
/** Another app that shares the secret is nobody’s; whose app it is we know since it was installed. */
const isOurs = (ctx: { connection?: { data: Readonly<Record<string, unknown>> } }, payload: unknown): boolean => {
  const appId = (payload as { api_app_id?: string }).api_app_id;
  const ours = ctx.connection?.data.appId;
  return typeof ours !== 'string' || appId === undefined || appId === ours;
};

export const webhooks = [
  webhook({
    provider: 'slack',
    topic: 'events',
    scheme,
    ...secrets,
    challenge: { kind: 'echo-field', when: { field: 'type', equals: 'url_verification' }, field: 'challenge', as: 'text' },
    parse: events,
    async handle(ctx, tx, event) {
      if (ctx.connection && isOurs(ctx, event.payload)) await handleEvent(ctx as ConnectedContext, tx, event);
    },
  }),
  webhook({
    provider: 'slack',
    topic: 'commands',
    scheme,
    ...secrets,
    parse: commands,
    replyWithinMs: DEADLINE_MS,
    holdingReply: ephemeral('This Slack workspace is not connected to a CRM here, or the CRM takes too long just now. Please try again in a moment.'),
    async reply(ctx, [event]) {
      if (!event || !ctx.connection || !isOurs(ctx, event.payload)) return ephemeral('This app is not the one that the CRM knows. Please connect Slack again.');
      const answer = await answerCommand(ctx as ConnectedContext, command.parse(event.payload), DEADLINE_MS - 400);
      if (!answer) return empty;
      const { inChannel, ...message } = answer;
      return { contentType: 'application/json; charset=utf-8', body: JSON.stringify({ response_type: inChannel ? 'in_channel' : 'ephemeral', ...message }) };
    },
    async handle(ctx, tx, event) {
      if (ctx.connection && isOurs(ctx, event.payload)) await keepInteraction(ctx as ConnectedContext, tx, event);
    },
  }),
  webhook({
    provider: 'slack',
    topic: 'interactivity',
    scheme,
    ...secrets,
    parse: interactions,
    replyWithinMs: DEADLINE_MS,
    holdingReply: empty,
    // A view with files and long texts is large; messages come along with their blocks.
    maxBodyBytes: 2 * 1024 * 1024,
    async reply(ctx, [event]) {
      if (!event || !ctx.connection || !isOurs(ctx, event.payload)) return empty;
      const answer = await answerInteraction(ctx as ConnectedContext, interaction.parse(event.payload));
      return answer ? { contentType: 'application/json; charset=utf-8', body: JSON.stringify(answer) } : empty;
    },
    async handle(ctx, tx, event) {
      if (ctx.connection && isOurs(ctx, event.payload)) await keepInteraction(ctx as ConnectedContext, tx, event);
    },
  }),
  webhook({
    provider: 'slack',
    topic: 'options',
    scheme,
    ...secrets,
    parse: interactions,
    replyWithinMs: DEADLINE_MS,
    holdingReply: { contentType: 'application/json; charset=utf-8', body: JSON.stringify({ options: [] }) },
    async reply(ctx, [event]) {
      const found =
        event && ctx.connection && isOurs(ctx, event.payload)
          ? await answerOptions(ctx as ConnectedContext, interaction.parse(event.payload))
          : { options: [] };
      return { contentType: 'application/json; charset=utf-8', body: JSON.stringify(found) };
    },
    handle: async () => {},
  }),
];
