import { beforeAll, expect, it } from 'vitest';
import { DEALS, PEOPLE } from '../server/demo/cast.ts';
import { createDemo } from '../server/demo/demo.ts';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole();
  const { hub } = opened;
  hub.hub.demo = createDemo({ hub: hub.hub, hubUrl: hub.url, twinsUrl: hub.twinsUrl, past: 30 });
}, 120_000);

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 100));
};
const HOUR_MS = 3_600_000;
/** How each integration is connected in the catalogue: as which account on the consent page, or with what in the form. */
const CATALOGUE: Readonly<Record<string, Readonly<Record<string, { consent: RegExp } | { form: Readonly<Record<string, string>> }>>>> = {
  calendar: { Google: { consent: /allow/i }, Microsoft: { consent: /accept|allow/i } },
  email: { SendGrid: { form: { 'API key': 'SG.globex.full-access' } } },
  slack: { Slack: { consent: /allow/i } },
  linkedin: { LinkedIn: { consent: /allow/i } },
  voip: { Twilio: { form: { 'Account SID': 'ACae764542d9910871cdd6abd85b0161bf', 'Auth token': 'twilio-auth-token' } } },
};

it('opens the demo, sees each channel arrive live, and removes it by one click', { timeout: 600_000 }, async () => {
  const { page, hub, inspect, complaints } = opened;
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByRole('button', { name: 'Look around in a demo' }).click();
  await page.getByText('This is a demo').waitFor();
  await inspect('demo-filling');
  await until(() => hub.hub.demo?.state().state === 'alive');
  expect(hub.hub.demo?.state().failed).toEqual([]);
  await page.reload();
  await page.getByRole('heading', { name: 'Do next' }).waitFor();
  await page.getByText('Depot Rotterdam').first().waitFor();
  await inspect('demo-home');

  const [person] = PEOPLE;
  const connected = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/connections?limit=50');
    return ((await answer.json()) as { data: { integration: string }[] }).data.map(({ integration }) => integration);
  });
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const find = async (path: string, q: string) => {
    const id = await page.evaluate(
      async ([what, words]) => {
        const answer = await fetch(`/api/v1/${what}?q=${encodeURIComponent(words ?? '')}`);
        return ((await answer.json()) as { data: { id: string }[] }).data[0]?.id;
      },
      [path, q],
    );
    await page.goto(`${hub.url}/${path}/${id}`);
    // The first ones have a note from the beginning.
    await timeline.getByRole('listitem').first().waitFor();
  };
  /** A provider tells of what happens once the hub has asked it to. */
  const hears = async (twin: string, asked: string) =>
    expect
      .poll(async () => Object.keys((await hub.twins.state<{ data: Record<string, object> }>(twin)).data[asked] ?? {}).length, { timeout: 60_000 })
      .toBeGreaterThan(0);
  const soon = new Date(Date.now() + HOUR_MS).toISOString();
  const atPerson = () => find('contacts', person?.email ?? '');
  /** Where it shall be seen, what it shall say there, and how it comes about. */
  const arrives: Record<string, { open: () => Promise<void>; text: string; happen: () => Promise<unknown> }> = {
    calendar: {
      open: atPerson,
      text: 'Harbour walk',
      async happen() {
        const attendees = [{ email: person?.email ?? '' }];
        await hub.twins.act('google', { verb: 'event.put', calendar: 'ada@acme.test', summary: 'Harbour walk', start: soon, end: soon, attendees });
      },
    },
    email: {
      open: atPerson,
      text: 'The mooring plan',
      async happen() {
        const mail = { from: person?.email ?? '', to: 'inbox@mg.acme.test', subject: 'The mooring plan', text: 'It is attached.' };
        await hub.twins.act('mailgun', { verb: 'mail.arrive', ...mail });
      },
    },
    slack: {
      open: () => find('deals', DEALS[0]?.name ?? ''),
      text: 'The board said yes',
      async happen() {
        const here = new URL(page.url()).pathname;
        const channels = await page.evaluate(async (path) => {
          const links = (await (await fetch('/api/v1/slack/links')).json()) as { data: { channelId: string; recordId: string }[] };
          return links.data.filter(({ recordId }) => path.endsWith(recordId)).map(({ channelId }) => channelId);
        }, here);
        await hub.twins.act('slack', { verb: 'slack.say', channel: channels[0], text: 'The board said yes' });
      },
    },
    linkedin: {
      open: atPerson,
      text: 'Lead form: Pricing request',
      async happen() {
        await hub.twins.act('linkedin', { verb: 'lead.create', answers: { WORK_EMAIL: person?.email ?? '' } });
      },
    },
    voip: {
      open: atPerson,
      text: 'called',
      async happen() {
        await hub.twins.act('twilio', { verb: 'call.inbound', from: person?.phone ?? '', to: '+14155550100' });
        await hub.twins.act('twilio', { verb: 'call.hangup', number: person?.phone ?? '' });
      },
    },
  };
  // What comes while the past is still being read waits its turn: here only the present is looked at.
  await hears('linkedin', 'subscriptions');
  await hears('google', 'channels');
  const reading = () =>
    page.evaluate(async () => {
      const get = async <T>(path: string) => ((await (await fetch(`/api/v1/connections${path}`)).json()) as { data: T[] }).data;
      const each = (await get<{ id: string }>('?limit=50')).map(({ id }) => get<{ name: string; state: string }>(`/${id}/streams`));
      return (await Promise.all(each)).flat().flatMap(({ name, state }) => (state === 'reading' ? [name] : []));
    });
  await expect.poll(reading, { timeout: 120_000, interval: 500 }).toEqual([]);
  const channels = [...new Set(connected)];
  expect(channels.toSorted()).toEqual(Object.keys(arrives).toSorted());
  for (const channel of channels) {
    const { open, text, happen } = arrives[channel] as (typeof arrives)[string];
    await open();
    const entries = timeline.getByText(text);
    const entry = entries.nth(await entries.count());
    const fresh = page.getByRole('button', { name: /new entr/ });
    await happen();
    while (!(await entry.isVisible())) {
      await fresh.or(entry).first().waitFor({ timeout: 60_000 });
      if (await fresh.isVisible()) await fresh.click();
    }
  }
  await inspect('demo-record');

  await page.getByRole('button', { name: 'Remove the demo' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the demo' }).click();
  await page.getByText('Connect your first account to begin.').waitFor({ timeout: 60_000 });
  expect(await page.getByText('This is a demo').count()).toBe(0);
  expect(hub.hub.demo?.state().state).toBe('none');
  expect(complaints.filter((text) => !/status of (401|403|404|422)/.test(text))).toEqual([]);
});

