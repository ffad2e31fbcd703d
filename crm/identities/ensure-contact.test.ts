import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, rowsOf } from '#platform/database/database';
import { openPostgres } from '#platform/database/postgres';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { createContacts } from '../contacts/contacts.ts';
import { createCrm } from '../crm.ts';
import type { CrmScope } from '../scope.ts';
import { whileOpen } from '../testing-race.ts';
import { testScope } from '../testing-scope.ts';
import { type Ensured, ensureContact, type NewSomebody } from './ensure-contact.ts';
import { matchContact } from './match-contact.ts';

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

const ensure = (somebody: NewSomebody, of: CrmScope = scope): Promise<Ensured | undefined> => of.db.transaction((tx) => ensureContact(tx, of, somebody));
const email = (value: string) => ({ kind: 'email' as const, value });
const phone = (value: string) => ({ kind: 'phone' as const, value });
const match = (kind: 'email' | 'phone', value: string) => scope.db.transaction((tx) => matchContact(tx, scope, { kind, value }));
const countOf = (table: string, of: CrmScope = scope) =>
  of.db.transaction(
    async (tx) => (await rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from ${sql.identifier(table)} where workspace_id = ${of.workspaceId}`))[0]?.n,
  );

/** Runs `work` so many times, so many at a time. */
async function many<T>(times: number, atOnce: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < times) {
        const n = next++;
        results[n] = await work(n);
      }
    }),
  );
  return results;
}

describe('somebody new', () => {
  it('becomes one contact with name, organization, source and event', async () => {
    const ensured = await ensure({ identities: [email('Ann.Lee@Mail.Acme.com'), phone('+14155552671')], name: '"Lee, Ann"', source: 'email' });
    expect(ensured).toMatchObject({ isNew: true });
    const contact = await room.get(ensured?.contactId ?? '');
    expect(contact).toMatchObject({
      firstName: 'Ann',
      lastName: 'Lee',
      ownerId: null,
      emails: [{ value: 'ann.lee@mail.acme.com', primary: true, source: 'email' }],
      phones: [{ value: '+14155552671', primary: true, source: 'email' }],
    });
    expect(await createCrm(scope).organizations.get(contact.organizationId ?? '')).toMatchObject({ name: 'Acme', domains: ['acme.com'] });
    expect((await room.provenance(contact.id)).map((each) => each.source)).toEqual(expect.arrayContaining(['email']));
    expect(scope.told.map((event) => event.type)).toEqual(['organization.created', 'contact.created']);
    expect(await ensure({ identities: [phone('(415) 555-2671')] })).toEqual({ contactId: contact.id, isNew: false });
    expect(await match('email', 'ann.lee@MAIL.acme.com')).toMatchObject({ contactId: contact.id, firstName: 'Ann' });
  });

  it('has the organization that is named, and none of a public mail domain', async () => {
    const one = await ensure({ identities: [email('ann@gmail.com')], organizationDomain: 'https://www.acme.com' });
    const two = await ensure({ identities: [email('bob@gmail.com')], organizationDomain: 'yahoo.co.uk' });
    expect((await room.get(one?.contactId ?? '')).organizationId).not.toBeNull();
    expect((await room.get(two?.contactId ?? '')).organizationId).toBeNull();
    expect(await countOf('organizations')).toBe(1);
  });

  it.each([[[]], [[email('no address')]], [[phone('12')]], [[{ ...email('info@acme.com'), isShared: true }]]])('is nobody by %j', async (identities) => {
    expect(await ensure({ identities })).toBeUndefined();
    expect([await countOf('contacts'), await countOf('organizations')]).toEqual([0, 0]);
  });

  it('leaves out what is no address and keeps the rest', async () => {
    const ensured = await ensure({ identities: [email('undisclosed-recipients:;'), email('ann@acme.com'), email('ANN@acme.com')] });
    expect((await room.get(ensured?.contactId ?? '')).emails).toMatchObject([{ value: 'ann@acme.com' }]);
  });

  it('is not everybody who uses a shared address', async () => {
    await room.create({ firstName: 'A', emails: [{ value: 'info@acme.com', shared: true }] });
    await room.create({ firstName: 'B', emails: [{ value: 'info@acme.com', shared: true }] });
    expect(await match('email', 'info@acme.com')).toBeUndefined();
    expect(await ensure({ identities: [email('info@acme.com')] })).toBeUndefined();
    expect(await ensure({ identities: [email('info@acme.com'), email('c@acme.com')] })).toMatchObject({ isNew: true });
    expect(await countOf('contacts')).toBe(3);
  });
});

describe('somebody known', () => {
  it('is known by more from then on, and keeps their name', async () => {
    const { id } = await room.create({ firstName: 'Ann', emails: [{ value: 'ann@acme.com' }] });
    expect(await ensure({ identities: [email('ann@acme.com'), phone('+14155552671')], name: 'Somebody Else', source: 'voip' })).toEqual({
      contactId: id,
      isNew: false,
    });
    expect(await room.get(id)).toMatchObject({ firstName: 'Ann', phones: [{ value: '+14155552671', source: 'voip' }], emails: [{ primary: true }] });
    const other = await ensure({ identities: [email('bob@acme.com')] });
    await ensure({ identities: [email('bob@acme.com')], name: 'Bob Ek', source: 'email' });
    expect(await room.get(other?.contactId ?? '')).toMatchObject({ firstName: 'Bob', lastName: 'Ek' });
  });

  it('is the one whom the first address means, and the other is shown as a possible duplicate', async () => {
    const one = await room.create({ emails: [{ value: 'one@acme.com' }] });
    const two = await room.create({ phones: [{ value: '+14155552671' }] });
    expect(await ensure({ identities: [email('one@acme.com'), phone('+14155552671')] })).toEqual({ contactId: one.id, isNew: false });
    expect((await room.get(one.id)).phones).toMatchObject([{ shared: true }]);
    expect(await match('phone', '+14155552671')).toMatchObject({ contactId: two.id });
    expect((await createCrm(scope).duplicates.list({ limit: 5 })).pairs).toMatchObject([{ reasons: [{ kind: 'phone' }] }]);
  });

  it('comes back when removed, and what it asked of us with it', async () => {
    const { id } = await room.create({ firstName: 'Ann', emails: [{ value: 'ann@acme.com' }], doNotContact: { email: true } });
    await room.remove(id);
    expect(await match('email', 'ann@acme.com')).toBeUndefined();
    expect(await ensure({ identities: [email('ann@acme.com')] })).toEqual({ contactId: id, isNew: false });
    expect(await room.get(id)).toMatchObject({ firstName: 'Ann', doNotContact: { email: true } });
  });

  it('is the winner after a merge', async () => {
    const [one, two] = [await room.create({ emails: [{ value: 'one@acme.com' }] }), await room.create({ emails: [{ value: 'two@acme.com' }] })];
    await room.merge({ winnerId: one.id, loserIds: [two.id] });
    expect(await ensure({ identities: [email('two@acme.com')] })).toEqual({ contactId: one.id, isNew: false });
  });

  it('is found whoever asks: who is who is a fact, what is shown is not', async () => {
    const { id } = await room.create({ emails: [{ value: 'ann@acme.com' }], ownerId: null });
    await scope.db.transaction((tx) => tx.execute(sql`update contacts set owner_id = gen_random_uuid() where workspace_id = ${scope.workspaceId}`));
    const narrow: CrmScope = { ...scope, reach: { read: [scope.userId], write: [scope.userId] } };
    expect(await ensure({ identities: [email('ann@acme.com'), phone('+14155552671')] }, narrow)).toEqual({ contactId: id, isNew: false });
    await expect(createContacts(narrow).get(id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is another in another workspace', async () => {
    const other = await testScope(database);
    const one = await ensure({ identities: [email('ann@acme.com')] });
    const two = await ensure({ identities: [email('ann@acme.com')] }, other);
    expect(two).toMatchObject({ isNew: true });
    expect(two?.contactId).not.toBe(one?.contactId);
  });
});

describe('races', () => {
  it('200 first contacts from one address at a time are one contact', async () => {
    const all = await many(200, 200, (n) => ensure({ identities: [email(n % 2 ? 'ann@acme.com' : ' ANN@acme.com')], name: `Ann ${n}` }));
    expect(new Set(all.map((each) => each?.contactId)).size).toBe(1);
    expect(all.filter((each) => each?.isNew)).toHaveLength(1);
    for (const table of ['contacts', 'contact_identities', 'organizations', 'organization_domains']) expect([table, await countOf(table)]).toEqual([table, 1]);
    expect(scope.told.filter((event) => event.type === 'contact.created')).toHaveLength(1);
  }, 60_000);

  it('many people of one house at a time have one organization', async () => {
    const all = await many(60, 60, (n) => ensure({ identities: [email(`p${n % 30}@house.com`)] }));
    expect(new Set(all.map((each) => each?.contactId)).size).toBe(30);
    expect([await countOf('contacts'), await countOf('organizations')]).toEqual([30, 1]);
  }, 60_000);

  it('addresses in any order and mixture never lock each other out, and leave nobody without an address', async () => {
    const own = scope;
    const known = [email('a@acme.com'), email('b@acme.com'), phone('+14155552671'), phone('+4930901820')];
    await many(80, 40, (n) => {
      const turned = [...known.slice(n % 4), ...known.slice(0, n % 4)];
      return ensure({ identities: n % 3 === 0 ? turned.toReversed() : turned.slice(0, 1 + (n % 4)) }, own);
    });
    const orphans = await scope.db.transaction((tx) =>
      rowsOf(
        tx,
        sql`select 1 from contacts c where c.workspace_id = ${scope.workspaceId} and not exists (select from contact_identities i where i.workspace_id = c.workspace_id and i.contact_id = c.id)`,
      ),
    );
    expect(orphans).toEqual([]);
    // One value means one contact.
    const twice = await scope.db.transaction((tx) =>
      rowsOf(tx, sql`select kind, value from contact_identities where workspace_id = ${scope.workspaceId} and not is_shared group by 1, 2 having count(*) > 1`),
    );
    expect(twice).toEqual([]);
    expect(await countOf('contacts')).toBeLessThanOrEqual(4);
  }, 60_000);

  it('waits for whoever was first, and does it itself when that one dies', async () => {
    const [dead, second] = await whileOpen(
      database,
      scope.db,
      (tx) => ensureContact(tx, scope, { identities: [email('ann@acme.com')] }),
      () => ensure({ identities: [email('ann@acme.com')] }),
    );
    expect(dead).toMatchObject({ status: 'fulfilled', value: { isNew: true } });
    expect(second).toMatchObject({ status: 'fulfilled', value: { isNew: false } });
    const dying = scope.db.transaction(async (tx) => {
      await ensureContact(tx, scope, { identities: [email('bob@other.com')] });
      throw new Error('killed');
    });
    const [, third] = await Promise.allSettled([dying, ensure({ identities: [email('bob@other.com')] })]);
    expect(third).toMatchObject({ status: 'fulfilled' });
    expect([await countOf('contacts'), await countOf('organizations')]).toEqual([2, 2]);
  });

  it('a merge in between: whoever waited gets the winner', async () => {
    const [one, two] = [await room.create({ emails: [{ value: 'one@acme.com' }] }), await room.create({ emails: [{ value: 'two@acme.com' }] })];
    const [merged, ensured] = await whileOpen(
      database,
      scope.db,
      async () => room.merge({ winnerId: one.id, loserIds: [two.id] }),
      () => ensure({ identities: [email('two@acme.com'), phone('+14155552671')] }),
    );
    expect(merged.status).toBe('fulfilled');
    expect(ensured).toMatchObject({ status: 'fulfilled', value: { contactId: one.id, isNew: false } });
    expect((await room.get(one.id)).phones).toMatchObject([{ value: '+14155552671', shared: false }]);
  });

  // The embedded database has one session; the race itself is PostgreSQL's.
  it.skipIf(!process.env.TEST_DATABASE_URL)(
    '10,000 first contacts from one address over a pool are one contact',
    async () => {
      const pool = createDatabase(await openPostgres({ url: database.url ?? '', poolSize: 30 }));
      await pool.rolesReady();
      try {
        const pooled: CrmScope = { ...scope, db: pool.forWorkspace(scope.workspaceId) };
        const all = await many(10_000, 1_000, () => ensure({ identities: [email('ann@acme.com')] }, pooled));
        expect(new Set(all.map((each) => each?.contactId)).size).toBe(1);
        expect(all.filter((each) => each?.isNew)).toHaveLength(1);
        for (const table of ['contacts', 'contact_identities', 'organizations', 'organization_domains'])
          expect([table, await countOf(table)]).toEqual([table, 1]);
      } finally {
        await pool.close();
      }
    },
    120_000,
  );
});
