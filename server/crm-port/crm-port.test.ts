import { beforeAll, expect, it } from 'vitest';
import type { Actor, Context, UserId } from '#sdk';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let ctx: Context;
const system: Actor = { kind: 'system', reason: 'test' };
beforeAll(async () => {
  hub = await testHub({ environment: {} });
  workspace = await hub.newWorkspace();
  ctx = await hub.hub.contextFor({ workspaceId: workspace.id, actor: system, integration: 'template' });
}, 120_000);

const CALL = {
  kind: 'call',
  direction: 'inbound',
  occurredAt: new Date('2026-01-01T10:00:00Z'),
  provider: 'acme',
  externalId: 'c1',
  participants: [{ address: '+4930901820', role: 'caller' }],
} as const;
interface Listed {
  data: { id: string; status: string | null; source: object; participants: { contactId: string | null }[] }[];
}

it('gives integrations people, what happened with them, and whether they may be contacted', async () => {
  const { crm } = ctx;
  expect(await crm.contacts.match({ kind: 'email', value: 'ann@acme.test' })).toBe(undefined);
  const ensured = await crm.contacts.ensure({
    identities: [
      { kind: 'email', value: 'Ann@Acme.test' },
      { kind: 'phone', value: '+49 30 901820' },
    ],
    name: 'Lee, Ann',
  });
  expect(ensured?.isNew).toBe(true);
  const contactId = ensured?.contactId ?? '';
  expect(await crm.contacts.match({ kind: 'phone', value: '+49 (30) 901820' })).toMatchObject({ contactId, firstName: 'Ann' });
  expect(await crm.contacts.get(contactId)).toMatchObject({
    lastName: 'Lee',
    emails: [{ value: 'ann@acme.test', primary: true }],
    phones: [{ value: '+4930901820' }],
  });
  expect((await crm.contacts.get(contactId)).organizationId).toBe(await crm.organizations.forDomain('www.acme.test'));
  expect(await crm.organizations.forDomain('gmail.com')).toBe(undefined);

  const { id } = await crm.activities.record(CALL);
  expect(await crm.activities.record(CALL)).toEqual({ id, isNew: false });
  await crm.activities.update(id, { status: 'missed' });
  const { data } = await workspace.get<Listed>(`/activities?contactId=${contactId}`);
  expect(data).toMatchObject([
    { id, status: 'missed', source: { integration: 'template', provider: 'acme', externalId: 'c1' }, participants: [{ contactId }] },
  ]);
  const other = await hub.hub.contextFor({ workspaceId: workspace.id, actor: system, integration: 'elsewhere' });
  await expect(other.crm.activities.update(id, { status: 'x' })).rejects.toMatchObject({ code: 'not_found' });

  expect(await crm.zoneOf(contactId)).toEqual({ timeZone: 'Europe/Berlin', timeZoneSource: 'phone' });
  expect(await crm.mayContact(contactId, 'call', { at: new Date('2026-03-02T12:00:00Z') })).toEqual({ allowed: true, reasons: [] });
  expect(await crm.mayContact(contactId, 'call', { at: new Date('2026-03-02T23:00:00Z') })).toMatchObject({
    allowed: false,
    reasons: [{ code: 'quiet_hours' }],
  });
  const answer = await workspace.get(`/contacts/${contactId}/may-contact?channel=call&at=2026-03-02T23:00:00Z`);
  expect(answer).toEqual({
    allowed: false,
    reasons: [{ code: 'quiet_hours', sentence: expect.stringContaining('Europe/Berlin'), until: '2026-03-03T07:00:00.000Z' }],
  });
  const deal = await workspace.post<{ id: string }>('/deals', { name: 'D', contacts: [{ contactId, role: 'champion' }] });
  expect(await crm.deals.get(deal.id)).toMatchObject({ name: 'D', status: 'open', contacts: [{ contactId, role: 'champion' }] });
});

