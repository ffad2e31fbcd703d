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

  // By the mouse: to the next hour, longer at its edge, and back by the button.
  await page.getByText('Week', { exact: true }).click();
  const wednesday = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - ((now.getUTCDay() + 6) % 7) + 2)).toISOString().slice(0, 10);
  await page.evaluate(async (day) => {
    const calendars = (await (await fetch('/api/v1/calendar/calendars')).json()) as { data: { id: string; role: string }[] };
    const body = {
      calendarId: calendars.data.find(({ role }) => role === 'owner')?.id,
      title: 'By mouse',
      start: `${day}T10:00:00`,
      end: `${day}T11:00:00`,
      timeZone: 'UTC',
      attendees: [],
      notify: 'none',
    };
    await fetch('/api/v1/calendar/events', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  }, wednesday);
  await hub.settle();
  await page.reload();
  const entry = page.getByText('By mouse').first().locator('xpath=ancestor::div[contains(@class,"entry")]').first();
  await entry.waitFor();
  const times = async () => {
    await hub.settle();
    return page.evaluate(async (day) => {
      const { data } = (await (await fetch(`/api/v1/calendar/events?from=${day}T00:00:00Z&to=${day}T23:00:00Z&limit=50`)).json()) as {
        data: { title: string; start: string; end: string }[];
      };
      return data.filter(({ title }) => title === 'By mouse').map(({ start, end }) => `${start.slice(11, 16)}-${end.slice(11, 16)}`);
    }, wednesday);
  };
  const drag = async (edge: 'middle' | 'end') => {
    await entry.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await entry.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const from = { x: x + width / 2, y: edge === 'middle' ? y + height / 2 : y + height - 1 };
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    // By an hour: the event is one hour long when it is taken.
    for (let step = 1; step <= 10; step++) await page.mouse.move(from.x, from.y + (height * step) / 10);
    await page.mouse.up();
    await page.getByText('Moved.').waitFor();
  };
  expect(await times()).toEqual(['10:00-11:00']);
  await drag('middle');
  await expect.poll(times).toEqual(['11:00-12:00']);
  await drag('end');
  await expect.poll(times).toEqual(['11:00-13:00']);
  await inspect('calendar-moved');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(times).toEqual(['11:00-12:00']);

  await page.goto(`${hub.url}/calendar/booking-pages`);
  await page.getByText('No booking page yet.', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'New booking page' }).first().click();
  await page.getByLabel('What is it called?', { exact: false }).fill('Product tour');
  await page.getByRole('button', { name: 'Save' }).waitFor();
  expect(complaints).toEqual([]);
});
