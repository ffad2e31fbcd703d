import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

let opened: ConsolePage;
beforeAll(async () => {
  opened = await openConsole();
}, 120_000);

it('finds, changes and merges people; an organization comes with its people', { timeout: 480_000 }, async () => {
  const { page, complaints, inspect } = opened;
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  await page.getByRole('link', { name: 'Contacts' }).first().click();
  await page.getByText('Nobody here yet.').waitFor();
  await inspect('contacts-empty');

  const add = async (first: string, last: string, email: string, phone = '') => {
    await page.goto(`${opened.hub.url}/contacts`);
    await page.getByRole('button', { name: 'New contact' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('First name').fill(first);
    await dialog.getByLabel('Last name').fill(last);
    await dialog.getByLabel('E-mail').fill(email);
    if (phone) await dialog.getByLabel('Phone').fill(phone);
    await dialog.getByRole('button', { name: 'Add contact' }).click();
    return dialog;
  };
  const dialog = await add('Ann', 'Lee', 'no address');
  await dialog.locator('[aria-invalid="true"]').waitFor();
  await dialog.getByLabel('E-mail').fill('ann@acme.test');
  await dialog.getByRole('button', { name: 'Add contact' }).click();
  await page.getByRole('heading', { name: 'Ann Lee' }).waitFor();
  await page.getByRole('link', { name: 'Acme', exact: true }).first().waitFor();

  // Changed in place; a note on the timeline; a to-do; a deal; her own word on calls.
  await page.getByRole('button', { name: 'Change Job title: —' }).click();
  await page.getByRole('textbox', { name: 'Job title' }).fill('Chief engineer');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Change Job title: Chief engineer' }).waitFor();
  await page.getByRole('textbox', { name: 'Write a note…' }).fill('Met at the fair. Wants forty seats.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('list').getByText('Met at the fair.').waitFor();
  await page.getByRole('textbox', { name: 'Add a to-do…' }).fill('Send the offer');
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'Done: Send the offer' }).waitFor();
  await page.getByRole('button', { name: 'New deal' }).click();
  await page.getByRole('link', { name: 'Ann Lee' }).waitFor();
  await page.getByRole('switch', { name: 'Allow Calls' }).press('Space');
  await page.getByRole('switch', { name: 'Allow Calls', checked: false }).waitFor();
  await page.getByText('No', { exact: true }).first().waitFor();
  await inspect('contact');

  await add('Anne', 'Lee', 'ann.lee@acme.test', '+49 30 901820');
  await page.getByRole('heading', { name: 'Anne Lee' }).waitFor();
  await page.getByRole('button', { name: 'Add a phone number' }).click();
  await page.getByRole('textbox', { name: 'Add a phone number' }).fill('+49 30 901821');
  await page.keyboard.press('Enter');
  await page.getByText('+4930901821').waitFor();

  // A list by a filter that reads as a sentence, kept as a view.
  await page.goto(`${opened.hub.url}/contacts`);
  await page.getByRole('row', { name: 'Anne Lee' }).waitFor();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('combobox', { name: 'Where' }).fill('Job title');
  await page.getByRole('option', { name: 'Job title' }).click();
  await page.getByRole('textbox', { name: 'Value' }).fill('Chief engineer');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Job title is Chief engineer').waitFor();
  await page.getByRole('row', { name: 'Anne Lee' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('textbox', { name: 'Name of the view' }).fill('Engineers');
  await page.keyboard.press('Enter');
  await page.getByRole('tab', { name: 'Engineers' }).waitFor();
  await page.getByRole('textbox', { name: 'Name of the view' }).waitFor({ state: 'detached' });
  await inspect('contacts-filtered');
  await page.getByRole('tab', { name: 'All' }).click();
  await page.getByRole('row', { name: 'Anne Lee' }).waitFor();

  // Two who are one: chosen in the list, compared, merged; taken apart again.
  await page.getByRole('checkbox', { name: 'Select Ann Lee' }).click();
  await page.getByRole('checkbox', { name: 'Select Anne Lee' }).click();
  await inspect('contacts');
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.getByRole('heading', { name: 'Merge two contacts' }).waitFor();
  await page.getByRole('radio', { name: 'Anne', exact: true }).click();
  await inspect('duplicates-chosen');
  await page.getByRole('button', { name: 'Merge', exact: true }).click();
  await page.getByRole('heading', { name: 'Anne Lee' }).waitFor();
  await page.getByText('Another contact was merged into this one.').waitFor();
  await page.getByText('Met at the fair.').waitFor();
  await page.getByRole('button', { name: 'Take apart' }).click();
  await page.getByText('The contacts are two again.').waitFor();

  // Beside the list, which stays where it is; Escape gives the row back.
  await page.goto(`${opened.hub.url}/contacts`);
  await page.getByRole('row', { name: 'Ann Lee', exact: true }).focus();
  await page.keyboard.press('o');
  const beside = page.getByRole('complementary', { name: 'Open beside' });
  await beside.getByRole('heading', { name: 'Ann Lee' }).waitFor();
  await beside.getByText('Met at the fair.').waitFor();
  expect(new URL(page.url()).searchParams.get('beside')).toMatch(/^contact\.[0-9a-f-]{36}$/);
  await inspect('contacts-beside');
  await page.keyboard.press('Escape');
  await beside.waitFor({ state: 'detached' });

  await page.getByRole('link', { name: 'Organizations' }).first().click();
  await page.getByRole('row', { name: 'Acme' }).click();
  await page.getByRole('heading', { name: 'Acme' }).waitFor();
  await page
    .getByRole('link', { name: 'Anne Lee' })
    .or(page.getByRole('link', { name: 'Ann Lee' }))
    .first()
    .waitFor();
  await inspect('organization');
  await page.goto(`${opened.hub.url}/duplicates`);
  await page.getByRole('heading', { name: 'Duplicates' }).waitFor();
  await inspect('duplicates');

  // Everything by what it says; then the morning with what is due.
  await page.keyboard.press('Control+k');
  await page.getByRole('textbox', { name: 'Search', exact: true }).fill('ann lee');
  await page
    .getByRole('button', { name: /^Ann Lee/ })
    .first()
    .waitFor();
  await inspect('palette');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /Ann/ }).waitFor();
  await page.getByRole('link', { name: 'Home' }).first().click();
  await page.getByText('Do next').waitFor();
  await page.getByText('Lead: 1').or(page.getByLabel('Lead: 1')).first().waitFor();
  await inspect('home');

  expect(complaints.filter((text) => !/status of (401|422)/.test(text))).toEqual([]);
});
