import { action } from '#sdk';
import { followUpInThread } from '../sending/in-thread.ts';
import { requestSend } from '../sending/request.ts';
import { accepted, followUp, followUpOutcome, newMessage } from '../serializers/messages.ts';
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
  action({
    name: 'email.send-in-thread',
    title: 'Follow up in a conversation',
    description:
      'Sends the next mail of a conversation, after its mailbox was read afresh: not when they answered, bounced or left meanwhile, and later when that cannot be known.',
    input: followUp,
    output: followUpOutcome,
    permission: 'email:send',
    effect: 'outbound',
    confirm: 'Send this follow-up if they have not answered?',
    run: followUpInThread,
  }),
];
