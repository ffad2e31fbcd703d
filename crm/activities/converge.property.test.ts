import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { createDeals } from '../deals/deals.ts';
import { activities, contacts, DIRECTIONS, deals, organizations } from '../models.ts';
import { testScope } from '../testing-scope.ts';
import { addContact, addIdentity, addOrganization, record, timelineOf } from './activity-world.fixture.ts';
import { attachUnmatched } from './attach-unmatched.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});

/** What sources say: of few activities much, each at a time of its own. */
const facts = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 8 }).chain((times) =>
  fc.tuple(
    ...times.map((minute) =>
      fc.record({
        externalId: fc.constantFrom('1', '2', '3'),
        kind: fc.constantFrom('email' as const, 'call' as const, 'meeting' as const),
        direction: fc.constantFrom(...DIRECTIONS),
        // Some lie in the future.
        occurredAt: fc.integer({ min: 0, max: 30 }).map((hour) => new Date(Date.UTC(2026, 2, 2, hour))),
        status: fc.constantFrom(undefined, 'cancelled', 'done'),
        subject: fc.constantFrom(undefined, 'a', 'b'),
        data: fc.dictionary(fc.constantFrom('x', 'y'), fc.integer({ min: 0, max: 3 }), { maxKeys: 2 }),
        toldAt: fc.constant(new Date(Date.UTC(2026, 2, 2, 9, minute))),
      }),
    ),
  ),
);
const orders = facts.chain((told) => fc.tuple(fc.constant(told), fc.shuffledSubarray(told, { minLength: told.length, maxLength: told.length })));
type Fact = (typeof facts extends fc.Arbitrary<infer T> ? T : never)[number];

async function world(told: readonly Fact[], appearsAfter: number) {
  const scope = await testScope(database);
  const organizationId = await addOrganization(scope);
  const ann = await addContact(scope, { organizationId });
  const deal = await createDeals(scope).create({ name: 'D' });
  const appear = async () => {
    await addIdentity(scope, ann, 'email', 'ann@acme.test');
    await scope.db.transaction((tx) => attachUnmatched(tx, scope, 'email', 'ann@acme.test', ann));
  };
  for (const [index, { externalId, ...fact }] of told.entries()) {
    if (index === appearsAfter) await appear();
    await record(scope, { ...fact, dealId: deal.id, source: { integration: 'i', provider: 'p', externalId } });
  }
  if (appearsAfter >= told.length) await appear();
  return scope.db.transaction(async (tx) => {
    const rows = await tx.select().from(activities).where(eq(activities.workspaceId, scope.workspaceId)).orderBy(activities.sourceKey);
    const [contact] = await tx.select().from(contacts).where(eq(contacts.id, ann));
    const [house] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
    const [sold] = await tx.select().from(deals).where(eq(deals.id, deal.id));
    const lines: number[] = [];
    for (const id of [ann, organizationId, deal.id]) lines.push((await timelineOf(scope, id)).length);
    return {
      rows: rows.map(({ sourceKey, kind, direction, occurredAt, status, subject, data }) => ({
        sourceKey,
        kind,
        direction,
        occurredAt,
        status,
        subject,
        data,
      })),
      last: [contact?.lastContactedAt, contact?.lastEmailedAt, house?.lastContactedAt, sold?.lastActivityAt],
      lines,
    };
  });
}

it('is the same whatever the order in which it is told, and whenever the contact appears', async () => {
  await fc.assert(
    fc.asyncProperty(orders, fc.nat(8), fc.nat(8), async ([told, shuffled], early, late) => {
      const [one, other] = [await world(told, early), await world(shuffled, late)];
      expect(other).toEqual(one);
      // And it is what the activities themselves say.
      const counts = one.rows.filter((row) => row.direction !== 'internal' && row.status !== 'cancelled' && row.occurredAt <= new Date('2026-03-02T09:00:00Z'));
      const newest = (rows: typeof counts) => rows.reduce<Date | null>((max, row) => (!max || row.occurredAt > max ? row.occurredAt : max), null);
      const mailed = newest(counts.filter((row) => row.kind === 'email' && row.direction === 'outbound'));
      expect(one.last).toEqual([newest(counts), mailed, newest(counts), newest(counts)]);
    }),
    { numRuns: 25 },
  );
}, 120_000);
