import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';

let hub: TestHub;
let a: TestWorkspace;
beforeAll(async () => {
  hub = await testHub({ environment: {} });
  a = await hub.newWorkspace();
}, 60_000);

interface Contact {
  id: string;
  organizationId: string;
  emails: { value: string }[];
  version: number;
  mergedFrom?: string[];
}
interface List<T> {
  data: T[];
  nextCursor: string | null;
}
const errorsOf = async (method: string, path: string, body: unknown) =>
  ((await a.call<{ errors?: { path: string }[] }>(method, path, { body })).body.errors ?? []).map((each) => each.path);

it('adds, finds, changes, removes and restores contacts', async () => {
  const made = await a.call<Contact>('POST', '/contacts', {
    body: { firstName: 'Ann', lastName: 'Lee', emails: [{ value: 'Ann@Acme.test' }], phones: [{ value: '+1 415 555 2671' }], tags: ['VIP'] },
  });
  expect(made).toMatchObject({ status: 201, body: { emails: [{ value: 'ann@acme.test', primary: true }], timeZoneSource: expect.any(String), version: 1 } });
  const { id, organizationId } = made.body;
  expect(await a.call('POST', '/contacts', { body: { emails: [{ value: 'ann@acme.test' }] } })).toMatchObject({
    status: 409,
    body: { code: 'already_exists' },
  });
  expect(await a.call('PATCH', `/contacts/${id}`, { body: { jobTitle: 'CEO', version: 1 } })).toMatchObject({ status: 200, body: { version: 2 } });
  expect(await a.call('PATCH', `/contacts/${id}`, { body: { jobTitle: 'CTO', version: 1 } })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const filter = encodeURIComponent(JSON.stringify({ field: 'organization.name', op: 'eq', value: 'Acme' }));
  for (const query of [
    'email=ANN@acme.test',
    'phone=%2B14155552671',
    'q=lee',
    'tag=VIP',
    `organizationId=${organizationId}`,
    `filter=${filter}`,
    'sort=name',
  ]) {
    expect([query, (await a.get<List<Contact>>(`/contacts?${query}`)).data.map((each) => each.id)]).toEqual([query, [id]]);
  }
  expect((await a.get<List<{ field: string }>>(`/contacts/${id}/provenance`)).data.map((each) => each.field)).toContain('jobTitle');
  expect(await a.get(`/companies/${organizationId}`)).toEqual(await a.get(`/organizations/${organizationId}`));
  expect((await a.call('DELETE', `/contacts/${id}?version=2`)).status).toBe(204);
  expect((await a.call('GET', `/contacts/${id}`)).status).toBe(404);
  expect(await a.post(`/contacts/${id}/restore`, {})).toMatchObject({ id, jobTitle: 'CEO' });
  await hub.settle();
  const types = (await a.get<List<{ type: string }>>(`/events?subjectId=${id}`)).data.map((event) => event.type);
  expect(types).toEqual(['contact.created', 'contact.updated', 'contact.deleted', 'contact.created']);
});

it('merges duplicates by the choice of a person, and takes it back', async () => {
  const one = await a.post<Contact>('/contacts', { firstName: 'Bo', lastName: 'Ek', emails: [{ value: 'bo@ek.test' }] });
  const two = await a.post<Contact>('/contacts', { firstName: 'bo', lastName: 'ek', jobTitle: 'CFO', emails: [{ value: 'bo.ek@ek.test' }] });
  const pairs = await a.get<List<{ contacts: Contact[]; score: number }>>('/contacts/duplicates');
  expect(pairs.data).toMatchObject([{ score: 70, reasons: [{ kind: 'name_and_domain', value: 'bo ek' }] }]);
  const merged = await a.post<Contact>('/contacts/merge', { winnerId: one.id, loserIds: [two.id], fields: { firstName: two.id } });
  expect(merged).toMatchObject({ id: one.id, firstName: 'bo', lastName: 'Ek', jobTitle: 'CFO', mergedFrom: [two.id] });
  expect(await a.get(`/contacts/${two.id}`)).toEqual(merged);
  expect(await a.call('PATCH', `/contacts/${two.id}`, { body: { locale: 'sv' } })).toMatchObject({ status: 200, body: { id: one.id, locale: 'sv' } });
  expect((await a.get<List<unknown>>('/contacts/duplicates')).data).toEqual([]);
  expect(await a.post('/contacts/unmerge', { contactId: two.id })).toMatchObject({ id: two.id, jobTitle: 'CFO', emails: [{ value: 'bo.ek@ek.test' }] });
  expect(await a.get(`/contacts/${one.id}`)).toMatchObject({ firstName: 'Bo', jobTitle: null, locale: 'sv', emails: [{ value: 'bo@ek.test' }] });
  expect((await a.get<List<unknown>>('/contacts/duplicates')).data).toHaveLength(1);
  expect((await a.call('POST', '/contacts/duplicates/dismiss', { body: { contactIds: [two.id, one.id] } })).status).toBe(204);
  expect((await a.get<List<unknown>>('/contacts/duplicates')).data).toEqual([]);
});

it('changes many by ids or by a filter', async () => {
  const { id } = await a.post<Contact>('/contacts', { firstName: 'Many' });
  expect(await a.post('/contacts/change', { ids: [id], change: { addTags: ['bulk'] } })).toMatchObject({ changed: 1 });
  expect(await a.post('/contacts/change', { filter: { field: 'tag', op: 'eq', value: 'bulk' }, change: { lifecycleStage: 'customer' } })).toMatchObject({
    changed: 1,
  });
  expect(await a.get(`/contacts/${id}`)).toMatchObject({ tags: ['bulk'], lifecycleStage: 'customer', version: 3 });
  expect(await errorsOf('POST', '/contacts/change', { change: { addTags: ['x'] } })).toEqual(['ids']);
  expect(await errorsOf('POST', '/contacts/change', { ids: [id], filter: {}, change: { addTags: ['x'] } })).toEqual(['ids']);
  expect(await errorsOf('POST', '/contacts/change', { ids: [id], change: {} })).toEqual(['change']);
  expect((await a.call('POST', '/contacts/change', { body: { filter: { field: 'planet', op: 'eq', value: 1 }, change: { addTags: ['x'] } } })).status).toBe(
    422,
  );
});

it('keeps organizations with their domains', async () => {
  const made = await a.call<{ id: string }>('POST', '/companies', {
    body: { name: 'Globex', domains: ['https://www.globex.test/about'], annualRevenue: { amount: '12.5', currency: 'EUR' }, phone: '+49 30 901820' },
  });
  expect(made).toMatchObject({ status: 201, body: { domains: ['globex.test'], annualRevenue: { amount: '12.50', currency: 'EUR' }, phone: '+4930901820' } });
  const contact = await a.post<Contact>('/contacts', { firstName: 'Hank', emails: [{ value: 'hank@mail.globex.test' }] });
  expect(contact.organizationId).toBe(made.body.id);
  expect(await a.post('/organizations/change', { ids: [made.body.id], change: { lifecycleStage: 'customer', addTags: ['key'] } })).toMatchObject({
    changed: 1,
  });
  const tagged = { field: 'tag', op: 'eq', value: 'key' };
  expect(await a.post('/companies/change', { filter: tagged, change: { ownerId: null } })).toMatchObject({ changed: 1, skipped: { unchanged: 0 } });
  expect(await a.get(`/organizations/${made.body.id}`)).toMatchObject({ lifecycleStage: 'customer', tags: ['key'], ownerId: null });
  expect(await errorsOf('POST', '/organizations', { name: 'x', domains: ['gmail.com', 'nothing'] })).toEqual(['domains.0', 'domains.1']);
  expect(await errorsOf('POST', '/organizations', { name: ' ' })).toEqual(['name']);
  expect((await a.get<List<{ id: string }>>('/organizations?domain=globex.test&q=globex')).data).toMatchObject([{ id: made.body.id }]);
  expect((await a.call('DELETE', `/organizations/${made.body.id}`)).status).toBe(204);
  expect(await a.get(`/contacts/${contact.id}`)).toMatchObject({ organizationId: null });
  expect(await a.post(`/organizations/${made.body.id}/restore`, {})).toMatchObject({ domains: ['globex.test'] });
  expect(await a.get(`/contacts/${contact.id}`)).toMatchObject({ organizationId: made.body.id });
});

it('names what is wrong by its path', async () => {
  expect(await errorsOf('POST', '/contacts', {})).toEqual(['firstName']);
  expect(await errorsOf('POST', '/contacts', { emails: [{ value: 'no' }], phones: [{ value: '1' }] })).toEqual(['emails.0.value', 'phones.0.value']);
  expect(await errorsOf('POST', '/contacts', { firstName: 'x\0' })).toEqual(['firstName']);
  expect(await errorsOf('POST', '/contacts', { firstName: 'x', timeZone: 'Mars' })).toEqual(['timeZone']);
  for (const path of ['/contacts?cursor=x', '/contacts?sort=password', '/contacts/duplicates?cursor=WzFd', '/organizations?filter=x', '/contacts/x'])
    expect({ path, status: (await a.call('GET', path)).status }).toEqual({ path, status: 422 });
});
