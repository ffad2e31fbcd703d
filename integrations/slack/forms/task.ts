import { datePicker, input, modal, searching, textInput } from '../blocks/build.ts';
import type { Json } from '../client/chat.ts';
import type { FormDefinition } from '../interactions/deed.ts';
import { type RecordRef, readRef, refText } from '../records.ts';
import { aboutOf } from './note.ts';

export const taskModal = (chosen: { ref: RecordRef; name: string } | undefined, title: string, place: object): Json =>
  modal({
    callbackId: 'task',
    title: 'New to-do',
    submit: 'Save',
    metadata: place,
    blocks: [
      input('title', 'What', textInput('v', { initial: title })),
      input('due', 'Due', datePicker('v'), { optional: true }),
      input('record', 'About', searching('record_search', 'Type to search', chosen && { value: refText(chosen.ref), label: chosen.name }), { optional: true }),
    ],
  });

export const task: FormDefinition = {
  check: async (_input, values) => (values.title ? undefined : { response_action: 'errors', errors: { title: 'What is to be done?' } }),
  async submit({ ctx, userId, say }, { title, due, record }) {
    const ref = readRef(record);
    const made = await ctx.crm.tasks.create({
      title: title ?? '',
      ownerId: userId,
      ...(due ? { dueAt: new Date(`${due}T17:00:00Z`) } : {}),
      ...(ref ? aboutOf(ref) : {}),
    });
    return () => say({ text: `To-do kept: ${made.title}` });
  },
};
