import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';

let hub: TestHub;
let a: TestWorkspace;
beforeAll(async () => {
  hub = await testHub({ environment: {} });
  a = await hub.newWorkspace();
}, 60_000);

it('lists what a builder of filters needs', async () => {
  const { data, events } = await a.get<{
    data: { name: string; type: string; operators: string[]; options: unknown; of: string }[];
    events: { name: string }[];
  }>('/filter-fields?entity=contact');
  expect(data.find((each) => each.name === 'lifecycleStage')).toMatchObject({
    type: 'select',
    options: expect.arrayContaining([{ value: 'marketing_qualified', label: 'Marketing qualified' }]),
  });
  expect(data.find((each) => each.name === 'organization.industry')).toMatchObject({ of: 'organization', label: 'Organization: Industry' });
  expect(events.map(({ name }) => name)).toContain('email.sent');
  expect((await a.call('GET', '/filter-fields?entity=lead')).status).toBe(422);
});

it('previews, keeps and reads a segment', async () => {
  const filter = { all: [{ field: 'country', op: 'eq', value: 'DE' }, { not: { field: 'lastEmailedAt', op: 'within', value: 'P30D' } }] };
  expect(await a.post('/segments/preview', { filter })).toEqual({
    count: 0,
    exact: true,
    excluded: {},
    sample: [],
    sentence: 'Country is “DE” and not (Last e-mail to them is in the last 30 days)',
  });
  const { id } = await a.post<{ id: string }>('/segments', { name: 'Germans', filter });
  expect(await a.get(`/segments/${id}`)).toMatchObject({ name: 'Germans', filter });
  expect(await a.get(`/segments/${id}/contacts`)).toEqual({ data: [], nextCursor: null });
  expect((await a.call('PATCH', `/segments/${id}`, { body: { name: 'Berliners' } })).status).toBe(200);
  expect((await a.call('DELETE', `/segments/${id}`)).status).toBe(204);
});

it('names what is wrong with a filter by its path, in the schema and behind it', async () => {
  const errors = async (filter: unknown) =>
    (await a.call<{ errors: { path: string }[] }>('POST', '/segments/preview', { body: { filter } })).body.errors.map(({ path }) => path);
  expect(await errors({ all: [{ field: 'country', op: 'like', value: 'DE' }] })).toEqual(['filter.all.0.op']);
  expect(await errors({ all: [{ field: 'planet', op: 'eq', value: 'Mars' }] })).toEqual(['filter.all.0.field']);
  expect((await a.call('POST', '/segments/preview', { body: {} })).status).toBe(422);
});

it('searches what a key may read', async () => {
  expect(await a.get('/search?q=anna')).toEqual({ data: [] });
  expect((await a.call('GET', '/search')).status).toBe(422);
  expect((await a.call('GET', '/search?q=a&kinds=contact,planet')).status).toBe(422);
  expect((await a.call('GET', '/search?q=a&kinds=contact,deal', { apiKey: await a.key('owner', ['template:read']) })).body).toEqual({ data: [] });
});

it('keeps views', async () => {
  const made = await a.call<{ id: string }>('POST', '/views', { body: { entity: 'deal', name: 'Board', shared: true, layout: 'board', sort: '-amount' } });
  expect(made).toMatchObject({ status: 201, body: { shared: true, filter: {}, columns: [] } });
  expect(await a.get('/views?entity=deal')).toMatchObject({ data: [{ id: made.body.id }] });
  expect((await a.call('POST', '/views', { body: { entity: 'deal', name: 'x', shared: true, sort: '; drop' } })).status).toBe(422);
});
