import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { record, timelineOf } from '../activities/activity-world.fixture.ts';
import { createContacts } from '../contacts/contacts.ts';
import { createCrm } from '../crm.ts';
import { eraseContact } from '../erasure/erase-contact.ts';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { ensureContact, type NewSomebody } from './ensure-contact.ts';
import { ensureContacts } from './ensure-contacts.ts';
import { identityKey, readIdentity } from './identity-value.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
});

const email = (value: string) => ({ kind: 'email' as const, value });
const phone = (value: string) => ({ kind: 'phone' as const, value });
const together = (people: readonly NewSomebody[], of: CrmScope = scope) => of.db.transaction((tx) => ensureContacts(tx, of, people));
const oneByOne = async (people: readonly NewSomebody[], of: CrmScope) => {
  const answers = [];
  for (const somebody of people) answers.push(await of.db.transaction((tx) => ensureContact(tx, of, somebody)));
  return answers;
};
/** Everything that a list of people leaves behind, without what is different each time. */
const left = async (of: CrmScope) => {
  const room = createContacts(of);
  const { contacts } = await room.list({ limit: 100 });
  const places = new Map((await createCrm(of).organizations.list({ limit: 100 })).organizations.map(({ id, name, domains }) => [id, { name, domains }]));
  const shown = contacts.map(({ firstName, lastName, organizationId, leadSource, ownerId, emails, phones }) => ({
    name: [firstName, lastName],
    leadSource,
    ownerId,
    emails,
    phones,
    at: organizationId && places.get(organizationId),
  }));
  return shown.sort((a, b) => (JSON.stringify([a.emails, a.phones]) < JSON.stringify([b.emails, b.phones]) ? -1 : 1));
};

it('adds strangers together: each with name, organization, provenance, event and what came before them', async () => {
  const { id: heard } = await record(scope, { participants: [{ address: 'ann@acme.com', kind: 'email', role: 'from' }] });
  scope.told.length = 0;
  const answers = await together([
    { identities: [email('Ann@acme.com')], name: '"Lee, Ann"' },
    { identities: [email('bob@mail.acme.com')], leadSource: 'referral' },
    { identities: [phone('+14155552671')], name: 'Cy' },
    { identities: [email('dee@gmail.com')], organizationDomain: 'globex.com' },
    { identities: [email('no address')] },
  ]);
  expect(answers.map((each) => each?.isNew)).toEqual([true, true, true, true, undefined]);
  const room = createContacts(scope);
  const [ann, bob, cy, dee] = await Promise.all(answers.slice(0, 4).map((each) => room.get(each?.contactId ?? '')));
  expect(ann).toMatchObject({ firstName: 'Ann', lastName: 'Lee', emails: [{ value: 'ann@acme.com', primary: true }], lastContactedAt: expect.any(Date) });
  expect(cy).toMatchObject({ firstName: 'Cy', phones: [{ value: '+14155552671', primary: true }], organizationId: null });
  expect(bob?.organizationId).toBe(ann?.organizationId);
  expect(await createCrm(scope).organizations.get(dee?.organizationId ?? '')).toMatchObject({ name: 'Globex' });
  expect(scope.told.map(({ type }) => type).sort()).toEqual([...Array(4).fill('contact.created'), ...Array(2).fill('organization.created')]);
  expect((await room.provenance(ann?.id ?? '')).map(({ field }) => field)).toEqual(expect.arrayContaining(['emails', 'firstName', 'organizationId']));
  expect(await timelineOf(scope, ann?.id ?? '')).toEqual([heard]);
  const found = await createCrm(scope).search.search({ q: 'ann lee' });
  expect(found.flatMap(({ hits }) => hits.map(({ id }) => id))).toContain(ann?.id);
});

