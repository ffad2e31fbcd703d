import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { UserId } from '#sdk';
import { createCrm } from '../crm.ts';
import { eraseContact } from '../erasure/erase-contact.ts';
import type { CrmScope } from '../scope.ts';
import { whileOpen } from '../testing-race.ts';
import { testScope } from '../testing-scope.ts';
import { createContacts } from './contacts.ts';
import { contactEventTypes } from './event-types.ts';
import { createContact } from './write-contact.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
let room: ReturnType<typeof createContacts>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
  room = createContacts(scope);
});

const colleague = async (of: CrmScope = scope): Promise<UserId> => {
  const id = uuidv7() as UserId;
  await of.db.transaction((tx) =>
    tx.execute(
      sql`insert into members (workspace_id, user_id, role, name, email, time_zone) values (${of.workspaceId}, ${id}, 'salesperson', 'C', ${`${id}@us.test`}, 'UTC')`,
    ),
  );
  return id;
};
const countOf = async (table: string) =>
  scope.db.transaction(
    async (tx) =>
      (await rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from ${sql.identifier(table)} where workspace_id = ${scope.workspaceId}`))[0]?.n,
  );
const told = () => scope.told.map((event) => event.type);
const salesperson = async (userId: UserId): Promise<CrmScope> => ({
  ...scope,
  userId,
  actor: { kind: 'person', userId, role: 'salesperson' },
  reach: { read: [userId], write: [userId] },
});

describe('a contact', () => {
  it('has many addresses and numbers, an organization by its domain, and is found, told of and kept', async () => {
    const contact = await room.create({
      firstName: ' Ann ',
      lastName: 'Lee',
      emails: [{ value: 'Ann@Acme.com', verified: true }, { value: 'ann.private@gmail.com' }],
      phones: [
        { value: '(415) 555-2671', label: 'work' },
        { value: '+49 30 901820', primary: true },
      ],
      linkedinUrl: 'https://de.linkedin.com/in/Ann-Lee/',
      twitterHandle: '@AnnLee',
      address: { city: 'Berlin', country: 'de' },
      doNotContact: { call: true },
      tags: ['VIP'],
    });
    expect(contact).toMatchObject({
      firstName: 'Ann',
      emails: [
        { value: 'ann@acme.com', primary: true, verified: true, source: 'person' },
        { value: 'ann.private@gmail.com', primary: false, verified: false },
      ],
      phones: [
        { value: '+4930901820', primary: true, label: null },
        { value: '+14155552671', primary: false, label: 'work' },
      ],
      handles: expect.arrayContaining([
        expect.objectContaining({ kind: 'linkedin', value: 'ann-lee' }),
        expect.objectContaining({ kind: 'twitter', value: 'annlee' }),
      ]),
      address: { city: 'Berlin', country: 'DE', line1: null },
      doNotContact: { email: false, call: true, sms: false, linkedin: false },
      ownerId: scope.userId,
      tags: ['VIP'],
      version: 1,
    });
    expect(await room.get(contact.id)).toEqual(contact);
    expect(told()).toEqual(['organization.created', 'contact.created']);
    const crm = createCrm(scope);
    expect(await crm.organizations.get(contact.organizationId ?? '')).toMatchObject({ name: 'Acme', domains: ['acme.com'], ownerId: null });
    expect(await crm.search.search({ q: 'lee acme', kinds: ['contact'] })).toMatchObject([{ hits: [{ id: contact.id }] }]);
    expect((await room.provenance(contact.id)).map(({ field, source }) => [field, source])).toEqual(
      expect.arrayContaining([
        ['emails', 'person'],
        ['firstName', 'person'],
        ['organizationId', 'person'],
      ]),
    );
  });

  it.each([
    [{}, 'firstName'],
    [{ firstName: '  ' }, 'firstName'],
    [{ emails: [{ value: 'ann@acme.com' }, { value: 'ann at acme' }] }, 'emails.1.value'],
    [{ phones: [{ value: '12' }] }, 'phones.0.value'],
    [{ firstName: 'A', linkedinUrl: 'https://www.linkedin.com/company/acme' }, 'linkedinUrl'],
    [{ firstName: 'A', twitterHandle: 'not a handle' }, 'twitterHandle'],
    [{ firstName: 'A', ownerId: uuidv7() }, 'ownerId'],
    [{ firstName: 'A', organizationId: uuidv7() }, 'organizationId'],
    [{ firstName: 'A', customFields: { nothing: 1 } }, 'customFields.nothing'],
  ])('%j is refused by its path and leaves nothing behind', async (input, path) => {
    await expect(room.create(input)).rejects.toMatchObject({ code: 'invalid_input', details: { errors: [expect.objectContaining({ path })] } });
    expect([await countOf('contacts'), await countOf('contact_identities'), await countOf('organizations')]).toEqual([0, 0, 0]);
    expect(told()).toEqual([]);
  });

  it('is not added twice under one address; a number is shared, and both are shown as possible duplicates', async () => {
    const first = await room.create({ firstName: 'Ann', emails: [{ value: 'ann@acme.com' }], phones: [{ value: '+14155552671' }] });
    await expect(room.create({ firstName: 'B', emails: [{ value: ' ANN@acme.com' }] })).rejects.toMatchObject({
      code: 'already_exists',
      details: { facts: { contactId: first.id } },
    });
    const second = await room.create({ firstName: 'Bob', phones: [{ value: '+14155552671' }] });
    expect(second.phones).toMatchObject([{ value: '+14155552671', shared: true }]);
    const { pairs } = await createCrm(scope).duplicates.list({ limit: 10 });
    expect(pairs).toMatchObject([{ score: 50, reasons: [{ kind: 'phone', value: '+14155552671' }], contacts: [{ id: first.id }, { id: second.id }] }]);
    const shared = await room.create({ firstName: 'C', emails: [{ value: 'ann@acme.com', shared: true }] });
    expect(shared.emails).toMatchObject([{ shared: true }]);
    await expect(room.update(shared.id, { emails: [{ value: 'ann@acme.com', shared: false }] })).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('never has an organization of a public mail domain, nor one that was declined', async () => {
    for (const value of ['ann@gmail.com', 'ann@yahoo.co.jp', 'ann@web.de']) expect((await room.create({ emails: [{ value }] })).organizationId).toBeNull();
    expect((await room.create({ emails: [{ value: 'ann@acme.com' }], organizationId: null })).organizationId).toBeNull();
    expect(await countOf('organizations')).toBe(0);
  });

  it('changes what is named: addresses come and go, the rest stays, and each change is kept with its source', async () => {
    const { id } = await room.create({ firstName: 'Ann', emails: [{ value: 'a@acme.com' }, { value: 'b@acme.com' }], tags: ['x'] });
    const changed = await room.update(id, {
      lastName: 'Lee',
      emails: [{ value: 'b@acme.com', primary: true, label: 'work' }, { value: 'c@acme.com' }],
      tags: ['y'],
      version: 1,
    });
    expect(changed).toMatchObject({ firstName: 'Ann', lastName: 'Lee', version: 2, tags: ['y'] });
    expect(changed.emails).toMatchObject([
      { value: 'b@acme.com', primary: true, label: 'work' },
      { value: 'c@acme.com', primary: false },
    ]);
    expect(await room.create({ emails: [{ value: 'a@acme.com' }] })).toMatchObject({ emails: [{ value: 'a@acme.com' }] });
    const event = scope.told.find((each) => each.type === 'contact.updated');
    expect(event?.previous).toMatchObject({ lastName: '', tags: ['x'], emails: [{ value: 'a@acme.com' }, { value: 'b@acme.com' }] });
    expect(await room.update(id, { lastName: 'Lee' })).toMatchObject({ version: 2 });
    const synced = createContacts({ ...scope, source: 'linkedin', actorName: 'system:sync' });
    await synced.update(id, { jobTitle: 'CEO' });
    expect(await room.provenance(id)).toEqual(
      expect.arrayContaining([expect.objectContaining({ field: 'jobTitle', source: 'linkedin', actor: 'system:sync' })]),
    );
    expect(await room.update(id, { emails: [], linkedinUrl: null, address: null })).toMatchObject({ emails: [] });
  });

  it('notices two editors', async () => {
    const { id } = await room.create({ firstName: 'Ann' });
    await room.update(id, { jobTitle: 'CEO', version: 1 });
    await expect(room.update(id, { jobTitle: 'CTO', version: 1 })).rejects.toMatchObject({ code: 'conflict' });
    const [one, two] = await whileOpen(
      database,
      scope.db,
      async (tx) => tx.execute(sql`update contacts set version = version + 1 where workspace_id = ${scope.workspaceId} and id = ${id}`),
      () => room.update(id, { jobTitle: 'CFO', version: 2 }),
    );
    expect(one.status).toBe('fulfilled');
    expect(two).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } });
    expect(await room.get(id)).toMatchObject({ jobTitle: 'CEO' });
  });

  it('leaves nothing behind when it is killed in the middle', async () => {
    const dying = scope.db.transaction(async (tx) => {
      await createContact(tx, scope, { firstName: 'Ann', emails: [{ value: 'ann@acme.com' }], tags: ['x'] });
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    for (const table of ['contacts', 'contact_identities', 'organizations', 'organization_domains', 'field_changes', 'search_documents', 'tags'])
      expect([table, await countOf(table)]).toEqual([table, 0]);
    expect(await room.create({ emails: [{ value: 'ann@acme.com' }] })).toMatchObject({ version: 1 });
  });
});

describe('reach', () => {
  it('hides other people’s contacts, and lets what one reads only be read', async () => {
    const [me, you] = [await colleague(), await colleague()];
    const [mine, yours, nobodys] = [
      await room.create({ firstName: 'Mine', ownerId: me }),
      await room.create({ firstName: 'Yours', ownerId: you, emails: [{ value: 'y@acme.com' }] }),
      await room.create({ firstName: 'Nobody', ownerId: null }),
    ];
    const own = createContacts(await salesperson(me));
    expect((await own.list({ limit: 10 })).contacts.map((each) => each.id).sort()).toEqual([mine.id, nobodys.id].sort());
    expect((await own.list({ limit: 10, email: 'y@acme.com' })).contacts).toEqual([]);
    expect((await own.list({ limit: 10, q: 'yours' })).contacts).toEqual([]);
    for (const act of [
      () => own.get(yours.id),
      () => own.update(yours.id, { firstName: 'x' }),
      () => own.remove(yours.id),
      () => own.restore(yours.id),
      () => own.provenance(yours.id),
      () => own.merge({ winnerId: mine.id, loserIds: [yours.id] }),
      () => own.merge({ winnerId: yours.id, loserIds: [mine.id] }),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    const reader = createContacts({ ...(await salesperson(me)), reach: { read: 'all', write: [me] } });
    expect(await reader.get(yours.id)).toMatchObject({ firstName: 'Yours' });
    for (const act of [
      () => reader.update(yours.id, { firstName: 'x' }),
      () => reader.remove(yours.id),
      () => reader.merge({ winnerId: mine.id, loserIds: [yours.id] }),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'forbidden' });
    expect(await reader.changeMany({ ids: [mine.id, yours.id, uuidv7()] }, { addTags: ['t'] })).toEqual({
      changed: 1,
      skipped: { not_found: 1, not_yours: 1, unchanged: 0 },
    });
    // The address is taken all the same, and whose it is stays unsaid.
    const clash = await own.create({ emails: [{ value: 'y@acme.com' }] }).catch((error: Error) => error.message);
    expect(clash).not.toContain('Yours');
  });

  it('ends at the workspace', async () => {
    const other = await testScope(database);
    const theirs = await createContacts(other).create({ firstName: 'Secret', emails: [{ value: 'ann@acme.com' }], phones: [{ value: '+14155552671' }] });
    const mine = await room.create({ firstName: 'Ann', emails: [{ value: 'ann@acme.com' }] });
    for (const act of [
      () => room.get(theirs.id),
      () => room.update(theirs.id, { firstName: 'x' }),
      () => room.remove(theirs.id),
      () => room.restore(theirs.id),
      () => room.merge({ winnerId: mine.id, loserIds: [theirs.id] }),
      () => room.unmerge(theirs.id),
      () => createCrm(scope).duplicates.dismiss([mine.id, theirs.id]),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    await expect(room.create({ firstName: 'x', organizationId: theirs.organizationId })).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await room.changeMany({ ids: [theirs.id] }, { lifecycleStage: 'customer' })).toMatchObject({ changed: 0, skipped: { not_found: 1 } });
    expect((await room.list({ limit: 10 })).contacts.map((each) => each.id)).toEqual([mine.id]);
    expect(await createContacts(other).get(theirs.id)).toEqual(theirs);
  });
});

describe('a list', () => {
  it('is read page by page in every order, and finds by address, number, words, tag and filter', async () => {
    const names = ['Ann', 'Bob', 'bob', 'Cem', 'Dee'];
    const made = [];
    for (const [index, firstName] of names.entries()) {
      scope.setNow(`2026-03-0${index + 1}T09:00:00Z`);
      made.push(await room.create({ firstName, lastName: 'L', emails: [{ value: `${firstName}${index}@acme.com` }], tags: index % 2 ? ['odd'] : [] }));
    }
    for (const sort of ['createdAt', '-createdAt', 'name', '-name', 'updatedAt', 'lastContactedAt', '-lastContactedAt'] as const) {
      const all = (await room.list({ limit: 50, sort })).contacts.map((each) => each.id);
      const paged: string[] = [];
      for (let after: (string | number)[] | undefined; ; ) {
        const page = await room.list({ limit: 2, sort, after });
        paged.push(...page.contacts.map((each) => each.id));
        if (!page.next) break;
        after = page.next;
      }
      expect([sort, paged]).toEqual([sort, all]);
      expect(new Set(paged).size).toBe(names.length);
    }
    const ids = async (query: object) => (await room.list({ limit: 50, ...query })).contacts.map((each) => each.firstName);
    expect(await ids({ email: 'CEM3@acme.com' })).toEqual(['Cem']);
    expect(await ids({ phone: 'none' })).toEqual([]);
    expect(await ids({ q: 'dee' })).toEqual(['Dee']);
    expect(await ids({ tag: 'odd', sort: 'createdAt' })).toEqual(['Bob', 'Cem']);
    expect(await ids({ organizationId: made[0]?.organizationId, lifecycleStage: 'lead' })).toHaveLength(5);
    await expect(room.list({ limit: 2, after: ['name', 'x', 'y'] })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(room.list({ limit: 2, after: ['-createdAt', 'x', uuidv7()] })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is changed many at a time, told one by one', async () => {
    const me = await colleague();
    const made = [];
    for (const firstName of ['A', 'B', 'C']) made.push(await room.create({ firstName, tags: ['old'] }));
    scope.told.length = 0;
    const ids = made.map((each) => each.id);
    expect(await room.changeMany({ ids: [...ids, ids[0] ?? ''] }, { ownerId: me, addTags: ['new'], removeTags: ['old'] })).toEqual({
      changed: 3,
      skipped: { not_found: 0, not_yours: 0, unchanged: 0 },
    });
    expect(told()).toEqual(['contact.updated', 'contact.updated', 'contact.updated']);
    expect(await room.get(ids[1] ?? '')).toMatchObject({ ownerId: me, tags: ['new'], version: 2 });
    expect(await room.changeMany({ filter: async () => sql`contacts.first_name = 'B'` }, { ownerId: null })).toMatchObject({ changed: 1 });
    expect(await room.changeMany({ ids }, { addTags: ['new'] })).toMatchObject({ changed: 0, skipped: { unchanged: 3 } });
    await expect(room.changeMany({ ids }, { ownerId: uuidv7() })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('refuses more than ten thousand at once, and changes none of them', async () => {
    await scope.db.transaction((tx) =>
      tx.execute(
        sql`insert into contacts (workspace_id, id, first_name) select ${scope.workspaceId}::uuid, gen_random_uuid(), 'n' from generate_series(1, 10001)`,
      ),
    );
    await expect(room.changeMany({ filter: async () => sql`true` }, { lifecycleStage: 'customer' })).rejects.toMatchObject({ code: 'invalid_input' });
    expect((await room.list({ limit: 1, lifecycleStage: 'customer' })).contacts).toEqual([]);
    expect(
      await room.changeMany({ filter: async () => sql`contacts.id <> (select min(id::text)::uuid from contacts)` }, { lifecycleStage: 'customer' }),
    ).toMatchObject({
      changed: 10_000,
    });
  }, 60_000);
});

describe('removal', () => {
  it('is taken back within thirty days, with everything', async () => {
    const contact = await room.create({ firstName: 'Ann', emails: [{ value: 'ann@acme.com' }], tags: ['x'], doNotContact: { email: true } });
    await room.remove(contact.id, { version: 1 });
    await expect(room.get(contact.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(room.remove(contact.id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await room.list({ limit: 10 })).contacts).toEqual([]);
    expect(await createCrm(scope).search.search({ q: 'ann', kinds: ['contact'] })).toEqual([]);
    await expect(room.create({ emails: [{ value: 'ann@acme.com' }] })).rejects.toMatchObject({
      code: 'already_exists',
      message: expect.stringContaining('removed'),
    });
    scope.setNow('2026-03-30T09:00:00Z');
    const { version, updatedAt, ...before } = contact;
    expect(await room.restore(contact.id)).toMatchObject(before);
    expect(await room.restore(contact.id)).toMatchObject({ version: version + 2 });
    expect(updatedAt).not.toEqual((await room.get(contact.id)).updatedAt);
    expect(told()).toEqual(['organization.created', 'contact.created', 'contact.deleted', 'contact.created']);
    await room.remove(contact.id);
    scope.setNow('2026-05-01T09:00:00Z');
    await expect(room.restore(contact.id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('holds no number against the living', async () => {
    const first = await room.create({ firstName: 'Ann', phones: [{ value: '+14155552671' }] });
    await room.remove(first.id);
    expect((await room.create({ firstName: 'Bob', phones: [{ value: '+14155552671' }] })).phones).toMatchObject([{ shared: false }]);
    expect((await room.restore(first.id)).phones).toMatchObject([{ value: '+14155552671', shared: true }]);
  });
});

it('tells events as they are described', async () => {
  const contact = await room.create({ firstName: 'x'.repeat(90), description: 'long '.repeat(3_000), emails: [{ value: 'ann@acme.com' }] });
  const other = await room.create({ firstName: 'Bob' });
  await room.update(contact.id, { jobTitle: 'CEO' });
  await room.merge({ winnerId: contact.id, loserIds: [other.id] });
  await room.remove(contact.id);
  await scope.db.transaction((tx) => eraseContact(tx, scope, contact.id));
  for (const event of scope.told.filter((each) => each.type.startsWith('contact.'))) {
    const type = contactEventTypes.find((each) => each.type === event.type);
    expect(type?.schema.safeParse(event.data)).toMatchObject({ success: true });
    expect(JSON.stringify(event).length).toBeLessThan(20_000);
  }
  for (const { schema, example } of contactEventTypes) expect(schema.safeParse(example)).toMatchObject({ success: true });
  expect(new Set(told())).toEqual(new Set(['organization.created', ...contactEventTypes.map((each) => each.type)]));
});
