import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';
import { type Program, programOf } from './program.ts';

const REP = '+14155550999';
const JANE = '+14155552671';
const SKIP = '+14155552672';
let opened: ConsolePage;
let program: Program;
let connectionId = '';

beforeAll(async () => {
  opened = await openConsole();
  const { hub, page } = opened;
  // In the middle of the day for a number of San Francisco.
  await hub.twins.clock({ now: '2026-11-25T19:00:00Z' });
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  const { data } = await hub.twins.state<{ data: { account: { sid: string; authToken: string } } }>('twilio');
  program = await programOf(hub);
  ({ id: connectionId } = await program('POST', '/connections', {
    integration: 'voip',
    provider: 'twilio',
    credentials: { accountSid: data.account.sid, authToken: data.account.authToken },
  }));
  await hub.settle();
  const users = await program<{ data: { id: string }[] }>('GET', '/users');
  await program('PUT', `/voip/agents/${users.data[0]?.id}`, { state: 'available', phone: REP });
  for (const [firstName, number] of [
    ['Jane', JANE],
    ['Skip', SKIP],
  ])
    await program('POST', '/contacts', { firstName, lastName: 'Roe', phones: [{ value: number, label: 'work' }] });
}, 240_000);

const act = (verb: string, number: string) => opened.hub.twins.act('twilio', { verb, number });
const rings = (number: string) =>
  opened.hub.until(
    () => opened.hub.twins.state<{ data: { legs: Record<string, { to: string; status: string }> } }>('twilio'),
    ({ data }) => expect(Object.values(data.legs).some(({ to, status }) => to === number && status === 'ringing')).toBe(true),
    30_000,
  );

it('keeps limits that are set beside the connection, and says what is wrong with them', { timeout: 120_000 }, async () => {
  const { page, inspect } = opened;
  await page.goto(`${opened.hub.url}/connections/${connectionId}`);
  const rules = page.getByRole('region', { name: 'Limits and rules of calling' });
  await rules.getByLabel('Calls to one number a day').fill('3');
  await rules.getByLabel('Number that is shown').fill('no number');
  await rules.getByRole('button', { name: 'Save rules' }).click();
  await rules.getByText('Write the number with its country code', { exact: false }).first().waitFor();
  await rules.getByLabel('Number that is shown').fill('');
  await rules.getByLabel('What must be filled in with an outcome').fill('budget');
  await rules.getByLabel('What must be filled in with an outcome').press('Enter');
  await rules.getByRole('button', { name: 'Save rules' }).click();
  await page.getByText('The rules hold from the next call on.').waitFor();
  await page.reload();
  await rules.waitFor();
  expect(await rules.getByLabel('Calls to one number a day').inputValue()).toBe('3');
  await inspect('calls-rules');
});

it('is worked by keys alone: call, say what came of it with what the rules ask for, next, skip with a reason', { timeout: 180_000 }, async () => {
  const { page, hub, inspect } = opened;
  await page.getByRole('link', { name: 'Calls' }).first().click();
  await page.getByRole('link', { name: 'Call list' }).first().click();
  await page.getByText('Nobody is left to call', { exact: false }).waitFor();
  for (const number of [JANE, SKIP]) {
    await page.getByRole('textbox', { name: 'Add a number' }).fill(number);
    await page.getByRole('textbox', { name: 'Add a number' }).press('Enter');
    await page.getByText('1 added', { exact: false }).first().waitFor();
  }
  const now = page.getByRole('region', { name: 'Now' });
  await now.getByRole('heading', { name: 'Jane Roe' }).waitFor();
  await inspect('calls-list');
  await page.getByRole('heading', { name: 'Call list' }).click();
  await page.keyboard.press('c');
  await rings(REP);
  await act('call.answer', REP);
  await rings(JANE);
  await act('call.answer', JANE);
  await hub.settle();
  await now.getByText('Talking').waitFor();
  await act('call.hangup', JANE);
  await hub.settle();
  await now.getByText('What came of it?').waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Control+Enter');
  await now.getByText('Fill in “budget” first.').waitFor();
  await now.getByLabel('budget').fill('12000');
  await inspect('calls-list-outcome');
  await page.keyboard.press('Control+Enter');
  await now.getByRole('heading', { name: 'Skip Roe' }).waitFor();
  await page.keyboard.press('s');
  await page.getByLabel('Why not?').fill('On holiday');
  await page.keyboard.press('Enter');
  await page.getByText('Nobody is left to call', { exact: false }).waitFor();
  await page.getByText('1 called').waitFor();
});

it('says what callers hear before the tone, by number', { timeout: 120_000 }, async () => {
  const { page, complaints } = opened;
  await page.getByRole('link', { name: 'Numbers' }).first().click();
  const main = page.getByRole('region', { name: 'Main line' });
  await main.getByLabel('Words that a voice says').fill('This is Acme. Please leave a message.');
  await main.getByRole('region', { name: 'Greeting before the tone' }).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Callers hear it from now on.').waitFor();
  await page.reload();
  await expect.poll(() => main.getByLabel('Words that a voice says').inputValue()).toBe('This is Acme. Please leave a message.');
  expect(complaints.filter((text) => !/status of (401|409|422)/.test(text))).toEqual([]);
});
