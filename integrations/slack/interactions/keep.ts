import { uuidv7 } from 'uuidv7';
import type { ConnectedContext, InboundEvent, Transaction } from '#sdk';
import { parseCommand } from '../commands/parse.ts';
import { COMMANDS } from '../commands/registry.ts';
import { slackInteractions as interactions } from '../models/index.ts';
import type { Command, Interaction } from '../serializers/inbound.ts';
import { FORMS } from './forms.ts';

/** Buttons that only open an address. */
const ADDRESSES = new Set(['link_account', 'open_record']);

function needsActing(type: string, payload: unknown): boolean {
  switch (type) {
    case 'command': {
      const { verb } = parseCommand((payload as Command).text);
      return Object.hasOwn(COMMANDS, verb) && COMMANDS[verb]?.act !== undefined;
    }
    case 'view_submission':
      return Object.hasOwn(FORMS, (payload as Interaction).view?.callback_id ?? '');
    case 'block_actions':
      return (payload as Interaction).actions?.some(({ action_id: id }) => !ADDRESSES.has(id)) ?? false;
    case 'shortcut':
    case 'message_action':
      return true;
    default:
      return false;
  }
}

/** Keeps what has to be done about a command, click or form, and has it done once. */
export async function keepInteraction(ctx: ConnectedContext, tx: Transaction, event: InboundEvent): Promise<void> {
  if (!needsActing(event.type, event.payload)) return;
  const payload = event.payload as Record<string, unknown> & { user_id?: string; user?: { id: string } };
  const id = uuidv7();
  const rows = await tx
    .insert(interactions)
    .values({
      workspaceId: ctx.workspaceId,
      connectionId: ctx.connection.id,
      id,
      eventId: event.eventId,
      slackUserId: payload.user_id ?? payload.user?.id ?? '',
      kind: event.type,
      payload,
    })
    .onConflictDoNothing()
    .returning({ id: interactions.id });
  if (rows.length > 0) await ctx.tasks.enqueue('slack.act', { id }, { connectionId: ctx.connection.id });
}
