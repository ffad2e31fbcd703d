import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let connectionId: string;
interface Account {
  connectionId: string;
  expiresAt: string | null;
  daysLeft: number | null;
  status: string;
}
const DAY_MS = 86_400_000;
const accounts = async () => (await workspace.get<{ data: Account[] }>('/linkedin/accounts')).data;
const begin = async () =>
  (await workspace.call<{ authorizeUrl: string }>('POST', '/connections/authorize', { body: { integration: 'linkedin', provider: 'linkedin' } })).body
    .authorizeUrl;
const back = async (redirectUrl: string) => {
  const url = new URL(redirectUrl);
  return hub.app.inject({ method: 'GET', url: url.pathname + url.search, headers: { accept: 'application/json' } });
};

const told = () =>
  hub.database.workspace(workspace.id, async (tx) => {
    const answer = await tx.execute(sql`select title from notifications where key like 'linkedin.expires:%' order by id`);
    return (answer as unknown as { rows: { title: string }[] }).rows;
  });
const settled = async (check: () => Promise<void>) => {
  let last: unknown;
  for (const until = performance.now() + 90_000; performance.now() < until; ) {
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
  ({ id: connectionId } = await workspace.connect('linkedin', 'linkedin', 'ada@acme.test'));
  await hub.settle();
});

describe('signing in with LinkedIn', () => {
  it('asks for the ticked products alone, without PKCE', async () => {
    const url = new URL(await begin());
    expect(url.searchParams.has('code_challenge')).toBe(false);
    expect(url.searchParams.get('scope')?.split(' ')).toEqual(
      expect.arrayContaining(['openid', 'profile', 'email', 'w_member_social', 'r_marketing_leadgen_automation']),
    );
    expect(url.searchParams.get('scope')).not.toContain('r_1st_connections');
  });

  it('knows who it is by a proven id_token, and what was granted', async () => {
    const connection = await workspace.get<{ label: string; externalId: string; grantedScopes: string[] }>(`/connections/${connectionId}`);
    expect(connection).toMatchObject({ label: 'Ada Byron', externalId: '782bbtaQ' });
    expect(connection.grantedScopes).toContain('r_organization_social');
    const calls = await hub.twins.journal('linkedin');
    expect(calls.some(({ path }) => path.startsWith('/linkedin/oauth/openid/jwks'))).toBe(true);
  });

  it('says in words that a product is not approved, though LinkedIn refuses the whole consent', async () => {
    await hub.twins.act('linkedin', { verb: 'app.set', products: ['signin', 'share'] });
    const { redirectUrl } = await hub.twins.consent('linkedin', { authorizeUrl: await begin(), account: 'ada@acme.test' });
    expect(new URL(redirectUrl).searchParams.get('error')).toBe('unauthorized_scope_error');
    expect((await back(redirectUrl)).json()).toMatchObject({ code: 'oauth_denied' });
    await hub.twins.act('linkedin', { verb: 'app.set', products: ['signin', 'share', 'verified', 'community', 'advertising', 'leads', 'portability'] });
  });

  it('asks LinkedIn daily how long access lasts, counts down, and tells people at 14, 7 and 1 days', async () => {
    await hub.settle();
    const [account] = await accounts();
    expect(account?.daysLeft).toBe(60);
    expect(await told()).toEqual([]);
    const inDays = async (days: number, left: number, notices: number) => {
      await hub.twins.clock({ advanceMs: days * DAY_MS });
      await settled(async () => expect((await accounts())[0]?.daysLeft).toBe(left));
      expect((await told()).map(({ title }) => title)).toEqual(
        Array.from({ length: notices }, () => expect.stringContaining('LinkedIn access of Ada Byron ends on')),
      );
    };
    await inDays(44, 16, 0);
    await hub.twins.clock({ advanceMs: 3_600_000 });
    await inDays(2, 14, 1);
    // Once each, however often it is asked.
    await inDays(3, 11, 1);
    await inDays(4, 7, 2);
    await inDays(6, 1, 3);
    await hub.twins.clock({ advanceMs: 2 * DAY_MS });
    await hub.settle();
    const connection = await workspace.get<{ status: string }>(`/connections/${connectionId}`);
    expect(connection.status).toBe('reauthorize');
  });

  it('is connected again by one sign-in', async () => {
    const { body } = await workspace.call<{ authorizeUrl: string }>('POST', '/connections/authorize', {
      body: { integration: 'linkedin', provider: 'linkedin', connectionId },
    });
    const { redirectUrl } = await hub.twins.consent('linkedin', { authorizeUrl: body.authorizeUrl, account: 'ada@acme.test' });
    expect((await back(redirectUrl)).json()).toMatchObject({ connection: { id: connectionId, status: 'active' } });
    await hub.settle();
    expect((await accounts())[0]).toMatchObject({ daysLeft: 60, status: 'active' });
    await hub.twins.clock({ advanceMs: DAY_MS });
    await hub.settle();
    expect((await accounts())[0]?.daysLeft).toBe(59);
  });

  it('tells a withdrawn permission from one that has ended', async () => {
    await hub.twins.act('linkedin', { verb: 'grant.withdraw', account: 'ada@acme.test' });
    await workspace.call('POST', `/connections/${connectionId}/verify`, { body: {} });
    const connection = await workspace.get<{ statusReason: string }>(`/connections/${connectionId}`);
    expect(connection.statusReason).toContain('withdrawn');
  });

  it('is renewed by itself where LinkedIn gave a partner the means', async () => {
    await hub.twins.act('linkedin', { verb: 'app.set', refreshTokens: true });
    const partner = await hub.newWorkspace();
    const { id } = await partner.connect('linkedin', 'linkedin', 'bob@acme.test');
    await hub.twins.clock({ advanceMs: 59.9 * DAY_MS });
    await hub.settle();
    await hub.twins.clock({ advanceMs: 10 * DAY_MS });
    await partner.call('POST', `/connections/${id}/verify`, { body: {} });
    expect(await partner.get<{ status: string }>(`/connections/${id}`)).toMatchObject({ status: 'active' });
    await hub.twins.act('linkedin', { verb: 'app.set', refreshTokens: false });
  });
});

describe('versions', () => {
  let pinned: TestHub;
  beforeAll(async () => {
    pinned = await testHub({ environment: { LINKEDIN_API_VERSION: '202607', LINKEDIN_API_VERSION_PINS: 'posts=202604' } });
  });
  it('whose end is near open an incident, single pins too, and the page says how long each is good', async () => {
    const house = await pinned.newWorkspace();
    const days = (to: string) => Math.round((Date.parse(to) - pinned.clock.now().getTime()) / DAY_MS);
    // 202604 ends on 2027-04-15: three weeks before.
    await pinned.twins.clock({ advanceMs: (days('2027-04-15') - 21) * DAY_MS });
    await house.connect('linkedin', 'linkedin', 'ada@acme.test');
    await expect
      .poll(
        async () => {
          await pinned.settle();
          return (await house.get<{ data: { title: string }[] }>('/incidents')).data.map(({ title }) => title.replace(/\d+ days/, 'n days'));
        },
        { timeout: 30_000 },
      )
      .toContain('LinkedIn’s API version 202604, pinned for posts, ends in n days');
    const { data } = await house.get<{ data: { apiVersion: string; pins: { resource: string; version: string; daysLeft: number }[] }[] }>('/linkedin/accounts');
    expect(data[0]).toMatchObject({ apiVersion: '202607', pins: [{ resource: 'posts', version: '202604', daysLeft: expect.any(Number) }] });
  });
});
