import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole();
}, 120_000);

/** The channel page of the twin, as somebody has it open beside the console. */
async function openChannel(): Promise<Page> {
  const channel = await opened.page.context().newPage();
  channel.on('pageerror', (error) => opened.complaints.push(error.message));
  channel.on('console', (message) => {
    if (message.type() === 'error') opened.complaints.push(message.text());
  });
  await channel.goto(`${opened.hub.twinsUrl}/_twins/slack/app`);
  await channel.getByRole('heading', { name: '# deals' }).waitFor();
  return channel;
}
const SEEN = {
  people: 'Mia Wong',
  rules: 'Deals over ten thousand',
  digests: 'Nothing waits',
  rooms: 'deal-forty-seats',
  leads: 'No lead was offered yet',
  log: 'Forty seats',
  setup: 'post as itself',
} as const;
const message = (channel: Page, text: string | RegExp) => channel.getByRole('listitem').filter({ hasText: text });
async function type(channel: Page, text: string) {
  await channel.getByLabel('Message, or a command').fill(text);
  await channel.getByRole('button', { name: 'Send' }).click();
}

it('installs the app, and works a deal from the channel while the console follows', { timeout: 600_000 }, async () => {
  const { page, hub, inspect, complaints } = opened;
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  await page.goto(`${hub.url}/connections`);
  await page.getByRole('button', { name: 'Connect Slack' }).click();
  await page.getByRole('button', { name: /allow/i }).first().click();
  await page.getByText('Connected. The first reading has started.').waitFor();
  await page.getByRole('navigation', { name: 'Patchbay' }).getByRole('link', { name: 'Slack' }).click();
  await page.getByText('sales-emea').waitFor({ timeout: 60_000 });
  await inspect('slack-channels');

  // Whoever is unknown is told nothing, and says who they are by an address that only they have.
  const channel = await openChannel();
  await type(channel, '/crm find lisbon');
  await message(channel, 'I do not know yet who you are').waitFor();
  const [link] = await Promise.all([page.context().waitForEvent('page'), channel.getByRole('button', { name: 'Link my account' }).click()]);
  await link.getByRole('button', { name: 'This is me' }).click();
  await link.getByText('in Slack you are Dana Scully').waitFor();
  await link.close();
  await type(channel, '/crm find lisbon');
  await message(channel, 'Nothing is found for').waitFor();

  // An alert, with what it would have said before it is saved.
  await page.goto(`${hub.url}/slack/rules/new`);
  await page.getByLabel('Name').fill('Deals over ten thousand');
  await page.getByRole('combobox', { name: 'When' }).click();
  await page.getByRole('option', { name: 'Anything happens with a deal' }).click();
  await page.getByRole('combobox', { name: 'To', exact: true }).click();
  await page.getByRole('option', { name: '#deals' }).click();
  await page.getByRole('button', { name: 'Save the alert' }).click();
  await page.getByRole('heading', { name: 'Deals over ten thousand' }).waitFor();

  await type(channel, '/crm new deal Forty seats for Lisbon');
  const modal = channel.getByRole('dialog');
  await modal.getByRole('heading', { name: 'New deal' }).waitFor();
  expect(await modal.getByLabel('Name').inputValue()).toBe('Forty seats for Lisbon');
  await modal.getByLabel('Amount').fill('a lot');
  await modal.getByRole('button', { name: 'Create' }).click();
  await modal.getByText('A number with at most two decimals').waitFor();
  await inspect('slack-twin-modal', channel);
  await modal.getByLabel('Amount').fill('48000');
  await modal.getByRole('button', { name: 'Create' }).click();
  await message(channel, 'Created: Forty seats for Lisbon').waitFor({ timeout: 60_000 });
  const card = channel.locator('#messages > li').filter({ has: channel.getByRole('combobox', { name: 'Move to…' }) });
  await card.waitFor({ timeout: 60_000 });
  expect(await card.innerText()).toContain('$48,000');
  await inspect('slack-twin-card', channel);

  // Moved from its card; the record’s page in the console follows by itself.
  const { data } = await page.evaluate(async () => (await (await fetch('/api/v1/deals?q=Lisbon')).json()) as { data: { id: string }[] });
  await page.goto(`${hub.url}/deals/${data[0]?.id}`);
  await page.getByText('Entered Lead').waitFor();
  await card.getByRole('combobox', { name: 'Move to…' }).selectOption({ label: 'Negotiation' });
  await page.getByText('Lead → Negotiation').waitFor({ timeout: 60_000 });
  await message(channel, 'moved to Negotiation').waitFor({ timeout: 60_000 });
  await card.filter({ hasText: '(edited)' }).waitFor({ timeout: 60_000 });
  expect(await card.count()).toBe(1);
  await inspect('slack-deal-followed');

  await message(channel, 'moved to Negotiation').getByRole('button', { name: 'Undo' }).click();
  await message(channel, 'Taken back.').waitFor({ timeout: 60_000 });
  await page.getByText('Negotiation → Lead').waitFor({ timeout: 60_000 });

  await card.getByRole('button', { name: 'Open deal room' }).click();
  const room = channel.getByRole('link', { name: 'deal-forty-seats-for-lisbon' });
  await room.waitFor({ timeout: 60_000 });
  await room.click();
  await message(channel, 'what is said here lies on its timeline').waitFor({ timeout: 60_000 });
  await channel.getByText('📌 1 pinned').waitFor({ timeout: 60_000 });
  await type(channel, 'Legal has signed');
  await page.getByText('Legal has signed').waitFor({ timeout: 60_000 });
  await inspect('slack-twin-room', channel);
  await channel.getByRole('link', { name: '# deals' }).click();

  await card.getByRole('combobox', { name: 'More actions' }).selectOption({ label: 'Why did I get this?' });
  await message(channel, 'Deals over ten thousand').last().waitFor({ timeout: 60_000 });
  await card.getByRole('combobox', { name: 'More actions' }).selectOption({ label: 'Mute this deal' });
  await message(channel, 'nothing more of this deal').waitFor({ timeout: 60_000 });
  await inspect('slack-twin-muted', channel);
  const before = (await hub.twins.state<{ data: { messages: object } }>('slack')).data.messages;
  await page.getByRole('button', { name: 'Change Next step: —' }).click();
  await page.getByRole('textbox', { name: 'Next step' }).fill('Send the contract');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Change Next step: Send the contract' }).waitFor();
  await hub.settle();
  const after = (await hub.twins.state<{ data: { messages: object } }>('slack')).data.messages;
  expect(Object.keys(after)).toHaveLength(Object.keys(before).length);

  await channel.getByRole('link', { name: 'Home of the app' }).click();
  await channel.getByRole('heading', { name: 'My day' }).waitFor({ timeout: 60_000 });
  await inspect('slack-twin-home', channel);

  for (const tab of ['people', 'rules', 'digests', 'rooms', 'leads', 'log', 'setup'] as const) {
    await page.goto(`${hub.url}/slack?tab=${tab}`);
    await page.getByText(SEEN[tab]).first().waitFor();
    await inspect(`slack-${tab}`);
  }
  await page
    .getByRole('link', { name: 'Alerts' })
    .or(page.getByRole('tab', { name: 'Alerts' }))
    .first()
    .click();
  await page.getByText('Deals over ten thousand').click();
  await page.getByText('Over the last 30 days').waitFor();
  await page.getByRole('region', { name: 'What it looks like' }).getByText('Forty seats for Lisbon').first().waitFor();
  await inspect('slack-rule');
  // A wrong amount and somebody unknown are answers, not faults of the page.
  expect(complaints.filter((text) => !/status of (401|404|422)/.test(text))).toEqual([]);
});
