import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { readInstant } from '../archive/dates.ts';
import { mappingProblems, signatureOf, suggestMapping } from '../leads/file/columns.ts';

let hub: TestHub;
let workspace: TestWorkspace;
interface LeadFile {
  id: string;
  state: string;
  rows: number;
  done: number;
  kept: number;
  skipped: Record<string, number>;
  columns: { name: string; field: string; sample: string[] }[];
  isRemembered: boolean;
  choice: { formName: string; dates: string; createDeal: boolean };
}
interface Lead {
  title: string;
  state: string;
  receivedBy: string;
  formName: string;
  campaign: string | null;
  contactId: string | null;
  dealId: string | null;
  submittedAt: string;
  answers: { label: string; value: string; field: string | null }[];
  consents: { text: string; accepted: boolean }[];
}
const look = async (content: string | Uint8Array, name = 'leads.csv') => {
  const form = new FormData();
  form.append('file', new Blob([content as never]), name);
  const sent = new Response(form);
  return workspace.call<LeadFile & { detail?: string }>('POST', '/linkedin/lead-files', {
    body: Buffer.from(await sent.arrayBuffer()),
    headers: { 'content-type': sent.headers.get('content-type') ?? '' },
  });
};
const apply = async (id: string, body: Record<string, unknown> = {}) => {
  const answer = await workspace.call<LeadFile>('POST', `/linkedin/lead-files/${id}/apply`, { body: { formName: 'Webinar', ...body } });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  for (let rounds = 0; rounds < 100; rounds++) {
    await hub.settle();
    const row = await workspace.get<LeadFile>(`/linkedin/lead-files/${id}`);
    if (row.state === 'done') return row;
  }
  throw new Error('the list does not come to its end');
};
const leads = async () => (await workspace.get<{ data: Lead[] }>('/linkedin/leads?limit=200')).data;
const fieldOf = (file: LeadFile, name: string) => file.columns.find((column) => column.name === name)?.field;

const ENGLISH = [
  'Lead ID,Created,Form name,Campaign name,Account name,First name,Last name,Work email,Phone number,Company name,Job title,How many seats?,I agree to be contacted',
  '0199aaaa-0000-4000-8000-000000000001-1,2026-05-04 09:30:00,Pricing request,Spring,Acme Ads,Jane,Doe,jane@globex.test,+49 30 901820,Globex,Buyer,11–50,Yes',
  '0199aaaa-0000-4000-8000-000000000002-1,2026-05-04 10:30:00,Pricing request,Spring,Acme Ads,"Smith, Ph.D.",Omar,omar@initech.test,,Initech,CTO,"1–10\nor so",No',
].join('\n');

beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
});

describe('what a column is', () => {
  it('is told by its name in several languages, else by what stands in it; never by a guess that two columns share', () => {
    expect(suggestMapping(['Vorname', 'Nachname', 'Geschäftliche E-Mail-Adresse', 'Erstellt am', 'Wunsch'], [])).toEqual({
      Vorname: 'firstName',
      Nachname: 'lastName',
      'Geschäftliche E-Mail-Adresse': 'email',
      'Erstellt am': 'submittedAt',
      Wunsch: 'none',
    });
    expect(suggestMapping(['電子メール', 'プロフィール', '名'], [['a@b.test', 'https://www.linkedin.com/in/a', 'Aiko']])).toEqual({
      電子メール: 'email',
      プロフィール: 'linkedinUrl',
      名: 'none',
    });
    expect(suggestMapping(['Company', 'Company name'], [])).toEqual({ Company: 'company', 'Company name': 'none' });
  });
  it('is remembered by the columns, in whatever order they come', () => {
    expect(signatureOf(['First Name', 'E-mail'])).toBe(signatureOf(['e-mail', 'First name']));
    expect(signatureOf(['First Name', 'E-mail'])).not.toBe(signatureOf(['First Name', 'E-mail', 'City']));
  });
  it('must leave an address, and only one first name', () => {
    expect(mappingProblems(['A', 'B'], { A: 'firstName', B: 'firstName' }).map(({ message }) => message)).toEqual([
      'Another column is this already.',
      expect.stringContaining('without one nobody can be told from another'),
    ]);
  });
  it('reads times as each country writes them', () => {
    expect(readInstant('5/4/26, 9:30 AM')?.toISOString()).toBe('2026-05-04T09:30:00.000Z');
    expect(readInstant('05/04/2026 09:30', 'dmy')?.toISOString()).toBe('2026-04-05T09:30:00.000Z');
    expect(readInstant('04.05.2026 09:30')?.toISOString()).toBe('2026-05-04T09:30:00.000Z');
    expect(readInstant('2026-05-04')?.toISOString()).toBe('2026-05-04T00:00:00.000Z');
    expect(readInstant('31/31/2026')).toBeUndefined();
  });
});

