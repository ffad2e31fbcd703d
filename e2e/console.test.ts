import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole();
}, 120_000);

it('takes a person from the printed link to a connected account that is read live', { timeout: 300_000 }, async () => {
  const { hub, page, complaints, inspect } = opened;
  await opened.setUp();
  await inspect('set-up');
  await page.getByRole('button', { name: 'Create the workspace' }).click();

  await page.getByText('Connect your first account to begin.').waitFor();
  await inspect('home-empty');
  await page.getByRole('link', { name: 'Open the catalogue' }).click();
  await page.getByText('Nothing is connected yet').first().waitFor();
  await inspect('connections-empty');

  await hub.twins.act('jotter', { verb: 'note.put', account: 'ada@acme.test', title: 'old', count: 60 });
  await page.getByRole('button', { name: 'Connect Jotter' }).click();
  // The provider's consent page, as a person sees it.
  await page.waitForURL(/\/jotter\/oauth\/authorize/);
  await page.getByRole('button', { name: /allow/i }).click();
  await page.getByText('Connected. The first reading has started.').waitFor();
  await page.getByText('Up to date').waitFor({ timeout: 60_000 });
  await page.getByText('60 kept').waitFor();
  await inspect('connections');

  await page.getByText('ada@acme.test').first().click();
  await page.getByRole('button', { name: 'Check now' }).click();
  await page.getByText('The provider answered: the connection works.').waitFor();
  await inspect('connection');

  await page.getByRole('link', { name: 'Operations' }).click();
  await page.getByText('No incident. Good.').waitFor();
  await inspect('incidents-empty');
  // The bell rings by itself.
  const { workspaceId } = (
    await hub.database.systemQuery<{ workspaceId: string }>({ text: 'select workspace_id as "workspaceId" from connection_routes limit 1' })
  )[0] ?? { workspaceId: '' };
  await hub.hub.incidents.forWorkspace(workspaceId as never).open({
    key: 'drill',
    level: 'warning',
    title: 'Jotter answers slowly',
    detail: 'Reading takes longer than usual.',
    remedy: 'Nothing to do: it goes on by itself.',
  });
  await page.getByText('Jotter answers slowly').waitFor({ timeout: 15_000 });
  await inspect('incidents');
  await page.getByRole('button', { name: 'I know' }).click();
  await page.getByText('Known', { exact: false }).first().waitFor();

  await hub.twins.act('jotter', { verb: 'note.put', account: 'ada@acme.test', title: 'fresh' });
  await page.getByRole('tab', { name: 'Webhooks' }).click();
  await page.getByText('note.created').first().waitFor({ timeout: 15_000 });
  await page.getByText('handled').first().waitFor({ timeout: 15_000 });
  await inspect('webhooks');
  await page.getByRole('tab', { name: 'API calls' }).click();
  await page.getByText('template.list-notes').first().waitFor({ timeout: 15_000 });
  await inspect('calls');
  await page.getByRole('button', { name: 'Request: template.list-notes' }).first().click();
  await page.getByRole('dialog').getByText('Response', { exact: true }).waitFor();
  expect(await page.getByRole('dialog').innerText()).not.toMatch(/Bearer [A-Za-z0-9]/);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Jobs' }).click();
  await inspect('jobs');

  // Any place by name from the keyboard; the patterns every page is made of.
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('People, companies, deals, notes…').fill('conn');
  await page.keyboard.press('Enter');
  await page.waitForURL(/connections/);
  await page.goto(`${hub.url}/design`);
  await page.getByRole('row', { name: 'Ada Lovelace' }).first().waitFor();
  expect(await page.getByRole('row').count()).toBeLessThan(100);
  await inspect('design');
  await page.getByRole('button', { name: 'Change Name: Ada Lovelace' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ada King');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ada King' }).waitFor();

  await page.getByRole('button', { name: /^You: / }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/sign-in/);
  await inspect('sign-in');
  await page.getByLabel('E-mail address').fill('grace@example.test');
  await page.getByLabel('Password').first().fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Password').first().fill('a long enough password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Do next' }).waitFor();
  await inspect('home');

  // A refused password is an answer, not a fault of the page.
  expect(complaints.filter((text) => !/status of 401/.test(text))).toEqual([]);
});
