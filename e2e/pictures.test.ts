import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { type ConsolePage, openConsole } from './console-page.ts';

/** `npm run screenshots`: the pictures of the documentation, of a workspace as a team has it after a week. */
const folder = process.env.PATCHBAY_PICTURES;
let opened: ConsolePage;
beforeAll(async () => {
  if (folder) opened = await openConsole();
}, 120_000);

const PEOPLE = [
  ['Inês', 'Carvalho', 'Chief operating officer', 'ines@azulejo-logistics.example', 'customer'],
  ['Tomasz', 'Nowak', 'Head of purchasing', 'tomasz@baltica-marine.example', 'opportunity'],
  ['Aiko', 'Tanaka', 'Founder', 'aiko@hinode-robotics.example', 'sales_qualified'],
  ['Fatima', 'Zahra', 'Director of sales', 'fatima@atlas-foods.example', 'lead'],
  ['Jonas', 'Lindqvist', 'IT manager', 'jonas@fjord-energy.example', 'customer'],
  ['Priya', 'Raman', 'VP Operations', 'priya@monsoon-textiles.example', 'opportunity'],
] as const;
const DEALS = [
  ['Forty seats for Lisbon', '48000', 'proposal', 3],
  ['Baltica: fleet roll-out', '126500', 'negotiation', 6],
  ['Hinode pilot', '9600', 'qualified', 20],
  ['Fjord renewal', '31200', 'lead', -2],
] as const;

it.skipIf(!folder)('takes them', { timeout: 180_000 }, async () => {
  const { page } = opened;
  await opened.setUp();
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByRole('heading', { name: 'Do next' }).waitFor();
  const post = <T>(path: string, body: unknown): Promise<T> =>
    page.evaluate(
      async ([to, sent]) => {
        const answer = await fetch(`/api/v1${to}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: sent ?? '' });
        if (!answer.ok) throw new Error(`${to}: ${answer.status} ${await answer.text()}`);
        return (await answer.json()) as never;
      },
      [path, JSON.stringify(body)] as const,
    );
  const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString();
  const people: { id: string; organizationId: string }[] = [];
  for (const [firstName, lastName, jobTitle, value, lifecycleStage] of PEOPLE)
    people.push(await post('/contacts', { firstName, lastName, jobTitle, lifecycleStage, emails: [{ value }], tags: ['fair 2026'] }));
  const [ines, tomasz] = people;
  expect(ines && tomasz).toBeTruthy();
  const stages = (await page.evaluate(async () => (await (await fetch('/api/v1/pipelines')).json()) as never)) as {
    data: { stages: { key: string; outcome: string }[] }[];
  };
  const open = stages.data[0]?.stages.filter(({ outcome }) => outcome === 'open') ?? [];
  for (const [index, [name, amount, , closes]] of DEALS.entries())
    await post('/deals', {
      name,
      amount,
      currency: 'EUR',
      stage: open[Math.min(index, open.length - 1)]?.key,
      expectedCloseDate: day(closes).slice(0, 10),
      organizationId: people[index]?.organizationId,
      contacts: [{ contactId: people[index]?.id, role: 'decision_maker' }],
    });
  const told = (kind: string, direction: string, hoursAgo: number, subject: string, body: string) =>
    post('/activities', {
      kind,
      direction,
      occurredAt: new Date(Date.now() - hoursAgo * 3_600_000).toISOString(),
      subject,
      body,
      participants: [{ contactId: ines?.id, role: 'to', address: '' }],
    });
  await told(
    'email',
    'inbound',
    2,
    'Re: Pricing for 40 seats',
    'Thank you, this looks right. Could you send the contract with a start on the first? Legal needs about a week.',
  );
  await told(
    'call',
    'outbound',
    26,
    'Call with Inês',
    'Twelve minutes. They want single sign-on and the data in the EU. Budget is approved until the end of the quarter.',
  );
  await told(
    'meeting',
    'internal',
    1,
    'Walk-through for the warehouse team',
    'Shown: inbox, calls and booking page. Questions about the import of 12,000 contacts.',
  );
  await told('note', 'internal', 50, 'From the fair', 'Met at the stand. Runs three warehouses, uses two systems that do not speak with each other.');
  await post('/tasks', { title: 'Send the contract to Inês', dueAt: day(-0.1), contactId: ines?.id });
  await post('/tasks', { title: 'Ask Tomasz for the fleet list', dueAt: day(0.05), contactId: tomasz?.id });
  await post('/tasks', { title: 'Prepare the pilot plan for Hinode', dueAt: day(0.1) });

  mkdirSync(folder ?? '', { recursive: true });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`${opened.hub.url}/contacts/${ines?.id}`);
  await page.getByText('Re: Pricing for 40 seats').waitFor();
  await page.screenshot({ path: join(folder ?? '', 'contact.png') });
  await page.goto(`${opened.hub.url}/`);
  await page.getByText('Send the contract to Inês').waitFor();
  await page.getByText('Baltica: fleet roll-out').first().waitFor();
  await page.screenshot({ path: join(folder ?? '', 'home.png') });
});
