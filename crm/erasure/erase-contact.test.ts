import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { createActivities } from '../activities/activities.ts';
import { addContact, MAIL, record, timelineOf } from '../activities/activity-world.fixture.ts';
import { createContacts } from '../contacts/contacts.ts';
import { ensureContact } from '../identities/ensure-contact.ts';
import { createImports } from '../imports/imports.ts';
import { testScope } from '../testing-scope.ts';
import { eraseContact } from './erase-contact.ts';
import { releaseErased } from './erased-identities.ts';
import { namesIn, strike } from './strike.ts';

type Scope = Awaited<ReturnType<typeof testScope>>;
let database: TestDatabase;
let scope: Scope;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
});
const ANN = { firstName: 'Ann', lastName: 'Lee', emails: [{ value: 'ann@acme.test' }], phones: [{ value: '+49 30 901820' }] };
const erase = (id: string, by: Scope = scope) => by.db.transaction((tx) => eraseContact(tx, by, id));
const ensure = (value: string, by: Scope = scope) =>
  by.db.transaction((tx) => ensureContact(tx, by, { identities: [{ kind: 'email', value }], name: 'Ann Lee' }));
const bring = async (by: Scope, csv: string) => {
  const imports = createImports(by);
  const nobody = async () => undefined;
  const open = async function* () {
    yield Buffer.from(csv);
  };
  const { id } = await imports.add({ kind: 'contacts', fileId: uuidv7(), fileName: 'list.csv' }, nobody);
  await imports.read(id, open);
  await imports.map(id, { mapping: (await imports.get(id)).mapping }, nobody);
  await imports.startApplying(id, nobody);
  await imports.apply(id, open, async () => {});
  return { counts: (await imports.get(id)).counts, rows: await imports.rows(id, { limit: 10 }) };
};