describe('a list from Campaign Manager', () => {
  it('is looked into first: nothing is kept before a person has said which column is what', async () => {
    const { status, body } = await look(ENGLISH);
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'mapping', rows: 2, isRemembered: false });
    expect(fieldOf(body, 'Lead ID')).toBe('leadId');
    expect(fieldOf(body, 'Account name')).toBe('skip');
    expect(fieldOf(body, 'How many seats?')).toBe('none');
    expect(body.columns.find(({ name }) => name === 'Company name')?.sample).toEqual(['Globex', 'Initech']);
    expect(await leads()).toEqual([]);
  });

  it('becomes leads, contacts, consents and deals, as if they had come by themselves; and the choice is remembered', async () => {
    const { body } = await look(ENGLISH);
    const done = await apply(body.id, { mapping: { 'I agree to be contacted': 'consent' }, createDeal: true });
    expect(done).toMatchObject({ state: 'done', kept: 2, done: 2, skipped: {} });
    const [omar, jane] = await leads();
    expect(jane).toMatchObject({
      title: 'Jane Doe',
      state: 'open',
      receivedBy: 'file',
      formName: 'Pricing request',
      campaign: 'Spring',
      submittedAt: '2026-05-04T09:30:00.000Z',
      consents: [{ text: 'I agree to be contacted', accepted: true }],
    });
    expect(jane?.answers).toContainEqual({ label: 'How many seats?', value: '11–50', field: null });
    expect(JSON.stringify(jane?.answers)).not.toContain('Acme Ads');
    expect(omar?.consents).toEqual([{ text: 'I agree to be contacted', accepted: false }]);
    expect(await workspace.get(`/contacts/${jane?.contactId}`)).toMatchObject({ firstName: 'Jane', jobTitle: 'Buyer', leadSource: 'linkedin' });
    expect(await workspace.get(`/deals/${jane?.dealId}`)).toMatchObject({ name: 'Jane Doe – Pricing request' });
    const { data: consents } = await workspace.get<{ data: { textVersion: string }[] }>(`/consents?contactId=${jane?.contactId}`);
    expect(consents).toHaveLength(1);
    const next = await look(ENGLISH);
    expect(next.body).toMatchObject({ isRemembered: true, choice: { createDeal: true } });
    expect(fieldOf(next.body, 'I agree to be contacted')).toBe('consent');
  });

  it('brought in again doubles nobody, and says of each row why it was left out', async () => {
    const more = `${ENGLISH}\n,2026-05-05 08:00:00,Pricing request,Spring,Acme Ads,No,Address,,,Initech,CTO,,\n,yesterday,Pricing request,Spring,Acme Ads,No,Time,time@x.test,,,,,\n,2026-05-06 08:00:00,Pricing request,,,New,Person,new@x.test,,,,,\n,2026-05-06 08:00:00,Pricing request,,,New,Person,NEW@x.test,,,,,`;
    const { body } = await look(more);
    const done = await apply(body.id);
    expect(done).toMatchObject({ kept: 1, done: 6, skipped: { already_here: 2, no_address: 1, no_date: 1, twice_in_file: 1 } });
    const { data } = await workspace.get<{ data: { line: number; reason: string; cells: string[] }[] }>(`/linkedin/lead-files/${body.id}/skipped`);
    expect(data.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'already_here'],
      [3, 'already_here'],
      [4, 'no_address'],
      [5, 'no_date'],
      [7, 'twice_in_file'],
    ]);
    expect(await leads()).toHaveLength(3);
  });

  it('is read with lines above its header, as another country’s spreadsheet writes it, and in UTF-16', async () => {
    const german =
      'Berichtszeitraum;01.05.2026\nKonto;Acme Ads\n\nVorname;Nachname;E-Mail-Adresse;Erstellt am;Stadt\nLena;Müller;lena@hooli.test;04.05.2026 09:30;Köln\n=1+1;Zwei;zwei@hooli.test;05.05.2026 10:00;Bonn';
    const { status, body } = await look(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(german, 'utf16le')]), 'Anmeldungen_Mai.csv');
    expect(status).toBe(201);
    expect(body).toMatchObject({ rows: 2, choice: { formName: 'Anmeldungen Mai' } });
    const done = await apply(body.id);
    expect(done.kept).toBe(2);
    expect((await leads()).find(({ title }) => title === 'Lena Müller')).toMatchObject({ formName: 'Webinar', submittedAt: '2026-05-04T09:30:00.000Z' });
    // A formula is somebody's text and stays one.
    expect((await leads()).map(({ title }) => title)).toContain('=1+1 Zwei');
  });

  it('says how far it is in rows, and goes on behind the last row that was kept', async () => {
    const rows = Array.from({ length: 40 }, (_, n) => `P${n},X,p${n}@many.test`);
    const { body } = await look(['First name,Last name,Email', ...rows].join('\n'), 'many.csv');
    await workspace.call('POST', `/linkedin/lead-files/${body.id}/apply`, { body: { formName: 'Many' } });
    const done = await apply2(body.id);
    expect(done).toMatchObject({ kept: 40, done: 40 });
    const { data: jobs } = await workspace.get<{ data: { title: string; done: number; total: number }[] }>('/jobs');
    expect(jobs.find(({ title }) => title === 'Bring leads in from a file')).toMatchObject({ done: 40, total: 40 });
    expect((await workspace.call('POST', `/linkedin/lead-files/${body.id}/apply`, { body: { formName: 'Many' } })).status).toBe(409);
  });
  const apply2 = async (id: string) => {
    for (let rounds = 0; rounds < 100; rounds++) {
      await hub.settle();
      const row = await workspace.get<LeadFile>(`/linkedin/lead-files/${id}`);
      if (row.state === 'done') return row;
    }
    throw new Error('the list does not come to its end');
  };
});

describe('what is no list of leads', () => {
  const refused = async (content: string | Uint8Array, sentence: RegExp) => {
    const before = await leads();
    const { status, body } = await look(content);
    expect(status).toBe(422);
    expect(body.detail).toMatch(sentence);
    expect(await leads()).toEqual(before);
  };
  it('a zip', () => refused(Buffer.from('PK\u0003\u0004nothing'), /is a zip file/));
  it('a header without a row', () => refused('First name,Last name,Email\n', /not one lead below the header/));
  it('rows without a header', () => refused('jane@x.test,Jane,Doe\nomar@x.test,Omar,Haddad', /names columns/));
  it('a picture', () => refused(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /no CSV file/));
  it('an empty file', () => refused(' ', /empty|names columns/));
  it('columns none of which is an address', async () => {
    const { body } = await look('First name,Last name,City\nJane,Doe,Berlin\n');
    const answer = await workspace.call('POST', `/linkedin/lead-files/${body.id}/apply`, { body: { formName: 'X' } });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain('without one nobody can be told from another');
  });
});
