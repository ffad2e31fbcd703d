import type { Context } from '#sdk';
import { type MergeLinks, mergeDataOf, peopleOf, type Sender } from '../store/merge-data.ts';
import { snippetsOf } from '../store/templates.ts';
import { type Compiled, compile, type Draft } from './compile.ts';
import { lint, readsBadly } from './lint.ts';
import { fieldsOf, prepare, problemOf } from './liquid.ts';
import { emptyMergeData, missingFields } from './merge-fields.ts';
import type { Preview } from './shapes.ts';
import { worstOf } from './worst-contact.ts';

/** Where links of a preview lead: nobody is unsubscribed by looking. */
const SHOWN_LINKS: MergeLinks = { unsubscribeUrl: 'https://example.com/unsubscribe', preferencesUrl: 'https://example.com/preferences', bookingUrl: '' };

export interface Shown {
  contactId?: string | undefined;
  dealId?: string | undefined;
  show: 'contact' | 'empty' | 'worst';
  segmentId?: string | undefined;
}

/** A mail as somebody would get it, and what a careful colleague would say about it. */
export async function preview(ctx: Context, content: Draft | Compiled, shown: Shown, sender: Sender, bookingUrl: string): Promise<Preview> {
  const compiled = 'format' in content ? await compile(content) : content;
  const snippets = await ctx.db.transaction((tx) => snippetsOf(tx, ctx.workspaceId));
  const render = prepare({ ...compiled, snippets });
  let fields: string[] = [];
  try {
    fields = fieldsOf(`${compiled.subject}\n${compiled.html ?? ''}\n${compiled.text}`);
  } catch (error) {
    ctx.log.debug({ reason: problemOf(error).sentence }, 'the fields of a template could not be told');
  }
  const contactId = shown.show === 'worst' ? await worstOf(ctx, fields, shown.segmentId) : shown.show === 'contact' ? shown.contactId : undefined;
  // Asked of the record, which knows whom the actor may see.
  if (contactId) await ctx.crm.contacts.get(contactId);
  const person = contactId ? (await ctx.db.transaction((tx) => peopleOf(tx, ctx.workspaceId, [contactId], shown.dealId))).get(contactId) : undefined;
  const data = person ? mergeDataOf(person, sender, { ...SHOWN_LINKS, bookingUrl }) : { ...emptyMergeData(), sender: { ...sender } };
  const rendered = render(data);
  return {
    ...rendered,
    contact: person
      ? { id: person.contact.id, name: `${person.contact.firstName} ${person.contact.lastName}`.trim(), address: person.contact.primaryEmail }
      : null,
    missing: missingFields(data, fields),
    readsBadly: readsBadly(rendered) ?? null,
    bytes: Buffer.byteLength(rendered.html ?? rendered.text),
    problems: lint(compiled),
  };
}
