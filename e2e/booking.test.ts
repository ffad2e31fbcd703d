import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Collection, hasServices, newCollection, radicaleUrl, removeAll } from '../integrations/calendar/tests/radicale.ts';
import { type TestHub, type TestWorkspace, testHub } from '../server/testing/test-hub.ts';
import { launchBrowser } from './browser.ts';

const shots = process.env.PATCHBAY_SHOTS;
let hub: TestHub;
let workspace: TestWorkspace;
let browser: Browser;
let caldav: Collection | undefined;
const connections: Record<string, string> = {};

beforeAll(async () => {
  hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  await hub.twins.clock({ now: '2027-02-26T08:00:00Z' });
  workspace = await hub.newWorkspace();
  connections.google = (await workspace.connect('calendar', 'google', 'ada@acme.test')).id;
  connections.microsoft = (await workspace.connect('calendar', 'microsoft', 'dora@globex.test')).id;
  if (hasServices) {
    await removeAll('carl');
    caldav = await newCollection('carl', 'Work');
    connections.caldav = (
      await workspace.post<{ id: string }>('/connections', {
        integration: 'calendar',
        provider: 'caldav',
        credentials: { serverUrl: radicaleUrl, username: 'carl', password: 'pw', email: 'carl@acme.test' },
      })
    ).id;
  }
  await hub.settle();
  browser = await launchBrowser();
}, 180_000);
afterAll(() => browser?.close());

/** What the provider itself has: of a guest's meeting its beginning, or nothing. */
async function atProvider(provider: string, email: string): Promise<{ id: string; start: string } | undefined> {
  if (provider === 'caldav') {
    for (const [name, text] of (await caldav?.all()) ?? []) if (text.includes(email)) return { id: name, start: /DTSTART[^:]*:(\S+)/.exec(text)?.[1] ?? '' };
    return undefined;
  }
  const { data } = await hub.twins.state<{ data: { events: Record<string, Record<string, never>> } }>(provider);
  const found = Object.values(data.events).find(
    (event) =>
      JSON.stringify(event).includes(email) &&
      (event as { status?: string }).status !== 'cancelled' &&
      (event as { isDeleted?: boolean }).isDeleted !== true &&
      (provider !== 'google' || (event as { calendarId?: string }).calendarId === 'ada@acme.test'),
  ) as { id: string; start: { dateTime: string } } | undefined;
  return found && { id: found.id, start: found.start.dateTime };
}
async function moveThere(provider: string, id: string): Promise<void> {
  if (provider === 'caldav') {
    const text = (await caldav?.get(id)) ?? '';
    await caldav?.put(
      id,
      text
        .replaceAll('\r\n', '\n')
        .replace(/DTSTART([^:\n]*):\S+/, 'DTSTART:20270303T160000Z')
        .replace(/DTEND([^:\n]*):\S+/, 'DTEND:20270303T163000Z'),
    );
  } else if (provider === 'google') await hub.twins.act('google', { verb: 'event.put', id, start: '2027-03-03T16:00:00Z', end: '2027-03-03T16:30:00Z' });
  else
    await hub.twins.act('microsoft', {
      verb: 'event.put',
      id,
      event: { start: { dateTime: '2027-03-03T16:00:00', timeZone: 'UTC' }, end: { dateTime: '2027-03-03T16:30:00', timeZone: 'UTC' } },
    });
}

async function inspect(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page: page as never }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`)).toEqual(
    [],
  );
  expect(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth')).toBe(true);
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of [1440, 390, 360]) {
      await page.setViewportSize({ width, height: 860 });
      await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`), fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });
}

