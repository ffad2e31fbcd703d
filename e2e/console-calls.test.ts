import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';
import { programOf } from './program.ts';

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole({ hasSound: true });
}, 240_000);

const REP = '+14155550999';

it('takes the calls of a number, puts a person on duty, and refuses an emergency call with what to dial', { timeout: 300_000 }, async () => {
  const { page, hub, complaints, inspect } = opened;
  await hub.twins.clock({ now: '2026-11-25T19:00:00Z' });
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  const { data } = await hub.twins.state<{ data: { account: { sid: string; authToken: string } } }>('twilio');
  const program = await programOf(hub);
  await program('POST', '/connections', {
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

  // A browser that is chosen and cannot be rung says why; meanwhile the telephone rings.
  await phone.getByText('This browser', { exact: true }).click();
  await phone.getByText('Not reachable: This Twilio connection has no API key', { exact: false }).waitFor();
  await phone.getByText(`A call would ring ${REP} now.`).waitFor();
  await inspect('calls-phone-browser');
  await phone.getByText('My telephone', { exact: true }).click();
  // The page may open the telephone servers of its workspace; a stranger's page nothing but the hub.
  const policyOf = (answer: { headers(): Record<string, string> } | null) => answer?.headers()['content-security-policy'] ?? '';
  expect(policyOf(await page.goto(page.url()))).toMatch(/connect-src 'self' wss:\/\/voice-js\.roaming\.twilio\.com /);
  const stranger = await page.context().browser()?.newPage();
  expect(policyOf((await stranger?.goto(hub.url)) ?? null)).toMatch(/connect-src 'self';/);
  expect(complaints.filter((text) => !/status of (401|409|422)/.test(text))).toEqual([]);
});
