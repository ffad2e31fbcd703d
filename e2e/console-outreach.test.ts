import { beforeAll, expect, it } from 'vitest';
import { readMail } from '../integrations/email/tests/campaign-world.fixture.ts';
import { smtpServer } from '../integrations/email/tests/smtp-server.fixture.ts';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
let server: Awaited<ReturnType<typeof smtpServer>>;
beforeAll(async () => {
  server = await smtpServer();
  opened = await openConsole({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
}, 120_000);

it('writes a template, sends it to a segment, and sees a reader follow its link', { timeout: 240_000 }, async () => {
  const { page, complaints, inspect, hub } = opened;
  page.setDefaultTimeout(25_000);
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  await page.evaluate(async (port) => {
    const post = (path: string, body: unknown) =>
      fetch(`/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    for (const [firstName, address] of [
      ['Ada', 'ada@customer.example'],
      ['', 'nobody@customer.example'],
      ['مريم', 'maryam@customer.example'],
    ])
      await post('/contacts', { firstName, lifecycleStage: 'customer', emails: [{ value: address, primary: true }] });
    await post('/segments', { name: 'Customers', entity: 'contact', filter: { field: 'lifecycleStage', op: 'eq', value: 'customer' } });
    await post('/connections', {
      integration: 'email',
      provider: 'smtp',
      credentials: { host: '127.0.0.1', port, security: 'none', fromEmail: 'grace@compilers.example', fromName: 'Grace Hopper' },
    });
  }, server.port);

  // A mailbox that the answers come to.
  const { authorizeUrl } = await page.evaluate(
    () =>
      fetch('/api/v1/connections/authorize', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ integration: 'email', provider: 'google' }),
      }).then((answer) => answer.json()) as Promise<{ authorizeUrl: string }>,
  );
  const { redirectUrl } = await hub.twins.consent('google', { authorizeUrl, account: 'ada@acme.test' });
  const { pathname, search } = new URL(redirectUrl);
  const mailboxId = await page.evaluate(
    (path) =>
      fetch(path, { headers: { accept: 'application/json' } })
        .then((answer) => answer.json() as Promise<{ connection: { id: string } }>)
        .then(({ connection }) => connection.id),
    pathname + search,
  );
  await hub.settle();

  await page.getByRole('link', { name: 'Outreach' }).first().click();
  await page.getByText('No campaign yet.', { exact: false }).waitFor();
  await inspect('campaigns-empty');
  await page.getByRole('link', { name: 'Templates' }).first().click();
  await page.getByText('No template yet.', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'New template' }).click();
  await page.getByLabel('Name').fill('Spring prices');
  await page.getByLabel('Subject').fill('Our prices for spring');
  await page
    .getByLabel('Text', { exact: true })
    .fill(
      '<h2>Spring</h2><p>Hi {{ contact.firstName | default: "there" }}, see <a href="https://acme.example/spring">our prices</a>.</p><p><a href="{{ unsubscribeUrl }}">Unsubscribe</a></p>',
    );
  await page.getByText('Nothing to mend.').waitFor();
  expect(await page.frameLocator('iframe').getByText('Hi there, see').count()).toBe(1);
  await inspect('template-new');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('heading', { name: 'Spring prices' }).waitFor();
  // Read by one of whom something is known; tried on a colleague; and what it said before can be taken back.
  await page.getByText('Somebody', { exact: true }).click();
  await page.getByRole('option', { name: 'Ada' }).click();
  await page.frameLocator('iframe').getByText('Hi Ada, see').waitFor();
  const openTest = async () => {
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByRole('dialog').getByLabel('To', { exact: true }).fill('tester@compilers.example');
  };
  await openTest();
  await inspect('template-test');
  // What is inspected loses its frames: the page is read again before anybody goes on with it.
  await page.reload();
  await openTest();
  await page.getByRole('dialog').getByRole('button', { name: 'Send a test' }).click();
  await page.getByText('Sent to tester@compilers.example.').waitFor();
  await expect.poll(() => hub.settle().then(() => server.delivered.map(({ to }) => to)), { timeout: 60_000 }).toEqual([['tester@compilers.example']]);
  server.delivered.length = 0;
  await page.getByLabel('Subject').fill('Prices');
  await page.getByRole('button', { name: 'Save as version 2' }).click();
  await page.getByRole('button', { name: 'Save as version 3' }).waitFor();
  const openVersions = async () => {
    await page.getByRole('button', { name: 'Versions' }).click();
    await page.getByText('Version 1', { exact: true }).click();
  };
  await openVersions();
  await inspect('template-versions');
  await page.reload();
  await openVersions();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect.poll(() => page.getByLabel('Subject').inputValue()).toBe('Our prices for spring');
  await page.getByRole('button', { name: 'Save as version 3' }).click();
  await page.getByRole('button', { name: 'Save as version 4' }).waitFor();
  await page.getByRole('link', { name: 'Templates' }).first().click();
  await page.getByRole('link', { name: /^Spring prices/ }).waitFor();
  await inspect('templates');

  await page.getByRole('link', { name: 'Campaigns' }).first().click();
  await page.getByRole('button', { name: 'New campaign' }).click();
  await page.getByRole('heading', { name: 'New campaign' }).waitFor();
  await page.getByLabel('Name').fill('Spring');
  for (const [field, choice] of [
    ['To whom', 'Customers'],
    ['What they get', 'Spring prices'],
    ['Sent from', 'grace@compilers.example'],
  ] as const) {
    await page
      .getByRole('combobox', { name: field })
      .or(page.getByRole('textbox', { name: field }))
      .first()
      .click();
    await page.getByRole('option', { name: choice }).click();
  }
  await page.getByText('3 would get it.').waitFor();
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('Ready. 3 people will get it.').waitFor();
  await inspect('campaign-checked');
  await page.getByRole('button', { name: 'Send it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send it' }).click();
  await expect.poll(() => hub.settle().then(() => server.delivered.length), { timeout: 60_000 }).toBe(3);
  await page.getByText('Nobody was skipped, and nobody got two.').waitFor();
  await expect.poll(() => hub.settle().then(() => page.getByText('Finished').count()), { timeout: 30_000 }).toBeGreaterThan(0);

  // A reader follows the link of the mail that they got.
  const mail = readMail(server.delivered.find(({ to }) => to[0] === 'ada@customer.example')?.raw ?? '');
  await hub.twins.clock({ advanceMs: 60_000 });
  const click = await hub.app.inject({
    method: 'GET',
    url: new URL(mail.links[0] ?? '').pathname,
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0' },
  });
  expect(click.headers.location).toBe('https://acme.example/spring');
  await hub.settle();
  await page.reload();
  await page.getByText('https://acme.example/spring').waitFor();
  await page.getByText('Clicked', { exact: true }).first().waitFor();
  await inspect('campaign-finished');
  await page.getByRole('link', { name: 'Contacts' }).first().click();
  await page.getByRole('row', { name: 'Ada' }).first().click();
  await page.getByText('Our prices for spring').first().waitFor();
  await page.getByText('a link was followed', { exact: false }).first().waitFor();

  // She answers; the mailbox of a colleague gets it, and her timeline shows it after what it answers.
  await hub.twins.act('google', {
    verb: 'mail.arrive',
    from: 'Ada <ada@customer.example>',
    to: 'ada@acme.test',
    subject: 'Re: Our prices for spring',
    inReplyTo: (mail.headers.get('message-id') ?? '').slice(1, -1),
    text: 'Count me in.',
    messageId: 'count-me-in@customer.example',
  });
  await page.evaluate(
    (id) => fetch(`/api/v1/connections/${id}/sync`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
    mailboxId,
  );
  await expect
    .poll(
      async () => {
        await hub.settle();
        await page.reload();
        await page.getByText('Our prices for spring').first().waitFor();
        return page.getByText('Count me in.').count();
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(0);
  await inspect('contact-after-campaign');
  const replied = await page.evaluate(async () => {
    const read = <T>(path: string) => fetch(`/api/v1${path}`).then((answer) => answer.json() as Promise<T>);
    const { data } = await read<{ data: { id: string }[] }>('/email/campaigns');
    return (await read<{ counts: { replied: number } }>(`/email/campaigns/${data[0]?.id}/stats`)).counts.replied;
  });
  expect(replied).toBe(1);
  expect(complaints).toEqual([]);
});
