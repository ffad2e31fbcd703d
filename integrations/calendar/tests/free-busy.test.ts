import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let ada: string;
let bob: string;

const put = (event: Record<string, unknown>) => hub.twins.act('google', { verb: 'event.put', timeZone: 'UTC', ...event });
const base = { from: '2027-03-01T00:00:00Z', to: '2027-03-02T00:00:00Z', durationMinutes: 60, stepMinutes: 60, timeZone: 'UTC' };
interface Answer {
  slots: { start: string; connectionIds: string[] }[];
  asOf: string | null;
  unavailable: { id: string; reason: string }[];
}
const ask = (more: Record<string, unknown>) => workspace.post<Answer>('/calendar/availability', { ...base, connectionIds: [ada], ...more });
const hoursOf = ({ slots }: Answer) => slots.map(({ start }) => Number(start.slice(11, 13)));

beforeAll(async () => {
  hub = await testHub();
  await hub.twins.clock({ now: '2027-02-20T08:00:00Z' });
  workspace = await hub.newWorkspace();
  await put({ summary: 'Secret plan', start: '2027-03-01T10:00:00Z', end: '2027-03-01T11:00:00Z', attendees: [{ email: 'x@customer.test' }] });
  await put({ start: '2027-02-22T13:00:00', end: '2027-02-22T14:00:00', recurrence: ['RRULE:FREQ=WEEKLY'] });
  await put({ start: '2027-03-01T15:00:00Z', end: '2027-03-01T16:00:00Z', transparency: 'transparent' });
  await put({ calendar: 'bob@acme.test', start: '2027-03-01T09:00:00Z', end: '2027-03-01T12:00:00Z', eventType: 'outOfOffice' });
  ({ id: ada } = await workspace.connect('calendar', 'google', 'ada@acme.test'));
  ({ id: bob } = await workspace.connect('calendar', 'google', 'bob@acme.test'));
  await hub.settle();
});

it('offers what all calendars leave: series resolved, free ones let through', async () => {
  const answer = await ask({});
  expect(hoursOf(answer)).toEqual([9, 11, 12, 14, 15, 16]);
  expect(answer.asOf).toEqual(expect.any(String));
});

it('any and all of several people', async () => {
  expect(hoursOf(await ask({ connectionIds: [ada, bob], mode: 'all' }))).toEqual([12, 14, 15, 16]);
  const any = await ask({ connectionIds: [ada, bob], mode: 'any' });
  expect(any.slots.find(({ start }) => start.includes('T13'))?.connectionIds).toEqual([bob]);
});

it('takes hours, overrides and notice as they are asked', async () => {
  expect(hoursOf(await ask({ workingHours: { monday: [{ start: '20:00', end: '24:00' }] } }))).toEqual([20, 21, 22, 23]);
  expect(hoursOf(await ask({ overrides: [{ date: '2027-03-01', hours: [] }] }))).toEqual([]);
  expect(hoursOf(await ask({ minimumNoticeMinutes: 20 * 1440 }))).toEqual([]);
});

it('explains from the same rules, and says which calendar but never what', async () => {
  const told = await workspace.post<{ free: boolean; reasons: { rule: string; source: string }[] }>('/calendar/explain', {
    connectionId: ada,
    at: '2027-03-01T10:30:00Z',
    durationMinutes: 60,
    timeZone: 'UTC',
  });
  expect(told).toMatchObject({ free: false, reasons: [{ rule: 'busy', source: 'Busy in ada@acme.test' }] });
  expect(JSON.stringify(told)).not.toContain('Secret plan');
});

it('offers nobody whom it cannot see: being blind is not being free', async () => {
  await hub.twins.act('google', { verb: 'grant.withdraw', account: 'bob@acme.test' });
  await workspace.call('POST', `/connections/${bob}/sync`, { body: {} });
  await hub.settle();
  const answer = await ask({ connectionIds: [ada, bob], mode: 'any' });
  expect(answer.unavailable).toMatchObject([{ id: bob }]);
  expect(answer.slots.every(({ connectionIds }) => !connectionIds.includes(bob))).toBe(true);
  expect((await ask({ connectionIds: [ada, bob], mode: 'all' })).slots).toEqual([]);
});

it('knows no calendar of another workspace', async () => {
  const other = await hub.newWorkspace();
  expect(await other.call('POST', '/calendar/availability', { body: { ...base, connectionIds: [ada] } })).toMatchObject({ status: 404 });
  expect(
    await other.call('POST', '/calendar/availability', {
      body: { ...base, connectionIds: [ada], workingHours: { monday: [{ start: '17:00', end: '09:00' }] } },
    }),
  ).toMatchObject({ status: 422 });
});
