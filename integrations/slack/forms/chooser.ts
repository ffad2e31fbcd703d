import { input, modal, select } from '../blocks/build.ts';
import { newModal } from '../commands/open.ts';
import type { FormDefinition } from '../interactions/deed.ts';
import type { Opener } from '../interactions/openers.ts';
import { metadataOf } from '../serializers/inbound.ts';
import { placeOf } from './places.ts';

const KINDS = [
  { value: 'deal', label: 'Deal' },
  { value: 'contact', label: 'Contact' },
  { value: 'organization', label: 'Company' },
  { value: 'task', label: 'To-do' },
];

/** The global shortcut says nothing of what is to be made: it is asked first. */
export const openChooser: Opener = async ({ payload }) =>
  modal({
    callbackId: 'choose_new',
    title: 'Create CRM record',
    submit: 'Go on',
    metadata: placeOf(payload),
    blocks: [input('kind', 'What', select('v', 'Choose', KINDS, 'deal'))],
  });

export const chooser: FormDefinition = {
  async check({ ctx, payload }, { kind }) {
    const { channel } = metadataOf(payload.view);
    return { response_action: 'update', view: await newModal(ctx, kind ?? 'deal', '', typeof channel === 'string' ? { channel } : {}) };
  },
  submit: async () => undefined,
};
