import { beforeAll, expect, it } from 'vitest';
import { BROWSER, type CampaignWorld, campaignWorld, readMail } from './campaign-world.fixture.ts';

let world: CampaignWorld;
let mail: ReturnType<typeof readMail>;
let campaignId: string;
let contactId: string;

const visit = (url: string, more: { method?: 'GET' | 'POST' | 'HEAD'; payload?: string; agent?: string | null; type?: string; accept?: string } = {}) =>
  world.hub.app.inject({
    method: more.method ?? 'GET',
    url: new URL(url).pathname,
    headers: {
      ...(more.agent === null ? {} : { 'user-agent': more.agent ?? BROWSER }),
      ...(more.payload === undefined ? {} : { 'content-type': more.type ?? 'application/x-www-form-urlencoded' }),
      accept: more.accept ?? 'text/html',
    },
    ...(more.payload === undefined ? {} : { payload: more.payload }),
  });
/** A campaign to one reader, and what they got. */
async function sendTo(contact: string, more: Record<string, unknown> = {}) {
  const { draft, schedule, until, server } = world;
  const id = await draft([contact], more);
  await schedule(id);
  await until(id, 'finished');
  // Long enough after it was sent that a person may have read it.
  await world.hub.twins.clock({ advanceMs: 60_000 });
  return { id, mail: readMail(server.delivered.at(-1)?.raw ?? '') };
}
const unsubscribeUrl = (read: ReturnType<typeof readMail>) => /<([^>]+)>/.exec(read.headers.get('list-unsubscribe') ?? '')?.[1] ?? '';
const mayContact = async (id: string) => (await world.workspace.get<{ allowed: boolean }>(`/contacts/${id}/may-contact?channel=email`)).allowed;
const row = async () => (await world.recipients(campaignId))[0];

beforeAll(async () => {
  world = await campaignWorld();
}, 120_000);

it('counts people and machines apart, and says so on the timeline', async () => {
  contactId = await world.contact();
  ({ id: campaignId, mail } = await sendTo(contactId));
  expect((await visit(mail.pixel ?? '', { agent: 'Mozilla/5.0' })).headers['content-type']).toBe('image/gif');
  expect((await visit(mail.pixel ?? '')).rawPayload).toHaveLength(43);
  const click = await visit(mail.links[0] ?? '');
  expect([click.statusCode, click.headers.location]).toEqual([302, 'https://acme.example/pricing?a=1&b=2']);
  expect(click.headers['referrer-policy']).toBe('no-referrer');
  await visit(mail.links[0] ?? '', { agent: 'Mozilla/5.0 (compatible; Barracuda)' });
  expect(await row()).toMatchObject({ opens: { people: 1, machines: 1 }, clicks: { people: 1, machines: 1 } });
  await expect
    .poll(
      async () => {
        await world.hub.settle();
        return (await world.workspace.get<{ data: unknown[] }>('/events?type=message.clicked')).data.length;
      },
      {
        timeout: 15_000,
      },
    )
    .toBe(1);
  const { data } = await world.workspace.get<{ data: { kind: string; data: { lastClickedUrl?: string } }[] }>(`/activities?contactId=${contactId}`);
  expect(data.some((each) => each.kind === 'email' && each.data.lastClickedUrl === 'https://acme.example/pricing?a=1&b=2')).toBe(true);
});

it('knows a scanner by its following every link at once', async () => {
  const { id, mail: other } = await sendTo(await world.contact());
  await visit(other.links[0] ?? '');
  await visit(other.links[1] ?? '');
  expect((await world.recipients(id))[0]?.clicks).toEqual({ people: 0, machines: 2 });
});

it('redirects nowhere but where its mail led', async () => {
  const link = new URL(mail.links[0] ?? '');
  const token = link.pathname.slice('/t/c/'.length);
  const changed = `${token.slice(0, -2)}${token.at(-2) === 'A' ? 'B' : 'A'}${token.slice(-1)}`;
  for (const path of [`/t/c/${changed}`, `/t/c/${token}x`, '/t/c/https%3A%2F%2Fevil.example', `/t/c/${(mail.pixel ?? '').split('/t/o/')[1]}`, '/t/c/']) {
    const answer = await visit(new URL(path, link).href);
    expect([answer.statusCode, answer.headers.location], path).toEqual([404, undefined]);
  }
});

it('shows a page on GET, and changes nothing by being looked at', async () => {
  const page = await visit(unsubscribeUrl(mail));
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('Your e-mail preferences');
  // A forwarded mail does not tell the address.
  expect(page.body).not.toContain('jane1@');
  expect(page.headers['content-security-policy']).not.toContain('unsafe-inline');
  expect((await visit(unsubscribeUrl(mail), { accept: 'text/html', agent: 'Barracuda' })).statusCode).toBe(200);
  expect(await mayContact(contactId)).toBe(true);
});

it('unsubscribes with one click of the mail program, twice as well', async () => {
  const once = await visit(unsubscribeUrl(mail), { method: 'POST', payload: 'List-Unsubscribe=One-Click', agent: null, accept: '*/*' });
  expect([once.statusCode, once.headers.location, once.headers['set-cookie']]).toEqual([200, undefined, undefined]);
  expect(await mayContact(contactId)).toBe(false);
  expect((await visit(unsubscribeUrl(mail), { method: 'POST', payload: 'List-Unsubscribe=One-Click', agent: null })).statusCode).toBe(200);
  await expect
    .poll(
      async () => {
        await world.hub.settle();
        return (await world.workspace.get<{ data: unknown[] }>('/events?type=message.unsubscribed')).data.length;
      },
      {
        timeout: 15_000,
      },
    )
    .toBe(1);
  const { id } = await sendTo(contactId).catch(() => ({ id: '' }));
  expect(id).toBe('');
});

