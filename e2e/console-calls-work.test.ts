import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';
import { type Program, programOf } from './program.ts';

const REP = '+14155550999';
const JANE = '+14155552671';
const STRANGER = '+14155552699';
const COLLEAGUE = '+14155550777';
/** In the middle of the day for a number of San Francisco; the browser's clock says the same. */
const NOON = '2026-11-25T19:00:00Z';
let opened: ConsolePage;
let program: Program;
let janeId = '';

beforeAll(async () => {
  opened = await openConsole();
  const { hub, page } = opened;
  await hub.twins.clock({ now: NOON });
  await page.clock.setFixedTime(new Date(Date.parse(NOON) + 120_000));
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByText('Connect your first account to begin.').waitFor();
  const { data } = await hub.twins.state<{ data: { account: { sid: string; authToken: string } } }>('twilio');
  program = await programOf(hub);
  await program('POST', '/connections', {
    integration: 'voip',
    provider: 'twilio',
    credentials: { accountSid: data.account.sid, authToken: data.account.authToken },
    settings: { recording: 'on', requiredOutcomeFields: ['Next step'] },
  });
  await hub.settle();
  const users = await program<{ data: { id: string }[] }>('GET', '/users');
  await program('PUT', `/voip/agents/${users.data[0]?.id}`, { state: 'available', phone: REP });
  for (const { id } of (await program<{ data: { id: string }[] }>('GET', '/voip/numbers')).data) await program('POST', `/voip/numbers/${id}/connect`, {});
  ({ id: janeId } = await program('POST', '/contacts', {
    firstName: 'Jane',
    lastName: 'Roe',
    phones: [{ value: JANE, label: 'work' }],
    ownerId: users.data[0]?.id,
  }));
}, 240_000);

const act = (verb: string, more: Record<string, unknown>) => opened.hub.twins.act('twilio', { verb, ...more });
interface Leg {
  from: string;
  to: string;
  status: string;
  bridgedWith: string | null;
  heard: string[];
}
const legs = async () => Object.values((await opened.hub.twins.state<{ data: { legs: Record<string, Leg> } }>('twilio')).data.legs);
const rings = (number: string) =>
  opened.hub.until(legs, (all) => expect(all.some(({ to, status }) => to === number && status === 'ringing')).toBe(true), 30_000);
const dock = () => opened.page.getByRole('dialog', { name: 'Telephone' });

it('calls from a contact with one press: recorded, with what came of it and a note on the timeline', { timeout: 180_000 }, async () => {
  const { page, hub, inspect } = opened;
  await page.goto(`${hub.url}/contacts/${janeId}`);
  await page.getByRole('heading', { name: 'Jane Roe' }).waitFor();
  expect(await page.getByRole('link', { name: JANE }).getAttribute('href')).toBe(`tel:${JANE}`);
  await page.getByRole('button', { name: 'Call', exact: true }).first().click();
  await rings(REP);
  await act('call.answer', { number: REP });
  await rings(JANE);
  await dock().getByText('Calling Jane Roe').waitFor();
  await act('call.answer', { number: JANE });
  await hub.settle();
  await dock().getByText('Talking with Jane Roe').waitFor();
  await inspect('work-phone-talking');
  await hub.twins.clock({ advanceMs: 42_000 });
  await act('call.hangup', { number: JANE });
  await hub.settle();

  // Where one is, the telephone asks what came of it.
  const after = dock().getByRole('group', { name: 'What came of the call with Jane Roe?' });
  await after.getByRole('button', { name: 'Connected' }).click();
  await after.getByLabel('Notes').fill('Wants forty seats in spring.');
  await after.getByRole('button', { name: 'Save' }).click();
  await after.getByText('Fill in “Next step” first.').waitFor();
  await inspect('work-phone-after');
  await after.getByLabel('Next step').fill('Send an offer');
  await after.getByRole('button', { name: 'Save' }).click();
  await after.waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.goto(`${hub.url}/contacts/${janeId}`);
  await page
    .getByText(/Talked for 4\d s · Connected/)
    .first()
    .waitFor();
  await page.getByText('Wants forty seats in spring.').first().waitFor();

  const [call] = (await program<{ data: { id: string; recordingIds: string[] }[] }>('GET', '/voip/calls')).data;
  await hub.until(
    () => program<{ recordingIds: string[] }>('GET', `/voip/calls/${call?.id}`),
    ({ recordingIds }) => expect(recordingIds).toHaveLength(1),
  );
  await page.goto(`${hub.url}/calls/${call?.id}`);
  const recordings = page.getByRole('region', { name: 'Recordings' });
  await recordings.getByText(/^Kept until /).waitFor();
  await recordings.getByRole('button', { name: 'Play' }).click();
  await recordings.getByPlaceholder('Comment this moment', { exact: false }).fill('She says yes here.');
  await recordings.getByRole('button', { name: 'Add comment' }).click();
  await recordings.getByText('She says yes here.').waitFor();
  await recordings.getByText('Opened 1 time').click();
  await recordings.getByText(/^Grace Hopper · /).waitFor();
  await recordings.getByRole('button', { name: 'Keep for legal reasons' }).click();
  await recordings.getByText('Under a legal hold: nobody can delete it.').waitFor();
  expect(await recordings.getByRole('button', { name: 'Delete recording' }).count()).toBe(0);
  await inspect('work-call');
});

