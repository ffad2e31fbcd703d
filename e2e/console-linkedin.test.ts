import { Buffer } from 'node:buffer';
import { beforeAll, expect, it } from 'vitest';
import { archiveFiles, archiveName, ERAS, makeArchive } from '../twins/linkedin/archive/archive.ts';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
const zip = (spec: Parameters<typeof makeArchive>[0]) => ({ name: archiveName(spec), mimeType: 'application/zip', buffer: Buffer.from(makeArchive(spec)) });
beforeAll(async () => {
  opened = await openConsole();
  const { page, hub } = opened;
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  await page.goto(`${hub.url}/network`);
  await page.getByText('None yet.').waitFor();
}, 180_000);

it('connects LinkedIn through its consent, and shows every way to each thing', { timeout: 180_000 }, async () => {
  const { page, inspect, hub, complaints } = opened;
  await page.goto(`${hub.url}/linkedin`);
  const access = page.getByRole('region', { name: 'Access' });
  await access.getByText('Nobody has connected LinkedIn yet.').waitFor();
  await page.getByText('By a copy of your data').first().waitFor();
  // Said once, where the button is.
  expect(await page.getByText('Nobody has connected LinkedIn yet.').count()).toBe(1);
  await inspect('linkedin-before');
  await page.getByRole('button', { name: 'Connect LinkedIn' }).click();
  await page.getByRole('button', { name: /Allow/ }).first().click();
  await page.waitForURL(/\/linkedin(\?|$)/);
  await access.getByText('Ada Byron').waitFor();
  await hub.settle();
  await page.reload();
  await access.getByText('Access for 60 more days').waitFor();
  const ways = page.getByRole('region', { name: 'What works, and how' });
  for (const [way, status] of [
    ['Lead forms, as they come', 'Works'],
    ['Numbers and posts of your pages', 'Works'],
    ['Connections and invitations', 'By a copy of your data'],
    ['Sales Navigator', 'Needs LinkedIn’s approval'],
    ['Messages', 'Needs set-up'],
  ] as const)
    await ways
      .locator('.row')
      .filter({ has: page.getByText(way, { exact: true }) })
      .getByText(status, { exact: true })
      .waitFor();
  await ways.getByText('User Agreement forbids that').first().waitFor();
  await inspect('linkedin');
  expect(complaints).toEqual([]);
});

