import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { Role, UserId } from '#sdk';
import { contacts, customValues } from '../models.ts';
import type { CrmScope } from '../scope.ts';
import { whileOpen } from '../testing-race.ts';
import { testScope } from '../testing-scope.ts';
import { checkCustomFields, checkCustomFieldsOfMany, publicCustomFields, visibleCustomFields } from './custom-fields.ts';
import { createCustomFields, type NewCustomField } from './definitions.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
});

const as = (role: Role): CrmScope => ({ ...scope, actor: { kind: 'person', userId: uuidv7() as UserId, role } });
const define = (input: Partial<NewCustomField> & Pick<NewCustomField, 'key' | 'type'>) =>
  createCustomFields(scope).create({ entity: 'contact', label: input.key, ...input });
const newContact = async (values: Record<string, unknown> = {}, by: CrmScope = scope): Promise<string> => {
  const id = uuidv7();
  await by.db.transaction(async (tx) => {
    const customFields = await checkCustomFields(tx, by, 'contact', id, values, undefined);
    await tx.insert(contacts).values({ workspaceId: by.workspaceId, id, customFields });
  });
  return id;
};
const change = (id: string, values: Record<string, unknown>, before: Record<string, unknown>, by: CrmScope = scope) =>
  by.db.transaction((tx) => checkCustomFields(tx, by, 'contact', id, values, before));
const rows = () =>
  scope.db.transaction((tx) => rowsOf(tx, sql`select text, number from custom_values where workspace_id = ${scope.workspaceId} order by text`));
const refusal = async (work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    return (error as { details?: { errors?: unknown; detail?: string } }).details;
  }
  throw new Error('was not refused');
};

describe('values', () => {
  it('are merged into what the record has and found by their rows', async () => {
    await define({ key: 'budget', type: 'money' });
    await define({ key: 'colors', type: 'multiselect', options: ['red', 'green'] });
    const id = await newContact({ budget: { amount: '12.5', currency: 'EUR' }, colors: ['green', 'red'] });
    expect(await rows()).toEqual([
      { text: 'EUR', number: 12.5 },
      { text: 'green', number: null },
      { text: 'red', number: null },
    ]);
    const before = { budget: { amount: '12.50', currency: 'EUR' }, colors: ['red', 'green'], old: 1 };
    expect(await change(id, { colors: ['red'], budget: null }, before)).toEqual({ colors: ['red'], old: 1 });
    expect(await rows()).toEqual([{ text: 'red', number: null }]);
  });

  it('of unknown fields and wrong ones are all named', async () => {
    await define({ key: 'since', type: 'date' });
    await define({ key: 'who', type: 'user' });
    expect(await refusal(newContact({ since: 'soon', nothing: 1, who: uuidv7() }))).toMatchObject({
      errors: [
        { path: 'customFields.since', message: 'is no date such as 2026-03-31' },
        { path: 'customFields.nothing', message: 'There is no such field.' },
        { path: 'customFields.who', message: 'is no person of this workspace' },
      ],
    });
  });

  it('of another workspace’s fields do not exist', async () => {
    const other = await testScope(database);
    await createCustomFields(other).create({ entity: 'contact', key: 'theirs', label: 'Theirs', type: 'text' });
    expect(await refusal(newContact({ theirs: 'x' }))).toMatchObject({ errors: [{ path: 'customFields.theirs' }] });
  });

  it('are required of people, when a record is made or the field is emptied, never of a mailbox', async () => {
    const id = await newContact();
    await define({ key: 'region', type: 'text', required: true, label: 'Region' });
    expect(await refusal(newContact())).toMatchObject({ errors: [{ path: 'customFields.region', message: '“Region” is required.' }] });
    await newContact({}, { ...scope, source: 'email' });
    // A record that was there before can be changed elsewhere.
    expect(await change(id, {}, {})).toEqual({});
    expect(await refusal(change(id, { region: null }, { region: 'South' }))).toMatchObject({ errors: [{ path: 'customFields.region' }] });
  });

  it('are changed by the roles that may, and seen by those', async () => {
    await define({ key: 'score', type: 'number', editableBy: ['manager'] });
    await define({ key: 'salary', type: 'number', visibleTo: ['admin'] });
    const seller = as('salesperson');
    const id = await newContact({ score: 3 }, as('manager'));
    expect(await refusal(change(id, { score: 4 }, { score: 3 }, seller))).toMatchObject({
      errors: [{ path: 'customFields.score', message: 'Your role does not change this field.' }],
    });
    // A form that sends back what it got changes nothing.
    expect(await change(id, { score: 3 }, { score: 3 }, seller)).toEqual({ score: 3 });
    expect(await refusal(change(id, { salary: 4 }, {}, seller))).toMatchObject({ errors: [{ message: 'There is no such field.' }] });
    const seen = (by: CrmScope) => scope.db.transaction((tx) => visibleCustomFields(tx, by, 'contact', { score: 3, salary: 9 }));
    expect(await seen(seller)).toEqual({ score: 3 });
    expect(await seen(as('admin'))).toEqual({ score: 3, salary: 9 });
    expect(await scope.db.transaction(async (tx) => (await publicCustomFields(tx, scope, 'contact'))({ score: 3, salary: 9 }))).toEqual({ score: 3 });
    expect((await createCustomFields(seller).list({ limit: 10 })).map((field) => field.key)).toEqual(['score']);
  });
});