it('leaves alone who is known, shared or asked to be forgotten, and answers twice for who stands in it twice', async () => {
  const room = createContacts(scope);
  const known = await room.create({ firstName: 'Ann', emails: [{ value: 'ann@acme.com' }] });
  for (const firstName of ['A', 'B']) await room.create({ firstName, emails: [{ value: 'info@acme.com', shared: true }] });
  const gone = await room.create({ firstName: 'Gone', emails: [{ value: 'gone@acme.com' }] });
  await scope.db.transaction((tx) => eraseContact(tx, scope, gone.id));
  const answers = await together(
    ['ann@acme.com', 'info@acme.com', 'gone@acme.com', 'new@acme.com', 'other@acme.com', 'NEW@acme.com'].map((each) => ({
      identities: [email(each)],
      name: 'Some Body',
    })),
  );
  expect(answers.map((each) => each?.isNew)).toEqual([false, undefined, undefined, true, true, false]);
  expect(answers[0]?.contactId).toBe(known.id);
  expect(answers[5]?.contactId).toBe(answers[3]?.contactId);
  expect(await room.get(known.id)).toMatchObject({ firstName: 'Ann' });
});

it('comes to the same as asking for one after the other', async () => {
  const address = fc.constantFrom('a@acme.com', 'b@acme.com', 'c@globex.com', 'd@gmail.com', 'E@Globex.com', 'x', '');
  const number = fc.constantFrom('+14155552671', '+493090182000', '12');
  const somebody = fc.record(
    {
      identities: fc.array(fc.oneof(address.map(email), number.map(phone)), { maxLength: 2 }),
      name: fc.constantFrom('Ann Lee', '"Lee, Bob"', 'Cy'),
      organizationDomain: fc.constantFrom('initech.com', 'gmail.com'),
      source: fc.constant('elsewhere'),
    },
    { requiredKeys: ['identities'] },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(somebody, { maxLength: 6 }), fc.array(somebody, { maxLength: 6 }), async (before, people) => {
      const [one, other] = [await testScope(database), await testScope(database)];
      // In the order of their addresses: that is how they are taken together.
      const key = ({ identities }: NewSomebody) => identities.flatMap((each) => readIdentity(each, 'US') ?? []).map(identityKey)[0] ?? '';
      const ordered = people.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
      for (const each of [one, other]) await oneByOne(before, each);
      const answers = await together(ordered, one);
      const expected = await oneByOne(ordered, other);
      expect(answers.map((each) => each?.isNew)).toEqual(expected.map((each) => each?.isNew));
      const withoutTimes = (rows: unknown) => JSON.parse(JSON.stringify(rows, (name, value) => (['id', 'createdAt'].includes(name) ? undefined : value)));
      expect(withoutTimes(await left(one))).toEqual(withoutTimes(await left(other)));
    }),
    { numRuns: 25 },
  );
});

it('makes one contact of each address, however many lists come at a time', async () => {
  const addresses = Array.from({ length: 12 }, (_, n) => `p${n}@house${n % 3}.example`);
  const lists = Array.from({ length: 8 }, (_, n) => addresses.filter((_, at) => (at + n) % 4 !== 0).toSorted(() => (n % 2 ? -1 : 1)));
  const answers = await Promise.all(lists.map((list) => together(list.map((each) => ({ identities: [email(each)] })))));
  const byAddress = new Map<string, Set<string | undefined>>();
  for (const [n, list] of lists.entries())
    for (const [at, each] of list.entries()) byAddress.set(each, (byAddress.get(each) ?? new Set()).add(answers[n]?.[at]?.contactId));
  for (const [each, ids] of byAddress) expect({ each, ids: ids.size }).toEqual({ each, ids: 1 });
  expect(answers.flat().filter((each) => each?.isNew)).toHaveLength(addresses.length);
  const [{ n } = { n: -1 }] = await scope.db.transaction((tx) =>
    rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from contacts where workspace_id = ${scope.workspaceId}`),
  );
  expect(n).toBe(addresses.length);
});
