import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionId, Cursor, Page } from '#sdk';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { TOGETHER } from '../leads/keep-lead.ts';
import { fetchNews } from '../leads/news.ts';
import { leadStream } from '../leads/stream.ts';
import { linkedinLeadNews } from '../models/index.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let connectionId: string;

interface Lead {
  id: string;
  responseId: string;
  title: string;
  state: string;
  contactId: string | null;
  dealId: string | null;
  receivedBy: string;
  test: boolean;
  formVersion: number;
  answers: { label: string; value: string; field: string | null }[];
  consents: { text: string; accepted: boolean }[];
  firstTouchAt: string | null;
}
interface Source {
  id: string;
  formId: string;
  name: string;
  locale: string;
  version: number;
  questions: { key: string; field: string; label: string }[];
  owner: { problem: string | null; hasWebhook: boolean };
}
const leads = async (query = '') => (await workspace.get<{ data: Lead[] }>(`/linkedin/leads?limit=200${query}`)).data;
const sources = async () => (await workspace.get<{ data: Source[] }>('/linkedin/lead-sources')).data;
const create = (more: Record<string, unknown> = {}) =>
  hub.twins.act<{ result: { leads: string[] } }>('linkedin', { verb: 'lead.create', ...more }).then(({ result }) => result.leads[0] as string);
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
const leadOf = async (responseId: string): Promise<Lead | undefined> => (await leads()).find((each) => each.responseId === responseId);

beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  await create({
    answers: { WORK_EMAIL: 'early@globex.test', FIRST_NAME: 'Early', LAST_NAME: 'Bird' },
    submittedAt: hub.clock.now().getTime() - 90 * 86_400_000,
  });
  ({ id: connectionId } = await workspace.connect('linkedin', 'linkedin', 'ada@acme.test'));
  await hub.settle();
});

describe('forms', () => {
  it('are found with their questions, in three languages, and subscribed to', async () => {
    await settled(async () => {
      const all = await sources();
      expect(all.map(({ name, locale }) => [name, locale])).toEqual([
        ['Pricing request', 'en_US'],
        ['Webinar', 'de_DE'],
        ['Whitepaper', 'sv_SE'],
      ]);
      expect(all.every(({ owner }) => owner.hasWebhook && owner.problem === null)).toBe(true);
    });
    const [pricing] = await sources();
    expect(pricing?.version).toBe(2);
    expect(pricing?.questions.find(({ key }) => key === 'predefined:WORK_EMAIL')?.field).toBe('email');
    expect(pricing?.questions.find(({ key }) => key === 'name:Seats')?.field).toBe('none');
  });
});

