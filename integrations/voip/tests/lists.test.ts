import { beforeAll, expect, it } from 'vitest';
import { REP_PHONE, type VoiceWorld, voiceWorld } from './voice-world.ts';

interface Entry {
  id: string;
  contactId: string | null;
  contactName: string | null;
  number: string;
  callId: string | null;
  notBefore: string | null;
  refusal: string | null;
}
interface List {
  current: Entry | null;
  call: { id: string; state: string; outcome: string | null; outcomeFields: Record<string, string> } | null;
  upcoming: Entry[];
  counts: { waiting: number; later: number; called: number; skipped: number; nextAt: string | null };
  outcomes: string[];
  requiredFields: string[];
}

let world: VoiceWorld;
/** A key of a person: lists are somebody's. */
let key: string;
beforeAll(async () => {
  world = await voiceWorld({ settings: { requiredOutcomeFields: ['budget'], attemptsPerDay: 2 } });
  const { hub, workspace, userId } = world;
  key = (
    await hub.hub.access.apiKeys.create(
      workspace.id,
      { kind: 'system', reason: 'test' },
      { name: 'as a person', scopes: ['*'], role: 'owner', actAs: userId as never },
    )
  ).key;
});
const ask = <T = List>(method: string, path: string, body?: unknown) => world.workspace.call<T>(method, `/voip/call-list${path}`, { body, apiKey: key });
const list = async () => (await ask('GET', '')).body;
const ids: Record<string, string> = {};

it('takes people, a segment and a number; nobody twice, and says who has no number', async () => {
  const { workspace, contact } = world;
  for (const [name, number] of [
    ['Ann', '+14155556001'],
    ['Ben', '+14155556002'],
    ['Cat', '+14155556003'],
  ] as const)
    ids[name] = await contact(name, number);
  const { id: dumb } = await workspace.post<{ id: string }>('/contacts', { firstName: 'Dumb', lastName: 'Test', tags: ['silent'] });
  expect((await ask<unknown>('POST', '', { contactIds: [ids.Ann, ids.Ben, dumb] })).body).toEqual({ added: 2, already: 0, withoutNumber: 1 });
  const segment = await workspace.post<{ id: string }>('/segments', {
    name: 'All of them',
    entity: 'contact',
    filter: { field: 'lastName', op: 'eq', value: 'Test' },
  });
  expect((await ask<unknown>('POST', '', { segmentId: segment.id })).body).toEqual({ added: 1, already: 2, withoutNumber: 1 });
  expect((await ask<unknown>('POST', '', { number: '(415) 555-6004' })).body).toMatchObject({ added: 1 });
  expect((await ask('POST', '', { number: 'nonsense' })).status).toBe(422);
  expect((await ask('POST', '', {})).status).toBe(422);
  const { current, upcoming, counts, requiredFields } = await list();
  expect([current?.contactName, ...upcoming.map(({ contactName, number }) => contactName ?? number)]).toEqual([
    'Ann Test',
    'Ben Test',
    'Cat Test',
    '+14155556004',
  ]);
  expect(counts).toMatchObject({ waiting: 4, later: 0, called: 0, skipped: 0 });
  expect(requiredFields).toEqual(['budget']);
});

it('calls one after the other: nothing comes next before it is said what came of it, with what must be filled in', async () => {
  const { act, rings, talks, until, call, workspace, hub } = world;
  const first = (await list()).current as Entry;
  const [second] = (await list()).upcoming;
  // Pressed twice in a hurry, one telephone rings once.
  const [once, twice] = await Promise.all([ask<{ list: List }>('POST', `/${first.id}/call`, {}), ask<{ list: List }>('POST', `/${first.id}/call`, {})]);
  expect([once.status, twice.status]).toEqual([202, 202]);
  await rings(REP_PHONE);
  const journal = await hub.twins.journal('twilio');
  expect(journal.filter(({ method, path, body }) => method === 'POST' && path.endsWith('/Calls.json') && body.includes('14155556001'))).toHaveLength(1);
  expect((await ask<{ detail: string }>('POST', `/${second?.id}/call`, {})).body).toMatchObject({ detail: 'Say first what came of the call before.' });
  expect((await ask('POST', `/${first.id}/skip`, { reason: 'In a meeting' })).status).toBe(409);
  expect((await ask('POST', `/${first.id}/outcome`, { outcome: 'Connected' })).status).toBe(409);
  await act('call.answer', { number: REP_PHONE });
  await rings('+14155556001');
  await act('call.answer', { number: '+14155556001' });
  await talks('+14155556001');
  await world.advance(30_000);
  await act('call.hangup', { number: '+14155556001' });
  const callId = (await list()).call?.id ?? '';
  await until(
    () => call(callId),
    (now) => expect(now).toMatchObject({ state: 'ended', contactId: ids.Ann }),
  );
  const missing = await ask<{ errors: { path: string; message: string }[] }>('POST', `/${first.id}/outcome`, { outcome: 'Connected' });
  expect([missing.status, missing.body.errors[0]]).toEqual([422, { path: 'fields.budget', message: 'Fill in “budget” first.' }]);
  expect((await list()).current?.id).toBe(first.id);
  const done = await ask('POST', `/${first.id}/outcome`, { outcome: 'Connected', fields: { budget: '12000' }, notes: 'Forty seats.' });
  expect(done.body.current?.contactName).toBe('Ben Test');
  expect(done.body.counts).toMatchObject({ waiting: 3, called: 1 });
  expect(await call(callId)).toMatchObject({ outcome: 'Connected', notes: 'Forty seats.', outcomeFields: { budget: '12000' } });
  expect((await ask('POST', `/${first.id}/outcome`, { outcome: 'Connected', fields: { budget: '1' } })).status).toBe(404);
  expect((await workspace.get<{ data: unknown[] }>(`/activities?contactId=${ids.Ann}&kind=call`)).data).toHaveLength(1);
});

