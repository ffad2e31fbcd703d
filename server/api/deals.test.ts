import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';

let hub: TestHub;
let a: TestWorkspace;
beforeAll(async () => {
  hub = await testHub({ environment: {} });
  a = await hub.newWorkspace();
}, 60_000);

interface Deal {
  id: string;
  pipelineId: string;
  stage: string;
  ownerId: string | null;
  version: number;
  customFields: Record<string, unknown>;
}
const errorsOf = async (method: string, path: string, body: unknown) =>
  ((await a.call<{ errors?: { path: string }[] }>(method, path, { body })).body.errors ?? []).map((each) => each.path);

it('takes a deal from its first stage to won, with its events', async () => {
  const made = await a.call<Deal>('POST', '/deals', { body: { name: 'Acme, 20 seats', amount: '1250.50', currency: 'EUR', tags: ['VIP'] } });
  expect(made).toMatchObject({ status: 201, body: { amount: '1250.50', stage: 'lead', status: 'open', tags: ['VIP'] } });
  const { id, pipelineId, version } = made.body;
  expect(await a.call('PATCH', `/deals/${id}`, { body: { stage: 'negotiation', version } })).toMatchObject({ status: 200, body: { probability: 80 } });
  expect(await a.call('PATCH', `/deals/${id}`, { body: { stage: 'lead', version } })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect(await a.get(`/deals/summary?groupBy=stage&pipelineId=${pipelineId}`)).toEqual({
    data: [{ key: 'negotiation', pipelineId, count: 1, sums: [{ currency: 'EUR', count: 1, amount: '1250.50', weighted: '1000.40' }] }],
  });
  expect(await a.post(`/deals/${id}/won`, {})).toMatchObject({ status: 'won', probability: 100, actualCloseDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  const board = await a.get<{ stages: { key: string; count: number; deals: Deal[] }[] }>(`/deals/board?pipelineId=${pipelineId}`);
  expect(board.stages.find((stage) => stage.key === 'closed_won')).toMatchObject({ count: 1, deals: [{ id }] });
  expect(await a.get(`/deals/${id}/history`)).toMatchObject({ data: [{ toStage: 'closed_won' }, { toStage: 'negotiation' }, { toStage: 'lead' }] });
  const filter = encodeURIComponent(JSON.stringify({ field: 'tag', op: 'eq', value: 'VIP' }));
  expect(await a.get(`/deals?filter=${filter}&sort=-amount`)).toMatchObject({ data: [{ id }], nextCursor: null });
  await hub.settle();
  const types = (await a.get<{ data: { type: string }[] }>(`/events?subjectId=${id}`)).data.map((event) => event.type);
  expect(types).toEqual(['deal.created', 'deal.updated', 'deal.stage_changed', 'deal.updated', 'deal.stage_changed', 'deal.won']);
  expect((await a.call('DELETE', `/deals/${id}`)).status).toBe(204);
  expect((await a.call('GET', `/deals/${id}`)).status).toBe(404);
  expect(await a.post(`/deals/${id}/restore`, {})).toMatchObject({ id, status: 'won' });
});

it('names what is wrong by its path', async () => {
  const { id } = await a.post<Deal>('/deals', { name: 'A' });
  expect(await errorsOf('POST', '/deals', { name: '', amount: 5 })).toEqual(expect.arrayContaining(['name', 'amount']));
  expect(await errorsOf('POST', '/deals', { name: 'x', amount: '1e9' })).toEqual(['amount']);
  expect(await errorsOf('POST', '/deals', { name: 'x\0' })).toEqual(['name']);
  expect(await errorsOf('PATCH', `/deals/${id}`, { stage: 'gone' })).toEqual(['stage']);
  expect(await errorsOf('POST', `/deals/${id}/lost`, {})).toEqual(['lossReason']);
  expect(await errorsOf('PATCH', `/deals/${id}`, { customFields: { nothing: 1 } })).toEqual(['customFields.nothing']);
  for (const path of [
    '/deals?filter=x',
    '/deals?filter=%7B%22field%22:%22planet%22,%22op%22:%22eq%22,%22value%22:1%7D',
    '/deals?cursor=x',
    '/deals?sort=password',
    '/tasks?due=soon',
  ]) {
    expect({ path, status: (await a.call('GET', path)).status }).toEqual({ path, status: 422 });
  }
});

it('knows own fields, tags and stages', async () => {
  const field = await a.post<{ id: string }>('/custom-fields', {
    entity: 'deal',
    key: 'budget',
    label: 'Budget',
    type: 'money',
    visibleTo: ['manager', 'owner'],
  });
  const deal = await a.post<Deal>('/deals', { name: 'B', customFields: { budget: { amount: '7', currency: 'EUR' } } });
  expect(deal.customFields).toEqual({ budget: { amount: '7.00', currency: 'EUR' } });
  const viewer = await a.call<Deal>('GET', `/deals/${deal.id}`, { apiKey: await a.key('viewer') });
  expect(viewer).toMatchObject({ status: 200, body: { customFields: {} } });
  await hub.settle();
  expect(JSON.stringify(await a.get(`/events?subjectId=${deal.id}`))).not.toContain('"7.00"');
  expect(await a.call('PATCH', `/custom-fields/${field.id}`, { body: { type: 'text' } })).toMatchObject({ status: 409 });
  expect((await a.call('DELETE', `/custom-fields/${field.id}`)).status).toBe(204);
  expect((await a.get<Deal>(`/deals/${deal.id}`)).customFields).toEqual({});

  const tag = await a.post<{ id: string }>('/tags', { name: 'Hot', color: 'red' });
  expect(await a.post(`/tags/${tag.id}/add`, { entity: 'deal', ids: [deal.id] })).toEqual({ changed: 1 });
  expect(await a.get(`/deals/${deal.id}`)).toMatchObject({ tags: ['Hot'] });

  const { data } = await a.get<{ data: { id: string }[] }>('/pipelines');
  const stages = `/pipelines/${data[0]?.id}/stages`;
  expect(await a.call('POST', stages, { body: { title: 'Legal', probability: 90 } })).toMatchObject({ status: 201 });
  await a.call('PATCH', `/deals/${deal.id}`, { body: { stage: 'legal' } });
  expect(await a.call('DELETE', `${stages}/legal`)).toMatchObject({ status: 409, body: { detail: 'One deal is in “Legal”.' } });
  expect(await a.call('DELETE', `${stages}/legal?replacement=negotiation`)).toMatchObject({ status: 200 });
  expect(await a.get(`/deals/${deal.id}`)).toMatchObject({ stage: 'negotiation' });
  for (const role of ['salesperson', 'viewer'] as const) {
    expect((await a.call('POST', stages, { apiKey: await a.key(role), body: { title: 'x', probability: 1 } })).status).toBe(403);
    expect((await a.call('GET', '/pipelines', { apiKey: await a.key(role) })).status).toBe(200);
  }
});

it('keeps to-dos, and hands everything over when a person leaves', async () => {
  const person = (name: string) =>
    a.post<{ id: string }>('/users', { email: `${name}@acme.test`, name, role: 'salesperson', password: 'correct horse battery' });
  const [gone, heir, last] = [await person('gone'), await person('heir'), await person('last')];
  const deal = await a.post<Deal>('/deals', { name: 'C', ownerId: gone.id });
  const task = await a.post<{ id: string }>('/tasks', { title: 'Call', ownerId: gone.id, dealId: deal.id, dueAt: '2026-03-03T10:00:00Z' });
  expect(await a.get(`/tasks?dealId=${deal.id}&done=false`)).toMatchObject({ data: [{ id: task.id, dueAt: '2026-03-03T10:00:00.000Z' }] });
  expect(await a.post(`/users/${gone.id}/reassign`, { to: heir.id })).toMatchObject({ deals: 1, todos: 1 });
  expect((await a.call('POST', `/users/${gone.id}/reassign`, { body: { to: gone.id } })).status).toBe(422);
  expect((await a.call('DELETE', `/users/${heir.id}`, { body: { reassignTo: last.id } })).status).toBe(204);
  expect(await a.get(`/deals/${deal.id}`)).toMatchObject({ ownerId: last.id });
  expect(await a.get(`/tasks/${task.id}`)).toMatchObject({ ownerId: last.id });
  expect(await a.post(`/tasks/${task.id}/done`, { outcome: 'reached' })).toMatchObject({ outcome: 'reached', completedAt: expect.any(String) });
  // Who has left owns nothing new.
  expect(await errorsOf('PATCH', `/deals/${deal.id}`, { ownerId: heir.id })).toEqual(['ownerId']);
  expect(await a.post('/deals/change', { ids: [deal.id], change: { ownerId: null, stage: 'qualified' } })).toMatchObject({ changed: 1 });
  const mine = { field: 'stage', op: 'eq', value: 'qualified' };
  expect(await a.post('/deals/change', { filter: mine, change: { addTags: ['bulk'] } })).toMatchObject({ changed: 1 });
  expect(await a.get(`/deals/${deal.id}`)).toMatchObject({ tags: ['bulk'] });
  expect(await errorsOf('POST', '/deals/change', { ids: [deal.id], change: {} })).toEqual(['change']);
});