describe('leads', () => {
  it('of the year before are read when it is connected', async () => {
    await settled(async () => expect((await leads()).map(({ title, receivedBy }) => [title, receivedBy])).toContainEqual(['Early Bird', 'sweep']));
  });

  it('come by signed webhook, once, and become contact, activity and event', async () => {
    const id = await create({
      answers: { WORK_EMAIL: 'jane@globex.test', FIRST_NAME: 'Jane', LAST_NAME: 'Doe', JOB_TITLE: 'Buyer', Seats: '1' },
      repeat: 3,
      shuffle: true,
    });
    await settled(async () => expect(await leadOf(id)).toMatchObject({ state: 'open', receivedBy: 'webhook', title: 'Jane Doe' }));
    const lead = await leadOf(id);
    expect(lead?.answers).toContainEqual({ label: 'How many seats do you need?', value: '11–50', field: null });
    const contact = await workspace.get<{ firstName: string; jobTitle: string; emails: { value: string }[] }>(`/contacts/${lead?.contactId}`);
    expect(contact).toMatchObject({ firstName: 'Jane', jobTitle: 'Buyer' });
    const { data: activities } = await workspace.get<{ data: { id: string; subject: string }[] }>(`/activities?contactId=${lead?.contactId}`);
    expect(activities).toEqual([expect.objectContaining({ subject: 'Lead form: Pricing request' })]);
    expect(await workspace.get(`/activities/${activities[0]?.id}`)).toMatchObject({ body: expect.stringContaining('How many seats do you need?: 11–50') });
    const events = await workspace.get<{ data: { data: { leadId: string } }[] }>('/events?type=lead.created&limit=200');
    expect(events.data.filter(({ data }) => data.leadId === lead?.id)).toHaveLength(1);
    const { data: consents } = await workspace.get<{ data: { textVersion: string; purpose: string }[] }>(`/consents?contactId=${lead?.contactId}`);
    expect(consents).toEqual([expect.objectContaining({ textVersion: expect.stringMatching(/^linkedin-form 7234246 v2 en_US #0 [0-9a-f]{32}$/) })]);
  });

  it('that somebody is fetching are left to them, and taken over when they do not come back', async () => {
    const ctx = await (
      await hub.hub.contextFor({ workspaceId: workspace.id, actor: { kind: 'system', reason: 'test' }, integration: 'linkedin' })
    ).withConnection(connectionId as ConnectionId);
    const id = await create({ notify: false, answers: { WORK_EMAIL: 'claimed@globex.test' } });
    await ctx.db.transaction((tx) =>
      tx.insert(linkedinLeadNews).values({
        workspaceId: workspace.id,
        id: randomUUID(),
        connectionId,
        responseId: id,
        ownerUrn: 'urn:li:sponsoredAccount:512345678',
        leadType: 'SPONSORED',
        occurredAt: hub.clock.now(),
        claimedUntil: new Date(hub.clock.now().getTime() + 120_000),
      }),
    );
    await fetchNews(ctx);
    expect(await leadOf(id)).toBeUndefined();
    await hub.twins.clock({ advanceMs: 121_000 });
    await fetchNews(ctx);
    expect(await leadOf(id)).toMatchObject({ state: 'open', receivedBy: 'webhook' });
  });

  it('are read with the words of the version that was answered', async () => {
    const id = await create({ version: 1, answers: { WORK_EMAIL: 'old@globex.test' } });
    await settled(async () => expect(await leadOf(id)).toMatchObject({ formVersion: 1 }));
    const lead = await leadOf(id);
    expect(lead?.answers.map(({ label }) => label)).not.toContain('When do you want to start?');
    expect(lead?.answers.find(({ field }) => field === 'email')?.value).toBe('old@globex.test');
    await hub.twins.act('linkedin', { verb: 'form.change', question: 'Which country?' });
    const newer = await create({ answers: { WORK_EMAIL: 'newest@globex.test', 'Which country?': 'France' } });
    await settled(async () => expect(await leadOf(newer)).toMatchObject({ formVersion: 3 }));
    expect((await leadOf(newer))?.answers).toContainEqual({ label: 'Which country?', value: 'France', field: null });
    expect((await sources()).find(({ formId }) => formId === '7234246')?.version).toBe(3);
  });

  it('that are tests make nobody a contact', async () => {
    const id = await create({ test: true, answers: { WORK_EMAIL: 'test@globex.test' } });
    await settled(async () => expect(await leadOf(id)).toMatchObject({ state: 'test', test: true, contactId: null }));
    expect(JSON.stringify(await workspace.get('/contacts?limit=200'))).not.toContain('test@globex.test');
  });

  it('without consent leave no consent', async () => {
    const id = await create({ consent: false, answers: { WORK_EMAIL: 'quiet@globex.test' } });
    await settled(async () => expect(await leadOf(id)).toMatchObject({ state: 'open' }));
    const lead = await leadOf(id);
    expect(lead?.consents).toEqual([{ text: 'Acme may write to me about its products.', accepted: false }]);
    expect(await workspace.get(`/consents?contactId=${lead?.contactId}`)).toMatchObject({ data: [] });
  });

  it('whose webhook was lost are found within the hour, and the ledger names them before', async () => {
    const id = await create({ notify: false, answers: { WORK_EMAIL: 'lost@globex.test' } });
    const before = await workspace.get<{ remote: number; held: number; missing: string[] }>('/linkedin/leads/ledger');
    expect(before.missing).toEqual([id]);
    expect(before.remote).toBe(before.held + 1);
    await hub.twins.clock({ advanceMs: 3_700_000 });
    await settled(async () => expect(await leadOf(id)).toMatchObject({ receivedBy: 'sweep' }));
    const after = await workspace.get<{ remote: number; held: number; missing: string[] }>('/linkedin/leads/ledger');
    expect(after).toMatchObject({ remote: before.remote, held: before.remote, missing: [] });
  });

  it('are pulled again when a person asks', async () => {
    const id = await create({ notify: false, answers: { WORK_EMAIL: 'pulled@globex.test' } });
    expect(await workspace.post('/linkedin/leads/pull', {})).toEqual({ kept: 1 });
    expect(await leadOf(id)).toMatchObject({ receivedBy: 'manual' });
  });

  it('that are deleted there are marked here; the person stays; a late word of it changes nothing', async () => {
    const id = await create({ answers: { WORK_EMAIL: 'gone@globex.test' } });
    await settled(async () => expect(await leadOf(id)).toMatchObject({ state: 'open' }));
    const before = await leadOf(id);
    await hub.twins.act('linkedin', { verb: 'lead.delete', id });
    await settled(async () => expect(await leadOf(id)).toMatchObject({ state: 'deleted', answers: [] }));
    expect((await workspace.call('GET', `/contacts/${before?.contactId}`)).status).toBe(200);
    const events = await workspace.get<{ data: { data: { leadId: string } }[] }>('/events?type=lead.deleted');
    expect(events.data.map(({ data }) => data.leadId)).toContain(before?.id);
  });

  it('that come a hundred at a time cost a page, not a hundred calls', async () => {
    const calls = async () => (await hub.twins.journal('linkedin')).filter(({ path }) => path.startsWith('/linkedin/api/rest/leadFormResponses')).length;
    const before = await calls();
    await hub.twins.act('linkedin', { verb: 'lead.create', form: 7300001, count: 30, parallel: 8 });
    await settled(async () => expect((await leads('&formId=7300001')).length).toBe(30));
    expect((await calls()) - before).toBeLessThan(25);
  });

  it('are kept a few in a transaction, and a sweep that breaks goes on with the answer that it was at', async () => {
    const DAY_MS = 86_400_000;
    const longAgo = hub.clock.now().getTime() - 200 * DAY_MS;
    await hub.twins.act('linkedin', { verb: 'lead.create', form: 7300001, count: 105, notify: false, submittedAt: longAgo });
    const ctx = await (
      await hub.hub.contextFor({ workspaceId: workspace.id, actor: { kind: 'system', reason: 'test' }, integration: 'linkedin' })
    ).withConnection(connectionId as ConnectionId);
    const name = 'sponsored urn:li:sponsoredAccount:512345678';
    const read = async (cursor: Cursor) => {
      const pages: Page[] = [];
      try {
        for await (const page of leadStream.read(ctx, { name, cursor, full: false })) pages.push(page);
        return { pages };
      } catch (error) {
        return { pages, error };
      }
    };
    const placeOf = ({ cursor }: Page) => (cursor as { sweep?: { start: number } }).sweep?.start;
    const whole = await read({ until: longAgo });
    expect(whole.pages.every(({ records }) => records.length <= TOGETHER)).toBe(true);
    expect(whole.pages.filter(({ more }) => !more)).toHaveLength(1);
    const ofOne = 100 / TOGETHER;
    expect(whole.pages.map(placeOf).slice(0, ofOne)).toEqual([...Array(ofOne - 1).fill(0), 100]);
    expect(whole.pages.at(-1)?.cursor).toEqual({ until: expect.any(Number) });

    // The second answer does not come today: what the first one held is kept, and tomorrow begins with the second.
    const { data } = await hub.twins.state<{ data: { used: Record<string, number> } }>('linkedin');
    const used = data.used[`${hub.clock.now().toISOString().slice(0, 10)} 782bbtaQ leadFormResponses`] ?? 0;
    await hub.twins.act('linkedin', { verb: 'quota.set', resource: 'leadFormResponses', member: used + 1 });
    const broken = await read({ until: longAgo });
    expect(broken.error).toMatchObject({ code: 'quota_exhausted' });
    expect(broken.pages).toHaveLength(ofOne);
    await hub.twins.act('linkedin', { verb: 'quota.set', resource: 'leadFormResponses', member: 10_000 });
    await hub.twins.clock({ advanceMs: DAY_MS });
    const asked = async () => (await hub.twins.journal('linkedin')).filter(({ path }) => path.includes('leadFormResponses?')).length;
    const before = await asked();
    const rest = await read(broken.pages.at(-1)?.cursor ?? null);
    expect(rest.error).toBeUndefined();
    expect(rest.pages.flatMap(({ records }) => records).length).toBe(whole.pages.flatMap(({ records }) => records).length - 100);
    expect((await asked()) - before).toBe(1);
  });

  it('that come only by the hourly look are told of: LinkedIn says nothing when it stops sending', async () => {
    const id = await create({ notify: false, answers: { WORK_EMAIL: 'silent@globex.test' } });
    await hub.twins.clock({ advanceMs: 3_700_000 });
    await settled(async () => expect(await leadOf(id)).toMatchObject({ receivedBy: 'sweep' }));
    await hub.twins.clock({ advanceMs: 2 * 3_600_000 + 60_000 });
    const silent = async () => {
      const { data } = await workspace.get<{ data: { title: string; resolvedAt: string | null }[] }>('/incidents?limit=100');
      const found = data.find(({ title }) => title === 'LinkedIn no longer tells of new leads of Acme Ads at once');
      return found && found.resolvedAt === null ? 'open' : 'none';
    };
    await settled(async () => expect(await silent()).toBe('open'));
    await create({ answers: { WORK_EMAIL: 'heard@globex.test' } });
    await hub.twins.clock({ advanceMs: 2 * 3_600_000 + 60_000 });
    await settled(async () => expect(await silent()).toBe('none'));
  });

  it('go to people in turns, open a deal, and their clock stops with the first call or mail', async () => {
    const source = (await sources()).find(({ formId }) => formId === '7300002');
    const { data: users } = await workspace.get<{ data: { userId: string; id: string }[] }>('/users');
    const userId = users[0]?.userId ?? users[0]?.id;
    const changed = await workspace.call<Source>('PUT', `/linkedin/lead-sources/${source?.id}/mapping`, {
      body: { assignees: [userId], createDeal: true },
    });
    expect(changed.status).toBe(200);
    const id = await create({ form: 7300002, answers: { WORK_EMAIL: 'lena@hooli.test', FIRST_NAME: 'Lena', LAST_NAME: 'Müller' } });
    await settled(async () => expect(await leadOf(id)).toMatchObject({ dealId: expect.any(String) }));
    const lead = await leadOf(id);
    expect(await workspace.get(`/deals/${lead?.dealId}`)).toMatchObject({ name: 'Lena Müller – Webinar', ownerId: userId, leadSource: 'linkedin' });
    const occurredAt = hub.clock.now().toISOString();
    const participants = [{ contactId: lead?.contactId, address: 'lena@hooli.test', role: 'callee' }];
    await workspace.post('/activities', { kind: 'call', direction: 'outbound', occurredAt, subject: 'First call', participants });
    await settled(async () => expect(await leadOf(id)).toMatchObject({ state: 'touched', firstTouchAt: occurredAt }));
  });

  it('refuses a mapping that makes no sense, in words', async () => {
    const [source] = await sources();
    const answer = await workspace.call('PUT', `/linkedin/lead-sources/${source?.id}/mapping`, {
      body: { mapping: { 'name:Nothing': 'email', 'name:Seats': 'mood' } },
    });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('This form has no such question');
    expect(JSON.stringify(answer.body)).toContain('There is no field “mood”');
  });
});

describe('a page’s own forms', () => {
  it('are read and subscribed to once the page has one, for every kind of lead', async () => {
    await hub.twins.act('linkedin', { verb: 'form.create', name: 'Open day' });
    await workspace.post(`/connections/${connectionId}/sync`, {});
    await settled(async () => expect((await sources()).find(({ name }) => name === 'Open day')?.owner).toMatchObject({ hasWebhook: true, problem: null }));
    const id = await create({ form: 7400001, answers: { EMAIL: 'guest@hooli.test', FIRST_NAME: 'Guest', LAST_NAME: 'One' } });
    await settled(async () => expect(await leadOf(id)).toMatchObject({ title: 'Guest One', receivedBy: 'webhook', state: 'open' }));
    const lost = await create({ form: 7400001, notify: false, answers: { EMAIL: 'second@hooli.test' } });
    const { owners, missing } = await workspace.get<{ missing: string[]; owners: { name: string; remote: number; held: number }[] }>('/linkedin/leads/ledger');
    expect(missing).toContain(lost);
    expect(owners.filter(({ name }) => name === 'Acme').map(({ remote, held }) => [remote, held])).toContainEqual([2, 1]);
  });
});

describe('a lost role', () => {
  it('is diagnosed before the next lead is lost, and mends itself', async () => {
    await hub.twins.act('linkedin', { verb: 'role.set', organization: 104852 });
    await workspace.post(`/connections/${connectionId}/sync`, {});
    await settled(async () => {
      const source = (await sources()).find(({ formId }) => formId === '7234246');
      expect(source?.owner.problem).toContain('Page role');
    });
    const { data: incidents } = await workspace.get<{ data: { title: string; state: string }[] }>('/incidents');
    expect(incidents.map(({ title }) => title)).toContain('Leads of Acme Ads cannot be read');
    await hub.twins.act('linkedin', { verb: 'role.set', organization: 104852, role: 'LEAD_GEN_FORMS_MANAGER' });
    await workspace.post(`/connections/${connectionId}/sync`, {});
    await settled(async () => expect((await sources()).find(({ formId }) => formId === '7234246')?.owner.problem).toBeNull());
  });
});

describe('capabilities', () => {
  it('say for every path what works, and where it does not, why and what to do', async () => {
    const { data } = await workspace.get<{ data: { feature: string; path: string; status: string; reason: string; nextStep: string | null }[] }>(
      '/linkedin/capabilities',
    );
    expect(data.find(({ path }) => path === 'leadsync')).toMatchObject({ status: 'available' });
    expect(data.find(({ path }) => path === 'partner')).toMatchObject({ status: 'needs_approval' });
    expect(data.find(({ path }) => path === 'bridge')?.reason).toContain('User Agreement');
    expect(new Set(data.map(({ feature }) => feature)).size).toBe(6);
    expect(data.every(({ reason }) => reason.length > 10)).toBe(true);
  });
});
