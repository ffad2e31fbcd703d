import { uuidv7 } from 'uuidv7';
import { insertRows, type Transaction } from '#sdk';
import { attachMany } from '../activities/attach-many.ts';
import { type FieldChange, keepAddedOf, keepChangesOfMany } from '../changes.ts';
import { tellOfContacts } from '../contacts/tell.ts';
import { noteDuplicates } from '../duplicates/find-duplicates.ts';
import { erasedAmong } from '../erasure/erased-identities.ts';
import { checkCustomFieldsOfMany, customFieldChanges } from '../fields/custom-fields.ts';
import { identityKey } from '../identities/identity-value.ts';
import { contacts } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { type ContactRow, type ContactWish, foldWishes, titleOf } from './contact-wish.ts';
import { changed } from './fold-values.ts';
import { knownContacts, type Person, peopleOf } from './match-contacts.ts';
import { newContact } from './new-contact.ts';
import { type Applying, type Outcome, saidWrong, sameAs, skipped } from './outcome.ts';
import { placeOrganizations } from './place-organizations.ts';
import type { Draft } from './read-draft.ts';
import { mayTouch, rowsForUpdate, updateRows } from './records.ts';
import { addTags } from './tag-many.ts';
import { type GivenIdentities, planIdentities, writeIdentities } from './write-identities.ts';

type OfPerson = Person<Draft>;
interface Planned {
  person: OfPerson;
  before: ContactRow | undefined;
  row: ContactRow;
  changes: FieldChange[];
}

/** Applies rows of contacts in statements over sets; whatever becomes of each is in the answer, in their order. */
export async function applyContacts(
  tx: Transaction,
  scope: CrmScope,
  { drafts, wishes: said }: { drafts: readonly Draft[]; wishes: readonly (ContactWish | undefined)[] },
  applying: Applying,
): Promise<Outcome[]> {
  const { onExisting, dry } = applying;
  const outcomes = new Map<number, Outcome>();
  const skip = (person: OfPerson, ...why: Parameters<typeof skipped> extends [unknown, ...infer Rest] ? Rest : never) => {
    for (const row of person.rows) outcomes.set(row.line, { ...skipped(row, ...why), ...facts(person) });
  };
  const read = drafts.flatMap((draft, index) => {
    const wish = said[index];
    if (!wish) outcomes.set(draft.line, skipped(draft, 'nothing_in_it', 'There is no name, no e-mail address and no phone number in this row.'));
    return wish ? [{ row: draft, wish }] : [];
  });
  const erased = await erasedAmong(
    tx,
    scope,
    read.flatMap(({ wish }) => wish.identities),
  );
  const wishes = read.filter(({ row, wish }) => {
    const isErased = wish.identities.some((each) => erased.has(identityKey(each)));
    // Of such a row nothing is kept, not even to be shown.
    if (isErased) outcomes.set(row.line, { ...skipped(row, 'erased', 'This person asked to be forgotten.'), before: {} });
    return !isErased;
  });
  const known = await knownContacts(
    tx,
    scope,
    wishes.map(({ wish }) => wish),
  );
  const people = peopleOf(wishes, known, (first, second) => foldWishes(first, second, onExisting));
  const there = await rowsForUpdate(
    tx,
    scope,
    contacts,
    people.flatMap(({ existing }) => (existing ? [existing.contactId] : [])),
  );
  const wanted = people.filter((person) => {
    const { existing } = person;
    if (!existing) return true;
    const before = there.get(existing.contactId);
    const problem = mayTouch(scope, before, onExisting, `This ${person.matchedBy} belongs to`, 'contact');
    if (problem) skip(person, problem.code, problem.reason);
    return problem === undefined;
  });

  const places = await placeOrganizations(
    tx,
    scope,
    applying,
    wanted.map(({ wish, existing }) =>
      existing && there.get(existing.contactId)?.organizationId && onExisting === 'fill_empty' ? undefined : wish.organization,
    ),
  );
  const planned = wanted.map((person, index): Planned => {
    const before = person.existing && there.get(person.existing.contactId);
    const place = places[index];
    const columns: Record<string, unknown> = { ...person.wish.columns, ...(place ? { organizationId: place.id } : {}) };
    if (!before) return { person, before, row: newContact(scope, uuidv7(), columns), changes: [] };
    // Where somebody works is not told by the domain of their mail when it is known already.
    const named = person.wish.organization?.name ?? person.wish.organization?.domain;
    if (before.organizationId && !named) delete columns.organizationId;
    return { person, before, row: { ...before, ...changed(before as never, columns, onExisting) }, changes: [] };
  });

  const settled = await settleCustomFields(tx, scope, planned, applying, skip);
  const created = settled.filter(({ before }) => !before);
  const identities = await planIdentities(tx, scope, onExisting, settled, known);
  await insertRows(
    tx,
    contacts,
    created.map(({ row }) => row),
  );
  await writeIdentities(tx, scope, settled, identities);
  const { given } = identities;
  const tagged = await addTags(
    tx,
    scope,
    'contact',
    settled.map(({ row, before, person }) => ({ recordId: row.id, isNew: !before, names: person.wish.tags })),
  );
  for (const each of settled) each.changes = changesOfPlan(each, given, tagged);
  const updated = settled.filter(({ before, changes }) => before && changes.length > 0);
  const at = scope.clock.now();
  for (const each of updated) each.row = { ...each.row, version: (each.before?.version ?? 0) + 1, updatedAt: at };
  await updateRows(
    tx,
    scope,
    contacts,
    updated.map(({ row }) => row),
  );

  for (const [index, each] of settled.entries()) record(outcomes, each, given, onExisting, places[wanted.indexOf(each.person)]?.isNew === true && index >= 0);
  if (!dry) await follow(tx, scope, { created, updated }, given);
  return drafts.flatMap(({ line }) => outcomes.get(line) ?? []);

  function facts({ wish, existing, matchedBy = '' }: OfPerson): Pick<Outcome, 'title' | 'existing'> {
    const before = existing && there.get(existing.contactId);
    const readable = before && (scope.reach.read === 'all' || before.ownerId === null || (scope.reach.read as readonly string[]).includes(before.ownerId));
    const title = readable ? `${before.firstName} ${before.lastName}`.trim() || (before.primaryEmail ?? '') : '';
    return { title: titleOf(wish), ...(before && readable ? { existing: { id: before.id, title, by: matchedBy } } : {}) };
  }

  function record(
    into: Map<number, Outcome>,
    { person, before, row, changes }: Planned,
    gave: GivenIdentities,
    how: Applying['onExisting'],
    madeOrganization: boolean,
  ): void {
    const [first, ...others] = person.rows;
    if (!first) return;
    if (before && changes.length === 0) {
      skip(person, 'already_there', 'This contact is there already, with everything that this row says.');
      return;
    }
    const made = {
      ...(madeOrganization && row.organizationId ? { organization: row.organizationId } : {}),
      ...(before ? { changes: Object.fromEntries(changes.map((change) => [change.field, [change.before, change.after]])) } : {}),
      ...(before && gave.added.get(row.id) ? { identities: gave.added.get(row.id)?.map(({ id }) => id) } : {}),
    };
    const shown = facts(person);
    into.set(first.line, { line: first.line, result: before ? 'updated' : 'created', recordId: row.id, version: row.version, before: made, ...shown });
    for (const each of others) {
      into.set(
        each.line,
        how === 'skip'
          ? { ...skipped(each, 'same_as_another_row', sameAs(first.line, 'person')), ...shown }
          : { line: each.line, result: 'updated', reason: sameAs(first.line, 'person'), recordId: row.id, version: row.version, before: {}, ...shown },
      );
    }
  }
}