it('joins the open transaction, and is undone with it', async () => {
  const work = ctx.db.transaction(async () => {
    await ctx.crm.contacts.ensure({ identities: [{ kind: 'email', value: 'gone@acme.test' }] });
    await ctx.crm.activities.record({ ...CALL, externalId: 'c2' });
    throw new Error('no');
  });
  await expect(work).rejects.toThrow('no');
  expect(await ctx.crm.contacts.match({ kind: 'email', value: 'gone@acme.test' })).toBe(undefined);
  expect((await ctx.crm.activities.record({ ...CALL, externalId: 'c2' })).isNew).toBe(true);
});

it('finds and attaches what came before its contact, for many at once', async () => {
  const participants = [{ address: 'new@somewhere.test', role: 'from' }];
  const all = await Promise.all(
    [1, 2, 3].map((n) =>
      ctx.db.transaction(async () => {
        await ctx.crm.contacts.ensure({ identities: [{ kind: 'email', value: 'new@somewhere.test' }] });
        return ctx.crm.activities.record({ ...CALL, kind: 'email', externalId: `m${n}`, participants });
      }),
    ),
  );
  const early = await ctx.crm.activities.record({ ...CALL, kind: 'email', externalId: 'm4', participants: [{ address: 'late@somewhere.test', role: 'from' }] });
  const late = await ctx.crm.contacts.ensure({ identities: [{ kind: 'email', value: 'late@somewhere.test' }] });
  const known = await ctx.crm.contacts.match({ kind: 'email', value: 'new@somewhere.test' });
  const timeline = async (contactId: string | undefined) =>
    (await workspace.get<Listed>(`/activities?contactId=${contactId}`)).data.map((each) => each.id).sort();
  expect(await timeline(known?.contactId)).toEqual(all.map((each) => each.id).sort());
  expect(await timeline(late?.contactId)).toEqual([early.id]);
});

it('reaches what its actor reaches, in its own workspace', async () => {
  const { contactId = '' } = (await ctx.crm.contacts.match({ kind: 'email', value: 'ann@acme.test' })) ?? {};
  const somebody = (await workspace.get<{ data: { id: string }[] }>('/users')).data[0]?.id;
  await workspace.call('PATCH', `/contacts/${contactId}`, { body: { ownerId: somebody } });
  const key: Actor = { kind: 'key', apiKeyId: contactId, role: 'salesperson', scopes: ['*'] };
  const theirs = await hub.hub.contextFor({ workspaceId: workspace.id, actor: key, integration: 'template' });
  await expect(theirs.crm.contacts.get(contactId)).rejects.toMatchObject({ code: 'not_found' });
  await expect(theirs.crm.mayContact(contactId, 'email')).rejects.toMatchObject({ code: 'not_found' });
  const other = await hub.newWorkspace();
  const outside = await hub.hub.contextFor({ workspaceId: other.id, actor: system, integration: 'template' });
  expect(await outside.crm.contacts.match({ kind: 'email', value: 'ann@acme.test' })).toBe(undefined);
  await expect(outside.crm.zoneOf(contactId)).rejects.toMatchObject({ code: 'not_found' });
});

