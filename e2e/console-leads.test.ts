import { Buffer } from 'node:buffer';
import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
const connect = async (provider: string, account: string) => {
  const { page, hub } = opened;
  const begun = (await page.evaluate(async (name) => {
    const body = JSON.stringify({ integration: name, provider: name, returnTo: '/connections' });
    return (await fetch('/api/v1/connections/authorize', { method: 'POST', headers: { 'content-type': 'application/json' }, body })).json();
  }, provider)) as { authorizeUrl: string };
  const { redirectUrl } = await hub.twins.consent(provider, { authorizeUrl: begun.authorizeUrl, account });
  await page.goto(redirectUrl);
  await page.waitForURL(/\/connections/);
  await hub.settle();
};
interface SlackMessage {
  channel: string;
  text: string;
  blocks?: unknown[];
  metadata?: { event_payload: Record<string, string> };
}
const slackMessages = async () => Object.values((await opened.hub.twins.state<{ data: { messages: Record<string, SlackMessage> } }>('slack')).data.messages);

beforeAll(async () => {
  opened = await openConsole();
  const { page, hub } = opened;
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  await page.goto(`${hub.url}/leads`);
  await page.getByText('No lead yet.').waitFor();
  await opened.inspect('leads-empty');
  await connect('linkedin', 'ada@acme.test');
  await connect('slack', 'dana@acme.test');
}, 240_000);

it('takes a lead from the form to contact, deal and Slack card', { timeout: 240_000 }, async () => {
  const { page, inspect, hub, complaints } = opened;
  // The form opens a deal for each of its leads.
  await page.goto(`${hub.url}/leads?tab=forms`);
  const main = page.getByRole('main');
  const form = main.locator('.panel').filter({ has: page.getByRole('heading', { name: 'Pricing request' }) });
  await form.waitFor({ timeout: 60_000 });
  await form.locator('label').filter({ hasText: 'Open a deal for each lead' }).click();
  await form.getByRole('button', { name: 'Save' }).click();
  await form.getByText('Saved.').waitFor();
  await inspect('leads-forms');

  // A new deal is a card in a channel.
  await page.goto(`${hub.url}/slack/rules/new`);
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('New deals');
  await page.getByRole('combobox', { name: 'When', exact: true }).click();
  await page.getByRole('option', { name: 'A deal is added' }).click();
  await page.getByRole('combobox', { name: 'To', exact: true }).click();
  await page.getByRole('option', { name: '#deals' }).click();
  await page.getByRole('button', { name: 'Save the alert' }).click();
  await page.waitForURL(/\/slack\/rules\/[0-9a-f-]{36}/);

  // The page of a new alert asks for one that is not there yet.
  expect(complaints.splice(0).filter((text) => !/status of 404/.test(text))).toEqual([]);

  await page.goto(`${hub.url}/leads`);
  await page.getByText('No lead yet.').waitFor();
  await hub.twins.act('linkedin', {
    verb: 'lead.create',
    answers: { FIRST_NAME: 'Jane', LAST_NAME: 'Doe', WORK_EMAIL: 'jane@globex.test', COMPANY_NAME: 'Globex' },
  });
  const row = main.locator('button[aria-expanded]').filter({ hasText: 'Jane Doe' });
  await row.waitFor({ timeout: 30_000 });
  await main.getByText('LinkedIn says 1, we hold 1').waitFor();
  await row.click();
  await main.getByText('How many seats do you need?').waitFor();
  await main.getByRole('link', { name: 'Open the deal' }).waitFor();
  await inspect('leads');

  await main.getByRole('link', { name: 'Open the contact' }).click();
  await page.getByRole('heading', { name: 'Jane Doe' }).waitFor();
  await page.getByText('Lead form: Pricing request').first().waitFor({ timeout: 30_000 });
  await inspect('lead-contact');
  await page.goto(`${hub.url}/leads`);
  await row.click();
  await main.getByRole('link', { name: 'Open the deal' }).click();
  await page.getByRole('heading', { name: 'Jane Doe – Pricing request' }).waitFor();

  await expect
    .poll(
      async () => {
        await hub.settle();
        return (await slackMessages()).filter(({ blocks }) => JSON.stringify(blocks ?? '').includes('Jane Doe – Pricing request')).length;
      },
      { timeout: 60_000 },
    )
    .toBe(1);
  await page.goto(`${hub.url}/slack?tab=log`);
  await page
    .getByText(/Jane Doe – Pricing request/)
    .first()
    .waitFor();
  expect(complaints).toEqual([]);
});

it('brings in a list of leads from Campaign Manager, column by column', { timeout: 180_000 }, async () => {
  const { page, inspect, hub, complaints } = opened;
  await page.goto(`${hub.url}/leads?tab=files`);
  const main = page.getByRole('main');
  await main.getByText('None yet.').waitFor();
  const list =
    'Erstellt am;Vorname;Nachname;E-Mail-Adresse;Wunsch\n04.05.2026 09:30;Lena;Müller;lena@hooli.test;Ein Angebot\n05.05.2026 10:00;Ohne;Adresse;;Nichts';
  await page.locator('input[type=file]').setInputFiles({ name: 'Webinar.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  const card = main.locator('.panel').filter({ hasText: 'Webinar.csv' });
  await card.getByText('Which column is what?').waitFor();
  expect(await card.getByRole('combobox', { name: 'Becomes: Vorname' }).inputValue()).toBe('First name');
  await inspect('lead-files-columns');
  await card.getByRole('button', { name: 'Bring in 2 leads' }).click();
  await card.getByText('1 lead brought in').waitFor({ timeout: 60_000 });
  await card.getByRole('button', { name: 'Which rows?' }).click();
  await card.getByText('No e-mail address, phone number or profile', { exact: true }).waitFor();
  await inspect('lead-files');
  await main.getByRole('tab', { name: 'Leads', exact: true }).click();
  await main.getByText('Lena Müller').waitFor();
  expect(complaints).toEqual([]);
});

it('posts as a page, with a link, and takes it back', { timeout: 180_000 }, async () => {
  const { page, inspect, hub, complaints } = opened;
  await hub.settle();
  await page.goto(`${hub.url}/pages`);
  const main = page.getByRole('main');
  await main.getByRole('heading', { name: 'Acme', exact: true }).waitFor({ timeout: 30_000 });
  await main.getByRole('textbox', { name: 'Write a post' }).fill('We are hiring');
  await main.getByRole('textbox', { name: 'Link (optional)' }).fill('https://www.acme.test/jobs');
  await main.getByRole('button', { name: 'Publish' }).click();
  await main.getByText('Published.').waitFor({ timeout: 30_000 });
  const posts = main.getByRole('region', { name: 'Posts' });
  await posts.locator('.row').filter({ hasText: 'We are hiring' }).waitFor();
  await inspect('company-pages');
  const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
  await main.getByRole('textbox', { name: 'Write a post' }).fill('Our new office');
  await page.locator('input[type=file]').setInputFiles({ name: 'office.png', mimeType: 'image/png', buffer: picture });
  await main.getByText('office.png').waitFor();
  await main.getByRole('button', { name: 'Publish' }).click();
  await posts.locator('.row').filter({ hasText: 'Our new office' }).waitFor({ timeout: 30_000 });
  await posts.locator('.row').filter({ hasText: 'We are hiring' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await posts.locator('.row').filter({ hasText: 'We are hiring' }).waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
});