it('takes a form with parts as well (RFC 8058)', async () => {
  const other = await world.contact();
  const { mail: theirs } = await sendTo(other);
  const boundary = 'x1';
  const payload = `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`;
  const answer = await visit(unsubscribeUrl(theirs), { method: 'POST', payload, type: `multipart/form-data; boundary=${boundary}`, agent: null });
  expect(answer.statusCode).toBe(200);
  expect(await mayContact(other)).toBe(false);
});

it('lets people choose topics, and leave one without leaving all', async () => {
  const { workspace } = world;
  const news = await workspace.post<{ id: string }>('/email/topics', { name: 'Newsletter', description: 'Once a month' });
  const events = await workspace.post<{ id: string }>('/email/topics', { name: 'Events' });
  const other = await world.contact();
  const { mail: theirs } = await sendTo(other, { topicId: news.id });
  const page = await visit(unsubscribeUrl(theirs));
  expect(page.body).toContain('Newsletter');
  await visit(unsubscribeUrl(theirs), { method: 'POST', payload: 'List-Unsubscribe=One-Click', agent: null });
  const preferences = await workspace.get<{ topics: { name: string; state: string }[] }>(`/email/contacts/${other}/preferences`);
  expect(preferences.topics).toMatchObject([{ name: 'Newsletter', state: 'unsubscribed' }]);
  await expect(sendTo(other, { topicId: news.id })).rejects.toThrow('422');
  await sendTo(other, { topicId: events.id });
  // Back again, by ticking it.
  await visit(unsubscribeUrl(theirs), { method: 'POST', payload: `choice=topics&topic-${news.id}=on&topic-${events.id}=on` });
  await sendTo(other, { topicId: news.id });
});

it('asks twice before it sends a topic that wants it, and keeps the proof', async () => {
  const { workspace, server, hub } = world;
  const topic = await workspace.post<{ id: string }>('/email/topics', { name: 'Beta', doubleOptIn: true });
  const other = await world.contact({ emails: [{ value: 'beta@customer.example', primary: true }] });
  await expect(sendTo(other, { topicId: topic.id })).rejects.toThrow('422');
  const before = server.delivered.length;
  expect(await workspace.post(`/email/topics/${topic.id}/opt-ins`, { address: 'beta@customer.example', connectionId: world.connectionId })).toEqual({
    state: 'pending',
  });
  await expect
    .poll(
      async () => {
        await hub.settle();
        return server.delivered.length;
      },
      { timeout: 15_000 },
    )
    .toBe(before + 1);
  const link = /http:\/\/\S+\/u\/confirm\/[\w-]+/.exec(readMail(server.delivered.at(-1)?.raw ?? '').body)?.[0] ?? '';
  expect((await visit(link)).body).toContain('One more click');
  await expect(sendTo(other, { topicId: topic.id })).rejects.toThrow('422');
  expect((await visit(link, { method: 'POST', payload: '' })).body).toContain('Thank you');
  const { topics } = await workspace.get<{ topics: { state: string; proof: Record<string, string> }[] }>(`/email/contacts/${other}/preferences`);
  expect(topics).toMatchObject([
    { state: 'subscribed', proof: { source: 'double opt-in', confirmedAt: expect.any(String), userAgent: BROWSER, wording: expect.any(String) } },
  ]);
  await sendTo(other, { topicId: topic.id });
});

it('follows nobody further than they and the workspace allow', async () => {
  const { workspace } = world;
  const quiet = await world.contact();
  await workspace.call('PUT', `/email/contacts/${quiet}/tracking`, { body: { mode: 'none' } });
  expect(await workspace.get(`/email/contacts/${quiet}/preferences`)).toMatchObject({ tracking: 'none', workspaceTracking: 'full' });
  const { mail: untracked } = await sendTo(quiet);
  expect(untracked.pixel).toBeUndefined();
  expect(untracked.links[0]).toBe('https://acme.example/pricing?a=1&amp;b=2');
  await workspace.call('PUT', '/email/outreach-settings', { body: { tracking: 'aggregate' } });
  const { id, mail: counted } = await sendTo(await world.contact());
  await visit(counted.links[0] ?? '');
  await visit(counted.pixel ?? '');
  const stats = await workspace.get<{ aggregate: object; counts: object }>(`/email/campaigns/${id}/stats`);
  expect(stats).toMatchObject({ aggregate: { opensByPeople: 1, clicksByPeople: 1 }, counts: { openedByPeople: 0, clickedByPeople: 0 } });
  expect((await world.recipients(id))[0]).toMatchObject({ openedAt: null, clickedAt: null });
  await workspace.call('PUT', '/email/outreach-settings', { body: { tracking: 'full' } });
});

it('forgets an address and never writes to it again', async () => {
  const { workspace, recipients } = world;
  const other = await world.contact({ emails: [{ value: 'forget@customer.example', primary: true }] });
  const { id, mail: theirs } = await sendTo(other);
  await visit(theirs.links[0] ?? '');
  const erased = await workspace.post<{ proof: Record<string, number> }>('/email/erasures', { address: 'FORGET@customer.example' });
  expect(erased.proof).toEqual({ recipients: 1, engagements: 1, choices: 0 });
  expect((await recipients(id))[0]).toMatchObject({ address: 'erased@erased.invalid', state: 'accepted', messageId: null });
  expect(await workspace.get(`/email/campaigns/${id}/verify`)).toMatchObject({ audience: 1, accepted: 1 });
  await expect(sendTo(other)).rejects.toThrow('422');
});