describe('unique values', () => {
  beforeEach(async () => {
    await define({ key: 'number', type: 'text', unique: true });
  });

  it('are kept by one record when twenty are made at the same time', async () => {
    const made = await Promise.allSettled(Array.from({ length: 20 }, () => newContact({ number: 'A-1' })));
    expect(made.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(newContact({ number: 'A-1' }))).toMatchObject({
      errors: [{ path: 'customFields.number', message: 'is already the value of another record' }],
    });
  });

  it('are free again when their record is gone, or says something else', async () => {
    const id = await newContact({ number: 'A-1' });
    await scope.db.transaction((tx) => tx.update(contacts).set({ recordState: 'deleted' }));
    const heir = await newContact({ number: 'A-1' });
    expect(heir).not.toBe(id);
    await change(heir, { number: 'A-2' }, { number: 'A-1' });
    await newContact({ number: 'A-1' });
  });

  it('swap in bulk, and one that is taken keeps what its record had', async () => {
    const [one, two] = [await newContact({ number: '1' }), await newContact({ number: '2' })];
    const write = (inputs: [string, string, string][]) =>
      scope.db.transaction((tx) =>
        checkCustomFieldsOfMany(
          tx,
          scope,
          'contact',
          inputs.map(([recordId, before, after]) => ({ recordId, before: { number: before }, values: { number: after } })),
        ),
      );
    expect(
      await write([
        [one, '1', '2'],
        [two, '2', '1'],
      ]),
    ).toMatchObject([{ errors: [] }, { errors: [] }]);
    expect(
      await write([
        [one, '2', '3'],
        [two, '1', '3'],
      ]),
    ).toMatchObject([
      { errors: [], values: { number: '3' } },
      { errors: [{ path: 'customFields.number' }], values: { number: '1' } },
    ]);
    expect((await rows()).map((row) => row.text)).toEqual(['1', '3']);
  });
});

