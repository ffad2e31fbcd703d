import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { beforeAll, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { registry } from '../../integrations/registry.ts';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';

let hub: TestHub;
let a: TestWorkspace;
beforeAll(async () => {
  hub = await testHub({ environment: {} });
  a = await hub.newWorkspace();
}, 60_000);

const NAME = 'Zephyrine Quillfeather';
// Of a public provider: a house of that name would be an organization, and no person.
const EMAIL = 'zephyrine.quillfeather@gmail.com';
const PHONE = '+4930901820';
const SLUG = 'zephyrine-q';
/** In whatever form a row may hold them. */
const TRACES = ['quillfeather', PHONE, SLUG, 'zephyrine'];

type Column = { name: string; type: string };
/** A row with what a table insists on; the rest is said. */
async function row(table: string, said: Record<string, unknown>): Promise<string> {
  return hub.database.workspace(a.id, async (tx) => {
    const columns = await rowsOf<Column>(
      tx,
      sql`select column_name as name, data_type as type from information_schema.columns
          where table_name = ${table} and table_schema = 'public' and is_nullable = 'NO' and column_default is null and is_identity = 'NO'`,
    );
    const invented: Record<string, unknown> = { uuid: uuidv7(), text: 'x', integer: 0, bigint: 0, boolean: false, jsonb: [], numeric: 0 };
    const values: Record<string, unknown> = {
      ...Object.fromEntries(columns.map(({ name, type }) => [name, invented[type] ?? '2026-03-01T10:00:00Z'])),
      ...said,
    };
    values.workspace_id = a.id;
    const names = sql.join(
      Object.keys(values).map((name) => sql.identifier(name)),
      sql`, `,
    );
    const json = JSON.stringify(values);
    await tx.execute(
      sql`insert into ${sql.identifier(table)} (${names}) select ${names} from json_populate_record(null::${sql.identifier(table)}, ${json}::json)`,
    );
    return String(values.id);
  });
}
const tables = () =>
  hub.database.workspace(a.id, (tx) =>
    rowsOf<{ name: string }>(
      tx,
      sql`select c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
          where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE' order by 1`,
    ),
  );
/** Tables of the workspace in which something still names the person. */
async function traces(): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of await tables()) {
    const [hit] = await hub.database
      .workspace(a.id, (tx) =>
        rowsOf<{ text: string }>(
          tx,
          sql`select row_to_json(t)::text as text from ${sql.identifier(name)} t where workspace_id = ${a.id}
              and row_to_json(t)::text ilike any (array[${sql.join(
                TRACES.map((trace) => sql`${`%${trace}%`}`),
                sql`, `,
              )}]) limit 1`,
        ),
      )
      // What the record may not read at all is written sealed.
      .catch(() => []);
    if (hit) found.push(`${name}: ${hit.text.slice(0, 300)}`);
  }
  return found;
}

