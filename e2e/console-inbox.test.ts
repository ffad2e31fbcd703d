import { beforeAll, describe, expect, it } from 'vitest';
import { arrive, asUser, credentialsOf, dovecot, fill, mailOf, newUser } from '../integrations/email/tests/dovecot.fixture.ts';
import { smtpServer } from '../integrations/email/tests/smtp-server.fixture.ts';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;

describe.runIf(dovecot.isThere)('the whole journey of a mailbox', () => {
  beforeAll(async () => {
    opened = await openConsole({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
  }, 180_000);

  it('connects, fills timelines, answers from the contact’s page into Sent, and shows what arrives', { timeout: 240_000 }, async () => {
    const { page, hub, complaints, inspect } = opened;
    const user = newUser();
    const server = await smtpServer();
    const now = hub.clock.now().getTime();
    const sent = { from: user, to: 'Jane Doe <jane@customer.example>' };
    await fill(user, [
      mailOf({ ...sent, id: `1.${user}`, subject: 'Pricing for 40 seats', date: new Date(now - 7_200_000) }),
      mailOf({
        id: `2.${user}`,
        to: user,
        subject: 'Re: Pricing for 40 seats',
        date: new Date(now - 3_600_000),
        headers: { 'In-Reply-To': `<1.${user}>` },
        text: 'That sounds good.\n',
      }),
    ]);
    await opened.setUp();
    await page.getByRole('button', { name: 'Create the workspace' }).click();
    await page.getByText('Connect your first account to begin.').waitFor();
    const connected = await page.evaluate(
      async (credentials) => {
        const answer = await fetch('/api/v1/connections', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ integration: 'email', provider: 'imap', credentials }),
        });
        return (await answer.json()) as { id: string };
      },
      credentialsOf(user, server.port),
    );
    await page.evaluate(async () => {
      const post = (path: string, body: object) =>
        fetch(`/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      const words = { format: 'text', subject: '' };
      await post('/email/templates', { ...words, name: 'The contract', subject: 'Your contract', body: 'Dear {{ contact.firstName }},' });
      await post('/email/templates', {
        ...words,
        kind: 'snippet',
        name: 'Terms of payment',
        shortcut: 'terms',
        body: 'You pay within 30 days, {{ contact.firstName }}.',
      });
    });
    await hub.settle();
    await page.goto(`${hub.url}/connections/${connected.id}`);
    await page.getByText('2 of 2 accounted for').waitFor();
    await inspect('mailbox-connection');

    await page.getByRole('link', { name: 'Inbox' }).first().click();
    await page.getByRole('button', { name: /Pricing for 40 seats/ }).click();
    await page.getByText('That sounds good.').last().waitFor();
    await inspect('inbox');

    await page.getByRole('link', { name: 'Contacts' }).first().click();
    // A row: her name stands in the inbox too.
    await page.getByRole('row', { name: 'Jane Doe' }).first().click();
    await page.getByRole('heading', { name: 'Jane Doe' }).waitFor();
    await page.getByText('Re: Pricing for 40 seats').first().waitFor();
    await page.getByRole('button', { name: 'Write a mail' }).click();
    await page.getByLabel('Begin with a template').first().click();
    await page.getByRole('option', { name: 'The contract' }).click();
    const words = page.getByLabel('Your mail');
    await expect.poll(() => words.inputValue()).toBe('Dear Jane,');
    expect(await page.getByLabel('Subject').inputValue()).toBe('Your contract');
    await words.press('End');
    await words.pressSequentially(' please find it below. /ter');
    await page.getByRole('option', { name: 'Terms of payment' }).waitFor();
    await inspect('contact-composer');
    await words.press('Enter');
    await expect.poll(() => words.inputValue()).toBe('Dear Jane, please find it below. You pay within 30 days, Jane.');
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
    expect(server.delivered[0]?.raw).toContain('You pay within 30 days, Jane.');
    await hub.settle();
    await asUser(user, async (client) => expect(client.mailbox).toMatchObject({ exists: 1 }), 'Sent');

    await page.getByRole('link', { name: 'Inbox' }).first().click();
    await arrive(user, mailOf({ id: `3.${user}`, to: user, subject: 'By itself', text: 'News from Jane\n' }));
    await page.getByText('By itself').first().waitFor({ timeout: 60_000 });
    expect(complaints).toEqual([]);
  });
});
