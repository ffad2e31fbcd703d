import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { startTwinsForFile } from '../testing/client.ts';
import { linkedin } from './index.ts';

const client = startTwinsForFile([linkedin]);
const redirect_uri = 'http://localhost:8000/cb';
const app = { client_id: 'linkedin-client', client_secret: 'linkedin-secret' };
const VERSION = { 'linkedin-version': '202607', 'x-restli-protocol-version': '2.0.0' };
const OWNER = 'owner=(sponsoredAccount:urn%3Ali%3AsponsoredAccount%3A512345678)';
const LEADS = 'openid profile email r_marketing_leadgen_automation r_ads rw_organization_admin r_organization_social w_organization_social';

async function signIn(scope = LEADS, account = 'ada@acme.test') {
  const authorizeUrl = `/linkedin/oauth/v2/authorization?${new URLSearchParams({ ...app, redirect_uri, response_type: 'code', scope, state: 's' })}`;
  const { json } = await client.post('/_twins/linkedin/consent', { authorizeUrl, account });
  const back = new URL(json.redirectUrl);
  const code = back.searchParams.get('code') ?? '';
  const answer = await client.form('/linkedin/oauth/v2/accessToken', { ...app, grant_type: 'authorization_code', code, redirect_uri });
  return { back, code, ...answer.json } as { back: URL; code: string; access_token: string; scope: string; refresh_token?: string; id_token?: string };
}
const get = (token: string, path: string, headers: Record<string, string> = VERSION) =>
  client.get(`/linkedin/api/${path}`, { authorization: `Bearer ${token}`, ...headers });
