import { beforeAll, expect, it } from 'vitest';
import { type CampaignWorld, campaignWorld, readMail } from './campaign-world.fixture.ts';

let world: CampaignWorld;
beforeAll(async () => {
  world = await campaignWorld();
}, 120_000);

it('writes to everybody once, each with their own words, and proves it', async () => {
  const { contact, draft, schedule, until, recipients, workspace, server } = world;
  const ids: string[] = [];
  for (let n = 0; n < 12; n++) ids.push(await contact());
  ids.push(await contact({ firstName: '' }));
  const id = await draft(ids);
  const checked = await workspace.post<{ ready: boolean; audience: { willGet: number } }>(`/email/campaigns/${id}/preflight`, {});
  expect(checked).toMatchObject({ ready: true, audience: { total: 13, willGet: 13, excluded: {} } });
  expect(await schedule(id)).toMatchObject({ state: 'preparing' });
  expect(await until(id, 'finished')).toMatchObject({ counts: { audience: 13, accepted: 13, failed: 0, unknown: 0 } });
  expect(server.delivered).toHaveLength(13);
  const mail = readMail(server.delivered.find(({ raw }) => raw.includes('there'))?.raw ?? '');
  expect(mail.body).toContain('Hi there, look at');
  expect(mail.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
  expect(mail.headers.get('list-unsubscribe')).toMatch(/^<http:\/\/127.0.0.1:\d+\/u\/[\w-]+>, <mailto:ada@acme.example\?subject=unsubscribe%20[0-9a-f-]{36}>$/);
  expect(mail.headers.get('from')).toContain('Ada of Acme');
  // A campaign can be left, whatever its template says.
  expect(mail.body).toContain('Unsubscribe');
  expect(new Set((await recipients(id)).map(({ messageId }) => messageId)).size).toBe(13);
  expect(await workspace.get(`/email/campaigns/${id}/verify`)).toEqual({
    audience: 13,
    accepted: 13,
    failed: 0,
    unknown: 0,
    excluded: {},
    skipped: 0,
    repeated: 0,
    open: 0,
  });
  // Each stands on its reader's timeline, once.
  await expect
    .poll(
      async () => {
        await world.hub.settle();
        return (await workspace.get<{ data: { subject: string; data: { campaign: string } }[] }>(`/activities?contactId=${ids[0]}`)).data.filter(
          (each) => each.data.campaign === 'Spring',
        ).length;
      },
      { timeout: 15_000 },
    )
    .toBe(1);
});

it('says who is left out and why, and leaves them out', async () => {
  const { contact, draft, schedule, until, recipients, workspace, server } = world;
  const shared = { emails: [{ value: 'office@shared.example', primary: true }] };
  const good = await contact();
  const noAddress = await contact({ emails: [] });
  const notWanted = await contact({ doNotContact: { email: true } });
  const withdrawn = await contact();
  await workspace.post('/consents', { contactId: withdrawn, channel: 'email', purpose: 'news', basis: 'consent' });
  await workspace.post('/consents/withdraw', { contactId: withdrawn, channel: 'email' });
  const deleted = await contact();
  await workspace.call('DELETE', `/contacts/${deleted}`);
  const forgotten = await contact({ emails: [{ value: 'gone@forgotten.example', primary: true }] });
  await workspace.post('/email/erasures', { address: 'Gone@forgotten.example' });
  const id = await draft([good, noAddress, notWanted, withdrawn, deleted, forgotten, await contact(shared)]);
  const expected = { no_address: 1, do_not_contact: 1, consent_withdrawn: 1, contact_deleted: 1, erased: 1 };
  expect(await workspace.post(`/email/campaigns/${id}/preflight`, {})).toMatchObject({ ready: true, audience: { total: 7, willGet: 2, excluded: expected } });
  const before = server.delivered.length;
  await schedule(id);
  await until(id, 'finished');
  expect(server.delivered.length - before).toBe(2);
  expect(await workspace.get(`/email/campaigns/${id}/verify`)).toMatchObject({ audience: 7, accepted: 2, excluded: expected, skipped: 0 });
  expect((await recipients(id, '&reason=erased')).map(({ contactId }) => contactId)).toEqual([forgotten]);
});

it('is not begun without readers, a sender or words', async () => {
  const { draft, contact, workspace } = world;
  const problems = async (id: string) => {
    const answer = await workspace.call<{ errors: { path: string }[]; detail: string }>('POST', `/email/campaigns/${id}/schedule`, { body: {} });
    expect(answer.status).toBe(422);
    return answer.body.errors.map(({ path }) => path);
  };
  expect(await problems(await draft([await contact({ emails: [] })]))).toEqual(['nobody_gets_it']);
  const bare = await workspace.post<{ id: string }>('/email/campaigns', { name: 'Nothing yet' });
  expect(await problems(bare.id)).toEqual(['no_content', 'no_sender', 'no_audience']);
  expect(await problems(await draft([await contact()], { content: { subject: 'x', format: 'text', body: '{{ contact.nickname }}' } }))).toEqual([
    'unknown_field',
  ]);
  for (const body of ['{% if %}', '{% for a in (1..99999) %}{% for b in (1..99999) %}{% endfor %}{% endfor %}'])
    expect((await problems(await draft([await contact()], { content: { subject: 'x', format: 'text', body } }))).length).toBeGreaterThan(0);
});

it('names the few that would read badly', async () => {
  const { draft, contact, workspace } = world;
  const nameless = await contact({ firstName: '' });
  const id = await draft([await contact(), nameless], { content: { subject: 'Hello', format: 'text', body: 'Dear {{ contact.firstName }}, how are you?' } });
  const { problems, ready } = await workspace.post<{ ready: boolean; problems: { code: string; contactIds?: string[]; sentence: string }[] }>(
    `/email/campaigns/${id}/preflight`,
    {},
  );
  expect(ready).toBe(true);
  expect(problems.find(({ code }) => code === 'reads_badly')).toMatchObject({ contactIds: [nameless], count: 1, sentence: expect.stringContaining('1 of 2') });
});

it('pauses, goes on and is cancelled, and writes to nobody in between', async () => {
  const { draft, contact, workspace, schedule, until, look, server, hub } = world;
  const ids: string[] = [];
  for (let n = 0; n < 6; n++) ids.push(await contact());
  const before = server.delivered.length;
  const id = await draft(ids, { throttle: { perMinute: 2 } });
  await schedule(id);
  await expect
    .poll(
      async () => {
        await hub.settle();
        return server.delivered.length - before;
      },
      { timeout: 20_000 },
    )
    .toBe(2);
  await workspace.post(`/email/campaigns/${id}/pause`, {});
  await hub.twins.clock({ advanceMs: 120_000 });
  await hub.settle();
  expect(server.delivered.length - before).toBe(2);
  expect(await look(id)).toMatchObject({ state: 'paused', pausedReason: 'Paused by a person.' });
  await workspace.post(`/email/campaigns/${id}/resume`, {});
  await expect
    .poll(
      async () => {
        await hub.twins.clock({ advanceMs: 20_000 });
        await hub.settle();
        return server.delivered.length - before;
      },
      { timeout: 30_000 },
    )
    .toBeGreaterThanOrEqual(4);
  await workspace.post(`/email/campaigns/${id}/cancel`, {});
  const sent = server.delivered.length;
  await hub.twins.clock({ advanceMs: 300_000 });
  await hub.settle();
  expect(server.delivered.length).toBe(sent);
  expect(await look(id)).toMatchObject({ state: 'cancelled' });
  expect((await workspace.call('POST', `/email/campaigns/${id}/resume`, { body: {} })).status).toBe(409);
  void until;
});

it('waits for its time, and for each reader’s morning', async () => {
  const { draft, contact, schedule, until, recipients, hub, look } = world;
  const berlin = await contact({ timeZone: 'Europe/Berlin' });
  const angeles = await contact({ timeZone: 'America/Los_Angeles' });
  const now = hub.clock.now().getTime();
  const sendAt = new Date(now + 3_600_000).toISOString();
  const id = await draft([berlin, angeles], { sendAt, localTime: '09:00' });
  expect(await schedule(id)).toMatchObject({ state: 'scheduled' });
  await hub.settle();
  expect(await look(id)).toMatchObject({ state: 'scheduled' });
  await until(id, 'sending', 1_900_000);
  const rows = await recipients(id);
  const hour = (contactId: string, zone: string) => {
    const due = (rows.find((row) => row.contactId === contactId) as unknown as { dueAt: string }).dueAt;
    return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone }).format(new Date(due));
  };
  expect([hour(berlin, 'Europe/Berlin'), hour(angeles, 'America/Los_Angeles')]).toEqual(['09:00', '09:00']);
  expect(await until(id, 'finished', 3_600_000)).toMatchObject({ counts: { accepted: 2 } });
});