it('connects each integration from the catalogue by its consent page or its form', { timeout: 600_000 }, async () => {
  const { page, hub, inspect } = opened;
  for (const [integration, providers] of Object.entries(CATALOGUE)) {
    if (!hub.hub.integrations.has(integration)) continue;
    for (const [title, way] of Object.entries(providers)) {
      await page.goto(`${hub.url}/connections`);
      await page
        .getByRole('button', { name: `Connect ${title}` })
        .first()
        .click();
      if ('consent' in way) {
        await page.getByRole('button', { name: way.consent }).first().click();
        await page.getByText('Connected. The first reading has started.').waitFor();
      } else {
        const dialog = page.getByRole('dialog');
        for (const [label, value] of Object.entries(way.form)) await dialog.getByLabel(label, { exact: false }).first().fill(value);
        await inspect(`connect-${integration}`);
        await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
        await page.getByText('Connected. The first reading has started.').waitFor();
      }
    }
  }
  const { rows } = await hub.hub.connections.list(
    (await hub.hub.access.workspaces.list({ limit: 1 }))[0]?.id as never,
    { kind: 'system', reason: 'test' },
    { limit: 50 },
  );
  const wanted = Object.keys(CATALOGUE).filter((name) => hub.hub.integrations.has(name));
  expect([...new Set(rows.map(({ integration }) => integration as string))].toSorted()).toEqual(wanted.toSorted());
});
