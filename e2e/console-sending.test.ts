import { beforeAll, expect, it } from 'vitest';
import { smtpServer } from '../integrations/email/tests/smtp-server.fixture.ts';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
let port: number;
beforeAll(async () => {
  ({ port } = await smtpServer());
  opened = await openConsole({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
}, 120_000);

it('puts ways out in order by the keyboard, and keeps topics', { timeout: 180_000 }, async () => {
  const { page, complaints, inspect } = opened;
  page.setDefaultTimeout(25_000);
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  await page.getByRole('link', { name: 'Outreach' }).first().click();
  await page.getByRole('link', { name: 'Sending' }).first().click();
  await page.getByText('Nothing can send to many yet.', { exact: false }).waitFor();
  await inspect('sending-empty');
  await page.evaluate(async (smtpPort) => {
    for (const name of ['ada', 'bob', 'cid'])
      await fetch('/api/v1/connections', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          integration: 'email',
          provider: 'smtp',
          credentials: { host: '127.0.0.1', port: smtpPort, security: 'none', fromEmail: `${name}@a-rather-long-name-of-a-company.example` },
        }),
      });
  }, port);
  await page.reload();
  const nameOf = (who: string) => `${who}@a-rather-long-name-of-a-company.example`;
  for (const who of ['ada', 'bob', 'cid']) await page.getByRole('button', { name: `Add ${nameOf(who)} to the order` }).click();
  const order = async () => {
    const rows = await page.getByRole('list', { name: 'Ways out, in order' }).getByRole('listitem').allTextContents();
    return rows.map((row) => ['ada', 'bob', 'cid'].find((who) => row.includes(`${who}@`)));
  };
  await expect.poll(order).toEqual(['ada', 'bob', 'cid']);
  // By the keyboard alone: what is moved keeps the focus, so that it can be moved again.
  await page.getByRole('button', { name: `Move ${nameOf('cid')} up` }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(order).toEqual(['ada', 'cid', 'bob']);
  await page.keyboard.press('Enter');
  await expect.poll(order).toEqual(['cid', 'ada', 'bob']);
  await page.getByText(`${nameOf('cid')} is now 1 of 3.`).waitFor({ state: 'attached' });
  // At the top there is no further up: the focus goes to the other button of the same row.
  expect(await page.evaluate("document.activeElement?.getAttribute('aria-label')")).toBe(`Move ${nameOf('cid')} down`);
  await inspect('sending');
  await page.reload();
  await page.getByRole('list', { name: 'Ways out, in order' }).waitFor();
  expect(await order()).toEqual(['cid', 'ada', 'bob']);
  await page.getByLabel('Postal address').fill('Compilers Ltd, 1 Harbour Street, Hamburg');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved.').first().waitFor();

  await page.getByRole('link', { name: 'Topics' }).first().click();
  await page.getByText('No topic yet.', { exact: false }).waitFor();
  await inspect('topics-empty');
  await page.getByRole('button', { name: 'New topic' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('News');
  await dialog.getByLabel('What they get').fill('What is new, once a month');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'News' }).waitFor();
  await page.getByRole('button', { name: 'Change News' }).click();
  await dialog.getByLabel('Name').fill('Newsletter');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Newsletter' }).waitFor();
  await page.evaluate(async () => {
    const post = (path: string, body: unknown) =>
      fetch(`/api/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((answer) => answer.json());
    const { data } = (await (await fetch('/api/v1/email/topics')).json()) as { data: { id: string }[] };
    for (const [firstName, address] of [
      ['Ada', 'ada@customer.example'],
      ['مريم', 'maryam@customer.example'],
    ]) {
      const { id } = (await post('/contacts', { firstName, emails: [{ value: address, primary: true }] })) as { id: string };
      await post(`/email/contacts/${id}/unsubscribe`, { topicId: data[0]?.id });
    }
  });
  await page.reload();
  await page.getByText('2 left', { exact: false }).waitFor();
  await inspect('topics');
  await page.getByRole('link', { name: 'Newsletter' }).click();
  await page.getByRole('link', { name: 'مريم' }).waitFor();
  await inspect('topic');
  await page.getByPlaceholder('Name or address').fill('ada');
  await expect.poll(() => page.getByRole('list', { name: 'People' }).getByRole('listitem').count()).toBe(1);
  await page.getByRole('link', { name: 'Topics' }).first().click();
  await page.getByRole('button', { name: 'Archive Newsletter' }).click();
  await dialog.getByRole('button', { name: 'Archive' }).click();
  await page.getByText('No topic yet.', { exact: false }).waitFor();
  await page.getByText('Archived', { exact: true }).click();
  await page.getByRole('button', { name: 'Bring back Newsletter' }).click();
  await page.getByText('No topic was put away.').waitFor();
  expect(complaints).toEqual([]);
});
