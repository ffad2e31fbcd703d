import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { contacts, identities, participants } from '../models.ts';
import { testScope } from '../testing-scope.ts';
import { addContact, addIdentity, addOrganization, MAIL, record, timelineOf } from './activity-world.fixture.ts';
import { attachUnmatched } from './attach-unmatched.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
});
const attach = (contactId: string, value = 'ann@acme.test', of = scope) => of.db.transaction((tx) => attachUnmatched(tx, of, 'email', value, contactId));

it('gives a contact what came before them, once', async () => {
  const organizationId = await addOrganization(scope);
  const { id } = await record(scope, { direction: 'outbound' });
  await record(scope, { participants: [{ address: 'bob@acme.test', role: 'to' }], source: { integration: 'i', provider: 'p', externalId: '2' } });
  const ann = await addContact(scope, { email: 'ann@acme.test', organizationId });
  expect(await attach(ann)).toBe(1);
  expect(await attach(ann)).toBe(0);
  for (const recordId of [ann, organizationId]) expect(await timelineOf(scope, recordId)).toEqual([id]);
  const [row] = await scope.db.transaction((tx) => tx.select().from(contacts).where(eq(contacts.id, ann)));
  expect(row).toMatchObject({ lastContactedAt: MAIL.occurredAt, lastEmailedAt: MAIL.occurredAt });
});

it('leaves another workspace’s activities and deleted contacts alone', async () => {
  const other = await testScope(database);
  await record(other);
  const ann = await addContact(scope, { email: 'ann@acme.test' });
  expect(await attach(ann)).toBe(0);
  const gone = await addContact(scope, { recordState: 'deleted' });
  await record(scope, { participants: [{ address: 'gone@acme.test', role: 'to' }] });
  expect(await attach(gone, 'gone@acme.test')).toBe(0);
  expect(await attach(await addContact(other), 'ann@acme.test', { ...other, told: scope.told } as typeof scope)).toBe(1);
});

it('finds an activity that is written in the same moment', async () => {
  for (let n = 0; n < 10; n++) {
    const address = `ann${n}@acme.test`;
    const ann = await addContact(scope);
    const [recorded] = await Promise.all([
      record(scope, { participants: [{ address, role: 'from' }], source: { integration: 'i', provider: 'p', externalId: `${n}` } }),
      n % 2
        ? scope.db.transaction(async (tx) => {
            await tx.insert(identities).values({ workspaceId: scope.workspaceId, id: ann, contactId: ann, kind: 'email', value: address, source: 'person' });
            await attachUnmatched(tx, scope, 'email', address, ann);
          })
        : addIdentity(scope, ann, 'email', address).then(() => attach(ann, address)),
    ]);
    expect(await timelineOf(scope, ann)).toEqual([recorded.id]);
    const [who] = await scope.db.transaction((tx) => tx.select().from(participants).where(eq(participants.activityId, recorded.id)));
    expect(who?.contactId).toBe(ann);
  }
});
