import { sql } from 'drizzle-orm';
import { beforeAll, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { strike } from '../keep/strike.ts';
import type { Mail } from '../parsing/mail.ts';

let hub: TestHub;
let workspace: TestWorkspace;
let connectionId: string;
const JANE = 'jane@customer.test';
beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
}, 120_000);

const arrive = (mail: Record<string, unknown>) =>
  hub.twins.act('google', { verb: 'mail.arrive', from: `Jane Doe <${JANE}>`, text: 'Hello from Jane Doe.', ...mail });
const read = async () => {
  await workspace.call('POST', `/connections/${connectionId}/sync`, { body: {} });
  await hub.settle();
};
/** All that is stored of mails, as text. */
const stored = async () =>
  (
    (await hub.database.workspace(workspace.id, (tx) =>
      tx.execute(sql`select to_jsonb(m)::text as row from email_messages m where workspace_id = ${workspace.id} order by sent_at`),
    )) as unknown as { rows: { row: string }[] }
  ).rows.map(({ row }) => row);

it('keeps nothing of a person who asked to be forgotten when their mailbox is read again', async () => {
  const { id: jane } = await workspace.post<{ id: string }>('/contacts', { firstName: 'Jane', lastName: 'Doe', emails: [{ value: JANE, primary: true }] });
  await workspace.post('/contacts', { firstName: 'Ben', emails: [{ value: 'ben@customer.test', primary: true }] });
  await arrive({ subject: 'Before', messageId: 'before@customer.test' });
  ({ id: connectionId } = await workspace.connect('email', 'google', 'ada@acme.test'));
  await hub.settle();
  expect((await stored()).some((row) => row.includes(JANE))).toBe(true);
  await workspace.post(`/contacts/${jane}/erase`, {});

  // A second mailbox of the same person is read from its beginning, and new mail comes into the first.
  await arrive({ subject: 'After', messageId: 'after@customer.test' });
  await arrive({ subject: 'With Ben', to: 'ada@acme.test, ben@customer.test', messageId: 'with-ben@customer.test' });
  await read();
  // The provider forgets where we stood: everything is listed again.
  await hub.twins.act('google', { verb: 'history.expire' });
  await read();
  const rows = await stored();
  expect(rows.filter((row) => row.includes(JANE) || row.includes('Jane Doe'))).toEqual([]);
  expect(rows.some((row) => row.includes('With Ben'))).toBe(true);
  expect(rows.some((row) => row.includes('"subject": "After"'))).toBe(false);
  const { sentence } = await workspace.get<{ sentence: string }>('/email/trace?messageId=after@customer.test');
  expect(sentence).toContain('asked to be forgotten');
  const { data } = await workspace.get<{ data: { emails: { value: string }[] }[] }>('/contacts?limit=200');
  expect(data.flatMap(({ emails }) => emails.map(({ value }) => value))).not.toContain(JANE);

  // They got in touch again by themselves, and somebody let them in again.
  await workspace.post('/erasures/release', { kind: 'email', value: JANE });
  await arrive({ subject: 'Again', messageId: 'again@customer.test' });
  await read();
  expect((await stored()).some((row) => row.includes('"subject": "Again"') && row.includes(JANE))).toBe(true);
});

it('takes one of several out of a mail, with what names them in its words', () => {
  const mail = {
    from: { address: 'ben@customer.test', name: 'Ben' },
    to: [{ address: 'ada@acme.test' }, { address: JANE, name: 'Jane (Doe)' }],
    cc: [],
    subject: 'For Jane (Doe)',
    text: `Dear Jane (doe), I write to ${JANE.toUpperCase()} too.`,
    reply: '',
    snippet: 'Dear Jane (Doe)',
    html: `<a href="mailto:${JANE}">Jane (Doe)</a>`,
  } as unknown as Mail;
  const struck = strike(mail, new Set([JANE]));
  expect(struck).toMatchObject({
    from: { address: 'ben@customer.test' },
    to: [{ address: 'ada@acme.test' }],
    subject: 'For erased',
    text: 'Dear erased, I write to erased too.',
    html: '<a href="mailto:erased">erased</a>',
  });
  expect(strike(mail, new Set(['nobody@x.test']))).toBe(mail);
});
