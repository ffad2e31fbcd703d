import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import type { UserId } from '#sdk';
import { addColleague } from '../activities/activity-world.fixture.ts';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { createAbsences } from './absences.ts';
import { createHours, workTimeOf } from './hours.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
});
const addTeam = async (of: CrmScope = scope): Promise<string> => {
  const id = uuidv7();
  await of.db.transaction((tx) => tx.execute(sql`insert into teams (workspace_id, id, name) values (${of.workspaceId}, ${id}, ${id})`));
  return id;
};
const week = (from: string, to: string): [string, string][][] => Array(7).fill([[from, to]]);

describe('hours', () => {
  it('are the standard ones, the workspace’s, the team’s', async () => {
    const [room, team] = [createHours(scope), await addTeam()];
    expect(await room.get(team)).toMatchObject({ isDefault: true, timeZone: 'UTC' });
    await room.set(null, { timeZone: 'Europe/Berlin', week: week('08:00', '18:00') });
    await room.set(null, { timeZone: 'Europe/Berlin', week: week('09:00', '18:00') });
    expect(await room.get(team)).toMatchObject({ isDefault: false, teamId: null, week: week('09:00', '18:00') });
    await room.set(team, { timeZone: 'Asia/Tokyo', week: week('10:00', '24:00') });
    expect(await room.get(team)).toMatchObject({ teamId: team, timeZone: 'Asia/Tokyo' });
    expect((await room.list()).map((each) => each.teamId)).toEqual(expect.arrayContaining([null, team]));
    await room.unset(team);
    await room.unset(team);
    expect(await room.get(team)).toMatchObject({ teamId: null });
    const other = createHours(await testScope(database));
    expect(await other.get(team)).toMatchObject({ isDefault: true });
    await expect(other.set(team, { timeZone: 'UTC', week: week('09:00', '10:00') })).rejects.toMatchObject({ details: { errors: [{ path: 'teamId' }] } });
  });

  it('do not run backwards or into each other', async () => {
    const set = (day: [string, string][]) => createHours(scope).set(null, { timeZone: 'UTC', week: [day, [], [], [], [], [], []] });
    await expect(set([['22:00', '06:00']])).rejects.toMatchObject({ details: { errors: [{ path: 'week.0.0' }] } });
    await expect(
      set([
        ['09:00', '12:00'],
        ['11:00', '13:00'],
      ]),
    ).rejects.toMatchObject({ details: { errors: [{ path: 'week.0.1' }] } });
    await expect(createHours(scope).set(null, { timeZone: 'UTC', week: [] })).rejects.toMatchObject({ details: { errors: [{ path: 'week' }] } });
  });

  it('rest on holidays of the workspace and of the team', async () => {
    const [room, team] = [createHours(scope), await addTeam()];
    await room.set(null, { timeZone: 'Europe/Berlin', week: week('09:00', '17:00') });
    const day = await room.holidays.create({ day: '2026-03-03', name: 'Ours' });
    await room.holidays.create({ day: '2026-03-04', name: 'The team’s', teamId: team });
    await expect(room.holidays.create({ day: '2026-03-03', name: 'Again' })).rejects.toMatchObject({ code: 'already_exists' });
    const at = new Date('2026-03-03T09:00:00Z');
    expect(await room.status(null, at)).toEqual({ isOpen: false, nextOpen: new Date('2026-03-04T08:00:00Z') });
    expect(await room.status(team, at)).toEqual({ isOpen: false, nextOpen: new Date('2026-03-05T08:00:00Z') });
    const { off } = await scope.db.transaction((tx) => workTimeOf(tx, scope, team));
    expect([...off].sort()).toEqual(['2026-03-03', '2026-03-04']);
    expect(await room.holidays.list({ limit: 5, from: '2026-03-04' })).toMatchObject([{ name: 'The team’s' }]);
    await expect(createHours(await testScope(database)).holidays.remove(day.id)).rejects.toMatchObject({ code: 'not_found' });
    await room.holidays.remove(day.id);
    expect(await room.status(null, at)).toMatchObject({ isOpen: true });
  });
});

describe('absences', () => {
  const on = (day: number, until = day + 1) => ({ startsAt: new Date(Date.UTC(2026, 2, day)), endsAt: new Date(Date.UTC(2026, 2, until)) });
  const at = (day: number) => new Date(Date.UTC(2026, 2, day, 12));
  const people = (n: number) => Promise.all(Array.from({ length: n }, () => addColleague(scope)));

  it('are stood in for, from deputy to deputy', async () => {
    const room = createAbsences(scope);
    const [ann, bob, cy] = (await people(3)) as [UserId, UserId, UserId];
    await room.create({ userId: ann, ...on(3, 9), deputyId: bob });
    await room.create({ userId: bob, ...on(5, 7), deputyId: cy });
    await room.create({ userId: cy, ...on(6) });
    expect(await Promise.all([2, 3, 5, 6, 7, 9].map((day) => room.whoActs(ann, at(day))))).toEqual([ann, bob, cy, undefined, bob, ann]);
    expect((await room.list({ limit: 9, at: at(5) })).map((each) => each.userId)).toEqual([ann, bob]);
  });

  it('never come round, whatever is changed and however many do at once', async () => {
    const room = createAbsences(scope);
    const [ann, bob, cy] = (await people(3)) as [UserId, UserId, UserId];
    await expect(room.create({ userId: ann, ...on(3), deputyId: ann })).rejects.toMatchObject({ details: { errors: [{ path: 'deputyId' }] } });
    await room.create({ userId: ann, ...on(3, 9), deputyId: bob });
    await room.create({ userId: bob, ...on(4, 6), deputyId: cy });
    await expect(room.create({ userId: cy, ...on(5), deputyId: ann })).rejects.toMatchObject({ details: { errors: [{ path: 'deputyId' }] } });
    // When Bob is back it is no circle.
    const later = await room.create({ userId: cy, ...on(7), deputyId: ann });
    await expect(room.update(later.id, on(5))).rejects.toMatchObject({ details: { errors: [{ path: 'deputyId' }] } });
    const both = await Promise.allSettled([room.create({ userId: bob, ...on(20), deputyId: cy }), room.create({ userId: cy, ...on(20), deputyId: bob })]);
    expect(both.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('are said by oneself or a manager, of people of the workspace', async () => {
    const [ann, bob] = (await people(2)) as [UserId, UserId];
    const as = (userId: UserId) => createAbsences({ ...scope, userId, actor: { kind: 'person', userId, role: 'salesperson' } });
    const mine = await as(ann).create(on(3));
    expect(mine.userId).toBe(ann);
    await expect(as(ann).create({ userId: bob, ...on(3) })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(as(bob).remove(mine.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(as(ann).create({ ...on(4), endsAt: at(1) })).rejects.toMatchObject({ details: { errors: [{ path: 'endsAt' }] } });
    const other = await testScope(database);
    const theirs = createAbsences(other);
    for (const act of [() => theirs.get(mine.id), () => theirs.update(mine.id, {}), () => theirs.remove(mine.id)])
      await expect(act()).rejects.toMatchObject({ code: 'not_found' });
    await expect(theirs.create({ userId: ann, ...on(3) })).rejects.toMatchObject({ details: { errors: [{ path: 'userId' }] } });
    await as(ann).remove(mine.id);
  });
});
