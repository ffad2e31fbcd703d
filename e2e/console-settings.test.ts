import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole();
}, 120_000);

it('sets a workspace up: people, teams, reach, fields, pipeline, keys, webhooks, alerts, own account', { timeout: 240_000 }, async () => {
  const { page, complaints, inspect, hub } = opened;
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  await page.getByRole('link', { name: 'Settings' }).first().click();
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  await page.getByText('This one').waitFor();
  await inspect('settings-account');
  await page.getByRole('button', { name: 'Switch on' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Password' }).fill('not the password');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('dialog').getByRole('alert').or(page.getByRole('dialog').locator('[class*=error]')).first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  const section = (name: string) => page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name, exact: true }).click();
  await section('Workspace');
  await page.getByLabel('Country of phone numbers').fill('zz');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await page.locator('input[aria-invalid=true]').waitFor();
  await page.getByLabel('Country of phone numbers').fill('de');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await page.getByText('Saved.').first().waitFor();
  await inspect('settings-workspace');

  await section('Teams');
  await page.getByText('No team yet.', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Add a team' }).click();
  await page.getByRole('textbox', { name: 'Name of the team' }).fill('North');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('list', { name: 'Teams' }).getByText('North').waitFor();

  await section('People');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Ada Lovelace');
  await page.getByRole('textbox', { name: 'E-mail address' }).fill('no address');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('dialog').locator('input[aria-invalid=true]').waitFor();
  await page.getByRole('textbox', { name: 'E-mail address' }).fill('ada@example.test');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  const link = (await page.getByTestId('shown-once').innerText()).trim();
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('list', { name: 'People' }).getByText('Invited').waitFor();
  await inspect('settings-people');

  await section('Roles');
  await page.getByText('The team’s records').or(page.getByText('All records')).first().waitFor();
  await inspect('settings-roles');
  await section('Hours and absences');
  await page.getByText('Nobody is away.').waitFor();
  await page.getByRole('button', { name: 'Add a holiday' }).click();
  await page.getByLabel('Day', { exact: true }).fill('2027-01-01');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('New Year');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('list', { name: 'Holidays' }).getByText('New Year').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await inspect('settings-hours');

  await section('Own fields');
  await page.getByRole('button', { name: 'Add a field' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name', exact: true }).fill('Renewal date');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('list', { name: 'Own fields' }).getByText('Renewal date').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await inspect('settings-fields');

  await section('Pipelines');
  await page.getByRole('button', { name: 'Add a pipeline' }).waitFor();
  const stages = page.getByRole('listitem');
  await stages.first().waitFor();
  const [before] = await stages.allInnerTexts();
  await stages
    .first()
    .getByRole('button', { name: /^Move down/ })
    .click();
  await expect.poll(async () => (await stages.allInnerTexts())[1]).toBe(before);
  await inspect('settings-pipelines');
  await section('Tags');
  await page.getByRole('button', { name: 'Add a tag' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Key account');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('list', { name: 'Tags' }).getByText('Key account').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await inspect('settings-tags');

  await section('API keys');
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Reporting');
  await page.getByRole('button', { name: 'Make the key' }).click();
  const key = (await page.getByTestId('shown-once').innerText()).trim();
  expect((await fetch(`${hub.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await inspect('settings-keys');
  await page.getByRole('button', { name: 'Revoke: Reporting' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('No keys yet.').waitFor();
  expect((await fetch(`${hub.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(401);

  await section('Outgoing webhooks');
  await page.getByText('Nobody is told of events yet.').waitFor();
  await inspect('settings-webhooks');
  await section('Alerts');
  await page.getByRole('button', { name: 'Send a test to all' }).waitFor();
  await page.getByRole('button', { name: 'Send a test to all' }).click();
  await page.getByRole('status').getByText('E-mail', { exact: false }).or(page.getByText('No channel is set')).first().waitFor();
  await inspect('settings-alerts');

  // Whoever was invited chooses a password, joins, and is offered only what the role reaches.
  await page.getByRole('button', { name: /^You: / }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/sign-in/);
  await page.goto(link);
  await page.getByRole('heading', { name: 'Join Compilers Ltd' }).waitFor();
  await inspect('invitation');
  await page.getByRole('textbox', { name: 'Choose a password' }).fill('another long password');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByRole('button', { name: 'You: Ada Lovelace' }).waitFor();
  await page.goto(`${hub.url}/settings/keys`);
  await page.getByText('Your role does not reach this part of the settings.', { exact: false }).waitFor();
  const offered = await page.getByRole('navigation', { name: 'Settings' }).getByRole('link').allInnerTexts();
  expect(offered).not.toContain('API keys');
  await section('People');
  await page.getByRole('list', { name: 'People' }).getByText('Grace Hopper').waitFor();
  expect(await page.getByRole('button', { name: 'Invite somebody' }).count()).toBe(0);
  await page.goto(link);
  await page.getByText('You have joined already').waitFor();
  expect(complaints.filter((text) => !/40[0-9]|422/.test(text))).toEqual([]);
});