describe('an erased person', () => {
  it('does not come back by a file, a mailbox or a hand; in another workspace nothing has changed', async () => {
    const other = await testScope(database);
    const theirs = await createContacts(other).create(ANN);
    const { id } = await createContacts(scope).create(ANN);
    await erase(id);
    await expect(createContacts(scope).get(id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(createContacts(scope).restore(id)).rejects.toMatchObject({ code: 'not_found' });

    const csv = 'First name,Last name,Email\nAnn,Lee,ANN@acme.test\nBo,Ek,bo@acme.test\n';
    const again = await bring(scope, csv);
    expect(again.counts).toMatchObject({ created: 1, skipped: { erased: 1 } });
    expect(again.rows[0]).toMatchObject({ code: 'erased', reason: 'This person asked to be forgotten.', before: {} });
    expect(await ensure('Ann@Acme.test')).toBeUndefined();
    await expect(createContacts(scope).create(ANN)).rejects.toMatchObject({ code: 'conflict' });
    const { id: somebody } = await createContacts(scope).create({ firstName: 'Cy' });
    await expect(createContacts(scope).update(somebody, { phones: ANN.phones })).rejects.toMatchObject({ code: 'conflict' });
    const people = await createContacts(scope).list({ sort: '-createdAt', limit: 10 } as never);
    expect(people.contacts.map(({ firstName }) => firstName).sort()).toEqual(['Bo', 'Cy']);

    expect(await createContacts(other).get(theirs.id)).toEqual(theirs);
    expect((await bring(other, csv)).counts).toMatchObject({ created: 1, skipped: { already_there: 1 } });
  });

  it('may be kept again once they got in touch by themselves', async () => {
    const { id } = await createContacts(scope).create(ANN);
    await erase(id);
    const release = () => scope.db.transaction((tx) => releaseErased(tx, scope, [{ kind: 'email', value: 'ann@acme.test' }]));
    expect([await release(), await release()]).toEqual([1, 0]);
    expect(await ensure('ann@acme.test')).toMatchObject({ isNew: true });
  });

  it('takes along whoever was merged into them, and is found under no old id', async () => {
    const room = createContacts(scope);
    const one = await room.create(ANN);
    const two = await room.create({ firstName: 'Anne', lastName: 'Lee', emails: [{ value: 'anne@lee.test' }] });
    await room.merge({ winnerId: one.id, loserIds: [two.id] });
    const erased = await erase(two.id);
    expect(erased.contactIds).toEqual([one.id, two.id]);
    for (const id of [one.id, two.id]) await expect(room.get(id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(room.unmerge(two.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await ensure('anne@lee.test')).toBeUndefined();
    expect(scope.told.at(-1)).toEqual({
      type: 'contact.erased',
      subject: { type: 'contact', id: one.id },
      data: { id: one.id, mergedIds: [two.id], ownerId: scope.userId },
    });
  });

  it('leaves a shared address to those who use it as well', async () => {
    const room = createContacts(scope);
    const office = { value: 'office@acme.test', shared: true };
    const one = await room.create({ ...ANN, emails: [...ANN.emails, office] });
    const two = await room.create({ firstName: 'Bo', emails: [office] });
    await erase(one.id);
    expect(await room.get(two.id)).toMatchObject({ emails: [{ value: 'office@acme.test' }] });
    expect(await room.create({ firstName: 'Cy', emails: [office] })).toMatchObject({ emails: [{ value: 'office@acme.test' }] });
  });

  it('needs the right to change the contact', async () => {
    const { id } = await createContacts(scope).create(ANN);
    const reader = { ...scope, reach: { read: 'all' as const, write: [] } };
    await expect(erase(id, reader)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(erase(uuidv7())).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('what happened with them', () => {
  it('is emptied where they were alone, and its source tells nothing of it any more', async () => {
    const { id } = await createContacts(scope).create(ANN);
    const fileId = uuidv7();
    const alone = await record(scope, { data: { attachments: [{ fileId, name: 'cv.pdf' }] } });
    expect(await timelineOf(scope, id)).toEqual([alone.id]);
    const erased = await erase(id);
    expect(erased).toMatchObject({ emptied: [alone.id], struck: [], fileIds: [fileId] });
    await record(scope, { toldAt: new Date('2027-01-01T00:00:00Z') });
    const left = await createActivities(scope).get(alone.id);
    expect(left).toMatchObject({ kind: 'email', subject: null, snippet: null, body: null, data: {}, erasedAt: expect.any(Date) });
    expect(left.participants).toEqual([{ contactId: null, userId: null, address: 'erased', addressKind: null, name: null, role: 'from' }]);
    expect(await timelineOf(scope, id)).toEqual([]);
  });

  it('is kept for the others without what names them', async () => {
    const { id } = await createContacts(scope).create(ANN);
    const bo = await addContact(scope, { firstName: 'Bo', email: 'bo@acme.test' });
    const participants = [...(MAIL.participants ?? []), { address: 'bo@acme.test', role: 'to', name: 'Bo' }];
    const said = { subject: 'Ann Lee and the offer', body: 'From ann@acme.test, to Bo. LEE,  ANN signs.', participants };
    const shared = await record(scope, said);
    expect(await erase(id)).toMatchObject({ emptied: [], struck: [shared.id] });
    const told = async () => {
      const { subject, body, participants: people } = await createActivities(scope).get(shared.id);
      return { subject, body, people: people.map(({ address, name, role }) => [role, address, name]) };
    };
    const expected = {
      subject: '[erased] and the offer',
      body: 'From [erased], to Bo. [erased] signs.',
      people: [
        ['from', 'erased', null],
        ['to', 'bo@acme.test', 'Bo'],
      ],
    };
    expect(await told()).toEqual(expected);
    // Read once more by its source, as it was then.
    await record(scope, { ...said, toldAt: new Date('2026-03-01T10:00:00Z') });
    expect(await told()).toEqual(expected);
    expect(await timelineOf(scope, bo)).toEqual([shared.id]);
  });

  it('says nothing when they write again', async () => {
    const { id } = await createContacts(scope).create(ANN);
    await erase(id);
    const fresh = await record(scope, { source: { integration: 'email', provider: 'imap', externalId: '2' } });
    expect(await createActivities(scope).get(fresh.id)).toMatchObject({ subject: null, body: null, participants: [{ address: 'erased', name: null }] });
  });
});

it('strikes names out whole and whatever their case, and nothing that only looks alike', () => {
  const names = namesIn({ firstName: 'Ann', lastName: 'Lee', values: ['ann@acme.test', '+4930901820', null] });
  expect(strike('ANN LEE wrote from Ann@Acme.test; Leeds and Anna stay. Call +4930901820!', names)).toBe(
    '[erased] wrote from [erased]; Leeds and Anna stay. Call [erased]!',
  );
  // A name of one word names many.
  expect(namesIn({ firstName: 'Ann', lastName: '', values: [] })).toEqual([]);
  expect(strike('a.c', namesIn({ firstName: '', lastName: '', values: ['a.*c'] }))).toBe('a.c');
});