it('lets a server that says no, later, or nothing be told apart', async () => {
  const { draft, contact, schedule, until, recipients, server, workspace } = world;
  const ids = [await contact(), await contact(), await contact(), await contact()];
  server.acts.push('refuse', 'later', 'take_and_drop');
  const id = await draft(ids, { throttle: { perMinute: 1 } });
  await schedule(id);
  expect(await until(id, 'finished', 61_000)).toMatchObject({ counts: { accepted: 2, failed: 1, unknown: 1 } });
  const rows = await recipients(id);
  expect(rows.find(({ state }) => state === 'failed')?.reason).toContain('not like this');
  expect(await workspace.get(`/email/campaigns/${id}/verify`)).toMatchObject({ audience: 4, accepted: 2, failed: 1, unknown: 1, skipped: 0, repeated: 0 });
}, 60_000);

it('moves only those never handed over to the next way out', async () => {
  const { draft, contact, connect, schedule, until, recipients, workspace, connectionId, server } = world;
  const dead = await connect('old@acme.example');
  // Its server is gone after it was connected.
  await workspace.call('PATCH', `/connections/${dead.id}`, { body: { credentials: {} } });
  const ids = [await contact(), await contact(), await contact()];
  server.acts.push('take_and_drop');
  const id = await draft(ids, { transports: [connectionId, dead.id] });
  await schedule(id);
  const done = await until(id, 'finished', 30_000);
  expect(done.counts).toMatchObject({ accepted: 2, unknown: 1 });
  expect((await recipients(id)).filter(({ state }) => state === 'unknown')).toHaveLength(1);
}, 60_000);

