import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole();
}, 240_000);

const REP = '+14155550999';

it('takes the calls of a number, puts a person on duty, and refuses an emergency call with what to dial', { timeout: 300_000 }, async () => {
  const { page, hub, complaints, inspect } = opened;
  await hub.twins.clock({ now: '2026-11-25T19:00:00Z' });
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  // As the page itself would: with its own session and token.
  const { data } = await hub.twins.state<{ data: { account: { sid: string; authToken: string } } }>('twilio');
  const [workspace] = await hub.database.system(async (tx) => {
    const answer = (await tx.execute("select id from workspaces where name = 'Compilers Ltd'" as never)) as unknown as { rows: { id: string }[] };
    return answer.rows;
  });
  const key = await hub.hub.access.apiKeys.create(workspace?.id as never, { kind: 'system', reason: 'test' }, { name: 'test', scopes: ['*'], role: 'owner' });
  const post = async (path: string, body: unknown, method: 'POST' | 'PATCH' = 'POST') => {
    const answer = await hub.app.inject({ method, url: `/api/v1${path}`, headers: { authorization: `Bearer ${key.key}` }, payload: body as object });
    expect(answer.statusCode, answer.body).toBeLessThan(300);
    return answer.json() as { id: string };
  };
  const { id: connectionId } = await post('/connections', {
    integration: 'voip',
    provider: 'twilio',
    credentials: { accountSid: data.account.sid, authToken: data.account.authToken },
    settings: { recording: 'on' },
  });
  await hub.settle();

  await page.getByRole('link', { name: 'Calls' }).first().click();
  await page.getByRole('heading', { name: 'Calls' }).waitFor();
  await inspect('calls-empty');

  // Numbers: what answers them is changed by a person alone.
  await page.getByRole('link', { name: 'Numbers' }).first().click();
  const main = page.getByRole('region', { name: 'Main line' });
  await main.getByRole('button', { name: 'Send calls here' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send calls here' }).click();
  await main.getByText('Calls come here').waitFor();
  await inspect('calls-numbers');

  // On duty, with the telephone that rings.
  await page.getByRole('button', { name: 'Telephone' }).click();
  const phone = page.getByRole('dialog', { name: 'Telephone' });
  await phone.getByText('Available', { exact: true }).click();
  await phone.getByLabel('Telephone that rings for me').fill(REP);
  await phone.getByRole('button', { name: 'Save' }).click();
  await phone.getByText(`A call would ring ${REP} now.`).waitFor();
  await phone.getByLabel('With its country code').fill('911');
  await phone.getByRole('button', { name: 'Call', exact: true }).click();
  await phone.getByText('Dial 911', { exact: false }).waitFor();
  await inspect('calls-phone');
  await page.keyboard.press('Escape');

  // Limits hold from the next call on; what is wrong is said beside the form, and what was saved is there again.
  await page.getByRole('link', { name: 'Connections' }).first().click();
  await page.locator(`a[href$="/connections/${connectionId}"]`).first().click();
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
  expect(await rules.getByLabel('Calls to one number a day').inputValue()).toBe('3');
  await inspect('calls-rules');

  // A list is worked by keys alone: call, say what came of it with what the rules ask for, next, skip with a reason.
  const list = '+14155552671';
  for (const [firstName, number] of [
    ['Jane', list],
    ['Skip', '+14155552672'],
  ])
    await post('/contacts', { firstName, lastName: 'Roe', phones: [{ value: number, label: 'work' }] });
  await page.getByRole('link', { name: 'Calls' }).first().click();
  await page.getByRole('link', { name: 'Call list' }).first().click();
  await page.getByText('Nobody is left to call', { exact: false }).waitFor();
  for (const number of [list, '+14155552672']) {
    await page.getByLabel('Add a number').fill(number);
    await page.getByLabel('Add a number').press('Enter');
    await page.getByText('1 added', { exact: false }).first().waitFor();
  }
  const now = page.getByRole('region', { name: 'Now' });
  await now.getByRole('heading', { name: 'Jane Roe' }).waitFor();
  await inspect('calls-list');
  await page.getByRole('heading', { name: 'Call list' }).click();
  await page.keyboard.press('c');
  const act = (verb: string, number: string) => hub.twins.act('twilio', { verb, number });
  const rings = (number: string) =>
    expect
      .poll(
        async () => {
          await hub.settle();
          const state = await hub.twins.state<{ data: { legs: Record<string, { to: string; status: string }> } }>('twilio');
          return Object.values(state.data.legs).some(({ to, status }) => to === number && status === 'ringing');
        },
        { timeout: 30_000, interval: 100 },
      )
      .toBe(true);
  await rings(REP);
  await act('call.answer', REP);
  await rings(list);
  await act('call.answer', list);
  await hub.settle();
  await now.getByText('Talking').waitFor();
  await act('call.hangup', list);
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

  // What callers hear before the tone is said in words, or uploaded.
  await page.getByRole('link', { name: 'Numbers' }).first().click();
  await main.getByLabel('Words that a voice says').fill('This is Acme. Please leave a message.');
  await main.getByRole('region', { name: 'Greeting before the tone' }).getByRole('button', { name: 'Save' }).click();
  await page.getByText('Callers hear it from now on.').waitFor();
  await page.reload();
  await expect.poll(() => main.getByLabel('Words that a voice says').inputValue()).toBe('This is Acme. Please leave a message.');
  expect(complaints.filter((text) => !/status of (401|409|422)/.test(text))).toEqual([]);
});
