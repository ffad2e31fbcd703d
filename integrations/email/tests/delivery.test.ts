import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let sendgridId: string;
let mailgunId: string;

interface Sent {
  id: string;
  state: string;
  messageId: string;
  history: { state: string; source: string; evidence: Record<string, unknown> }[];
  error: string | null;
}
interface Suppression {
  id: string;
  address: string;
  reason: string;
  scope: string;
  evidence: Record<string, string>;
  liftedAt: string | null;
  expiresAt: string | null;
  heldAt: string[];
}
const connect = (provider: string, credentials: Record<string, unknown>, settings: Record<string, unknown> = {}) =>
  workspace.call<{ id: string; code: string; errors: { path: string }[] }>('POST', '/connections', {
    body: { integration: 'email', provider, credentials, settings },
  });
const act = (provider: string, verb: string, input: Record<string, unknown> = {}) => hub.twins.act(provider, { verb, ...input });
const send = (connectionId: string, to: string, body: Record<string, unknown> = {}) =>
  workspace.post<Sent>('/email/messages', {
    connectionId,
    to: [{ address: to, name: 'Jane' }],
    subject: 'Hello',
    html: '<p>Dear <b>Jane</b></p>',
    text: 'Dear Jane',
    ...body,
  });
const look = (id: string) => workspace.get<Sent>(`/email/messages/${id}`);
const listed = async (query = '') => (await workspace.get<{ data: Suppression[] }>(`/email/suppressions?limit=200${query}`)).data;
const events = async (type: string) =>
  (await workspace.get<{ data: { data: Record<string, unknown> }[] }>(`/events?type=${type}`)).data.map(({ data }) => data);

beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  sendgridId = (await connect('sendgrid', { apiKey: 'SG.acme.full-access' }, { fromEmail: 'ann@acme.test', fromName: 'Ann' })).body.id;
  mailgunId = (await connect('mailgun', { apiKey: 'key-acme-full', domain: 'mg.acme.test', region: 'us' }, { fromEmail: 'ann@mg.acme.test' })).body.id;
  await hub.settle();
});

describe('connecting', () => {
  it('proves a key by a real call, and names the field that is wrong', async () => {
    expect((await connect('sendgrid', { apiKey: 'SG.nobody.x' })).status).toBeGreaterThanOrEqual(400);
    expect((await connect('sendgrid', { apiKey: 'no key' })).body.errors[0]?.path).toContain('apiKey');
    const region = await connect('mailgun', { apiKey: 'key-acme-full', domain: 'mg.acme.test', region: 'eu' });
    expect(region.body).toMatchObject({ code: 'credentials_rejected', errors: [{ path: 'credentials.domain' }] });
    const eu = await connect('mailgun', { apiKey: 'key-acme-full', domain: 'mg.acme-eu.test', region: 'eu' }, { fromEmail: 'ann@mg.acme-eu.test' });
    expect(eu.status).toBe(201);
    const sent = await send(eu.body.id, 'eu@x.test');
    await hub.settle();
    expect((await look(sent.id)).state).toBe('accepted');
    // A key that only sends is enough to send.
    const other = await hub.newWorkspace();
    const credentials = { apiKey: 'key-acme-sending', domain: 'mg.acme.test', region: 'us' };
    expect((await other.call('POST', '/connections', { body: { integration: 'email', provider: 'mailgun', credentials } })).status).toBe(201);
  });
});

