import { beforeAll, describe, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

/** Every page of the console that needs no record to be open. */
const PAGES = [
  '/inbox',
  '/organizations',
  '/deals?view=board',
  '/tasks',
  '/segments',
  '/imports',
  '/duplicates',
  '/calendar',
  '/calendar/booking-pages',
  '/calendar/bookings',
  '/calendar/availability',
  '/calls',
  '/calls/voicemail',
  '/calls/queues',
  '/calls/numbers',
  '/calls/figures',
  '/calls/flows',
  '/leads',
  '/network',
  '/pages',
  '/linkedin',
  '/outreach/campaigns',
  '/outreach/templates',
  '/deliverability',
  '/slack',
  '/connections',
  ...['incidents', 'calls', 'webhooks', 'jobs', 'effects', 'audit', 'requests'].map((tab) => `/operations?tab=${tab}`),
  ...['account', 'workspace', 'people', 'teams', 'roles', 'hours', 'fields', 'pipelines', 'tags', 'forgotten', 'keys', 'webhooks', 'alerts'].map(
    (section) => `/settings/${section}`,
  ),
  '/design',
];
const LONG = 'Maximiliane-Friederike von Hohenstein-Wittgenstein zu Sayn und Berleburg';

/** What the other journeys do at a desk, on PGlite: here on PostgreSQL, by `npm run test:services`. The tablet is asked for by name. */
const onPostgres = process.env.TEST_DATABASE_URL !== undefined;
const isAsked = process.env.PATCHBAY_DRILLS === '1';
describe.each([
  ['a phone in the dark', onPostgres || isAsked, { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const }],
  ['a tablet', isAsked, { viewport: { width: 1024, height: 768 } }],
])('on %s', (_name, isRun, how) => {
  let opened: ConsolePage;
  beforeAll(async () => {
    if (isRun) opened = await openConsole(how);
  }, 120_000);

  it.runIf(isRun)('a day’s work goes from the first run to a deal that is won, and no page breaks', { timeout: 1_200_000 }, async () => {
    const { page, complaints, inspect, hub } = opened;
    await opened.setUp();
    await inspect('smoke-set-up');
    await page.getByRole('button', { name: 'Create the workspace' }).click();
    await page.getByText('Connect your first account to begin.').waitFor();
    await inspect('smoke-home');
    await page.getByRole('link', { name: 'Contacts' }).locator('visible=true').first().click();
    await page.getByText('Nobody here yet.').waitFor();

    await page.getByRole('button', { name: 'New contact' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('First name').fill(LONG);
    await dialog.getByLabel('Last name').fill('שרה כהן');
    await dialog.getByLabel('E-mail').fill('sara@acme.test');
    await dialog.getByRole('button', { name: 'Add contact' }).click();
    await page.getByRole('heading', { level: 1, name: LONG }).waitFor();
    await page.getByRole('textbox', { name: 'Write a note…' }).fill('Wants forty seats.');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('list').getByText('Wants forty seats.').waitFor();
    await page.getByRole('button', { name: 'New deal' }).click();
    await inspect('smoke-contact');
    await page.goto(`${hub.url}/contacts`);
    await page.getByRole('row', { name: LONG }).waitFor();
    await inspect('smoke-contacts');

    await page.goto(`${hub.url}/deals`);
    await page.getByRole('row', { name: LONG }).click();
    await page.getByRole('button', { name: 'Won' }).click();
    await page.getByText('is won.').waitFor();
    await inspect('smoke-deal');

    for (const path of PAGES) {
      await page.goto(`${hub.url}${path}`);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.waitForLoadState('networkidle');
      // What is still loading after that is an example of the page of patterns.
      if (path !== '/design') await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
      await inspect(`smoke${path.replaceAll(/\W+/g, '-')}`);
    }
    // What is not connected yet is answered with a reason.
    expect(complaints.filter((text) => !/status of (401|409|422)/.test(text))).toEqual([]);
  });
});
