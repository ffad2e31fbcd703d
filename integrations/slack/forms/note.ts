import { input, modal, searching, textInput } from '../blocks/build.ts';
import type { Json } from '../client/chat.ts';
import type { FormDefinition } from '../interactions/deed.ts';
import type { Opener } from '../interactions/openers.ts';
import { nameOf, type RecordRef, readRef, refText } from '../records.ts';
import { placeOf } from './places.ts';

export const noteModal = (chosen: { ref: RecordRef; name: string } | undefined, text: string, place: object): Json =>
  modal({
    callbackId: 'note',
    title: 'Write a note',
    submit: 'Save',
    metadata: place,
    blocks: [
      input('record', 'About', searching('record_search', 'Type to search', chosen && { value: refText(chosen.ref), label: chosen.name })),
      input('body', 'Note', textInput('v', { multiline: true, initial: text })),
    ],
  });

export const noteForm: Opener = async ({ ctx, payload, value }) => {
  const ref = readRef(value);
  return noteModal(ref && { ref, name: await nameOf(ctx, ref) }, '', placeOf(payload));
};

export const aboutOf = ({ type, id }: RecordRef) => (type === 'deal' ? { dealId: id } : type === 'contact' ? { contactId: id } : { organizationId: id });

export const note: FormDefinition = {
  async check(_input, values) {
    if (!readRef(values.record)) return { response_action: 'errors', errors: { record: 'Choose the deal, person or company it is about.' } };
    return values.body ? undefined : { response_action: 'errors', errors: { body: 'Write something first.' } };
  },
  async submit({ ctx, say }, values) {
    const ref = readRef(values.record);
    if (!ref || !values.body) return undefined;
    await ctx.crm.notes.add({ body: values.body, ...aboutOf(ref) });
    const name = await nameOf(ctx, ref);
    return () => say({ text: `Your note lies on the timeline of ${name}.` });
  },
};