describe.each([
  ['sendgrid', () => sendgridId],
  ['mailgun', () => mailgunId],
] as const)('a mail through %s', (provider, connectionId) => {
  it('is handed over under our own Message-ID, and delivered when its events say so', async () => {
    const sent = await send(connectionId(), `ok@${provider}.test`);
    await hub.settle();
    expect((await look(sent.id)).state).toBe('accepted');
    await act(provider, 'message.deliver', { to: `ok@${provider}.test`, repeat: 3 });
    await act(provider, 'message.open', { to: `ok@${provider}.test`, ...(provider === 'sendgrid' ? { machine: true } : { bot: 'apple' }) });
    await act(provider, 'message.open', { to: `ok@${provider}.test` });
    await act(provider, 'message.click', { to: `ok@${provider}.test`, url: 'https://acme.test/x' });
    const words = async () => {
      await hub.settle();
      return (await look(sent.id)).history.map(({ state }) => state);
    };
    await expect.poll(words, { timeout: 20_000 }).toEqual(expect.arrayContaining(['accepted', 'delivered', 'opened', 'clicked']));
    const after = await look(sent.id);
    expect(after.state).toBe('delivered');
    expect(after.history.filter(({ state }) => state === 'delivered')).toHaveLength(1);
    const [delivery] = (
      await workspace.get<{ data: { state: string; marks: Record<string, { count: number; machine?: number }> }[] }>(
        `/email/deliveries?messageId=${encodeURIComponent(sent.messageId)}`,
      )
    ).data;
    expect(delivery).toMatchObject({ state: 'delivered', marks: { opened: { count: 2, machine: 1 }, clicked: { count: 1 }, delivered: { count: 1 } } });
    const opened = (await events('message.opened')).filter(({ address }) => address === `ok@${provider}.test`);
    expect(opened).toMatchObject([{ outgoingId: sent.id, source: provider }]);
  });

  it('that comes back has a verdict with its evidence, and its address is on the list', async () => {
    const sent = await send(connectionId(), `gone@${provider}.test`);
    await hub.settle();
    await act(provider, 'message.bounce', { to: `gone@${provider}.test`, repeat: 2 });
    await hub.settle();
    expect(await look(sent.id)).toMatchObject({ state: 'bounced' });
    const [row] = await listed(`&q=gone@${provider}`);
    expect(row).toMatchObject({ reason: 'hard_bounce', scope: 'all', evidence: { reason: 'mailbox_unknown', code: '5.1.1' } });
    expect((await events('message.bounced')).find(({ address }) => address === `gone@${provider}.test`)).toMatchObject({ kind: 'hard', outgoingId: sent.id });
  });

  it('that our own reputation stopped does not cost the address its place', async () => {
    await send(connectionId(), `block@${provider}.test`);
    await hub.settle();
    await act(provider, 'message.bounce', { to: `block@${provider}.test`, kind: 'block' });
    await hub.settle();
    expect(await listed(`&q=block@${provider}`)).toEqual([]);
    expect((await events('message.bounced')).find(({ address }) => address === `block@${provider}.test`)).toMatchObject({ kind: 'block', reason: 'blocklist' });
  });

  it('that a reader complains of suppresses marketing only', async () => {
    await send(connectionId(), `angry@${provider}.test`);
    await hub.settle();
    await act(provider, 'message.complain', { to: `angry@${provider}.test` });
    const angry = async () => {
      await hub.settle();
      return listed(`&q=angry@${provider}`);
    };
    await expect.poll(angry, { timeout: 30_000 }).toMatchObject([{ reason: 'complaint', scope: 'marketing' }]);
  });

  it('believes no forged word, and keeps what it does not know', async () => {
    const sent = await send(connectionId(), `safe@${provider}.test`);
    await hub.settle();
    await act(provider, 'message.bounce', { to: `safe@${provider}.test`, forge: 'secret' });
    await act(provider, 'message.bounce', { to: `safe@${provider}.test`, forge: 'unsigned' });
    await act(provider, 'event.unknown', { to: `safe@${provider}.test` });
    await hub.settle();
    expect((await look(sent.id)).state).toBe('accepted');
    expect(await listed(`&q=safe@${provider}`)).toEqual([]);
  });

  it('tells the same whatever the order and however late', async () => {
    const [early, late] = [await send(connectionId(), `early@${provider}.test`), await send(connectionId(), `late@${provider}.test`)];
    await hub.settle();
    await act(provider, 'message.click', { to: `late@${provider}.test` });
    await act(provider, 'message.deliver', { to: `early@${provider}.test` });
    await hub.settle();
    expect((await look(late.id)).state).toBe('delivered');
    await act(provider, 'message.deliver', { to: `late@${provider}.test`, lateMs: 3_600_000 });
    await act(provider, 'message.click', { to: `early@${provider}.test` });
    await hub.twins.clock({ advanceMs: 3_600_000 });
    const arrivals = async () => {
      await hub.settle();
      return (await events('message.delivered')).filter(({ address }) => address === `late@${provider}.test`).length;
    };
    await expect.poll(arrivals, { timeout: 20_000 }).toBe(1);
    expect((await look(early.id)).state).toBe('delivered');
  });
});

