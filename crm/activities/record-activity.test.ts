import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { createDeals } from '../deals/deals.ts';
import { activities, contacts, deals, organizations, participants } from '../models.ts';
import { testScope } from '../testing-scope.ts';
import { addColleague, addContact, addOrganization, MAIL, record, timelineOf } from './activity-world.fixture.ts';
import { tellMore } from './record-activity.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
});
const row = async (id: string) => (await scope.db.transaction((tx) => tx.select().from(activities).where(eq(activities.id, id))))[0];
const people = (id: string) =>
  scope.db.transaction((tx) => tx.select().from(participants).where(eq(participants.activityId, id)).orderBy(participants.position));
const contact = async (id: string) => (await scope.db.transaction((tx) => tx.select().from(contacts).where(eq(contacts.id, id))))[0];
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute));

it('lies on the timeline of the contact, their organization and the deal, and is told', async () => {
  const organizationId = await addOrganization(scope);
  const ann = await addContact(scope, { email: 'ann@acme.test', organizationId });
  const deal = await createDeals(scope).create({ name: 'D' });
  scope.told.length = 0;
  const { id, isNew } = await record(scope, { dealId: deal.id });
  expect(isNew).toBe(true);
  for (const recordId of [ann, organizationId, deal.id]) expect(await timelineOf(scope, recordId)).toEqual([id]);
  expect(await people(id)).toMatchObject([{ address: 'ann@acme.test', addressKind: 'email', contactId: ann, role: 'from', name: 'Ann' }]);
  expect(await contact(ann)).toMatchObject({ lastContactedAt: MAIL.occurredAt, lastEmailedAt: null, version: 1 });
  const [house] = await scope.db.transaction((tx) => tx.select().from(organizations).where(eq(organizations.id, organizationId)));
  const [sold] = await scope.db.transaction((tx) => tx.select().from(deals).where(eq(deals.id, deal.id)));
  expect([house?.lastContactedAt, sold?.lastActivityAt]).toEqual([MAIL.occurredAt, MAIL.occurredAt]);
  expect(scope.told.map((each) => [each.type, each.subject.id, each.data.subject])).toEqual([['activity.created', id, 'Offer']]);
});

describe('told again', () => {
  it('is the same activity, and silent where nothing is new', async () => {
    const first = await record(scope);
    scope.told.length = 0;
    scope.setNow('2026-03-02T10:00:00Z');
    for (const toldAt of [undefined, scope.clock.now()]) expect(await record(scope, { toldAt })).toEqual({ id: first.id, isNew: false });
    expect(scope.told).toEqual([]);
    expect(await people(first.id)).toHaveLength(1);
  });

  it('by eight at once is one activity', async () => {
    const ann = await addContact(scope, { email: 'ann@acme.test' });
    const all = await Promise.all(Array.from({ length: 8 }, (_, n) => record(scope, { data: { [`n${n}`]: n } })));
    expect(new Set(all.map((each) => each.id)).size).toBe(1);
    expect(all.filter((each) => each.isNew)).toHaveLength(1);
    expect(await timelineOf(scope, ann)).toHaveLength(1);
    expect(Object.keys((await row(all[0]?.id ?? ''))?.data ?? {})).toHaveLength(8);
    expect(scope.told.map((each) => each.type).sort()).toEqual(['activity.created', ...Array(7).fill('activity.updated')]);
  });

  it('with newer facts says them and keeps what they do not speak of', async () => {
    const { id } = await record(scope, { toldAt: at(1), data: { size: 1 } });
    await record(scope, { toldAt: at(2), status: 'read', body: null, snippet: undefined, data: { labels: 2 } });
    expect(await row(id)).toMatchObject({ status: 'read', body: MAIL.body, snippet: MAIL.snippet, data: { size: 1, labels: 2 } });
    expect(scope.told.at(-1)).toMatchObject({ type: 'activity.updated', previous: { status: null } });
  });

  it('late, with older facts, only fills what is empty', async () => {
    const { id } = await record(scope, { toldAt: at(5), subject: 'new' });
    await record(scope, { toldAt: at(1), subject: 'old', status: 'read' });
    expect(await row(id)).toMatchObject({ subject: 'new', status: 'read' });
    await record(scope, { toldAt: at(3), subject: 'still old', status: 'replied' });
    expect(await row(id)).toMatchObject({ subject: 'new', status: 'replied' });
  });

  it('belongs to who told first, and a visibility that was assumed yields to one that is said', async () => {
    const [one, two] = [await addColleague(scope), await addColleague(scope)];
    const { id } = await record(scope, { ownerId: one, toldAt: at(5) });
    await record(scope, { ownerId: two, toldAt: at(6), visibility: 'private' });
    expect(await row(id)).toMatchObject({ ownerId: one, visibility: 'private' });
    expect(scope.told.at(-1)?.data).toMatchObject({ visibility: 'private', subject: null, snippet: null });
    expect(JSON.stringify(scope.told.at(-1))).not.toContain('Offer');
  });

  it('moves on the timeline when its time was wrong, and takes the last contact back', async () => {
    const ann = await addContact(scope, { email: 'ann@acme.test' });
    const other = await record(scope, { occurredAt: at(1), source: { integration: 'email', provider: 'imap', externalId: '2' } });
    const { id } = await record(scope, { occurredAt: at(30) });
    expect(await contact(ann)).toMatchObject({ lastContactedAt: at(30) });
    await record(scope, { occurredAt: at(0) });
    expect(await contact(ann)).toMatchObject({ lastContactedAt: at(1) });
    expect((await timelineOf(scope, ann)).sort()).toEqual([other.id, id].sort());
  });

  it('never has the same words for another workspace', async () => {
    const other = await testScope(database);
    await addContact(other, { email: 'ann@acme.test' });
    const theirs = await record(other);
    const ours = await record(scope);
    expect(ours.isNew).toBe(true);
    expect(await people(ours.id)).toMatchObject([{ contactId: null }]);
    expect(await timelineOf(scope, theirs.id)).toEqual([]);
  });
});

