import { sql } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { UserId } from '#sdk';
import { createDeals } from '../deals/deals.ts';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { createActivities } from './activities.ts';
import { addColleague, addContact, addOrganization, MAIL, record } from './activity-world.fixture.ts';
import { createNotes } from './notes.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
let room: ReturnType<typeof createActivities>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
  room = createActivities(scope);
});
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute));
const mail = (n: number, threadId: string | undefined = undefined) => ({
  occurredAt: at(n % 7),
  subject: `${n}`,
  source: { integration: 'email', provider: 'imap', externalId: `${n}`, threadId },
});
const as = (userId: UserId, read: CrmScope['reach']['read'] = [userId]): CrmScope => ({
  ...scope,
  userId,
  actor: { kind: 'person', userId, role: 'salesperson' },
  actorName: `person:${userId}`,
  reach: { read, write: [userId] },
});
const subjects = async (query: object, by = room) => (await by.list({ limit: 50, ...query })).activities.map((each) => each.subject);
async function paged(query: object, limit: number, by = room) {
  const all: (string | null)[] = [];
  let after: (string | number)[] | undefined;
  do {
    const page = await by.list({ ...query, limit, after });
    all.push(...page.activities.map((each) => each.subject));
    after = page.next ?? undefined;
  } while (after);
  return all;
}