it('brings in a copy of every era, each for review, and decides nothing by itself', { timeout: 240_000 }, async () => {
  const { page, inspect, hub, complaints } = opened;
  // So many that an advertisement is among them.
  const spec = { connections: 30, messages: 80, invitations: 9 };
  // Somebody of the network is a contact already: by name and company, which is a question and no answer.
  const header = archiveFiles({ era: '2026', ...spec })
    .find(({ name }) => name === 'Connections.csv')
    ?.content.split('\n');
  const [first = '', last = '', , , company = ''] = header?.find((line) => /^[A-Za-zé]+,[A-Za-z]+,https/.test(line) && !line.includes('"'))?.split(',') ?? [];
  await page.evaluate(
    async ([firstName, lastName, name]) => {
      const csrf = { 'content-type': 'application/json' };
      const send = async (path: string, body: unknown) => (await fetch(`/api/v1${path}`, { method: 'POST', headers: csrf, body: JSON.stringify(body) })).json();
      const { id } = (await send('/organizations', { name })) as { id: string };
      await send('/contacts', { firstName, lastName, organizationId: id, emails: [{ value: 'somebody@private.test' }] });
    },
    [first, last, company],
  );
  await page.goto(`${hub.url}/network`);
  for (const era of ERAS) {
    const file = zip({ era, ...spec });
    await page.locator('input[type=file]').setInputFiles(file);
    const card = page.locator('.panel').filter({ hasText: file.name });
    await card.getByText('To review').waitFor({ timeout: 60_000 });
    await card.getByText(/Ada Byron · \d+ connections/).waitFor();
  }
  expect(await page.getByText('To review').count()).toBe(ERAS.length);
  // A file that is none says so, and leaves nothing behind.
  await page.locator('input[type=file]').setInputFiles({ name: 'photos.zip', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004nothing') });
  const broken = page.locator('.panel').filter({ hasText: 'photos.zip' });
  await broken.getByText(/damaged or not whole/).waitFor({ timeout: 60_000 });
  // Each row that was left out has its reason.
  const newest = page.locator('.panel').filter({ hasText: archiveName({ era: '2026' }) });
  await newest.getByRole('button', { name: 'Which rows?' }).click();
  await newest.getByText('An advertisement').first().waitFor();
  await inspect('network-copies');

  await page.getByRole('tab', { name: 'To decide' }).click();
  await page.getByText(/^Same name, and .+ is the company of both\.$/).waitFor();
  await inspect('network-matches');
  await page.getByRole('button', { name: /^Yes, the same:/ }).click();
  await page.getByText('Nothing waits for a decision.').waitFor();

  await page.getByRole('tab', { name: 'Copies' }).click();
  await newest.getByRole('button', { name: 'Bring in those who are contacts already' }).click();
  await newest.getByText('Done', { exact: true }).waitFor({ timeout: 60_000 });
  await newest.getByText(/1 contacts completed/).waitFor();
  await page.getByRole('tab', { name: 'People' }).click();
  await page.getByText('not a contact').first().waitFor();
  await page.getByRole('link', { name: `${first} ${last}` }).waitFor();
  await page
    .getByRole('button', { name: /^Follow up with/ })
    .first()
    .click();
  await page.getByText('On your to-do list.').waitFor();
  await inspect('network-people');
  await page.getByRole('tab', { name: 'Invitations' }).click();
  const funnel = page.getByRole('region', { name: 'Invitations you sent' });
  await funnel.getByText(/^Accepted · \d+ %$/).waitFor();
  await inspect('network-invitations');
  await page.getByRole('tab', { name: 'Changes' }).click();
  await inspect('network-changes');
  expect(complaints).toEqual([]);
});

it('says between which copies somebody changed their job, and puts it on their timeline', { timeout: 180_000 }, async () => {
  const { page, inspect, hub, complaints } = opened;
  await page.goto(`${hub.url}/network`);
  const exportedOn = new Date('2026-09-01T12:00:00Z');
  const later = { era: '2026', connections: 30, messages: 80, invitations: 9, moved: 30, exportedOn } as const;
  await page.locator('input[type=file]').setInputFiles(zip(later));
  const card = page.locator('.panel').filter({ hasText: archiveName(later) });
  await card.getByText(/\d+ with another job/).waitFor({ timeout: 60_000 });
  await card.getByRole('button', { name: 'Bring in those who are contacts already' }).click();
  await card.getByText('1 new jobs told').waitFor({ timeout: 60_000 });
  await page.getByRole('tab', { name: 'Changes' }).click();
  const main = page.getByRole('main');
  await main
    .getByText(/VP Growth, Acme ←/)
    .first()
    .waitFor();
  await inspect('network-jobs');
  await main.locator('a[href*="/contacts/"]').first().click();
  await page.getByText('Now VP Growth at Acme').first().waitFor({ timeout: 30_000 });
  expect(complaints).toEqual([]);
});

it('answers a conversation by hand-over: written here, sent there', { timeout: 180_000 }, async () => {
  const { page, inspect, hub, complaints } = opened;
  await page.goto(`${hub.url}/network?tab=threads`);
  const main = page.getByRole('main');
  const row = main.locator('button[aria-expanded]').first();
  await row.waitFor();
  // Lists that are fetched again must not close what was opened: the row is found by its state, not by a click too soon.
  await row.click();
  await main.locator('button[aria-expanded="true"]').waitFor();
  const reply = main.getByRole('textbox', { name: 'Your reply' });
  await reply.waitFor({ timeout: 30_000 });
  await inspect('network-threads');
  await page.evaluate('window.open = (url) => { window.opened = url; return null; }');
  await reply.fill('Thank you, see you at ten');
  await main.getByRole('button', { name: 'Copy it and open LinkedIn' }).click();
  await main.getByText('Sent, says who wrote it').waitFor();
  expect(await page.evaluate('window.opened')).toMatch(/^https:\/\/www\.linkedin\.com\//);
  expect(complaints).toEqual([]);
});
