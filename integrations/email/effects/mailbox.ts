import { effect } from '#sdk';
import { transportOf } from '../client/index.ts';
import { recordSend } from '../sending/outcome.ts';
import { performSend } from '../sending/perform.ts';
import { SEND } from '../sending/reserve.ts';
import { outgoingById } from '../store/outgoing.ts';

const outgoingIdOf = (input: unknown): string => (input as { outgoingId: string }).outgoingId;

export const effects = [
  effect({
    kind: SEND,
    perform: (ctx, { input }) => performSend(ctx, outgoingIdOf(input)),
    async reconcile(ctx, { key, input }) {
      const row = await ctx.db.transaction((tx) => outgoingById(tx, ctx.workspaceId, outgoingIdOf(input)));
      const found = await transportOf(ctx.connection.provider).find?.(ctx, { key, messageId: row.rfcId, since: row.createdAt });
      if (found === 'sent') return { state: 'done', externalId: row.providerId ?? row.rfcId };
      return { state: found === 'absent' ? 'absent' : 'unsure' };
    },
    recorded: recordSend,
  }),
];
