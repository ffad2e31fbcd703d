import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

let hub: TestHub;
let workspace: TestWorkspace;
interface Page {
  id: string;
  name: string;
  followers: number | null;
  roles: string[];
  problem: string | null;
}
const pages = async () => (await workspace.get<{ data: Page[] }>('/linkedin/pages')).data;
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

beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  await workspace.connect('linkedin', 'linkedin', 'ada@acme.test');
  await settled(async () => expect((await pages()).every(({ followers }) => followers !== null)).toBe(true));
});

describe('company pages', () => {
  it('are those on which the member has a role, with followers and sums by day', async () => {
    expect((await pages()).map(({ name, followers, roles }) => [name, followers, roles])).toEqual([
      ['Acme', 4218, ['ADMINISTRATOR']],
      ['Acme Labs', 311, ['ANALYST']],
    ]);
    const [acme] = await pages();
    const { days, totals } = await workspace.get<{
      days: { day: string; views: number; organicFollowers: number; impressions: number }[];
      totals: { views: number };
    }>(`/linkedin/pages/${acme?.id}/statistics?days=30`);
    expect(days.length).toBeGreaterThan(25);
    expect(totals.views).toBe(days.reduce((sum, { views }) => sum + views, 0));
    expect(days.every(({ organicFollowers, impressions }) => organicFollowers !== null && impressions !== null)).toBe(true);
  });

  it('are posted to once, though the answer is lost, and a second try meets the first', async () => {
    const [acme] = await pages();
    await hub.twins.fault('linkedin', { match: { method: 'POST', path: '/linkedin/api/rest/posts' }, next: 1, do: 'drop_after_commit' });
    const body = { pageId: acme?.id, text: 'We are hiring (50% remote) #jobs', reference: 'hiring' };
    await workspace.post('/linkedin/posts', body);
    await hub.twins.clock({ advanceMs: 60_000 });
    await hub.settle();
    expect(await workspace.post('/linkedin/posts', body)).toMatchObject({ state: 'done', postId: expect.stringMatching(/^urn:li:share:\d+$/) });
    const { data: state } = await hub.twins.state<{ data: { posts: Record<string, { commentary: string }> } }>('linkedin');
    expect(Object.values(state.posts).map(({ commentary }) => commentary)).toEqual(['We are hiring \\(50% remote\\) \\#jobs']);
    const { data } = await workspace.get<{ data: { id: string; text: string }[] }>(`/linkedin/pages/${acme?.id}/posts`);
    expect(data.map(({ text }) => text)).toEqual(['We are hiring (50% remote) #jobs']);
    expect((await workspace.call('DELETE', `/linkedin/posts/${data[0]?.id}`)).status).toBe(200);
    expect((await workspace.get<{ data: unknown[] }>(`/linkedin/pages/${acme?.id}/posts`)).data).toEqual([]);
  });

  it('are posted to by an action too, as oneself', async () => {
    const answer = await workspace.call<{ output?: { state: string } }>('POST', '/actions/linkedin.create-post', {
      body: { input: { text: 'Hello from me', reference: 'me-1' } },
    });
    expect(JSON.stringify(answer.body)).toContain('"done"');
    const { data: state } = await hub.twins.state<{ data: { posts: Record<string, { author: string }> } }>('linkedin');
    expect(Object.values(state.posts).map(({ author }) => author)).toEqual(['urn:li:person:782bbtaQ']);
  });

  it('whose role was lost are no longer shown', async () => {
    await hub.twins.act('linkedin', { verb: 'role.set', organization: 104853 });
    await hub.twins.clock({ advanceMs: 25 * 3_600_000 });
    await settled(async () => expect((await pages()).map(({ name }) => name)).toEqual(['Acme']));
  });
});

describe('a day’s limit', () => {
  it('that LinkedIn alone knows stops a resource until midnight UTC, and no longer', async () => {
    await hub.twins.act('linkedin', { verb: 'quota.set', resource: 'posts', member: 0 });
    const failed = await workspace.call('POST', '/linkedin/posts', { body: { text: 'Too much', reference: 'limit-1' } });
    expect(JSON.stringify(failed.body)).toMatch(/00:00 UTC|reserved|failed/);
    const calls = async () =>
      (await hub.twins.journal('linkedin')).filter(({ method, path }) => method === 'POST' && path.startsWith('/linkedin/api/rest/posts')).length;
    const before = await calls();
    await workspace.call('POST', '/linkedin/posts', { body: { text: 'Still too much', reference: 'limit-2' } });
    expect(await calls()).toBe(before);
    await hub.twins.act('linkedin', { verb: 'quota.set', resource: 'posts', member: 1_000 });
    await hub.twins.clock({ advanceMs: 24 * 3_600_000 });
    await hub.settle();
    expect(await workspace.post('/linkedin/posts', { text: 'A new day', reference: 'limit-3' })).toMatchObject({ state: 'done' });
  });
});

describe('a retired version', () => {
  it('is stepped over for reads and told; writing says what to do', async () => {
    await hub.twins.act('linkedin', { verb: 'version.retire', version: '202607' });
    await hub.twins.clock({ advanceMs: 25 * 3_600_000 });
    await settled(async () => {
      const { data } = await workspace.get<{ data: { title: string; detail: string }[] }>('/incidents');
      const told = data.find(({ title }) => title === 'LinkedIn retired an API version');
      expect(told?.detail).toContain('Reading goes on with version 202609');
    });
    const answer = await workspace.call('POST', '/linkedin/posts', { body: { text: 'Under an old version', reference: 'old-1' } });
    expect(JSON.stringify(answer.body)).toMatch(/failed|LINKEDIN_API_VERSION/);
  });
});