/** Their own check writes the values; a person whose values are refused is left out whole. */
async function settleCustomFields(
  tx: Transaction,
  scope: CrmScope,
  planned: readonly Planned[],
  { onExisting }: Applying,
  skip: (person: OfPerson, code: 'invalid_value', reason: string) => void,
): Promise<Planned[]> {
  // Somebody chose this file: what a person has to fill in has to be in it.
  const asked = await checkCustomFieldsOfMany(
    tx,
    { ...scope, source: 'person' },
    'contact',
    planned.map(({ row, before, person }) => ({
      recordId: row.id,
      values: before ? changed(before.customFields, person.wish.custom, onExisting) : person.wish.custom,
      before: before?.customFields,
    })),
  );
  return planned.flatMap((each, index) => {
    const { errors = [], values = {} } = asked[index] ?? {};
    if (errors.length > 0) skip(each.person, 'invalid_value', saidWrong(errors));
    return errors.length > 0 ? [] : [{ ...each, row: { ...each.row, customFields: values } }];
  });
}

const PLAIN = ['workspaceId', 'id', 'customFields', 'recordState', 'version', 'createdAt', 'updatedAt', 'primaryEmail', 'primaryPhone', 'isActive'];
function changesOfPlan({ before, row }: Planned, given: GivenIdentities, tagged: ReadonlyMap<string, { before: string[]; after: string[] }>): FieldChange[] {
  const old: Record<string, unknown> = before ?? {};
  const fields = Object.entries(row).flatMap(([field, after]): FieldChange[] => {
    if (PLAIN.includes(field) || after === old[field] || after instanceof Date) return [];
    if (!before && (after === null || after === '' || after === false || field === 'lifecycleStage')) return [];
    return [{ field, before: old[field] ?? null, after }];
  });
  const tags = tagged.get(row.id);
  return [
    ...fields,
    ...customFieldChanges(before?.customFields ?? {}, row.customFields),
    ...(given.changes.get(row.id) ?? []),
    ...(tags ? [{ field: 'tags', before: tags.before, after: tags.after }] : []),
  ];
}

/** Everything that follows from people who were added and changed. */
async function follow(
  tx: Transaction,
  scope: CrmScope,
  { created, updated }: { created: Planned[]; updated: Planned[] },
  given: GivenIdentities,
): Promise<void> {
  const changesOf = ({ row, changes }: Planned) => ({ recordId: row.id, changes });
  await keepAddedOf(tx, scope, 'contact', created.map(changesOf));
  await keepChangesOfMany(tx, scope, 'contact', updated.map(changesOf));
  await attachMany(tx, scope, given.own);
  // What they have in common with others by name is found at night.
  await noteDuplicates(tx, scope, [...given.withShared]);
  await tellOfContacts(tx, scope, 'contact.created', created);
  await tellOfContacts(tx, scope, 'contact.updated', updated);
}
