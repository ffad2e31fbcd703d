import { input, modal, textInput } from '../blocks/build.ts';
import { placeOf } from '../forms/places.ts';
import type { FormDefinition, Press } from '../interactions/deed.ts';
import type { Opener } from '../interactions/openers.ts';
import { metadataOf } from '../serializers/inbound.ts';
import { answer, redraw } from './ask.ts';

export const approve: Press = async ({ ctx, hub, userId, action, say }) => {
  const row = await answer(ctx, action.value ?? '', userId, { answer: 'approve' });
  return async () => {
    await redraw(hub, row);
    await say({ text: row.state === 'approved' ? 'Approved.' : 'Your answer is kept; others have to answer too.' });
  };
};

/** A rejection needs a reason. */
export const openReject: Opener = async ({ payload, value }) =>
  modal({
    callbackId: 'approval_reject',
    title: 'Reject',
    submit: 'Reject',
    metadata: { a: value, ...placeOf(payload) },
    blocks: [input('comment', 'Why', textInput('v', { multiline: true }))],
  });

export const reject: FormDefinition = {
  check: async (_input, { comment }) => (comment ? undefined : { response_action: 'errors', errors: { comment: 'Say why, so that it can be mended.' } }),
  async submit({ ctx, hub, userId, payload, say }, { comment }) {
    const row = await answer(ctx, String(metadataOf(payload.view).a ?? ''), userId, { answer: 'reject', comment: comment ?? undefined });
    return async () => {
      await redraw(hub, row);
      await say({ text: 'Rejected; whoever asked sees why.' });
    };
  },
};