describe('a verdict that is wrong', () => {
  it('becomes a rule of the workspace, and history is looked at again', async () => {
    await send(sendgridId, 'rule@x.test');
    await hub.settle();
    await act('sendgrid', 'message.bounce', { to: 'rule@x.test', kind: 'hard', reason: '550 5.1.1 closed for stock-taking, user unknown' });
    await hub.settle();
    expect(await listed('&q=rule@x')).toHaveLength(1);
    const rule = await workspace.post<{ id: string }>('/email/bounces/rules', {
      contains: 'closed for stock-taking',
      reason: 'system',
      note: 'they do this in January',
    });
    await hub.settle();
    expect(await listed('&q=rule@x')).toEqual([]);
    const [bounce] = (await workspace.get<{ data: { kind: string; reason: string; rule: string }[] }>('/email/bounces?address=rule@x.test')).data;
    expect(bounce).toMatchObject({ kind: 'soft', reason: 'system', rule: `workspace:${rule.id}` });
    await workspace.call('DELETE', `/email/bounces/rules/${rule.id}`);
    await hub.settle();
    expect(await listed('&q=rule@x')).toMatchObject([{ reason: 'hard_bounce' }]);
  });
});

describe('soft refusals', () => {
  it('on three days within a month let an address rest for ninety days; a delivery between forgives', async () => {
    const refuse = async (to: string) => {
      await send(sendgridId, to);
      await hub.settle();
      await act('sendgrid', 'message.bounce', { to, kind: 'full' });
      await hub.twins.clock({ advanceMs: 86_400_000 });
      await fetch(`${hub.twins.url}/sendgrid/v3/suppression/bounces/${to}`, { method: 'DELETE', headers: { authorization: 'Bearer SG.acme.full-access' } });
    };
    const forgiven = 'forgiven@x.test';
    for (let day = 0; day < 2; day++) await refuse(forgiven);
    await send(sendgridId, forgiven);
    await hub.settle();
    await act('sendgrid', 'message.deliver', { to: forgiven });
    await hub.twins.clock({ advanceMs: 86_400_000 });
    await refuse(forgiven);
    for (let day = 0; day < 3; day++) await refuse(`tired@x.test`);
    await hub.settle();
    const [tired] = await listed('&q=tired@x');
    expect(tired).toMatchObject({ reason: 'soft_bounces', expiresAt: expect.any(String) });
    expect(await listed('&q=forgiven@x')).toEqual([]);
  }, 120_000);
});

