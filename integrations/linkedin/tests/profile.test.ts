import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { linkedinProfileFields } from '../models/index.ts';

let hub: TestHub;
let workspace: TestWorkspace;
interface Field {
  field: string;
  value: string;
  source: string;
  secondsLeft: number | null;
}
const HOUR_MS = 3_600_000;
const settled = async (check: () => Promise<void>) => {
  let last: unknown;
  for (let rounds = 0; rounds < 60; rounds++) {
    await hub.settle();
    try {
      return await check();
    } catch (error) {
      last = error;
    }
  }
  throw last;
};
const stored = () => hub.database.workspace(workspace.id, (tx) => tx.select().from(linkedinProfileFields));
const profile = async () => (await workspace.get<{ data: Field[] }>('/linkedin/profile')).data;

beforeAll(async () => {
  hub = await testHub({ environment: { LINKEDIN_PRODUCTS: 'signin,share,verified,community,leads,profile' } });
  workspace = await hub.newWorkspace();
  await workspace.post('/contacts', { firstName: 'Ada', lastName: 'Byron', emails: [{ value: 'ada@acme.test' }] });
  await workspace.connect('linkedin', 'linkedin', 'ada@acme.test');
  await hub.twins.clock({ advanceMs: 24 * HOUR_MS });
  await settled(async () => expect((await profile()).length).toBeGreaterThan(2));
});

describe('a member’s profile', () => {
  it('has every field with where it came from', async () => {
    const fields = await profile();
    expect(fields.find(({ field }) => field === 'name')).toMatchObject({ value: 'Ada Byron', source: 'userinfo', secondsLeft: null });
    expect(fields.find(({ field }) => field === 'profileUrl')).toMatchObject({ value: 'https://www.linkedin.com/in/ada-byron', source: 'identityMe' });
    expect(fields.find(({ field }) => field === 'headline')).toMatchObject({ value: 'Head of Sales at Acme', source: 'me' });
  });

  it('gives the contact with the same e-mail the confirmed address', async () => {
    const { data } = await workspace.get<{ data: { firstName: string; linkedinUrl: string | null }[] }>('/contacts?q=Ada');
    expect(data.find(({ firstName }) => firstName === 'Ada')?.linkedinUrl).toContain('/in/ada-byron');
  });

  it('loses what may be kept a day alone, when the day is over, from the database itself', async () => {
    expect((await stored()).map(({ field }) => field)).toContain('headline');
    // Nothing can be read any more, so nothing new takes its place.
    await hub.twins.fault('linkedin', { match: { path: '/linkedin/api/v2' }, do: 'status', status: 503 });
    await hub.twins.clock({ advanceMs: 25 * HOUR_MS });
    await settled(async () => expect((await stored()).map(({ field }) => field)).not.toContain('headline'));
    expect((await stored()).map(({ field }) => field)).toContain('name');
  });
});