it('leaves no trace of a person in any table, and the file of theirs is given up', async () => {
  const person = {
    firstName: 'Zephyrine',
    lastName: 'Quillfeather',
    emails: [{ value: EMAIL }],
    phones: [{ value: PHONE }],
    linkedinUrl: `https://www.linkedin.com/in/${SLUG}`,
    description: `${NAME} likes tea`,
    tags: ['VIP'],
    organizationId: null,
  };
  const contact = await a.post<{ id: string }>('/contacts', person);
  const contactId = contact.id;
  const bo = await a.post<{ id: string }>('/contacts', { firstName: 'Bo', emails: [{ value: 'bo@acme.test' }] });
  const double = await a.post<{ id: string }>('/contacts', {
    firstName: 'Zephyrine',
    lastName: 'Quillfeather',
    emails: [{ value: 'z.quillfeather@gmail.com' }],
    organizationId: null,
  });
  await a.post('/contacts/merge', { winnerId: contactId, loserIds: [double.id] });
  await a.call('PATCH', `/contacts/${contactId}`, { body: { jobTitle: `Assistant of ${NAME}` } });
  await a.post('/notes', { contactIds: [contactId], body: `${NAME} called` });
  await a.post('/tasks', { contactId, title: `Call ${NAME}` });
  await a.post('/consents', { contactId, channel: 'email', purpose: 'news', basis: 'consent', source: `mail of ${EMAIL}` });
  const deal = await a.post<{ id: string }>('/deals', { name: 'Forty seats', contacts: [{ contactId }, { contactId: bo.id }] });
  const from = { address: EMAIL, role: 'from', name: NAME };
  const mail = { kind: 'email', direction: 'inbound', occurredAt: '2026-03-01T10:00:00Z', dealId: deal.id };
  const activity = (more: object) => a.post<{ id: string }>('/activities', { ...mail, ...more });
  const { id: fileId } = await hub.hub.files.forWorkspace(a.id).put(Buffer.from('her letter'), { contentType: 'text/plain', name: 'letter.txt' });
  const alone = await activity({ subject: `From ${NAME}`, participants: [from], data: { attachments: [{ fileId }] } });
  const shared = await activity({ subject: `${NAME} and Bo`, participants: [from, { address: 'bo@acme.test', role: 'to', name: 'Bo' }] });
  const csv = `First name,Last name,Email\nZephyrine,Quillfeather,${EMAIL}\nX,,no-address of ${EMAIL}\n`;
  const { import: file } = await a.upload<{ import: { id: string } }>('/imports', csv, { kind: 'contacts' });
  await hub.settle();
  const { mapping } = await a.get<{ mapping: object }>(`/imports/${file.id}`);
  await a.call('PUT', `/imports/${file.id}/mapping`, { body: { mapping, onExisting: 'overwrite' } });
  await hub.settle();
  await a.post(`/imports/${file.id}/apply`, {});
  await hub.settle();

  // What integrations keep beside the record.
  const who = JSON.stringify({ address: EMAIL, name: NAME });
  const threadId = await row('email_threads', { subject: `From ${NAME}`, status: 'open', last_direction: 'inbound' });
  const message = { thread_id: threadId, direction: 'inbound', kind: 'person', visibility: 'everything', from: JSON.parse(who), to: [], cc: [] };
  await row('email_messages', { ...message, message_key: '1', activity_id: alone.id, subject: `From ${NAME}`, text: 'x', attachments: [{ fileId }] });
  await row('email_messages', { ...message, message_key: '2', activity_id: shared.id, subject: `${NAME} and Bo` });
  await row('email_outgoing', { state: 'scheduled', contact_id: contactId, thread_id: threadId, from: {}, to: [JSON.parse(who)], subject: `Dear ${NAME}` });
  await row('email_drafts', { contact_id: contactId, content: { to: EMAIL } });
  await row('email_deliveries', { address: EMAIL, domain: 'gmail.com', state: 'delivered', fold: { address: EMAIL } });
  await row('email_suppressions', { address: EMAIL, reason: 'manual', scope: 'all', source: 'person' });
  await row('email_topic_choices', { address: EMAIL, state: 'subscribed' });
  await row('calendar_bookings', {
    status: 'cancelled',
    contact_id: contactId,
    guest_name: NAME,
    guest_email: EMAIL,
    time_zone: 'UTC',
    starts_at: '2026-03-01T10:00:00Z',
    ends_at: '2026-03-01T11:00:00Z',
  });
  const callId = await row('voip_calls', {
    direction: 'inbound',
    from_number: PHONE,
    to_number: '+1',
    counterpart: PHONE,
    contact_id: contactId,
    caller_name: NAME,
    legs: [{ from: PHONE }],
    purpose: 'call',
    state: 'ended',
  });
  await row('voip_recordings', { call_id: callId, kind: 'recording', state: 'ready', transcript: `I am ${NAME}` });
  await row('linkedin_people', {
    person_key: SLUG,
    slug: SLUG,
    first_name: 'Zephyrine',
    last_name: 'Quillfeather',
    contact_id: contactId,
    state: 'connected',
    match: 'slug',
  });
  await row('slack_messages', { record_type: 'contact', record_id: contactId, text: `News of ${NAME}`, kind: 'card' });
  await row('notifications', { title: `${NAME} wrote`, href: `/contacts/${contactId}` });
  await hub.settle();
  expect((await traces()).length).toBeGreaterThan(15);

  expect((await a.call('POST', `/contacts/${contactId}/erase`, { apiKey: await a.key('salesperson') })).status).toBe(403);
  const erased = await a.post<{ id: string; proof: object }>(`/contacts/${contactId}/erase`, {});
  expect(erased.proof).toMatchObject({ contacts: 2, emptied: 2, struck: 1, todos: 1, files: 1 });
  await hub.settle();
  expect(await traces()).toEqual([]);
  // What is left so that no campaign reaches them: a hash for each address.
  const [left] = await hub.database.workspace(a.id, (tx) =>
    rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from email_erasures where workspace_id = ${a.id}`),
  );
  expect(left?.n).toBeGreaterThan(0);
  expect((await a.call('GET', `/contacts/${contactId}`)).status).toBe(404);
  expect((await a.call('GET', `/contacts/${double.id}`)).status).toBe(404);
  expect(
    await hub.hub.files
      .forWorkspace(a.id)
      .describe(fileId)
      .catch((error: Error & { code?: string }) => error.code),
  ).toBe('not_found');
  expect(await a.get('/search?q=quillfeather')).toMatchObject({ data: [] });
  expect(await a.get(`/deals/${deal.id}`)).toMatchObject({ contacts: [{ contactId: bo.id }] });
  expect(await a.get('/erasures')).toMatchObject({ data: [{ id: erased.id, proof: { contacts: 2 } }] });
  const acts = await a.get<{ data: { act: string; targetId: string }[] }>('/audit-log?kind=acts');
  expect(JSON.stringify(acts.data.find(({ act }) => act === 'contact.erased'))).toContain(erased.id);

  // By hand, by a file: not again, until it is allowed.
  expect(await a.call('POST', '/contacts', { body: { emails: [{ value: EMAIL }] } })).toMatchObject({ status: 409 });
  expect(await a.post('/erasures/release', { kind: 'email', value: EMAIL.toUpperCase() })).toEqual({ released: 1 });
  expect((await a.call('POST', '/contacts', { body: { emails: [{ value: EMAIL }] } })).status).toBe(201);
}, 120_000);

it('knows every table that holds a contact', async () => {
  const source = registry
    .filter(({ forget }) => forget)
    .map(({ name }) => readFileSync(new URL(`../../integrations/${name}/forget.ts`, import.meta.url), 'utf8'))
    .join('\n');
  // Those of the record itself are emptied with it.
  const own = ['activity_participants', 'consents', 'contact_identities', 'deal_contacts', 'todos'];
  const holding = await hub.database.workspace(a.id, (tx) =>
    rowsOf<{ name: string }>(
      tx,
      sql`select distinct table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'contact_id'`,
    ),
  );
  expect(holding.map(({ name }) => name).filter((name) => !own.includes(name) && !source.includes(name))).toEqual([]);
});
