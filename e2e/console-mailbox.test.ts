import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrive, asUser, dovecot, fill, mailOf, newUser } from '../integrations/email/tests/dovecot.fixture.ts';
import { smtpServer } from '../integrations/email/tests/smtp-server.fixture.ts';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Somebody else's server: tells of every picture that is looked at. */
async function pictureServer() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers['user-agent'] ?? ''}`);
    response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** Through the catalogue, as a person does it. */
async function connectMailbox(page: Page, user: string, smtpPort: number): Promise<void> {
  await page.getByRole('link', { name: 'Connections' }).first().click();
  await page.getByRole('button', { name: 'Connect Mailbox (IMAP and SMTP)' }).click();
  await page.getByLabel('Email', { exact: false }).first().fill(user);
  await page.getByLabel('Password').first().fill('wrong');
  await page.getByRole('button', { name: 'Servers and details' }).click();
  const choose = async (label: string, option: string) => {
    await page.getByRole('combobox', { name: label }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
  };
  await page.getByLabel('IMAP host').fill(dovecot.host);
  await page.getByLabel('IMAP port').fill(String(dovecot.port));
  await choose('IMAP security', 'none');
  await page.getByLabel('SMTP host').fill('127.0.0.1');
  await page.getByLabel('SMTP port').fill(String(smtpPort));
  await choose('SMTP security', 'none');
}

/** Every page of a mailbox, one after the other. */
describe.runIf(dovecot.isThere)(`every page of a mailbox${dovecot.why}`, () => {
  beforeAll(async () => {
    opened = await openConsole({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  }, 180_000);

  it('connects, fills timelines, answers from the contact’s page into Sent, and shows what arrives', { timeout: 400_000 }, async () => {
    const { page, hub, complaints, inspect } = opened;
    const user = newUser();
    const server = await smtpServer();
    const pictures = await pictureServer();
    const now = hub.clock.now().getTime();
    const ago = (minutes: number) => new Date(now - minutes * 60_000);
    const sent = { from: user, to: 'Jane Doe <jane@customer.example>' };
    await fill(user, [
      mailOf({ ...sent, id: `1.${user}`, subject: 'Pricing for 40 seats', date: ago(120) }),
      mailOf({
        id: `2.${user}`,
        to: user,
        subject: 'Re: Pricing for 40 seats',
        date: ago(60),
        headers: { 'In-Reply-To': `<1.${user}>` },
        text: 'That sounds good.\n',
      }),
      mailOf({
        id: `3.${user}`,
        to: user,
        subject: 'Our new catalogue',
        date: ago(50),
        headers: { 'Content-Type': 'text/html; charset=utf-8' },
        text: `<h1 style="color: teal">Spring</h1><p onclick="steal()">Look <a href="https://customer.example/catalogue">here</a>.</p><script>steal()</script><img alt="A chair" width="40" height="40" src="${pictures.url}/chair.png">`,
      }),
      mailOf({ id: `4.${user}`, from: 'mum@family.example', to: user, subject: 'Sunday', date: ago(40) }),
      ...Array.from({ length: 150 }, (_, n) =>
        mailOf({ id: `old${n}.${user}`, from: `Person ${n} <p${n}@elsewhere.example>`, to: user, subject: `Older matter ${n}`, date: ago(40_000 + n * 60) }),
      ),
    ]);
    await opened.setUp();
    await page.getByRole('button', { name: 'Create the workspace' }).click();
    await page.getByText('Connect your first account to begin.').waitFor();
    await connectMailbox(page, user, server.port);
    const dialog = page.getByRole('dialog');
    await inspect('mailbox-dialog');
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    // What is wrong is said where it is.
    await page.getByText('Refused by the server for incoming mail (IMAP).').waitFor();
    await page.getByLabel('Password').first().fill('pass');
    await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('Connected. The first reading has started.').waitFor();
    await page.getByRole('link', { name: user }).first().click();
    // The bar of the folder, while it is read and when it is.
    await page.getByRole('progressbar', { name: /INBOX/ }).waitFor();
    await hub.settle();
    await page.getByText('154 of 154 accounted for').waitFor();
    await page.getByRole('progressbar', { name: 'INBOX: Up to date' }).waitFor();
    await inspect('mailbox-connection');

    // Rules are tried before they are saved, and stored mail is asked about.
    await page.getByRole('combobox', { name: 'Never store mail with' }).fill('@family.example,');
    await page.getByRole('button', { name: 'Try on the last 90 days' }).click();
    await page.getByText('Left out: 1 on the block list.').waitFor();
    await inspect('mailbox-rules');
    await page.getByRole('button', { name: 'Save the rules' }).click();
    await page.getByText('Remove 1 stored mail too?').waitFor();
    await page.getByRole('button', { name: 'Remove 1 mail' }).click();
    await page.getByText('1 mail removed.').waitFor();
    await page.getByRole('link', { name: 'Why did or didn’t this mail log?' }).click();
    await page.getByLabel('Message-ID of the mail').fill(`<4.${user}>`);
    await page.getByRole('button', { name: 'Look it up' }).click();
    await page.getByText('is on the block list').first().waitFor();
    await inspect('mail-trace');

    // The inbox: a mail as it was sent, without what acts, its pictures when asked for.
    await page.getByRole('link', { name: 'Inbox' }).first().click();
    await page.getByRole('button', { name: /Our new catalogue/ }).click();
    const frame = page.frameLocator('iframe[title="The mail as it was sent"]');
    await frame.getByRole('heading', { name: 'Spring' }).waitFor();
    expect(await frame.locator('script, [onclick]').count()).toBe(0);
    expect(await frame.getByRole('link', { name: 'here' }).getAttribute('target')).toBe('_blank');
    expect(pictures.asked).toEqual([]);
    await page.getByRole('button', { name: 'Show pictures' }).click();
    await frame.locator('img[src^="data:image/png"]').waitFor();
    // The hub asked for it, not the reader's browser.
    expect(pictures.asked).toHaveLength(1);
    expect(pictures.asked[0]).not.toContain('Mozilla');
    await inspect('inbox-html');
    await page.getByRole('button', { name: /Pricing for 40 seats/ }).click();
    await page.getByText('That sounds good.').last().waitFor();
    await page.getByLabel('Note for colleagues').fill('Shall we? @gr');
    await page.getByRole('option', { name: 'Grace Hopper' }).click();
    await expect.poll(() => page.getByLabel('Note for colleagues').inputValue()).toContain('@Grace Hopper');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByText('Shall we? @Grace Hopper').waitFor();
    await inspect('inbox');

    await page.getByRole('link', { name: 'Contacts' }).first().click();
    // A row: her name stands in the inbox too.
    await page.getByRole('row', { name: 'Jane Doe' }).first().click();
    await page.getByRole('heading', { name: 'Jane Doe' }).waitFor();
    await page.getByText('Re: Pricing for 40 seats').first().waitFor();
    await page.getByRole('button', { name: 'Write a mail' }).click();
    await page.getByLabel('Subject').fill('The contract');
    await page.getByLabel('Your mail').fill('Please find it below.');
    await page.getByText('Draft kept').waitFor();
    // Left and come back to, what was begun is there.
    await page.reload();
    await page.getByRole('button', { name: 'Write a mail' }).click();
    await expect.poll(() => page.getByLabel('Your mail').inputValue()).toBe('Please find it below.');
    await inspect('contact-composer');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('is on its way').waitFor();
    await hub.twins.clock({ advanceMs: 11_000 });
    await expect
      .poll(
        async () => {
          await hub.settle();
          return server.delivered.length;
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await hub.settle();
    await asUser(user, async (client) => expect(client.mailbox).toMatchObject({ exists: 1 }), 'Sent');

    await page.getByRole('link', { name: 'Inbox' }).first().click();
    await arrive(user, mailOf({ id: `5.${user}`, to: user, subject: 'By itself', text: 'News from Jane\n' }));
    await page.getByText('By itself').first().waitFor({ timeout: 60_000 });
    expect(complaints.filter((each) => !each.includes('422'))).toEqual([]);
  });
});
