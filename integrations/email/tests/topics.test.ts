import { beforeAll, expect, it } from 'vitest';
import { type CampaignWorld, campaignWorld, readMail } from './campaign-world.fixture.ts';

interface Topic {
  id: string;
  name: string;
  archivedAt: string | null;
  counts: { subscribed: number; pending: number; unsubscribed: number };
}
interface Person {
  address: string;
  state: string;
  name: string;
  contactId: string | null;
}
let world: CampaignWorld;
let news: Topic;
beforeAll(async () => {
  world = await campaignWorld();
  news = await world.workspace.post<Topic>('/email/topics', { name: 'News' });
}, 120_000);

const topics = async (query = '') => (await world.workspace.get<{ data: Topic[] }>(`/email/topics${query}`)).data;
const patch = (id: string, body: Record<string, unknown>) =>
  world.workspace.call<Topic & { errors: { path: string }[] }>('PATCH', `/email/topics/${id}`, { body });
const people = (query = '') => world.workspace.get<{ data: Person[]; nextCursor: string | null }>(`/email/topics/${news.id}/people${query}`);
/** A campaign on the topic to one reader, and the page that its mail leads to. */
async function pageOf(contactId: string): Promise<{ path: string; html: string }> {
  const { draft, schedule, until, server, hub } = world;
  const id = await draft([contactId], { topicId: news.id });
  await schedule(id);
  await until(id, 'finished');
  const mail = readMail(server.delivered.at(-1)?.raw ?? '');
  const path = new URL(/<([^>]+)>/.exec(mail.headers.get('list-unsubscribe') ?? '')?.[1] ?? '').pathname;
  return { path, html: (await hub.app.inject({ method: 'GET', url: path, headers: { accept: 'text/html' } })).body };
}
const choose = (path: string, payload: string) =>
  world.hub.app.inject({ method: 'POST', url: path, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload });

it('counts who said what, and lists them with how that is known', async () => {
  const ids = [await world.contact({ firstName: 'Ann' }), await world.contact({ firstName: 'Bob' }), await world.contact({ firstName: 'Cid' })];
  const [ann, bob, cid] = ids as [string, string, string];
  await choose((await pageOf(ann)).path, `choice=topics&topic-${news.id}=on`);
  await choose((await pageOf(bob)).path, 'List-Unsubscribe=One-Click');
  await world.workspace.post(`/email/contacts/${cid}/unsubscribe`, { topicId: news.id });
  expect((await topics())[0]?.counts).toEqual({ subscribed: 1, pending: 0, unsubscribed: 2 });
  const { data } = await people('?state=unsubscribed');
  expect(data.map(({ name, contactId }) => [name, contactId])).toEqual([
    ['Bob Doe', bob],
    ['Cid Doe', cid],
  ]);
  expect((await people('?q=ann')).data).toMatchObject([{ contactId: ann, state: 'subscribed', proof: { source: 'page' } }]);
  const first = await people('?limit=2');
  expect(first.data).toHaveLength(2);
  expect((await people(`?limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`)).data).toHaveLength(1);
  // Addresses of people whom one may not see are not shown to everybody, and none of another workspace's.
  const salesperson = await world.workspace.key('salesperson');
  expect((await world.workspace.call('GET', `/email/topics/${news.id}/people`, { apiKey: salesperson })).status).toBe(403);
  const other = await world.hub.newWorkspace();
  expect((await other.call('GET', `/email/topics/${news.id}/people`)).status).toBe(404);
  expect((await other.call('PATCH', `/email/topics/${news.id}`, { body: { name: 'Taken' } })).status).toBe(404);
});

it('is renamed with all that was said about it, but not into another one', async () => {
  const beta = await world.workspace.post<Topic>('/email/topics', { name: 'Beta' });
  expect((await patch(news.id, { name: 'Beta' })).body.errors[0]?.path).toBe('name');
  expect((await patch(news.id, { name: 'Newsletter' })).body).toMatchObject({ name: 'Newsletter', counts: { unsubscribed: 2 } });
  expect((await patch(news.id, { name: ' ' })).status).toBe(422);
  await world.workspace.call('DELETE', `/email/topics/${beta.id}`);
  const again = await world.workspace.call<{ detail: string }>('POST', '/email/topics', { body: { name: 'Beta' } });
  expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('Bring it back')]);
});

it('is put away and brought back, and is not offered meanwhile', async () => {
  const reader = await world.contact();
  const { path, html } = await pageOf(reader);
  expect(html).toContain('Newsletter');
  expect((await patch(news.id, { archived: true })).body.archivedAt).not.toBeNull();
  expect(await topics()).toEqual([]);
  expect((await topics('?archived=true')).map(({ name }) => name)).toEqual(['Beta', 'Newsletter']);
  expect((await world.hub.app.inject({ method: 'GET', url: path, headers: { accept: 'text/html' } })).body).not.toContain('Newsletter');
  const late = await world.draft([reader], { topicId: news.id });
  const { problems } = await world.workspace.post<{ problems: { code: string; level: string }[] }>(`/email/campaigns/${late}/preflight`, {});
  expect(problems).toContainEqual(expect.objectContaining({ code: 'topic_archived', level: 'error' }));
  // Who leaves by the button of the mail that they have leaves what it was about.
  await choose(path, 'List-Unsubscribe=One-Click');
  expect((await patch(news.id, { archived: false })).body).toMatchObject({ archivedAt: null, counts: { unsubscribed: 3 } });
  expect((await topics()).map(({ name }) => name)).toEqual(['Newsletter']);
});

it('counts a subscription as the consent that is asked for, also under its new name', async () => {
  const { workspace, contact, draft } = world;
  await workspace.call('PATCH', '/crm-settings', { body: { consentRequired: ['email'] } });
  const [yes, silent] = [await contact(), await contact()];
  await choose((await pageOfSubscribed(yes)).path, `choice=topics&topic-${news.id}=on`);
  await patch(news.id, { name: 'Our letter' });
  const id = await draft([yes, silent], { topicId: news.id });
  expect(await workspace.post(`/email/campaigns/${id}/preflight`, {})).toMatchObject({ audience: { total: 2, willGet: 1, excluded: { consent_missing: 1 } } });
});
/** The page of a single mail, which needs no consent for campaigns. */
async function pageOfSubscribed(contactId: string): Promise<{ path: string }> {
  await world.workspace.post('/consents', { contactId, channel: 'email', purpose: 'Newsletter', basis: 'consent' });
  return pageOf(contactId);
}
