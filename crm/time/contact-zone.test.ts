import { getAllCountries } from 'countries-and-timezones';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { addContact, addOrganization } from '../activities/activity-world.fixture.ts';
import { businessHours } from '../models.ts';
import { testScope } from '../testing-scope.ts';
import { contactZone, type ZoneFacts, zoneOfContact } from './contact-zone.ts';
import { zoneOfState } from './zones-of-states.ts';

const nothing: ZoneFacts = { timeZone: null, country: null, region: null, primaryPhone: null };
const zone = (facts: Partial<ZoneFacts>) => {
  const { timeZone, timeZoneSource } = contactZone({ ...nothing, ...facts }, 'Etc/UTC');
  return `${timeZone} ${timeZoneSource}`;
};
const house = { timeZone: null, country: 'JP', region: null };

describe('the zone of a contact', () => {
  it('is what was set, else address, phone, organization, workspace', () => {
    const facts: ZoneFacts = {
      timeZone: 'Asia/Tokyo',
      country: 'US',
      region: 'CA',
      primaryPhone: '+4930901820',
      organization: { ...house, timeZone: 'Asia/Seoul' },
    };
    expect(zone(facts)).toBe('Asia/Tokyo set');
    expect(zone({ ...facts, timeZone: null })).toBe('America/Los_Angeles address');
    expect(zone({ ...facts, timeZone: null, region: null })).toBe('Europe/Berlin phone');
    expect(zone({ ...facts, timeZone: null, region: null, primaryPhone: '+12125550123' })).toBe('Asia/Seoul organization');
    expect(zone({ organization: house })).toBe('Asia/Tokyo organization');
    expect(zone({})).toBe('Etc/UTC workspace');
  });

  it.each([
    [{ country: 'US', region: 'New York' }, 'America/New_York address'],
    [{ country: 'usa', region: 'tx' }, 'America/Chicago address'],
    [{ country: 'US', region: 'US-AZ' }, 'America/Phoenix address'],
    [{ country: 'CA', region: 'Québec' }, 'America/Toronto address'],
    [{ country: 'CA', region: 'CA-BC' }, 'America/Vancouver address'],
    [{ country: 'BR', region: 'Sao Paulo' }, 'America/Sao_Paulo address'],
    [{ country: 'AU', region: 'nsw' }, 'Australia/Sydney address'],
    [{ country: 'ES', region: 'Madrid' }, 'Europe/Madrid address'],
    [{ country: 'ES', region: 'Las Palmas' }, 'Atlantic/Canary address'],
    [{ country: 'Germany', region: 'Bayern' }, 'Europe/Berlin address'],
    [{ country: 'UK', region: null }, 'Europe/London address'],
    [{ country: 'US', region: 'Nowhere' }, 'Etc/UTC workspace'],
    [{ country: 'RU', region: null }, 'Etc/UTC workspace'],
    [{ country: 'Atlantis', region: null }, 'Etc/UTC workspace'],
    [{ primaryPhone: '+4930901820' }, 'Europe/Berlin phone'],
    [{ primaryPhone: '+8613812345678' }, 'Asia/Shanghai phone'],
    [{ primaryPhone: '+12125550123' }, 'Etc/UTC workspace'],
    [{ primaryPhone: 'rubbish' }, 'Etc/UTC workspace'],
  ])('of %j is %s', (facts, expected) => expect(zone(facts)).toBe(expected));

  it('is one that exists, for every country and state we know', () => {
    const known = new Set(['UTC', ...Intl.supportedValuesOf('timeZone')]);
    const exists = (name: string) => known.has(name) || new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
    for (const country of Object.keys(getAllCountries())) expect(exists(contactZone({ ...nothing, country }, 'UTC').timeZone)).toBe(true);
    expect(zoneOfState('US', 'WA')).not.toBe(zoneOfState('AU', 'WA'));
  });
});

describe('from the tables', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  it('reads contact, organization and the workspace’s hours', async () => {
    const scope = await testScope(database);
    const of = (id: string, by = scope) => by.db.transaction((tx) => zoneOfContact(tx, by, id));
    const organizationId = await addOrganization(scope, { country: 'JP' });
    const ann = await addContact(scope, { organizationId });
    expect(await of(ann)).toEqual({ timeZone: 'Asia/Tokyo', timeZoneSource: 'organization' });
    expect(await of(await addContact(scope, { recordState: 'merged', mergedIntoId: ann }))).toMatchObject({ timeZone: 'Asia/Tokyo' });
    const bob = await addContact(scope);
    expect(await of(bob)).toEqual({ timeZone: 'UTC', timeZoneSource: 'workspace' });
    await scope.db.transaction((tx) => tx.insert(businessHours).values({ workspaceId: scope.workspaceId, id: bob, timeZone: 'Europe/Paris', week: [] }));
    expect(await of(bob)).toEqual({ timeZone: 'Europe/Paris', timeZoneSource: 'workspace' });
    const other = await testScope(database);
    await expect(of(ann, other)).rejects.toMatchObject({ code: 'not_found' });
  });
});
