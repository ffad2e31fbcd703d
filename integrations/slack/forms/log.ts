import type { ConnectedContext, CrmParticipant } from '#sdk';
import { datePicker, input, modal, searching, select, textInput } from '../blocks/build.ts';
import { cut } from '../blocks/text.ts';
import type { Json } from '../client/chat.ts';
import type { FormDefinition } from '../interactions/deed.ts';
import { nameOf, type RecordRef, readRef, refText } from '../records.ts';
import { wallOf } from '../rules/quiet-hours.ts';
import type { FormPlace } from './places.ts';

const KINDS = [
  { value: 'call', label: 'A call' },
  { value: 'meeting', label: 'A meeting' },
  { value: 'email', label: 'A mail' },
  { value: 'message', label: 'A message' },
] as const;
type Kind = (typeof KINDS)[number]['value'];

/** What the words speak of, so that the right kind is chosen already. */
export const kindIn = (words: string): Kind =>
  /\b(met|meeting|lunch|coffee|visit)/i.test(words)
    ? 'meeting'
    : /\b(mail|e-mail|wrote)/i.test(words)
      ? 'email'
      : /\b(chat|message|text)/i.test(words)
        ? 'message'
        : 'call';

export const logModal = (chosen: { ref: RecordRef; name: string } | undefined, words: string, today: string, place: FormPlace): Json =>
  modal({
    callbackId: 'log',
    title: 'Log what happened',
    submit: 'Save',
    metadata: place,
    blocks: [
      input('kind', 'What it was', select('v', 'Choose', KINDS, kindIn(words))),
      input('record', 'With', searching('record_search', 'Type to search', chosen && { value: refText(chosen.ref), label: chosen.name })),
      input('direction', 'Who began', select('v', 'Choose', DIRECTIONS, 'outbound')),
      input('day', 'When', datePicker('v', today)),
      input('body', 'What was said', textInput('v', { multiline: true, initial: words })),
    ],
  });
const DIRECTIONS = [
  { value: 'outbound', label: 'We did' },
  { value: 'inbound', label: 'They did' },
] as const;

/** Everybody whom a record stands for, as participants of what happened with it. */
export async function withWhom(ctx: ConnectedContext, ref: RecordRef): Promise<CrmParticipant[]> {
  const ids = ref.type === 'contact' ? [ref.id] : ref.type === 'deal' ? (await ctx.crm.deals.get(ref.id)).contacts.map(({ contactId }) => contactId) : [];
  const all: CrmParticipant[] = [];
  for (const contactId of ids) {
    const { emails, firstName, lastName } = await ctx.crm.contacts.get(contactId);
    all.push({ contactId, role: 'to', address: emails[0]?.value ?? contactId, name: `${firstName} ${lastName}`.trim() });
  }
  return all;
}

export const log: FormDefinition = {
  async check({ ctx, member }, { record, body, day }) {
    if (!ctx.may('activities:write')) return { response_action: 'errors', errors: { record: 'Your role in the CRM does not let you log anything.' } };
    const ref = readRef(record);
    if (!ref) return { response_action: 'errors', errors: { record: 'Choose the deal, person or company it was with.' } };
    await nameOf(ctx, ref);
    if (!body) return { response_action: 'errors', errors: { body: 'Say what happened.' } };
    return day && day > wallOf(ctx.clock.now(), member.timeZone ?? 'UTC').day
      ? { response_action: 'errors', errors: { day: 'This lies in the future.' } }
      : undefined;
  },
  async submit({ id, ctx, userId, member, say }, { kind, record, direction, day, body }) {
    const ref = readRef(record);
    if (!ref || !body) return undefined;
    const now = ctx.clock.now();
    const isToday = !day || day === wallOf(now, member.timeZone ?? 'UTC').day;
    const person = await ctx.people.get(userId);
    await ctx.crm.activities.record({
      kind: KINDS.some(({ value }) => value === kind) ? (kind as Kind) : 'call',
      direction: direction === 'inbound' ? 'inbound' : 'outbound',
      // A day without a time stands at its noon.
      occurredAt: isToday ? now : new Date(`${day}T12:00:00Z`),
      provider: 'slack',
      externalId: `log:${id}`,
      connectionId: ctx.connection.id,
      ownerId: userId,
      subject: cut(body.split('\n')[0] ?? '', 120),
      snippet: cut(body, 300),
      body,
      ...(ref.type === 'deal' ? { dealId: ref.id } : {}),
      ...(ref.type === 'organization' ? { organizationId: ref.id } : {}),
      participants: [
        { address: person?.email ?? member.externalId, role: 'from', userId, ...(person ? { name: person.name } : { kind: 'slack' }) },
        ...(await withWhom(ctx, ref)),
      ],
    });
    const name = await nameOf(ctx, ref);
    return () => say({ text: `Logged on the timeline of ${name}.` });
  },
};
