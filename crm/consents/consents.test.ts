import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { addColleague, addContact } from '../activities/activity-world.fixture.ts';
import { CHANNELS } from '../models.ts';
import { createCrmSettings } from '../settings/settings.ts';
import { testScope } from '../testing-scope.ts';
import { createConsents } from './consents.ts';
import { quietUntil } from './may-contact.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
let room: ReturnType<typeof createConsents>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
  room = createConsents(scope);
});
/** Noon where nothing is said of where it is. */
const NOON = new Date('2026-03-02T12:00:00Z');
const codes = async (...asked: Parameters<typeof room.mayContact>) => {
  const { allowed, reasons } = await room.mayContact(...asked);
  expect(allowed).toBe(reasons.length === 0);
  return reasons.map((each) => each.code);
};
const newsletter = { channel: 'email', purpose: 'newsletter', basis: 'consent' } as const;

describe('whether somebody may be contacted', () => {
  it('asks the flag of the channel, and of no other', async () => {
    const flags = { email: 'noEmail', call: 'noCall', sms: 'noSms', linkedin: 'noLinkedin' } as const;
    for (const channel of CHANNELS) {
      const id = await addContact(scope, { [flags[channel]]: true });
      for (const other of CHANNELS) expect(await codes(id, other, NOON)).toEqual(channel === other ? ['do_not_contact'] : []);
    }
  });

  it('knows deleted, merged and other people’s contacts', async () => {
    const ann = await addContact(scope, { noEmail: true });
    expect(await codes(await addContact(scope, { recordState: 'deleted' }), 'email', NOON)).toEqual(['contact_deleted']);
    expect(await codes(await addContact(scope, { recordState: 'merged', mergedIntoId: ann }), 'email', NOON)).toEqual(['do_not_contact']);
    const other = createConsents(await testScope(database));
    await expect(other.mayContact(ann, 'email')).rejects.toMatchObject({ code: 'not_found' });
    const me = await addColleague(scope);
    const theirs = await addContact(scope, { ownerId: await addColleague(scope), recordState: 'deleted' });
    const mine = createConsents({ ...scope, userId: me, reach: { read: [me], write: [me] } });
    await expect(mine.mayContact(theirs, 'email')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('asks what they agreed to and took back, at the time that is asked about', async () => {
    const ann = await addContact(scope);
    scope.setNow('2026-03-01T09:00:00Z');
    await room.give({ ...newsletter, contactId: ann });
    scope.setNow('2026-03-02T09:00:00Z');
    const [taken] = await room.withdraw({ contactId: ann, channel: 'email' });
    expect(taken).toMatchObject({ withdrawnAt: scope.clock.now(), withdrawnBy: scope.actorName });
    scope.setNow('2026-03-05T09:00:00Z');
    expect(await codes(ann, 'email', new Date('2026-03-01T12:00:00Z'))).toEqual([]);
    expect(await codes(ann, 'email', NOON)).toEqual(['consent_withdrawn']);
    expect(await codes(ann, 'email', NOON, 'sales')).toEqual([]);
    expect(await codes(ann, 'call', NOON)).toEqual([]);
    // Twice is once, and keeps its time.
    expect(await room.withdraw({ contactId: ann, channel: 'email' })).toEqual([taken]);
    await room.give({ ...newsletter, contactId: ann });
    expect(await codes(ann, 'email')).toEqual([]);
    // A withdrawal from before they agreed anew that comes late.
    await room.withdraw({ contactId: ann, channel: 'email', withdrawnAt: new Date('2026-03-04T09:00:00Z') });
    expect(await codes(ann, 'email')).toEqual([]);
    expect(await room.list({ contactId: ann, limit: 9 })).toHaveLength(2);
  });

  it('remembers who wants nothing and had agreed to nothing', async () => {
    const ann = await addContact(scope);
    await room.withdraw({ contactId: ann, channel: 'sms' });
    expect(await codes(ann, 'sms', NOON, 'sales')).toEqual(['consent_withdrawn']);
    scope.setNow('2026-03-03T09:00:00Z');
    await room.give({ ...newsletter, channel: 'sms', contactId: ann });
    expect(await codes(ann, 'sms', new Date('2026-03-03T12:00:00Z'))).toEqual([]);
  });

  it('asks for consent where the workspace asks for it, and a contract is none', async () => {
    await createCrmSettings(scope).update({ consentRequired: ['sms'] });
    const ann = await addContact(scope);
    expect(await codes(ann, 'sms', NOON)).toEqual(['consent_missing']);
    expect(await codes(ann, 'email', NOON)).toEqual([]);
    await room.give({ contactId: ann, channel: 'sms', purpose: 'orders', basis: 'contract' });
    expect(await codes(ann, 'sms', NOON)).toEqual(['consent_missing']);
    await room.give({ contactId: ann, channel: 'sms', purpose: 'news', basis: 'consent' });
    expect(await codes(ann, 'sms', NOON)).toEqual([]);
    expect(await codes(ann, 'sms', NOON, 'orders')).toEqual(['consent_missing']);
  });

  it('lets people sleep where they are, but not their mailbox', async () => {
    const ann = await addContact(scope, { country: 'US', region: 'CA' });
    // 04:00 in California.
    for (const channel of ['call', 'sms'] as const) {
      const { reasons } = await room.mayContact(ann, channel, NOON);
      expect(reasons).toEqual([
        { code: 'quiet_hours', sentence: expect.stringContaining('04:00 where they are (America/Los_Angeles)'), until: new Date('2026-03-02T16:00:00Z') },
      ]);
    }
    expect(await codes(ann, 'email', NOON)).toEqual([]);
    expect(await codes(ann, 'call', new Date('2026-03-02T16:00:00Z'))).toEqual([]);
    await createCrmSettings(scope).update({ quietHours: null });
    expect(await codes(ann, 'call', NOON)).toEqual([]);
  });

  it('names every reason', async () => {
    await createCrmSettings(scope).update({ consentRequired: ['call'] });
    const ann = await addContact(scope, { noCall: true });
    await room.withdraw({ contactId: ann, channel: 'call' });
    expect(await codes(ann, 'call', new Date('2026-03-02T23:00:00Z'))).toEqual(['do_not_contact', 'consent_withdrawn', 'consent_missing', 'quiet_hours']);
  });
});

it('quiet hours go over midnight and the day the clocks change', () => {
  const night = { from: '21:00', to: '08:00' };
  const until = (at: string, hours = night) => quietUntil(hours, 'America/New_York', new Date(at))?.until.toISOString();
  expect(until('2026-03-08T03:00Z')).toBe('2026-03-08T12:00:00.000Z');
  expect(until('2026-03-08T11:59Z')).toBe('2026-03-08T12:00:00.000Z');
  expect(until('2026-03-08T12:00Z')).toBe(undefined);
  expect(until('2026-03-09T01:00Z')).toBe('2026-03-09T12:00:00.000Z');
  expect(until('2026-03-09T00:59Z')).toBe(undefined);
  expect(until('2026-06-01T17:30Z', { from: '12:00', to: '14:00' })).toBe('2026-06-01T18:00:00.000Z');
  expect(until('2026-06-01T18:00Z', { from: '12:00', to: '14:00' })).toBe(undefined);
});

it('is kept for contacts one may change, once for two at the same time', async () => {
  const me = await addColleague(scope);
  const theirs = await addContact(scope, { ownerId: await addColleague(scope) });
  const reader = createConsents({ ...scope, userId: me, reach: { read: 'all', write: [me] } });
  await expect(reader.give({ ...newsletter, contactId: theirs })).rejects.toMatchObject({ code: 'forbidden' });
  const blind = createConsents({ ...scope, userId: me, reach: { read: [me], write: [me] } });
  await expect(blind.give({ ...newsletter, contactId: theirs })).rejects.toMatchObject({ details: { errors: [{ path: 'contactId' }] } });
  await room.give({ ...newsletter, contactId: theirs });
  expect(await blind.list({ limit: 9 })).toEqual([]);
  expect(await createConsents(await testScope(database)).list({ contactId: theirs, limit: 9 })).toEqual([]);
  const ann = await addContact(scope);
  await Promise.all([1, 2, 3].map(() => room.withdraw({ contactId: ann, channel: 'email' })));
  expect(await room.list({ contactId: ann, limit: 9 })).toHaveLength(1);
  await expect(room.give({ ...newsletter, contactId: ann, givenAt: new Date('2027-01-01') })).rejects.toMatchObject({
    details: { errors: [{ path: 'givenAt' }] },
  });
});
