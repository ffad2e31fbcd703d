import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole();
}, 120_000);

it('takes a deal from its first word to won, and back; a to-do to done', { timeout: 180_000 }, async () => {
  const { page, complaints, inspect } = opened;
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();

  await page.getByRole('link', { name: 'Deals' }).first().click();
  await page.getByText('No deal yet.').waitFor();
  await inspect('deals-empty');
  await page.getByRole('button', { name: 'New deal' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Forty seats for Lisbon');
  await dialog.getByLabel('Amount').fill('a lot');
  await dialog.getByRole('button', { name: 'Add deal' }).click();
  // A sentence at the field, and nothing was made.
  await dialog.locator('[aria-invalid="true"]').waitFor();
  await dialog.getByLabel('Amount').fill('12500,50');
  await dialog.getByRole('button', { name: 'Add deal' }).click();
  await page.getByRole('heading', { name: 'Forty seats for Lisbon' }).waitFor();
  await page.getByText('Entered Lead').waitFor();

  await page.getByRole('button', { name: 'Change Next step: —' }).click();
  await page.getByRole('textbox', { name: 'Next step' }).fill('Send the contract');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Change Next step: Send the contract' }).waitFor();
  await inspect('deal');

  await page.getByRole('link', { name: 'Back to Deals' }).click();
  await page.getByRole('row', { name: 'Forty seats for Lisbon' }).waitFor();
  await inspect('deals');
  await page.locator('label').filter({ hasText: 'Board' }).click();
  await page.getByRole('button', { name: 'Move Forty seats for Lisbon' }).click();
  await page.getByRole('menuitem', { name: 'Negotiation' }).click();
  await page.getByRole('region', { name: 'Negotiation' }).getByText('Forty seats for Lisbon').waitFor();
  await inspect('deals-board');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('region', { name: 'Lead' }).getByText('Forty seats for Lisbon').waitFor();
  // Lost asks why.
  await page.getByRole('button', { name: 'Move Forty seats for Lisbon' }).click();
  await page.getByRole('menuitem', { name: /lost/i }).click();
  await page.getByRole('combobox', { name: 'Reason' }).click();
  await page.getByRole('option', { name: 'Timing' }).click();
  await page.getByRole('button', { name: 'Close as lost' }).click();
  await page.getByRole('region', { name: /lost/i }).getByText('Forty seats for Lisbon').waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('region', { name: 'Lead' }).getByText('Forty seats for Lisbon').waitFor();

  // A second pipeline has a board of its own.
  await page.evaluate(`fetch('/api/v1/pipelines', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"Renewals"}' })`);
  await page.reload();
  const pipeline = page.getByRole('combobox', { name: 'Pipeline' });
  await pipeline.selectOption({ label: 'Renewals' });
  await page.getByRole('link', { name: 'Forty seats for Lisbon' }).waitFor({ state: 'detached' });
  await pipeline.selectOption({ index: 0 });

  await page.getByRole('link', { name: 'Forty seats for Lisbon' }).click();
  await page.getByRole('button', { name: 'Won', exact: true }).click();
  await page.getByText('Forty seats for Lisbon is won.').waitFor();
  await page.getByRole('button', { name: 'Won', exact: true }).waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'To-dos' }).first().click();
  await page.getByText('Nothing to do here. Good.').waitFor();
  await page.getByRole('textbox', { name: 'Add a to-do' }).fill('Call Ada');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Done: Call Ada' }).waitFor();
  await inspect('tasks');
  await page.getByRole('checkbox', { name: 'Done: Call Ada' }).click();
  await page.getByText('Nothing to do here. Good.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('checkbox', { name: 'Done: Call Ada' }).waitFor();

  // A refused amount is an answer, not a fault of the page.
  expect(complaints.filter((text) => !/status of (401|422)/.test(text))).toEqual([]);
});
