import { beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { testScope } from '../testing-scope.ts';
import { createCrmSettings } from './settings.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});

it('assumes what the table would, and keeps what is not named', async () => {
  const scope = await testScope(database);
  const room = createCrmSettings(scope);
  const assumed = await room.get();
  expect(await room.update({})).toEqual(assumed);
  await room.update({ defaultCountry: 'DE', quietHours: null });
  expect(await room.update({ consentRequired: ['email'] })).toEqual({ defaultCountry: 'DE', currency: 'USD', consentRequired: ['email'], quietHours: null });
  expect(await createCrmSettings(await testScope(database)).get()).toEqual(assumed);
});

it('says whose records a role reaches', async () => {
  const scope = await testScope(database);
  const room = createCrmSettings(scope);
  expect(await room.reach.get('salesperson')).toEqual({ role: 'salesperson', read: 'own', write: 'own', isDefault: true });
  expect(await room.reach.set('salesperson', { read: 'all', write: 'team' })).toMatchObject({ read: 'all', write: 'team', isDefault: false });
  await expect(room.reach.set('salesperson', { read: 'own', write: 'team' })).rejects.toMatchObject({ details: { errors: [{ path: 'write' }] } });
  await expect(room.reach.set('owner', { read: 'own', write: 'own' })).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await room.reach.list()).toHaveLength(5);
  expect(await createCrmSettings(await testScope(database)).reach.get('salesperson')).toMatchObject({ isDefault: true });
});