it('divides an audience among variants, and gives the rest what did best', async () => {
  const { draft, contact, schedule, until, recipients, hub, server } = world;
  const ids: string[] = [];
  for (let n = 0; n < 40; n++) ids.push(await contact());
  const other = { subject: 'The other form', format: 'text', body: 'Hi, https://acme.example/b' };
  const id = await draft(ids, { variants: [{ content: other, share: 30 }], winner: { by: 'clicks', afterMinutes: 60 } });
  await schedule(id);
  await expect
    .poll(
      async () => {
        await hub.settle();
        return (await recipients(id)).filter(({ state }) => state === 'accepted').length;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(5);
  const first = await recipients(id);
  expect(first.some(({ state }) => (state as string) === 'waiting')).toBe(true);
  // Somebody reads the first form and follows its link.
  const clicked = first.find(({ variant, state }) => variant === 'a' && state === 'accepted');
  const mail = readMail(server.delivered.find(({ to }) => to[0] === clicked?.address)?.raw ?? '');
  await hub.twins.clock({ advanceMs: 60_000 });
  await hub.app.inject({ method: 'GET', url: new URL(mail.links[0] ?? '').pathname, headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/130' } });
  await until(id, 'finished', 600_000);
  const after = await recipients(id);
  expect(after.every(({ state }) => state === 'accepted')).toBe(true);
  const waited = first.filter(({ state }) => (state as string) === 'waiting').map((row) => row.id);
  expect(new Set(after.filter((row) => waited.includes(row.id)).map(({ variant }) => variant))).toEqual(new Set(['a']));
}, 60_000);

it('shows salespeople their own campaigns only, and viewers may not send', async () => {
  const { draft, contact, workspace } = world;
  const id = await draft([await contact()]);
  const salesperson = await workspace.key('salesperson');
  expect((await workspace.call('GET', `/email/campaigns/${id}`, { apiKey: salesperson })).status).toBe(404);
  const viewer = await workspace.key('viewer');
  expect((await workspace.call('POST', `/email/campaigns/${id}/schedule`, { apiKey: viewer, body: {} })).status).toBe(403);
});

it('counts who would get one that is not begun, and says why others would not', async () => {
  const { contact, workspace } = world;
  const ids = [await contact(), await contact(), await contact({ emails: [] })];
  expect(await workspace.post('/email/campaigns/audience', { contactIds: ids })).toEqual({
    total: 3,
    willGet: 2,
    excluded: [{ reason: 'no_address', sentence: '1 have no e-mail address.', count: 1 }],
  });
  for (const body of [{}, { contactIds: ids, segmentId: ids[0] }])
    expect((await workspace.call('POST', '/email/campaigns/audience', { body })).status).toBe(422);
});

it('is sent again to whom it failed when a person says so, and never by itself', async () => {
  const { contact, draft, schedule, until, recipients, workspace, server, hub } = world;
  const refused = await contact({ emails: [{ value: 'picky@refusing.example', primary: true }] });
  const id = await draft([refused]);
  server.acts.push('refuse');
  await schedule(id);
  expect(await until(id, 'finished')).toMatchObject({ counts: { accepted: 0, failed: 1 } });
  const before = server.delivered.length;
  const again = (states: string[], recipientIds?: string[]) =>
    workspace.call<{ again: number }>('POST', `/email/campaigns/${id}/again`, { body: { states, ...(recipientIds ? { recipientIds } : {}) } });
  expect((await again(['unknown'])).status).toBe(409);
  const failed = (await recipients(id, '&state=failed')).map((row) => row.id);
  expect(await again(['failed'], failed)).toMatchObject({ status: 202, body: { again: 1, campaign: { state: 'sending' } } });
  expect(await until(id, 'finished')).toMatchObject({ counts: { accepted: 1, failed: 0 } });
  expect(server.delivered.slice(before).map(({ to }) => to)).toEqual([['picky@refusing.example']]);
  expect((await recipients(id)).find(({ contactId }) => contactId === refused)?.history.map(({ state, source }) => `${state} ${source}`)).toEqual([
    'handed smtp',
    'failed smtp',
    'queued person',
    'handed smtp',
    'accepted smtp',
  ]);
  expect(await workspace.get(`/email/campaigns/${id}/verify`)).toMatchObject({ accepted: 1, failed: 0, repeated: 0, skipped: 0 });
  const elsewhere = await hub.newWorkspace();
  expect((await elsewhere.call('POST', `/email/campaigns/${id}/again`, { body: { states: ['failed'] } })).status).toBe(404);
});
