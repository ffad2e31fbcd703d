import type { ConnectedContext } from '#sdk';
import type { Json } from '../client/chat.ts';
import { openView } from '../client/index.ts';
import { newContactModal } from '../forms/new-contact.ts';
import { newDealModal, pipelineOfChannel } from '../forms/new-deal.ts';
import { newOrganizationModal } from '../forms/new-organization.ts';
import { noteModal } from '../forms/note.ts';
import { type FormPlace, placeOf } from '../forms/places.ts';
import { taskModal } from '../forms/task.ts';
import type { Opener } from '../interactions/openers.ts';
import { nameOf, type RecordRef } from '../records.ts';
import type { CommandDefinition, CommandInput } from './command.ts';

/** `acme: they want a demo`: which record, and the words. */
export const splitSubject = (text: string): { subject: string; words: string } => {
  const at = text.indexOf(':');
  return at > 0 && at < 80 ? { subject: text.slice(0, at).trim(), words: text.slice(at + 1).trim() } : { subject: '', words: text };
};
export async function subjectOf({ ctx }: CommandInput, subject: string): Promise<{ ref: RecordRef; name: string } | undefined> {
  if (!subject) return undefined;
  const [hit] = await ctx.crm.search(subject, { kinds: ['deal', 'contact', 'organization'], limit: 1 });
  if (!hit) return undefined;
  const ref = { type: hit.kind as RecordRef['type'], id: hit.id };
  return { ref, name: await nameOf(ctx, ref) };
}

/** What can be made, by the words people use for it. */
const KINDS: Readonly<Record<string, 'deal' | 'contact' | 'organization' | 'task'>> = {
  deal: 'deal',
  opportunity: 'deal',
  contact: 'contact',
  person: 'contact',
  lead: 'contact',
  organization: 'organization',
  organisation: 'organization',
  company: 'organization',
  task: 'task',
  todo: 'task',
  'to-do': 'task',
};
/** `deal Acme`, `contact Jane Doe`; without a word of its kind it is a deal. */
export function parseNew(text: string): { kind: 'deal' | 'contact' | 'organization' | 'task'; name: string } {
  const [word = ''] = text.split(' ', 1);
  const key = word.toLowerCase();
  return Object.hasOwn(KINDS, key) ? { kind: KINDS[key] ?? 'deal', name: text.slice(word.length).trim() } : { kind: 'deal', name: text };
}
/** The empty form of a kind. */
export async function newModal(ctx: ConnectedContext, kind: string, name: string, place: FormPlace): Promise<Json> {
  if (kind === 'contact') return newContactModal(name, place);
  if (kind === 'organization') return newOrganizationModal(name, place);
  if (kind === 'task') return taskModal(undefined, name, place);
  return newDealModal(await ctx.crm.pipelines.list(), { name, pipelineId: await pipelineOfChannel(ctx, place.channel) }, place);
}
/** What a button or shortcut that makes something carries: its kind. */
export const openNew: Opener = ({ ctx, payload, value }) => newModal(ctx, value, '', placeOf(payload));

export const newCommand: CommandDefinition = {
  async answer({ ctx, rest, command }) {
    const { kind, name } = parseNew(rest);
    await openView(ctx.http, command.trigger_id, await newModal(ctx, kind, name, { channel: command.channel_id }));
    return undefined;
  },
};
export const noteCommand: CommandDefinition = {
  async answer(input) {
    const { subject, words } = splitSubject(input.rest);
    await openView(input.ctx.http, input.command.trigger_id, noteModal(await subjectOf(input, subject), words, { channel: input.command.channel_id }));
    return undefined;
  },
};
export const taskCommand: CommandDefinition = {
  async answer(input) {
    const { subject, words } = splitSubject(input.rest);
    await openView(input.ctx.http, input.command.trigger_id, taskModal(await subjectOf(input, subject), words, { channel: input.command.channel_id }));
    return undefined;
  },
};