it('is told more of by the integration that recorded it, and no other', async () => {
  const { id } = await record(scope, { toldAt: at(5) });
  const more = (source: string, facts: object) => scope.db.transaction((tx) => tellMore(tx, { ...scope, source }, id, facts));
  await more('email', { status: 'read', participants: [{ address: 'bob@acme.test', role: 'cc' }] });
  await more('email', { subject: 'old', toldAt: at(1) });
  expect(await row(id)).toMatchObject({ status: 'read', subject: 'Offer', kind: 'email' });
  expect(await people(id)).toHaveLength(2);
  await expect(more('slack', { status: 'x' })).rejects.toMatchObject({ code: 'not_found' });
});

describe('participants', () => {
  it('are known by address, number or profile; a shared address and a colleague are no contact', async () => {
    const ann = await addContact(scope, { phone: '+12125550123' });
    const me = await addColleague(scope, { email: 'Me@House.test' });
    await addContact(scope, { email: 'me@house.test' });
    const merged = await addContact(scope, { recordState: 'merged', mergedIntoId: ann, email: 'old@acme.test' });
    const gone = await addContact(scope, { recordState: 'deleted', email: 'gone@acme.test' });
    const { id } = await record(scope, {
      participants: [
        { address: '(212) 555-0123', role: 'caller' },
        { address: 'me@house.test', role: 'callee' },
        { address: 'OLD@acme.test', role: 'cc' },
        { address: 'gone@acme.test', role: 'cc' },
        { address: 'https://www.linkedin.com/in/Jane-Doe/', role: 'to' },
        { address: 'U0ABC', kind: 'slack', role: 'to' },
        { address: 'no address', role: 'to' },
      ],
    });
    expect((await people(id)).map((each) => [each.addressKind, each.address, each.contactId, each.userId])).toEqual([
      ['phone', '+12125550123', ann, null],
      ['email', 'me@house.test', null, me],
      ['email', 'old@acme.test', ann, null],
      ['email', 'gone@acme.test', null, null],
      ['linkedin', 'jane-doe', null, null],
      ['slack', 'U0ABC', null, null],
      [null, 'no address', null, null],
    ]);
    for (const none of [merged, gone]) expect(await timelineOf(scope, none)).toEqual([]);
  });

  it('are added and never forgotten', async () => {
    const { id } = await record(scope);
    await record(scope, { participants: [{ address: 'bob@acme.test', role: 'cc' }] });
    await record(scope, { participants: [] });
    expect((await people(id)).map((each) => each.address)).toEqual(['ann@acme.test', 'bob@acme.test']);
  });
});

it('takes what no database takes', async () => {
  const { id } = await record(scope, { subject: 'a\0b\ud800', data: { 'k\0': ['x\0', { y: '\udc00' }] }, participants: [{ address: '\0', role: 'to' }] });
  expect(await row(id)).toMatchObject({ subject: 'ab\ufffd', data: { k: ['x', { y: '\ufffd' }] } });
});

it('what is planned, called off or among ourselves is no contact', async () => {
  const ann = await addContact(scope, { email: 'ann@acme.test' });
  const source = (externalId: string) => ({ source: { integration: 'calendar', provider: 'x', externalId } });
  await record(scope, { kind: 'meeting', direction: 'outbound', occurredAt: new Date('2026-04-01T10:00:00Z'), ...source('1') });
  await record(scope, { kind: 'meeting', direction: 'outbound', status: 'cancelled', ...source('2') });
  await record(scope, { kind: 'note', direction: 'internal', ...source('3') });
  expect(await contact(ann)).toMatchObject({ lastContactedAt: null });
  await record(scope, { direction: 'outbound', ...source('4') });
  expect(await contact(ann)).toMatchObject({ lastContactedAt: MAIL.occurredAt, lastEmailedAt: MAIL.occurredAt });
});
