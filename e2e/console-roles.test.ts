import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole();
}, 120_000);

const PASSWORD = 'a long enough password';
const OWN = ['Your account'];
const DAILY = ['People', 'Teams', 'Hours and absences', 'Own fields', 'Pipelines', 'Tags'];
/** What each role finds: places of the house, sections of the settings, and whether it may add and change. */
const ROLES = {
  admin: {
    house: ['Connections', 'Operations', 'Settings'],
    settings: [...OWN, 'Workspace', 'People', 'Teams', 'Roles', ...DAILY.slice(2), 'Forgotten people', 'API keys', 'Outgoing webhooks', 'Alerts'],
    adds: true,
    invites: true,
  },
  manager: { house: ['Connections', 'Operations', 'Settings'], settings: [...OWN, ...DAILY, 'Forgotten people'], adds: true, invites: false },
  salesperson: { house: ['Connections', 'Settings'], settings: [...OWN, ...DAILY], adds: true, invites: false },
  viewer: { house: ['Connections', 'Settings'], settings: [...OWN, ...DAILY], adds: false, invites: false },
} as const;

it('offers each role what it may do, and nothing else', { timeout: 240_000 }, async () => {
  const { page, complaints, inspect, hub } = opened;
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  const send = (path: string, body: object) =>
    page.evaluate(
      async ([url, json]) => {
        const answer = await fetch(`/api/v1/${url}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: json });
        return { status: answer.status, body: (await answer.json().catch(() => undefined)) as { id: string } };
      },
      [path, JSON.stringify(body)] as const,
    );
  const { body: contact } = await send('contacts', { firstName: 'Ada', lastName: 'Lovelace', jobTitle: 'Analyst' });
  for (const role of Object.keys(ROLES)) {
    const { status } = await send('users', { email: `${role}@example.test`, name: `The ${role}`, role, password: PASSWORD });
    expect(status).toBe(201);
  }
  for (const [role, { house, settings, adds, invites }] of Object.entries(ROLES)) {
    await page.context().clearCookies();
    await page.goto(`${hub.url}/sign-in`);
    await page.getByLabel('E-mail address').fill(`${role}@example.test`);
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: `You: The ${role}` }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
    const sections = await page.getByRole('navigation', { name: 'Settings' }).getByRole('link').allInnerTexts();
    expect([role, ...sections.map((each) => each.trim())].toSorted()).toEqual([role, ...settings].toSorted());
    const rail = page.getByRole('navigation', { name: 'Patchbay' });
    for (const place of ['Connections', 'Operations', 'Settings'])
      expect([role, place, await rail.getByRole('link', { name: place }).count()]).toEqual([role, place, (house as readonly string[]).includes(place) ? 1 : 0]);
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'People', exact: true }).click();
    await page.getByRole('list', { name: 'People' }).getByText('Grace Hopper').waitFor();
    expect([role, await page.getByRole('button', { name: 'Invite somebody' }).count()]).toEqual([role, invites ? 1 : 0]);

    await rail.getByRole('link', { name: 'Contacts' }).click();
    await page.getByRole('heading', { name: 'Contacts', level: 1 }).waitFor();
    await rail.getByRole('link', { name: 'Segments' }).waitFor();
    for (const place of ['Duplicates', 'Imports'])
      expect([role, place, await rail.getByRole('link', { name: place }).count()]).toEqual([role, place, adds ? 1 : 0]);
    await page.getByRole('button', { name: 'Filter' }).waitFor();
    expect([role, (await page.getByRole('button', { name: 'New contact' }).count()) > 0]).toEqual([role, adds]);
    // Another's record: who reads own records only is told that there is none.
    await page.goto(`${hub.url}/contacts/${contact.id}`);
    if (role === 'salesperson') {
      await page.getByRole('alert').first().waitFor();
      continue;
    }
    await page.getByRole('heading', { name: 'Ada Lovelace' }).waitFor();
    expect([role, await page.getByRole('button', { name: /^Change Job title: Analyst/ }).count()]).toEqual([role, adds ? 1 : 0]);
    await page.getByText('Analyst').first().waitFor();
    expect([role, await page.getByRole('button', { name: 'New deal' }).count()]).toEqual([role, adds ? 1 : 0]);
    expect([role, await page.locator('input[role=switch]').first().isDisabled()]).toEqual([role, !adds]);
    if (role === 'viewer') await inspect('contact-viewer');
  }
  expect(complaints.filter((text) => !/40[134]/.test(text))).toEqual([]);
});
