import { type ConnectedContext, type Env, type InboundEvent, type RawRequest, Secret, webhook } from '#sdk';
import { hear } from './leads/news.ts';
import { type LeadEvent, leadEvent } from './serializers/leads.ts';

const text = (value: string | Secret | undefined): string => (value instanceof Secret ? value.reveal() : (value ?? ''));

/** Events are signed with the application's own secret; while it rotates the list names all, newest first. */
export function webhookSecrets(env: Env): Secret[] {
  const listed = text(env.LINKEDIN_WEBHOOK_SECRETS)
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const own = text(env.LINKEDIN_CLIENT_SECRET);
  return [...new Set([...listed, ...(own ? [own] : [])])].map((each) => new Secret(each));
}

/** What people did on a page. Whoever comments never becomes a lead: nothing of it is read (docs: "Restricted use cases", 2025-08). */
const SOCIAL = 'ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS';

function parse(request: RawRequest): readonly InboundEvent[] {
  const body = JSON.parse(request.rawBody.toString('utf8')) as { type?: string };
  if (body.type === SOCIAL) return [];
  const event = leadEvent.parse(body);
  const account = new URL(request.url).searchParams.get('account');
  return [
    {
      // Registered, cancelled and registered again bears the same response: its time tells them apart.
      eventId: `${event.leadGenFormResponse}:${event.leadAction}:${event.occurredAt}`,
      type: `lead.${event.leadAction.toLowerCase()}`,
      orderingKey: event.leadGenFormResponse,
      sequence: event.occurredAt,
      ...(account ? { accountId: account } : {}),
      payload: event,
    },
  ];
}

export const webhooks = [
  webhook({
    provider: 'linkedin',
    scheme: {
      kind: 'hmac-body',
      hash: 'sha256',
      encoding: 'hex',
      signatureHeader: 'x-li-signature',
      prefix: 'hmacsha256=',
      // In the documents the prefix belongs to what is signed; some senders put it into the header as well.
      prefixOptional: true,
      template: 'hmacsha256={body}',
      refusalStatus: 401,
      covers: ['body'],
    },
    challenge: {
      kind: 'hmac-query',
      method: 'GET',
      param: 'challengeCode',
      pattern: '[0-9a-fA-F-]{32,40}',
      responseField: 'challengeResponse',
      hash: 'sha256',
      encoding: 'hex',
    },
    methods: ['GET', 'POST'],
    envSecrets: webhookSecrets,
    parse,
    async handle(ctx, tx, { payload }) {
      if (!ctx.connection) return;
      const event = payload as LeadEvent;
      await hear(ctx as ConnectedContext, tx, event);
    },
  }),
];