describe('definitions', () => {
  it('keep their type while values exist, with a sentence', async () => {
    const { id } = await define({ key: 'size', type: 'text', label: 'Size' });
    const update = (input: object) => createCustomFields(scope).update(id, input);
    expect(await update({ type: 'number' })).toMatchObject({ type: 'number' });
    await newContact({ size: 3 });
    expect(await refusal(update({ type: 'text' }))).toMatchObject({ detail: '“Size” has 1 value, which cannot become text.' });
    expect(await update({ label: 'Width', type: 'number' })).toMatchObject({ label: 'Width' });
  });

  it('keep options that are chosen, and become unique only where values are', async () => {
    const { id } = await define({ key: 'color', type: 'select', options: ['red', 'green'] });
    await newContact({ color: 'red' });
    expect(await refusal(createCustomFields(scope).update(id, { options: ['green'] }))).toMatchObject({ detail: '“red” is chosen in 1 record.' });
    await newContact({ color: 'red' });
    expect(await refusal(createCustomFields(scope).update(id, { unique: true }))).toMatchObject({
      detail: '“color” cannot be unique: two records have the same value.',
    });
    expect(await createCustomFields(scope).get(id)).toMatchObject({ unique: false });
  });

  it('take their values along, and another workspace’s are not there', async () => {
    const { id } = await define({ key: 'gone', type: 'text' });
    const contact = await newContact({ gone: 'x' });
    const other = await testScope(database);
    for (const attempt of [
      () => createCustomFields(other).remove(id),
      () => createCustomFields(other).update(id, { label: 'y' }),
      () => createCustomFields(other).get(id),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    }
    await createCustomFields(scope).remove(id);
    await expect(createCustomFields(scope).remove(id)).rejects.toMatchObject({ code: 'not_found' });
    const [row] = await scope.db.transaction((tx) => tx.select().from(contacts));
    expect(row).toMatchObject({ id: contact, customFields: {} });
    expect(await scope.db.transaction((tx) => tx.$count(customValues))).toBe(0);
  });

  it('are one per key, however many add it at a time', async () => {
    const made = await Promise.allSettled(Array.from({ length: 8 }, () => define({ key: 'same', type: 'text' })));
    expect(made.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    await expect(define({ key: 'same', type: 'text' })).rejects.toMatchObject({ code: 'already_exists' });
    expect(await refusal(define({ key: '9', type: 'select', unique: true }))).toMatchObject({ errors: [{ path: 'key' }, { path: 'options' }] });
  });

  it('that are just being removed or changed are waited for by who writes a value', async () => {
    const { id } = await define({ key: 'race', type: 'text' });
    const [changed, written] = await whileOpen(
      database,
      scope.db,
      () => createCustomFields(scope).update(id, { type: 'number' }),
      () => newContact({ race: 'x' }),
    );
    expect(changed.status).toBe('fulfilled');
    expect(written).toMatchObject({ status: 'rejected', reason: { details: { errors: [{ path: 'customFields.race', message: 'is no number' }] } } });
    const [removed, late] = await whileOpen(
      database,
      scope.db,
      () => createCustomFields(scope).remove(id),
      () => newContact({ race: 7 }),
    );
    expect(removed.status).toBe('fulfilled');
    expect(late).toMatchObject({ status: 'rejected', reason: { details: { errors: [{ message: 'There is no such field.' }] } } });
  });

  it('wait for who is just writing a value', async () => {
    const { id } = await define({ key: 'race', type: 'text' });
    const [written, changed] = await whileOpen(
      database,
      scope.db,
      () => newContact({ race: 'x' }),
      () => createCustomFields(scope).update(id, { type: 'number' }),
    );
    expect(written.status).toBe('fulfilled');
    expect(changed).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } });
    const [again, removed] = await whileOpen(
      database,
      scope.db,
      () => newContact({ race: 'y' }),
      () => createCustomFields(scope).remove(id),
    );
    expect([again.status, removed.status]).toEqual(['fulfilled', 'fulfilled']);
    const left = await scope.db.transaction((tx) => rowsOf(tx, sql`select 1 from contacts where custom_fields <> '{}'`));
    expect(left).toEqual([]);
  });

  it('that are unique refuse the value that somebody is just writing', async () => {
    await define({ key: 'number', type: 'text', unique: true });
    const [first, second] = await whileOpen(
      database,
      scope.db,
      () => newContact({ number: 'A-1' }),
      () => newContact({ number: 'A-1' }),
    );
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { code: 'invalid_input' } });
  });
});