describe('a list', () => {
  it('comes in pages, newest first, of one record or of all', async () => {
    const ann = await addContact(scope, { email: 'ann@acme.test' });
    for (let n = 0; n < 15; n++) await record(scope, { ...mail(n), ...(n % 5 === 0 ? { kind: 'call', participants: [] } : {}) });
    for (const query of [{}, { contactId: ann }, { kind: 'email' as const }, { contactId: ann, kind: 'email' as const }]) {
      const all = await subjects(query);
      expect(all).toHaveLength('contactId' in query || 'kind' in query ? 12 : 15);
      expect(await paged(query, 4)).toEqual(all);
    }
    await expect(room.list({ limit: 2, after: ['soon', ann] })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(room.list({ limit: 2, after: [7] })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('finds the timeline of a merged contact under its old id, and nothing of one that is not there', async () => {
    const ann = await addContact(scope, { email: 'ann@acme.test' });
    const old = await addContact(scope, { recordState: 'merged', mergedIntoId: ann });
    await record(scope);
    expect(await subjects({ contactId: old })).toEqual(['Offer']);
    expect(await subjects({ contactId: MAIL.source?.externalId && '0199a2f0-0000-7000-8000-000000000000' })).toEqual([]);
  });

  it('of several records has what lies on all of them', async () => {
    const ann = await addContact(scope, { email: 'ann@acme.test' });
    const deal = await createDeals(scope).create({ name: 'D' });
    await record(scope, { ...mail(1), dealId: deal.id });
    await record(scope, mail(2));
    await record(scope, { ...mail(3), dealId: deal.id, participants: [] });
    expect(await subjects({ contactId: ann, dealId: deal.id })).toEqual(['1']);
    expect((await subjects({ dealId: deal.id })).sort()).toEqual(['1', '3']);
  });

  it('has no long bodies; one that is asked for has', async () => {
    const { id } = await record(scope);
    expect((await room.list({ limit: 5 })).activities).toMatchObject([{ body: null, snippet: 'Thank you' }]);
    expect(await room.get(id)).toMatchObject({ body: MAIL.body, participants: [{ address: 'ann@acme.test' }] });
  });

  it('by thread has a line for each with its count', async () => {
    const ann = await addContact(scope, { email: 'ann@acme.test' });
    for (const [n, thread] of ['a', 'a', 'b', undefined, 'a', undefined, 'b'].entries()) await record(scope, { ...mail(n, thread), occurredAt: at(n) });
    await record(scope, { ...mail(8, 'a'), participants: [], occurredAt: at(8) });
    const lines = async (query: object, by = room) =>
      (await by.list({ limit: 50, groupBy: 'thread', ...query })).activities.map((each) => [each.subject, each.threadCount]);
    expect(await lines({ contactId: ann })).toEqual([
      ['6', 2],
      ['5', 1],
      ['4', 3],
      ['3', 1],
    ]);
    expect(await lines({})).toEqual([
      ['8', 4],
      ['6', 2],
      ['5', 1],
      ['3', 1],
    ]);
    expect(await paged({ contactId: ann, groupBy: 'thread' }, 1)).toEqual(['6', '5', '4', '3']);
    // Whoever may not read the newest of a thread still sees the thread.
    const me = await addColleague(scope);
    await record(scope, { ...mail(9, 'a'), ownerId: await addColleague(scope), visibility: 'private', occurredAt: at(9) });
    expect((await lines({ contactId: ann }, createActivities(as(me))))[2]).toEqual(['4', 3]);
  });
});

describe('visibility', () => {
  it('shows others what its owner shows them, in lists, alone and in searches of threads', async () => {
    const [mine, other] = [await addColleague(scope), await addColleague(scope)];
    await addContact(scope, { email: 'ann@acme.test' });
    const ids = new Map<string, string>();
    for (const visibility of ['private', 'metadata', 'subject', 'everything'] as const) {
      ids.set(
        visibility,
        (
          await record(scope, {
            ownerId: mine,
            visibility,
            data: { secret: 'x' },
            source: { integration: 'e', provider: 'p', externalId: visibility, url: 'https://x.test' },
          })
        ).id,
      );
    }
    const seen = async (by: CrmScope) =>
      Promise.all(
        [...ids].map(([, id]) =>
          createActivities(by)
            .get(id)
            .then(
              ({ subject, snippet, body, source, data, hidden }) => [subject, snippet, body, source?.url, Object.keys(data).length, hidden.length],
              (error) => error.code,
            ),
        ),
      );
    const full = ['Offer', 'Thank you', MAIL.body, 'https://x.test', 1, 0];
    expect(await seen(as(mine))).toEqual([full, full, full, full]);
    // However far one reaches: only the owner reads what is not shown.
    for (const by of [as(other), scope, as(other, 'all'), { ...scope, userId: undefined }]) {
      expect(await seen(by)).toEqual(['not_found', [null, null, null, null, 0, 5], ['Offer', null, null, null, 0, 4], full]);
      expect((await createActivities(by).list({ limit: 9 })).activities).toHaveLength(3);
      expect(JSON.stringify((await createActivities(by).list({ limit: 9, kind: 'email' })).activities).match(/secret/g)).toHaveLength(1);
    }
    expect((await createActivities(as(mine)).list({ limit: 9 })).activities).toHaveLength(4);
    expect(scope.told.map((each) => [each.data.visibility, each.data.subject, each.data.snippet])).toEqual([
      ['private', null, null],
      ['metadata', null, null],
      ['subject', 'Offer', null],
      ['everything', 'Offer', 'Thank you'],
    ]);
  });

  it('is for the owner to change', async () => {
    const [mine, boss] = [await addColleague(scope), await addColleague(scope)];
    const { id } = await record(scope, { ownerId: mine });
    const manager: CrmScope = { ...as(boss, 'all'), reach: { read: 'all', write: 'all' } };
    await expect(createActivities(manager).update(id, { visibility: 'private' })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await createActivities(manager).update(id, { status: 'done' })).toMatchObject({ status: 'done' });
    expect(await createActivities(as(mine)).update(id, { visibility: 'private' })).toMatchObject({ visibility: 'private', subject: 'Offer' });
    await expect(createActivities(manager).update(id, { status: 'x' })).rejects.toMatchObject({ code: 'not_found' });
    // A source that reads it again does not open it.
    await record(scope, { visibility: 'everything', toldAt: at(0) });
    await expect(createActivities(manager).get(id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('reach', () => {
  it('reads what is one’s own and what lies on a record one reaches', async () => {
    const [me, other] = [await addColleague(scope), await addColleague(scope)];
    const mine = await addContact(scope, { email: 'mine@acme.test', ownerId: me });
    const theirs = await addContact(scope, { email: 'theirs@acme.test', ownerId: other });
    const house = await addOrganization(scope, { ownerId: other });
    const to = (address: string, n: number, more: object = {}) => record(scope, { ...mail(n), participants: [{ address, role: 'to' }], ...more });
    await to('mine@acme.test', 1, { ownerId: other });
    await to('theirs@acme.test', 2, { ownerId: other });
    await to('theirs@acme.test', 3);
    await to('theirs@acme.test', 4, { ownerId: me });
    await to('nobody@acme.test', 5);
    await to('nobody@acme.test', 6, { ownerId: other, organizationId: house });
    const my = createActivities(as(me));
    expect((await subjects({}, my)).sort()).toEqual(['1', '4', '5']);
    expect(await subjects({ contactId: mine }, my)).toEqual(['1']);
    for (const query of [{ contactId: theirs }, { organizationId: house }]) expect(await subjects(query, my)).toEqual([]);
    expect(await paged({}, 1, my)).toEqual(await subjects({}, my));
    const [hidden] = (await room.list({ limit: 9, contactId: theirs })).activities.filter((each) => each.subject === '3');
    await expect(my.get(hidden?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
    // Readable because of where it lies, yet somebody else's.
    const [read] = (await my.list({ limit: 9, contactId: mine })).activities;
    await expect(my.update(read?.id ?? '', { status: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(my.create({ ...MAIL, ...mail(2) })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(my.create({ ...MAIL, participants: [{ address: '', role: 'to', contactId: theirs }] })).rejects.toMatchObject({
      details: { errors: [{ path: 'participants.0.contactId' }] },
    });
    await expect(my.create({ ...MAIL, organizationId: house })).rejects.toMatchObject({ details: { errors: [{ path: 'organizationId' }] } });
  });

  it('ends at the workspace', async () => {
    const other = await testScope(database);
    const { id } = await record(other);
    await expect(room.get(id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(room.update(id, { status: 'x' })).rejects.toMatchObject({ code: 'not_found' });
    expect(await subjects({})).toEqual([]);
    const contactId = await addContact(other);
    await expect(createNotes(scope).create({ body: 'x', contactIds: [contactId] })).rejects.toMatchObject({ details: { errors: [{ path: 'contactIds.0' }] } });
  });
});

describe('notes', () => {
  it('are written, mended and removed by their author or a manager', async () => {
    const [me, other] = [await addColleague(scope), await addColleague(scope)];
    const ann = await addContact(scope);
    const [mine, theirs] = [createNotes(as(me, 'all')), createNotes(as(other, 'all'))];
    const note = await mine.create({ body: 'Likes\n tea', contactIds: [ann], mentions: [other, other] });
    expect(note).toMatchObject({ kind: 'note', direction: 'internal', ownerId: me, snippet: 'Likes tea', data: { mentions: [other] } });
    await expect(theirs.update(note.id, { body: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(theirs.remove(note.id)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await createNotes(scope).update(note.id, { body: 'Likes coffee', mentions: [] })).toMatchObject({ body: 'Likes coffee', data: { mentions: [] } });
    expect((await theirs.list({ limit: 5, contactId: ann })).activities).toMatchObject([{ body: 'Likes coffee' }]);
    const found = () => scope.db.transaction((tx) => tx.execute(sql`select 1 from search_documents where record_id = ${note.id}`));
    expect((await found()) as unknown).toMatchObject({ rows: [{}] });
    await mine.remove(note.id);
    expect((await found()) as unknown).toMatchObject({ rows: [] });
    await expect(mine.get(note.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(scope.told.at(-1)).toMatchObject({ type: 'activity.updated', data: { isDeleted: true, recordOwnerIds: [null] } });
  });

  it('are about something, mention colleagues, and are notes', async () => {
    const notes = createNotes(scope);
    await expect(notes.create({ body: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });
    const ann = await addContact(scope, { email: 'ann@acme.test' });
    await expect(notes.create({ body: 'x', contactIds: [ann], mentions: [ann] })).rejects.toMatchObject({ details: { errors: [{ path: 'mentions.0' }] } });
    const { id } = await record(scope);
    for (const act of [() => notes.get(id), () => notes.remove(id), () => notes.update(id, { body: 'x' })])
      await expect(act()).rejects.toMatchObject({ code: 'not_found' });
  });
});