it('lets integrations write the record as whoever acts, and refuses what is none', async () => {
  const { crm } = ctx;
  const ann = await crm.contacts.create({ firstName: 'Ann', lastName: 'Berg', emails: [{ value: 'ann@berg.test' }] });
  await expect(crm.contacts.create({ lastName: 'X', emails: [{ value: 'no address' }] })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { errors: [{ path: 'emails.0.value' }] },
  });
  expect(await crm.contacts.update(ann.id, { jobTitle: 'Buyer', version: ann.version })).toMatchObject({ jobTitle: 'Buyer', lastName: 'Berg' });
  await expect(crm.contacts.update(ann.id, { jobTitle: 'Cook', version: ann.version })).rejects.toMatchObject({ code: 'conflict' });
  expect((await crm.contacts.list({ q: 'berg' })).data.map(({ id }) => id)).toEqual([ann.id]);

  const deal = await crm.deals.create({ name: 'Forty seats', amount: '1200', currency: 'EUR', contacts: [{ contactId: ann.id, role: 'champion' }] });
  const [pipeline] = await crm.pipelines.list();
  const second = pipeline?.stages.filter(({ outcome }) => outcome === 'open')[1]?.key ?? '';
  expect(await crm.deals.update(deal.id, { stage: second })).toMatchObject({ stage: second, status: 'open' });
  await expect(crm.deals.update(deal.id, { stage: 'no such stage' })).rejects.toMatchObject({ code: 'invalid_input' });
  expect(await crm.deals.win(deal.id)).toMatchObject({ status: 'won', probability: 100 });
  expect((await crm.deals.list({ contactId: ann.id, status: 'won' })).data.map(({ id }) => id)).toEqual([deal.id]);

  await expect(crm.tasks.create({ title: 'Call Ann' })).rejects.toMatchObject({ code: 'person_needed' });
  const { data: people } = await workspace.get<{ data: { id: UserId }[] }>('/users');
  const owner = people[0]?.id;
  if (!owner) throw new Error('nobody');
  const task = await crm.tasks.create({ title: 'Call Ann', ownerId: owner, contactId: ann.id, dueAt: new Date('2026-01-02T10:00:00Z') });
  expect((await crm.tasks.list({ contactId: ann.id, done: false })).data).toMatchObject([{ id: task.id, title: 'Call Ann' }]);
  expect((await crm.tasks.complete(task.id, 'reached')).completedAt).not.toBe(null);
  expect(await crm.notes.add({ body: 'Likes blue', contactId: ann.id })).toMatchObject({ id: expect.any(String) });
  await crm.consents.give({ contactId: ann.id, channel: 'email', purpose: 'newsletter', basis: 'consent', source: 'form' });
  await crm.consents.withdraw({ contactId: ann.id, channel: 'email', purpose: 'newsletter' });
  expect(await crm.mayContact(ann.id, 'email', { purpose: 'newsletter' })).toMatchObject({ allowed: false, reasons: [{ code: 'consent_withdrawn' }] });
  expect(await crm.search('Forty seats')).toMatchObject([{ kind: 'deal', id: deal.id }]);
});

it('reads segments page by page and asks filters of what lies in memory', async () => {
  const { crm } = ctx;
  for (const name of ['Ada', 'Bea', 'Cem']) await crm.contacts.create({ firstName: name, lastName: 'Segment' });
  const filter = { field: 'lastName', op: 'eq', value: 'Segment' };
  const first = await crm.segments.page({ filter }, { limit: 2 });
  const rest = await crm.segments.page({ filter }, { limit: 2, ...(first.next ? { after: first.next } : {}) });
  expect([first.contactIds.length, rest.contactIds.length, rest.next]).toEqual([2, 1, null]);
  expect(await crm.segments.count({ filter })).toEqual({ count: 3, exact: true });
  expect(await crm.filters.problems('contact', { field: 'nothing', op: 'eq', value: 1 })).toMatchObject([{ path: 'filter.field' }]);
  expect(await crm.filters.problems('contact', filter)).toEqual([]);
  const subject = { field: (name: string) => (name === 'to.stage' ? ({ type: 'code', values: ['won'] } as const) : undefined), now: new Date() };
  expect(crm.filters.passes({ all: [{ field: 'to.stage', op: 'eq', value: 'won' }, { not: { field: 'amount', op: 'contains', value: '1' } }] }, subject)).toBe(
    true,
  );
  expect(() => crm.filters.passes({ field: 'to.stage' }, subject)).toThrow();
});

it('writes nothing for who may only read', async () => {
  const viewer = await hub.hub.contextFor({
    workspaceId: workspace.id,
    actor: { kind: 'key', apiKeyId: 'k', role: 'viewer', scopes: ['*'] },
    integration: 'template',
  });
  await expect(viewer.crm.deals.create({ name: 'No' })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(viewer.crm.contacts.create({ lastName: 'No' })).rejects.toMatchObject({ code: 'forbidden' });
});
