import { action } from '#sdk';
import { requestSend } from '../sending/request.ts';
import { accepted, newMessage } from '../serializers/messages.ts';
import { toAccepted } from '../views/messages.ts';

export const actions = [
  action({
    name: 'email.send-message',
    title: 'Send a mail',
    description: 'Sends one mail from a connected mailbox, now or later, new or as an answer.',
    input: newMessage,
    output: accepted,
    permission: 'email:send',
    effect: 'outbound',
    confirm: 'Send this mail?',
    run: async (ctx, input) => toAccepted(await requestSend(ctx, input)),
  }),
];