describe('POST /email/bounces/classify', () => {
  const mail = (name: string) => readFileSync(join(import.meta.dirname, 'bounces', `${name}.eml`));
  const classify = (payload: Buffer | string, type = 'message/rfc822') =>
    workspace.call<Record<string, unknown>>('POST', '/email/bounces/classify', { body: payload as never, headers: { 'content-type': type } });

  it('answers for a raw mail, and keeps nothing', async () => {
    const before = (await listed()).length;
    expect((await classify(mail('postfix-unknown-user'))).body).toMatchObject({
      isBounce: true,
      kind: 'hard',
      reason: 'mailbox_unknown',
      originalMessageId: 'postfix-unknown-user@acme.example',
      recipients: [{ address: 'jane@customer.example', enhancedCode: '5.1.1', action: 'failed' }],
    });
    expect((await classify(mail('japanese-text'))).body).toMatchObject({ kind: 'hard' });
    expect((await classify(mail('human-reply'))).body).toMatchObject({ isBounce: false, kind: 'none' });
    expect(await listed()).toHaveLength(before);
  });

  it('refuses what is no mail, with a sentence', async () => {
    expect((await classify(Buffer.alloc(0))).status).toBeGreaterThanOrEqual(400);
    expect((await classify('{}', 'application/json')).status).toBe(415);
    const deep = Array.from({ length: 200 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`).join('');
    expect((await classify(Buffer.from(deep))).status).toBeLessThan(500);
  });
});

describe('deliverability', () => {
  it('shows the records of each domain and which of them are found', async () => {
    await act('mailgun', 'domain.set', { domain: 'mg.acme.test', dkim: false });
    const { data } = await workspace.get<{ data: { name: string; isReady: boolean; records: { purpose: string; isFound: boolean | null }[] }[] }>(
      '/email/domains',
    );
    const found = (name: string) =>
      Object.fromEntries(data.find((each) => each.name === name)?.records.map(({ purpose, isFound }) => [purpose, isFound]) ?? []);
    expect(found('mg.acme.test')).toMatchObject({ spf: true, dkim: false, dmarc: null });
    expect(found('acme.test')).toMatchObject({ dkim: true, return_path: true });
    expect(data.find(({ name }) => name === 'news.acme.test')?.isReady).toBe(false);
  });

  it('counts what was sent and what came back, by provider', async () => {
    const { providers, reasons } = await workspace.get<{
      providers: { provider: string; sent: number; delivered: number; bounced: Record<string, number>; bounceRate: number }[];
      reasons: unknown[];
    }>('/email/deliverability?days=60');
    const sendgrid = providers.find(({ provider }) => provider === 'sendgrid');
    expect(sendgrid?.sent).toBeGreaterThan(5);
    expect(sendgrid?.bounced.hard).toBeGreaterThan(0);
    expect(sendgrid?.bounceRate).toBeGreaterThan(0);
    expect(reasons.length).toBeGreaterThan(0);
  });
});

it('shows another workspace nothing of it', async () => {
  const other = await hub.newWorkspace();
  for (const path of ['/email/suppressions', '/email/bounces', '/email/deliveries', '/email/bounces/rules'])
    expect((await other.get<{ data: unknown[] }>(path)).data).toEqual([]);
});

describe('a campaign through SendGrid', () => {
  interface Row {
    address: string;
    state: string;
    history: { state: string; source: string }[];
  }
  const begin = async (connectionId: string, names = ['kim', 'lee']) => {
    const contacts: string[] = [];
    for (const name of names)
      contacts.push((await workspace.post<{ id: string }>('/contacts', { firstName: name, emails: [{ value: `${name}@campaign.test`, primary: true }] })).id);
    const content = { subject: 'News', format: 'text', body: 'Hello' };
    return (await workspace.post<{ id: string }>('/email/campaigns', { name: 'News', contactIds: contacts, from: { connectionId }, content })).id;
  };
  it('goes out in the name that was set, and what was unknown is known when its events come', async () => {
    const id = await begin(sendgridId);
    await hub.twins.fault('sendgrid', { match: { method: 'POST', path: '/v3/mail/send' }, next: 1, do: 'drop_after_commit' });
    await workspace.post(`/email/campaigns/${id}/schedule`, {});
    const rows = async () => (await workspace.get<{ data: Row[] }>(`/email/campaigns/${id}/recipients`)).data;
    const states = async () => {
      await hub.settle();
      return (await rows()).map(({ state }) => state);
    };
    await expect.poll(states, { timeout: 30_000 }).toEqual(['unknown', 'unknown']);
    const { data } = await hub.twins.state<{ data: { mails: Record<string, { to: { email: string }; from: { email: string; name?: string } }> } }>('sendgrid');
    expect(Object.values(data.mails).filter(({ to }) => to.email.endsWith('@campaign.test'))).toMatchObject([
      { from: { email: 'ann@acme.test', name: 'Ann' } },
      { from: { email: 'ann@acme.test', name: 'Ann' } },
    ]);
    for (const name of ['kim', 'lee']) await act('sendgrid', 'message.deliver', { to: `${name}@campaign.test` });
    await expect.poll(states, { timeout: 30_000 }).toEqual(['accepted', 'accepted']);
    expect((await rows())[0]?.history.map(({ state, source }) => `${state} ${source}`)).toEqual([
      'handed sendgrid',
      'unknown sendgrid',
      'delivered provider',
      'accepted heard',
    ]);
    expect(await workspace.get(`/email/campaigns/${id}/verify`)).toMatchObject({ accepted: 2, unknown: 0, skipped: 0, repeated: 0 });
  });

  it('is not begun in nobody’s name', async () => {
    const elsewhere = await connect('sendgrid', { apiKey: 'SG.globex.full-access' });
    const id = await begin(elsewhere.body.id, ['moe']);
    const said = await workspace.post<{ ready: boolean; problems: { code: string }[] }>(`/email/campaigns/${id}/preflight`, {});
    expect(said.ready).toBe(false);
    expect(said.problems.map(({ code }) => code)).toContain('no_sender_address');
  });
});