for (const provider of ['google', 'microsoft', ...(hasServices ? ['caldav'] : [])])
  it(`a guest in another zone books at ${provider}, it is moved there, and cancels by their link`, { timeout: 180_000 }, async () => {
    const { slug, id: pageId } = await workspace.post<{ slug: string; id: string }>('/calendar/booking-pages', {
      slug: `with-${provider}`,
      title: 'Product tour',
      description: 'Half an hour, no slides.',
      kind: 'one_to_one',
      hosts: [{ connectionId: connections[provider] }],
      durationsMinutes: [30, 60],
      timeZone: 'Europe/Berlin',
      stepMinutes: 30,
      questions: [{ key: 'topic', label: 'What would you like to see?', type: 'long_text', required: true }],
    });
    const email = `guest@${provider}.test`;
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, timezoneId: 'Asia/Kolkata', locale: 'en-IN', reducedMotion: 'reduce' });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    let bytes = 0;
    page.on('response', (response) => {
      void response.body().then(
        (body) => {
          bytes += body.length;
        },
        () => undefined,
      );
    });
    await page.goto(`${hub.url}/book/${slug}?month=2027-03`);
    await page.getByRole('heading', { name: 'Product tour' }).waitFor();
    // Nine in Berlin is half past one in Kolkata: the page took the guest's own zone.
    await page.getByRole('link', { name: /1:30/ }).first().waitFor();
    await inspect(page, `book-${provider}-times`);
    await page.getByRole('link', { name: /^2:30/ }).first().click();
    await page.getByLabel('Name', { exact: false }).fill('Gita Guest');
    await page.getByLabel('E-mail', { exact: false }).fill(email);
    await inspect(page, `book-${provider}-details`);
    await page.getByLabel('What would you like to see?', { exact: false }).fill('The timeline');
    await page.getByRole('button', { name: 'Book this time' }).click();
    await page.getByRole('heading', { name: 'Your meeting is booked' }).waitFor();
    expect(bytes).toBeLessThan(250_000);
    await inspect(page, `book-${provider}-booked`);
    await hub.settle();
    const there = await atProvider(provider, email);
    expect(there?.start.replaceAll(/[-:]/g, '')).toContain('20270301T0900');
    const { data } = await workspace.get<{ data: { id: string; contactId: string }[] }>(`/calendar/bookings?pageId=${pageId}`);
    await hub.twins.clock({ advanceMs: 60_000 });
    await moveThere(provider, there?.id ?? '');
    await expect
      .poll(
        async () => {
          await workspace.post(`/connections/${connections[provider]}/sync`, {});
          await hub.settle();
          return (await workspace.get<{ start: string }>(`/calendar/bookings/${data[0]?.id}`)).start;
        },
        { timeout: 30_000 },
      )
      .toBe('2027-03-03T16:00:00.000Z');
    const meetings = (await workspace.get<{ data: { occurredAt: string }[] }>(`/activities?kind=meeting&contactId=${data[0]?.contactId}`)).data;
    expect(meetings.map(({ occurredAt }) => occurredAt)).toEqual(['2027-03-03T16:00:00.000Z']);
    // Google and Outlook tell guests themselves; where the server does not, the mail is ours.
    const mails = (await workspace.get<{ data: { kind: string; summary: string }[] }>('/effects?limit=200')).data.filter(
      (each) => each.kind === 'calendar.send-mail' && each.summary.includes('Moved'),
    );
    expect(mails.length).toBeGreaterThan(0);
    await page.reload();
    await page.getByText('9:30', { exact: false }).first().waitFor();
    await page.getByRole('link', { name: 'Cancel the meeting' }).click();
    await page.getByLabel('Why?', { exact: false }).fill('Another time');
    await inspect(page, `book-${provider}-cancel`);
    await page.getByRole('button', { name: 'Cancel the meeting' }).click();
    await page.getByRole('heading', { name: 'This meeting is cancelled' }).waitFor();
    await hub.settle();
    expect(await atProvider(provider, email)).toBeUndefined();
    expect(complaints).toEqual([]);
    await context.close();
  });

it('works by keyboard alone, and without a script', { timeout: 120_000 }, async () => {
  const { slug } = await workspace.post<{ slug: string }>('/calendar/booking-pages', {
    slug: 'plain',
    title: 'Plain',
    kind: 'one_to_one',
    hosts: [{ connectionId: connections.google }],
    durationsMinutes: [30],
    timeZone: 'Europe/Berlin',
  });
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, javaScriptEnabled: false, locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto(`${hub.url}/book/${slug}?month=2027-03&date=2027-03-08`);
  const slot = page.getByRole('link', { name: '10:00', exact: true });
  await slot.focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Name', { exact: false }).focus();
  await page.keyboard.type('Karl');
  await page.keyboard.press('Tab');
  await page.keyboard.type('karl@plain.test');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ihr Termin ist gebucht' }).waitFor();
  await context.close();
});
