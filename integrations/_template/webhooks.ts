import { type RawRequest, webhook } from '#sdk';
import { type ProviderEvent, providerEvent } from './serializers.ts';
import { saveNotes } from './store.ts';

const parse = ({ rawBody }: RawRequest) => {
  const event = providerEvent.parse(JSON.parse(rawBody.toString('utf8')));
  return [{ eventId: event.id, type: event.type, accountId: event.account_id, orderingKey: event.note.id, sequence: event.sequence, payload: event }];
};

export const webhooks = [
  webhook({
    provider: 'jotter',
    scheme: {
      kind: 'hmac-body',
      hash: 'sha256',
      encoding: 'hex',
      signatureHeader: 'x-jotter-signature',
      prefix: 'v1=',
      timestampHeader: 'x-jotter-timestamp',
      template: '{timestamp}.{body}',
      toleranceSeconds: 300,
      refusalStatus: 401,
      covers: ['body', 'timestamp'],
    },
    envSecrets: (env) => [env.TEMPLATE_SIGNING_SECRET as never],
    parse,
    async handle(ctx, tx, event) {
      const { note, type } = event.payload as ProviderEvent;
      if (!ctx.connection) return;
      await saveNotes(tx, ctx.connection, ctx.workspaceId, [{ ...note, deleted: type === 'note.deleted' }]);
      await ctx.events.publish({
        type: 'template.note_changed',
        subject: { type: 'note', id: note.id },
        data: { change: type, title: note.title },
      });
    },
  }),
];