it('draws a flow, is told what is wrong with it, runs a caller through, and lets it answer calls', { timeout: 180_000 }, async () => {
  const { page, hub, inspect } = opened;
  await page.goto(`${hub.url}/calls/flows`);
  await page.getByRole('button', { name: 'New flow' }).click();
  await page.getByLabel('Name').fill('Front desk');
  const step = () => page.getByRole('region', { name: /^Step / });
  const addStep = async (kind: string) => {
    await page.getByRole('button', { name: 'Add step' }).click();
    await page.getByRole('menuitem', { name: kind, exact: true }).click();
  };
  const lead = async (way: string, to: string) => {
    await step().getByRole('combobox', { name: way }).click();
    await page.getByRole('option', { name: to, exact: true }).click();
  };
  await addStep('Menu');
  await step().getByLabel('Words').fill('For sales press 1.');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText('No way leads here. Connect it, or remove it.').waitFor();
  await page.getByText('This menu has no key to press.').waitFor();
  await inspect('work-flow-problems');
  await step().getByRole('textbox', { name: 'Key' }).fill('1');
  await step().getByRole('button', { name: 'Add key' }).click();
  await lead('Key 1', 'owner');
  await lead('On timeout', 'message');
  await lead('On invalid', 'message');
  await page.locator('.react-flow__node', { hasText: 'Welcome. One moment' }).click();
  await lead('On done', 'menu_1');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText('Nobody gets lost in this flow.').waitFor();
  await page.getByRole('button', { name: 'Run a caller through' }).click();
  await page.getByText('hello → menu_1 → owner').waitFor();
  await inspect('work-flow');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Version 1 answers calls').waitFor();

  await page.goto(`${hub.url}/calls/numbers`);
  const main = page.getByRole('region', { name: 'Main line' });
  await main.getByRole('combobox', { name: 'Calls go to' }).click();
  await page.getByRole('option', { name: 'Front desk' }).click();
  await expect.poll(() => main.getByRole('combobox', { name: 'Calls go to' }).inputValue()).toBe('Front desk');
});

it('pops who is calling through the flow, is answered, and is handed on', { timeout: 180_000 }, async () => {
  const { page, hub, inspect } = opened;
  await page.goto(`${hub.url}/deals`);
  await act('call.inbound', { from: JANE, script: ['1'] });
  await rings(REP);
  await hub.settle();
  await dock().getByText('Jane Roe is calling').waitFor();
  await dock().getByText('This number belongs to this contact and to nobody else.').waitFor();
  await act('call.answer', { number: REP });
  await hub.settle();
  await dock().getByText('Talking with Jane Roe').waitFor();
  await dock().getByRole('button', { name: 'Hand on', exact: true }).click();
  await dock().getByLabel('To this number').fill(COLLEAGUE);
  await inspect('work-phone-hand-on');
  await dock().getByRole('button', { name: 'Hand on now' }).click();
  await rings(COLLEAGUE);
  await act('call.answer', { number: COLLEAGUE });
  await hub.until(legs, (all) => expect(all.some(({ to, bridgedWith }) => to === COLLEAGUE && bridgedWith !== null)).toBe(true));
  const heard = (await legs()).find(({ from, to }) => from === JANE && to !== REP)?.heard;
  expect(heard?.some((words) => words.includes('For sales press 1.'))).toBe(true);

  // What goes on is seen while it does.
  await page.goto(`${hub.url}/calls/now`);
  const going = page.getByRole('region', { name: 'Calls that go on' });
  await going.getByText('Jane Roe').waitFor();
  await inspect('work-now');
  await hub.twins.clock({ advanceMs: 30_000 });
  await act('call.hangup', { number: JANE });
  await hub.settle();
  await going.getByText('Nobody is on the phone.').waitFor();
});

it('makes a stranger a contact from the missed call, and sets up a queue with words and music', { timeout: 180_000 }, async () => {
  const { page, hub, complaints, inspect } = opened;
  await act('call.inbound', { from: STRANGER, script: ['1'] });
  await hub.until(legs, (all) => expect(all.find(({ from }) => from === STRANGER)?.heard.length).toBeGreaterThan(0));
  await act('call.hangup', { number: STRANGER });
  await hub.settle();
  await hub.twins.clock({ advanceMs: 10_000 });
  await hub.settle();
  await page.goto(`${hub.url}/calls?show=to_return`);
  await page.getByText('+1 415 555 2699').first().click();
  const who = page.getByRole('region', { name: 'Why this person?' });
  await who.getByRole('heading', { name: 'Who is this?' }).waitFor();
  await who.getByRole('button', { name: 'Ask the provider who this is' }).click();
  await who.getByText('ACME CORP · landline · Twin Mobile · US').waitFor();
  await inspect('work-stranger');
  await who.getByRole('button', { name: 'Add as a contact' }).click();
  await page.getByLabel('First name').fill('Sam');
  await page.getByLabel('Last name').fill('Stranger');
  await page.getByRole('dialog', { name: 'Add as a contact' }).getByRole('button', { name: 'Add as a contact' }).click();
  await page.getByRole('heading', { name: 'Sam Stranger' }).waitFor();

  await page.goto(`${hub.url}/calls/queues`);
  await page.getByRole('button', { name: 'New queue' }).click();
  const form = page.getByRole('dialog', { name: 'New queue' });
  await form.getByLabel('Name').fill('Support');
  await form.getByLabel('Said to whoever waits').fill('Support will be with you in a moment.');
  await inspect('work-queue');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Support', { exact: true }).waitFor();

  await program('POST', '/voip/completeness', {});
  await hub.settle();
  await hub.twins.clock({ advanceMs: 3 * 86_400_000 });
  await program('POST', '/voip/completeness', {});
  await hub.settle();
  await page.goto(`${hub.url}/calls/numbers`);
  await page.getByText(/^Closed days · \d/).click();
  await page.getByText('Intact').first().waitFor();
  await inspect('work-days');
  await page.goto(`${hub.url}/calls/figures`);
  await page.getByText('Who took how many calls?').waitFor();
  await inspect('work-figures');
  expect(complaints.filter((text) => !/status of (401|409|422)/.test(text))).toEqual([]);
});
