import { Buffer } from 'node:buffer';
import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole();
}, 120_000);

const CSV = [
  'First name,Last name,Email,Company,Phone,Birthday',
  'Ann,Lee,ann@acme.test,Acme,+49 30 901820,1990-01-01',
  'Ben,Ode,ben@acme.test,Acme,,',
  'Cy,Roe,no address,,,',
  'مريم,حداد,maryam@bolt.test,Bolt GmbH & Co. KG für besonders lange Namen,,',
].join('\n');
const file = (name: string, content: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) });

it('brings a file of contacts into the record and back: columns, what would be, result, undo', { timeout: 180_000 }, async () => {
  const { page, complaints, inspect, hub } = opened;
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  await page.getByRole('link', { name: 'Contacts' }).first().click();
  await page.getByRole('link', { name: 'Imports' }).first().click();
  await page.getByText('Nothing was imported yet.').waitFor();
  await inspect('imports-empty');
  // The comparison ends between the look at the import and the look at its work: what is shown must be what it left.
  let before: { import: object } | undefined;
  await page.route('**/api/v1/imports/*/mapping', async (route) => {
    const response = await route.fetch();
    before = (await response.json()) as { import: object };
    await hub.settle();
    await route.fulfill({ response });
  });
  await page.route('**/api/v1/imports/*', async (route) => {
    if (!before || route.request().method() !== 'GET') return route.continue();
    const { import: json } = before;
    before = undefined;
    await route.fulfill({ json });
  });

  await page.locator('input[type=file]').setInputFiles(file('a workbook.csv', 'PK\u0003\u0004'));
  await page.getByText('This is a workbook or an archive').waitFor();
  await inspect('import-failed');
  await page.getByRole('link', { name: 'Try another file' }).click();

  await page.locator('input[type=file]').setInputFiles(file('people of the fair.csv', CSV));
  await page.getByRole('heading', { name: 'Which column is what?' }).waitFor();
  await inspect('import-columns');
  // The guess can be changed; a field that takes one column is refused to a second.
  expect(
    await page
      .getByRole('combobox', { name: 'Email' })
      .or(page.getByRole('textbox', { name: 'Email' }))
      .first()
      .inputValue(),
  ).toBe('E-mail');
  await page.getByRole('button', { name: 'See what would happen' }).click();
  await page.getByRole('button', { name: 'Import 3 rows' }).waitFor();
  await page.getByText('“no address” is no e-mail address (column “Email”).').waitFor();
  await inspect('import-check');
  await page.getByRole('link', { name: 'Change the columns' }).click();
  await page.getByRole('heading', { name: 'Which column is what?' }).waitFor();
  await page.getByRole('button', { name: 'See what would happen' }).click();
  await page.getByRole('button', { name: 'Import 3 rows' }).click();
  await page.getByRole('heading', { name: 'Done' }).waitFor();
  await inspect('import-done');
  const [skipped] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the rows left out' }).click()]);
  expect(skipped.suggestedFilename()).toBe('skipped-people-of-the-fair.csv');

  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('dialog').getByText('3 records in all').waitFor();
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await page.getByRole('heading', { name: 'Undone' }).waitFor();
  await page.getByText('removed', { exact: true }).waitFor();
  await inspect('import-undone');

  await page.getByRole('link', { name: 'Back to Imports' }).click();
  await page.getByText('people of the fair.csv').waitFor();
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Contacts' }).click();
  await page.getByRole('link', { name: 'Download' }).waitFor();
  await inspect('imports');
  await hub.settle();
  expect(complaints.filter((text) => !/status of (401|403|422)/.test(text))).toEqual([]);
});