const post = (token: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  client.post(`/linkedin/api/${path}`, body, { authorization: `Bearer ${token}`, ...VERSION, ...headers });
const act = (verb: string, input: Record<string, unknown> = {}) => client.post('/_twins/linkedin/act', { verb, ...input });
const advance = (advanceMs: number) => client.post('/_twins/clock', { advanceMs });
const HOUR = 3_600_000;

it('signs in as LinkedIn does: scopes by comma, a code once, no refresh token but for partners, a signed proof', async () => {
  const granted = await signIn();
  expect(granted).toMatchObject({ expires_in: 5_184_000, scope: LEADS.replaceAll(' ', ','), access_token: expect.stringMatching(/^AQX/) });
  expect(granted.refresh_token).toBeUndefined();
  const again = await client.form('/linkedin/oauth/v2/accessToken', { ...app, grant_type: 'authorization_code', code: granted.code, redirect_uri });
  expect(again).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  const claims = JSON.parse(Buffer.from(granted.id_token?.split('.')[1] ?? '', 'base64url').toString());
  expect(claims).toMatchObject({ iss: 'https://www.linkedin.com/oauth', aud: 'linkedin-client', sub: '782bbtaQ', email_verified: 'true' });
  await act('app.set', { refreshTokens: true });
  expect((await signIn()).refresh_token).toMatch(/^AQW/);
});

it('refuses the whole consent for one scope that the application does not own, HTML-escaped', async () => {
  await act('app.set', { products: ['signin'] });
  const { back } = await signIn('openid r_marketing_leadgen_automation');
  expect(back.searchParams.get('error')).toBe('unauthorized_scope_error');
  expect(back.searchParams.get('error_description')).toBe('Scope &quot;r_marketing_leadgen_automation&quot; is not authorized for your application');
});

it('introspects: active, revoked, expired, a stranger’s, and no one without the secret', async () => {
  const { access_token } = await signIn();
  const ask = (token: string, secret = app.client_secret) =>
    client.form('/linkedin/oauth/v2/introspectToken', { client_id: app.client_id, client_secret: secret, token });
  // Milliseconds, as an older sample of the documentation shows.
  const active = await ask(access_token);
  expect(active.json).toMatchObject({ active: true, status: 'active', auth_type: '3L' });
  expect(active.json.expires_at).toBeGreaterThan(1e12);
  expect((await ask('AQX-somebody-else')).json).toEqual({ active: false });
  expect((await ask(access_token, 'wrong')).status).toBe(401);
  await advance(61 * 24 * HOUR);
  expect((await ask(access_token)).json).toMatchObject({ active: false, status: 'expired' });
  expect(await get(access_token, 'v2/userinfo')).toMatchObject({ status: 401, json: { serviceErrorCode: 65602, code: 'EXPIRED_ACCESS_TOKEN' } });
});

it('wants a version, knows which are active, and says 426 for the others; some resources take one alone', async () => {
  const { access_token } = await signIn(`${LEADS} r_profile_basicinfo`);
  const forms = (version?: string) =>
    get(access_token, `rest/leadForms?q=owner&${OWNER}`, { 'x-restli-protocol-version': '2.0.0', ...(version ? { 'linkedin-version': version } : {}) });
  expect(await forms()).toMatchObject({ status: 400, json: { code: 'VERSION_MISSING' } });
  expect(await forms('202511')).toMatchObject({ status: 426, json: { code: 'NONEXISTENT_VERSION', message: 'Requested version 20251101 is not active' } });
  expect((await forms('202607')).status).toBe(200);
  await act('version.retire', { version: '202607' });
  expect((await forms('202607')).status).toBe(426);
  expect((await get(access_token, 'rest/identityMe', { 'linkedin-version': '202609' })).status).toBe(426);
  expect((await get(access_token, 'rest/identityMe', { 'linkedin-version': '202510.03' })).status).toBe(200);
  const answer = await forms('202609');
  expect(answer.headers.get('x-li-uuid')).toMatch(/[0-9a-f-]{36}/);
  expect(answer.headers.get('sunset')).toBeNull();
});

it('reads Rest.li as LinkedIn does: raw structure, escaped values; escaped parentheses are text and refused', async () => {
  const { access_token } = await signIn();
  const path = (owner: string) => `rest/leadForms?q=owner&${owner}`;
  expect((await get(access_token, path(OWNER))).json.elements).toHaveLength(3);
  const escaped = `owner=${encodeURIComponent('(sponsoredAccount:urn:li:sponsoredAccount:512345678)')}`;
  expect(await get(access_token, path(escaped))).toMatchObject({ status: 400, json: { code: 'QUERY_PARAM_NOT_ALLOWED' } });
  // Colons inside a value would be structure.
  expect((await get(access_token, path('owner=(sponsoredAccount:urn:li:sponsoredAccount:512345678)'))).status).toBe(400);
  expect((await get(access_token, path(OWNER), { 'linkedin-version': '202607' })).status).toBe(400);
  // Long queries travel in a body that says it is one.
  const long = `q=owner&${OWNER}&fields=${'x,'.repeat(2_100)}id`;
  expect((await get(access_token, `rest/leadForms?${long}`)).status).toBe(414);
  const tunnelled = await fetch(`${client.running().url}/linkedin/api/rest/leadForms`, {
    method: 'POST',
    body: long,
    headers: { authorization: `Bearer ${access_token}`, ...VERSION, 'x-http-method-override': 'GET', 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(tunnelled.status).toBe(200);
});

it('counts per day for the application and the member, and no header tells of it', async () => {
  const { access_token } = await signIn();
  await act('quota.set', { resource: 'leadForms', member: 2 });
  const forms = () => get(access_token, `rest/leadForms?q=owner&${OWNER}`);
  await forms();
  const second = await forms();
  expect([...second.headers.keys()].filter((name) => /limit|retry|remaining/i.test(name))).toEqual([]);
  const third = await forms();
  expect(third).toMatchObject({ status: 429, json: { serviceErrorCode: 101, message: expect.stringContaining('MEMBER DAY limit') } });
  expect(third.headers.get('retry-after')).toBeNull();
  expect((await get(access_token, 'v2/userinfo', {})).status).toBe(200);
  await advance(24 * HOUR);
  expect((await forms()).status).toBe(200);
  await act('quota.set', { resource: 'leadForms', application: 1 });
  expect((await forms()).json.message).toContain('APPLICATION DAY limit');
});

it('answers a part of a batch, with what is wrong with the others beside it', async () => {
  const { access_token } = await signIn();
  const { status, json } = await get(access_token, 'rest/organizationsLookup?ids=List(104852,999)');
  expect(status).toBe(200);
  expect(json.results).toEqual({ 104852: { id: 104852, localizedName: 'Acme', vanityName: 'acme' } });
  expect(json.errors).toEqual({ 999: { status: 404, message: 'Could not find organization 999' } });
  expect(json.statuses).toEqual({ 104852: 200, 999: 404 });
});

it('hides a refusal inside a good answer', async () => {
  const { access_token } = await signIn('openid r_profile_basicinfo');
  await act('app.set', { throttleDecoration: true });
  const { status, json } = await get(access_token, 'rest/identityMe', { 'linkedin-version': '202510.03' });
  expect(status).toBe(200);
  expect(json.basicInfo['profilePicture!']).toMatchObject({ status: 429, serviceErrorCode: 101 });
});

it('gives leads oldest first with totals that mislead, forms in the version that was answered, and none without a Page role', async () => {
  const { access_token } = await signIn();
  await act('lead.create', { count: 12, notify: false });
  await act('lead.create', { version: 1, notify: false });
  const read = (more = '') => get(access_token, `rest/leadFormResponses?q=owner&${OWNER}&leadType=(leadType:SPONSORED)&fields=id,form:(content)${more}`);
  const first = await read('&start=0&count=10');
  expect(first.json.elements).toHaveLength(10);
  expect(first.json.paging).toMatchObject({ total: 10, links: [{ rel: 'next' }] });
  const rest = await read('&start=10&count=10');
  expect(rest.json.elements).toHaveLength(3);
  expect(rest.json.paging.links).toEqual([]);
  const labels = (lead: { form: { content: { questions: { name: string }[] } } }) => lead.form.content.questions.map(({ name }) => name);
  expect(labels(first.json.elements[0])).toContain('Timeline');
  expect(labels(rest.json.elements[2])).not.toContain('Timeline');
  await act('role.set', { organization: 104852 });
  expect(await read()).toMatchObject({ status: 403, json: { serviceErrorCode: 100 } });
});

it('asks an address who it is before it tells it anything, signs over the prefix, and stops after three silent challenges', async () => {
  let isAnswering = true;
  const challenges: string[] = [];
  const events: { signature: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const code = new URL(request.url ?? '', 'http://x').searchParams.get('challengeCode');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (!code) {
      events.push({ signature: String(request.headers['x-li-signature']), body: Buffer.concat(chunks).toString() });
      return response.end();
    }
    challenges.push(code);
    if (!isAnswering) return response.writeHead(500).end();
    const challengeResponse = createHmac('sha256', app.client_secret).update(code).digest('hex');
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ challengeCode: code, challengeResponse }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const { access_token } = await signIn();
  const owner = { sponsoredAccount: 'urn:li:sponsoredAccount:512345678' };
  const subscribe = (webhook: string) => post(access_token, 'rest/leadNotifications', { webhook, owner, leadType: 'SPONSORED' });
  isAnswering = false;
  expect((await subscribe(url)).status).toBe(400);
  isAnswering = true;
  const made = await subscribe(url);
  expect(made.status).toBe(201);
  expect(made.headers.get('x-restli-id')).toBeTruthy();
  await act('lead.create');
  const [event] = events;
  expect(event?.signature).toBe(createHmac('sha256', app.client_secret).update(`hmacsha256=${event?.body}`).digest('hex'));
  expect(JSON.parse(event?.body ?? '{}')).toMatchObject({
    type: 'LEAD_ACTION',
    leadAction: 'CREATED',
    leadGenFormResponse: expect.stringMatching(/^urn:li:leadGenFormResponse:/),
  });
  isAnswering = false;
  const blocked = async () => (await client.get('/_twins/linkedin/state')).json.data.subscriptions[made.headers.get('x-restli-id') ?? ''];
  for (let round = 1; round <= 3; round++) {
    expect((await blocked()).isBlocked).toBe(false);
    await advance(2 * HOUR + 1);
    await expect.poll(async () => (await blocked()).failures).toBe(round);
  }
  expect((await blocked()).isBlocked).toBe(true);
  await act('lead.create');
  expect(events).toHaveLength(1);
  expect(challenges.length).toBeGreaterThanOrEqual(5);
  server.closeAllConnections();
  server.close();
});

it('gives a member’s own data in pages whose number misleads, nothing before it is ready, and changes from a boundary that is inclusive', async () => {
  const { access_token } = await signIn('r_dma_portability_self_serve');
  const own = (path: string, version = '202312') => get(access_token, `rest/${path}`, { 'linkedin-version': version, 'x-restli-protocol-version': '2.0.0' });
  const rows = Array.from({ length: 260 }, (_, n) => ({ 'First Name': `P${n}`, 'Last Name': 'X', 'Connected On': '08 Feb 2026' }));
  await act('snapshot.put', { domain: 'CONNECTIONS', rows, readyInMs: HOUR });
  expect(await own('memberSnapshotData?q=criteria&domain=CONNECTIONS&start=0')).toMatchObject({
    status: 404,
    json: { message: 'No data found for this memberId' },
  });
  await advance(2 * HOUR);
  expect((await own('memberSnapshotData?q=criteria&domain=CONNECTIONS&start=0', '202607')).status).toBe(426);
  const first = await own('memberSnapshotData?q=criteria&domain=CONNECTIONS&start=0');
  expect(first.json.elements[0].snapshotData).toHaveLength(250);
  expect(first.json.paging).toMatchObject({ total: 7, links: [{ rel: 'next' }] });
  const second = await own('memberSnapshotData?q=criteria&domain=CONNECTIONS&start=1');
  expect(second.json.elements[0].snapshotData).toHaveLength(10);
  expect(second.json.paging.links).toEqual([]);
  expect((await own('memberSnapshotData?q=criteria&domain=CONNECTIONS&start=2')).status).toBe(404);

  await act('message.deliver', { from: 'urn:li:person:zz', text: 'Hello', count: 3 });
  const changes = await own('memberChangeLogs?q=memberAndApplication&startTime=0&count=2');
  expect(changes.json.elements).toHaveLength(2);
  const last = changes.json.elements[1].processedAt;
  const next = await own(`memberChangeLogs?q=memberAndApplication&startTime=${last}&count=50`);
  expect(next.json.elements.map(({ id }: { id: number }) => id)).toContain(changes.json.elements[1].id);
  expect((await own('memberChangeLogs?q=memberAndApplication&startTime=0&count=500')).json.elements.length).toBeLessThanOrEqual(50);
});

it('posts once: the same words a moment later name the first post, and its id comes encoded now and then', async () => {
  const { access_token } = await signIn();
  const body = (commentary: string) => ({
    author: 'urn:li:organization:104852',
    commentary,
    visibility: 'PUBLIC',
    lifecycleState: 'PUBLISHED',
    distribution: { feedDistribution: 'MAIN_FEED', targetEntities: [], thirdPartyDistributionChannels: [] },
  });
  const ids = [];
  for (const text of ['one', 'two']) ids.push((await post(access_token, 'rest/posts', body(text))).headers.get('x-restli-id') ?? '');
  expect(ids.map((id) => decodeURIComponent(id)).every((id) => id.startsWith('urn:li:share:'))).toBe(true);
  expect(ids.some((id) => id.includes('%3A'))).toBe(true);
  const again = await post(access_token, 'rest/posts', body('one'));
  expect(again).toMatchObject({ status: 422, json: { message: `Content is a duplicate of ${decodeURIComponent(ids[0] ?? '')}` } });
});

it('lets partners alone read connections and write messages, and those to the first degree', async () => {
  const plain = await signIn();
  expect((await get(plain.access_token, 'v2/connections?q=viewer', {})).status).toBe(403);
  const { access_token } = await signIn('openid r_1st_connections w_compliance');
  const page = await get(access_token, 'v2/connections?q=viewer&start=0&count=50', {});
  expect(page.json.elements).toHaveLength(50);
  const id = page.json.elements[0].to.split(':').at(-1);
  const people = await get(access_token, `rest/people?ids=List((id:${id}),(id:nobody))`);
  expect(people.json.results[`(id:${id})`]).toMatchObject({ vanityName: expect.any(String) });
  expect(people.json.errors['(id:nobody)']).toMatchObject({ status: 403 });
  const message = (recipient: string) => post(access_token, 'v2/messages', { recipients: [recipient], body: 'Hello', messageType: 'MEMBER_TO_MEMBER' });
  expect((await message(page.json.elements[0].to)).status).toBe(201);
  expect((await message('urn:li:person:stranger')).status).toBe(403);
});

it('makes archives of five eras, of any size', async () => {
  for (const era of ['2020', '2022', '2023', '2025', '2026']) {
    const answer = await client.get(`/linkedin/psettings/member-data.zip?era=${era}&connections=10&messages=20`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/Basic_LinkedInDataExport_\d{2}-\d{2}-20\d{2}\.zip/);
    expect(answer.text.startsWith('PK')).toBe(true);
  }
  expect((await client.get('/linkedin/psettings/member-data.zip?era=1999')).status).toBe(400);
});
