import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole();
}, 120_000);

it('shows the calendars of a team, a meeting with its people, makes an event, and opens the builder of booking pages', { timeout: 240_000 }, async () => {
  const { page, hub, complaints, inspect } = opened;
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  await page.goto(`${hub.url}/calendar`);
  await page.getByText('No calendar is connected yet.', { exact: false }).waitFor();
  await inspect('calendar-empty');
  const now = hub.clock.now();
  const at = (hours: number) => new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000 + hours * 3_600_000).toISOString();
  await hub.twins.act('google', {
    verb: 'event.put',
    timeZone: 'UTC',
    summary: 'Kick-off with Customer Ltd',
    start: at(2),
    end: at(3),
    attendees: [{ email: 'jane@customer.test', displayName: 'Jane Doe' }],
  });
  await hub.twins.act('google', {
    verb: 'event.put',
    timeZone: 'UTC',
    summary: 'A rather long name of a meeting that does not fit into its box',
    start: at(26),
    end: at(27),
  });
  for (const [provider, account] of [
    ['google', 'ada@acme.test'],
    ['microsoft', 'dora@globex.test'],
  ] as const) {
    const begun = await page.evaluate(
      async (name) =>
        (await (
          await fetch('/api/v1/connections/authorize', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ integration: 'calendar', provider: name, returnTo: '/calendar' }),
          })
        ).json()) as { authorizeUrl: string },
      provider,
    );
    const { redirectUrl } = await hub.twins.consent(provider, { authorizeUrl: begun.authorizeUrl, account });
    await page.goto(redirectUrl);
    await hub.settle();
  }
  await page.goto(`${hub.url}/calendar`);
  await page.getByText('Kick-off with Customer Ltd').first().waitFor();
  await inspect('calendar-week');
  await page.getByText('Kick-off with Customer Ltd').first().click();
  await page.getByRole('heading', { name: 'People' }).waitFor();
  await inspect('calendar-event');
  await page.getByRole('button', { name: 'Close' }).first().click();
  await page.getByText('Month', { exact: true }).click();
  await page.getByText('Kick-off with Customer Ltd').first().waitFor();
  await inspect('calendar-month');
  await page
    .getByRole('button', { name: /^Settings of/ })
    .first()
    .click();
  await page.getByText('Colleagues see').waitFor();
  await inspect('calendar-settings');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'New event' }).click();
  await page.getByLabel('Title').fill('Made here');
  await inspect('calendar-new-event');
  await page.getByRole('button', { name: 'Put it into the calendar' }).click();
  await page.getByText('Made here').first().waitFor();

  await page.goto(`${hub.url}/calendar/booking-pages`);
  await page.getByText('No booking page yet.', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'New booking page' }).first().click();
  await page.getByLabel('What is it called?', { exact: false }).fill('Product tour');
  await page.getByRole('button', { name: 'Save' }).waitFor();
  expect(complaints).toEqual([]);
});