it('skips with a reason, calls again later, and lets the dial guard put off or take off whom it refuses', async () => {
  const { workspace, act, rings, until, call, advance } = world;
  const ben = (await list()).current as Entry;
  expect((await ask('POST', `/${ben.id}/skip`, { reason: ' ' })).status).toBe(422);
  expect((await ask('POST', `/${ben.id}/skip`, { reason: 'On holiday until May' })).body.counts).toMatchObject({ waiting: 2, skipped: 1 });

  // Nobody answers: again in an hour, and meanwhile the next one.
  const cat = (await list()).current as Entry;
  expect(cat.contactName).toBe('Cat Test');
  const ring = async () => {
    await ask('POST', `/${cat.id}/call`, {});
    await rings(REP_PHONE);
    await act('call.answer', { number: REP_PHONE });
    await rings('+14155556003');
    await act('call.busy', { number: '+14155556003' });
    const { call: made } = await list();
    await until(
      () => call(made?.id ?? ''),
      (now) => expect(now).toMatchObject({ state: 'ended', disposition: 'busy' }),
    );
    return made?.id;
  };
  const firstCall = await ring();
  const againAt = new Date(world.hub.clock.now().getTime() + 3_600_000).toISOString();
  const later = await ask('POST', `/${cat.id}/outcome`, { outcome: 'No answer', fields: { budget: 'unknown' }, againAt });
  expect(later.body.counts).toMatchObject({ waiting: 2, later: 1, nextAt: againAt });
  expect(later.body.current?.number).toBe('+14155556004');

  await workspace.post('/voip/do-not-call', { number: '+14155556004', reason: 'Asked us to stop' });
  const refused = await ask<{ guard: { rule: string }; list: List }>('POST', `/${later.body.current?.id}/call`, {});
  expect(refused.body.guard).toMatchObject({ rule: 'do_not_call' });
  expect(refused.body.list.counts).toMatchObject({ waiting: 1, later: 1, skipped: 2 });
  expect(refused.body.list.current).toBeNull();

  await advance(3_700_000);
  expect((await list()).current?.id).toBe(cat.id);
  expect(await ring()).not.toBe(firstCall);
  await ask('POST', `/${cat.id}/outcome`, {
    outcome: 'No answer',
    fields: { budget: 'unknown' },
    againAt: new Date(world.hub.clock.now().getTime() + 60_000).toISOString(),
  });
  await advance(61_000);
  // Twice within a day is the most here: the guard says so, and when it is allowed again.
  const capped = await ask<{ guard: { rule: string; sentence: string }; list: List }>('POST', `/${cat.id}/call`, {});
  expect(capped.body.guard).toMatchObject({ rule: 'attempts' });
  expect(capped.body.list.upcoming[0]).toMatchObject({ id: cat.id, refusal: expect.stringContaining('2 is the most'), notBefore: expect.any(String) });
  expect(capped.body.list.current).toBeNull();
});

it('is somebody’s own, and nobody else reads or works it', async () => {
  const { workspace, hub } = world;
  const nobody = await workspace.key('owner');
  expect((await workspace.call<{ code: string }>('GET', '/voip/call-list', { apiKey: nobody })).body).toMatchObject({ code: 'person_needed' });
  const waiting = (await list()).upcoming[0] as Entry;
  const stranger = await hub.newWorkspace();
  const [user] = (await stranger.get<{ data: { id: string }[] }>('/users')).data;
  const theirs = await hub.hub.access.apiKeys.create(
    stranger.id,
    { kind: 'system', reason: 'test' },
    { name: 'as a person', scopes: ['*'], role: 'owner', actAs: user?.id as never },
  );
  const other = (method: string, path: string, body?: unknown) => stranger.call(method, `/voip/call-list${path}`, { body, apiKey: theirs.key });
  expect((await other('POST', `/${waiting.id}/skip`, { reason: 'Not mine' })).status).toBe(404);
  expect((await other('POST', '', { contactIds: [ids.Ann] })).status).toBe(404);
  expect((await ask('DELETE', '')).body.counts).toMatchObject({ waiting: 0, called: 1 });
  expect(workspace.id).not.toBe(stranger.id);
});
