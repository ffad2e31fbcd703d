import { sql } from 'drizzle-orm';
import iconv from 'iconv-lite';
import { uuidv7 } from 'uuidv7';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '#platform/database/database';
import { type TestDatabase, testDatabase } from '#platform/testing/database';
import { PatchbayError, type UserId } from '#sdk';
import { createContacts } from '../contacts/contacts.ts';
import { createDeals } from '../deals/deals.ts';
import { createOrganizations } from '../organizations/organizations.ts';
import type { CrmScope } from '../scope.ts';
import { testScope } from '../testing-scope.ts';
import { createImports, type MappingChoice } from './imports.ts';
import type { ImportKind } from './targets.ts';

let database: TestDatabase;
let scope: Awaited<ReturnType<typeof testScope>>;
let imports: ReturnType<typeof createImports>;
beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  scope = await testScope(database);
  imports = createImports(scope);
});

const NOBODY = async () => undefined;
const SILENT = async () => {};
const fileOf = (content: string | Buffer) =>
  async function* () {
    const bytes = Buffer.from(content as string);
    for (let at = 0; at < bytes.length; at += 7_919) yield bytes.subarray(at, at + 7_919);
  };
async function read(kind: ImportKind, content: string | Buffer) {
  const { id } = await imports.add({ kind, fileId: uuidv7(), fileName: 'list.csv' }, NOBODY);
  const open = fileOf(content);
  await imports.read(id, open);
  return { id, open, row: await imports.get(id) };
}
async function bring(kind: ImportKind, content: string | Buffer, choice: Partial<MappingChoice> = {}) {
  const { id, open, row } = await read(kind, content);
  await imports.map(id, { mapping: row.mapping, ...choice }, NOBODY);
  await imports.startApplying(id, NOBODY);
  await imports.apply(id, open, SILENT);
  return { id, open, row: await imports.get(id) };
}
const contacts = async () => (await createContacts(scope).list({ sort: '-createdAt', limit: 200 } as never)).contacts;
const codeOf = (error: unknown) => (error instanceof PatchbayError ? error.code : String(error));

describe('reading', () => {
  it.each([
    ['UTF-8 with a mark', (text: string) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
    ['UTF-16', (text: string) => iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['Windows-1252', (text: string) => iconv.encode(text, 'windows-1252')],
  ])('knows %s by its bytes', async (_name, encode) => {
    const { row, open, id } = await read(
      'contacts',
      encode('Vorname;Nachname;E-Mail\r\nJörg;Müller;joerg@acme.test\r\nÉloïse;Söderström;eloise@acme.test\r\n'),
    );
    expect(row).toMatchObject({
      state: 'mapping',
      columns: ['Vorname', 'Nachname', 'E-Mail'],
      mapping: { Vorname: 'firstName', Nachname: 'lastName', 'E-Mail': 'email' },
    });
    expect(await imports.sample(id, open)).toContainEqual(['Jörg', 'Müller', 'joerg@acme.test']);
  });
  it('counts columns of a file without names', async () => {
    const { row } = await read('contacts', 'Ann,Lee,ann@acme.test\nBen,Ode,ben@acme.test\n');
    expect(row).toMatchObject({
      columns: ['Column 1', 'Column 2', 'Column 3'],
      counts: { read: 2 },
      dialect: { hasHeader: false },
      mapping: { 'Column 3': 'email' },
    });
  });
  it.each([
    ['a workbook', Buffer.from('PK\u0003\u0004rest'), /workbook/],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), /no text/],
    ['a row with thousands of columns', `a${',b'.repeat(3_000)}\n1\n`, /500 columns/],
    ['a cell that never ends', `a,b\n"${'x'.repeat(600_000)}\n`, /100,000 characters|never closed/],
  ])('refuses %s with a sentence', async (_name, content, sentence) => {
    const { row } = await read('contacts', content);
    expect(row.state).toBe('failed');
    expect(row.error).toMatch(sentence);
  });
  it('takes a hundred columns, and brings what the few that mean something say', async () => {
    const more = Array.from({ length: 98 }, (_, n) => `Extra ${n}`);
    const { row } = await bring('contacts', `First name,Email,${more.join(',')}\nAnn,ann@acme.test,${more.map(() => 'x').join(',')}\n`);
    expect(row.columns).toHaveLength(100);
    expect(row).toMatchObject({ state: 'done', mapping: { 'First name': 'firstName', Email: 'email' }, counts: { created: 1 } });
    expect(await contacts()).toMatchObject([{ firstName: 'Ann', emails: [{ value: 'ann@acme.test' }] }]);
  });
  it('takes an empty file for what it is', async () => {
    const { row } = await read('contacts', '');
    expect(row).toMatchObject({ state: 'mapping', counts: { read: 0 } });
  });
});

describe('the choice of columns', () => {
  it('names what is wrong with each column', async () => {
    const { id } = await read('deals', 'Deal,Value\nBig,100\n');
    const error = await imports.map(id, { mapping: { Deal: 'amount', Value: 'amount', Gone: 'name' } }, NOBODY).catch((thrown: unknown) => thrown);
    expect(codeOf(error)).toBe('invalid_input');
    expect((error as PatchbayError).details.errors?.map(({ path }) => path)).toEqual(['mapping.Value', 'mapping.Gone', 'mapping']);
  });
  it('finds out what would become of each row, and changes nothing', async () => {
    await createContacts(scope).create({ firstName: 'Ann', emails: [{ value: 'ann@acme.test' }] } as never);
    const { id, open, row } = await read('contacts', 'First name,Email,Phone\nAnn,ANN@acme.test,+49 30 901820\nBen,ben@acme.test,\nCy,not-an-address,\n');
    await imports.map(id, { mapping: row.mapping }, NOBODY);
    await imports.check(id, open, SILENT);
    expect(await imports.get(id)).toMatchObject({ state: 'review', counts: { read: 3, created: 1, updated: 1, skipped: { invalid_value: 1 } } });
    const [ann, ben, cy] = await imports.rows(id, { limit: 10 });
    expect(ann).toMatchObject({ result: 'updated', before: { existing: { title: 'Ann', by: 'e-mail' } } });
    expect(ben).toMatchObject({ result: 'created' });
    expect(cy).toMatchObject({ result: 'skipped', reason: '“not-an-address” is no e-mail address (column “Email”).' });
    expect(await contacts()).toHaveLength(1);
    await imports.startApplying(id, NOBODY);
    await imports.apply(id, open, SILENT);
    expect(await imports.get(id)).toMatchObject({ state: 'done', counts: { created: 1, updated: 1 } });
    expect(await contacts()).toHaveLength(2);
  });
});

describe('contacts', () => {
  it('are one per person, with their organization, whatever writes them twice', async () => {
    const { row } = await bring(
      'contacts',
      'Name,Email,Company,Tags\nAnn Lee,ann@acme.test,Acme,vip;old\nLee Ann,Ann@Acme.test,Acme,new\nBen Ode,ben@acme.test,Acme,\n',
    );
    expect(row.counts).toMatchObject({ created: 2, updated: 1, skipped: {} });
    const all = await contacts();
    expect(all.find(({ firstName }) => firstName === 'Ann')).toMatchObject({ lastName: 'Lee', tags: ['new', 'old', 'vip'] });
    expect(new Set(all.map(({ organizationId }) => organizationId)).size).toBe(1);
  });
  it('keep what they have where the file may only fill what is empty, and lose nothing to empty cells', async () => {
    await createContacts(scope).create({ firstName: 'Ann', jobTitle: 'CEO', emails: [{ value: 'ann@acme.test' }] } as never);
    const csv = 'Email,Job title,City\nann@acme.test,CTO,Berlin\n';
    await bring('contacts', csv);
    expect(await contacts()).toMatchObject([{ jobTitle: 'CEO', address: { city: 'Berlin' } }]);
    await bring('contacts', csv, { onExisting: 'overwrite' });
    expect(await contacts()).toMatchObject([{ jobTitle: 'CTO' }]);
    await bring('contacts', 'Email,Job title\nann@acme.test,\n', { onExisting: 'overwrite' });
    expect(await contacts()).toMatchObject([{ jobTitle: 'CTO' }]);
    const { row } = await bring('contacts', 'Email,Job title\nann@acme.test,COO\n', { onExisting: 'skip' });
    expect(row.counts).toMatchObject({ updated: 0, skipped: { already_there: 1 } });
  });
  it.each([
    ['people', (n: number) => (n % 650 < 40 ? n % 650 : n)],
    ['houses', (n: number) => n],
  ])('are one, and so are houses, however many rows lie between those that name the same %s', async (_of, whoOf) => {
    const rows = Array.from({ length: 2_600 }, (_each, n) => whoOf(n));
    const csv = rows.map((who) => `Ann${who},ann${who}@gmail.com,House ${who % 30}`).join('\n');
    const { row } = await bring('contacts', `First name,Email,Company\n${csv}\n`);
    const people = new Set(rows).size;
    expect(row.counts).toEqual({ read: 2_600, created: people, updated: 0, skipped: people < 2_600 ? { already_there: 2_600 - people } : {} });
    const houses = await scope.db.transaction((tx) =>
      rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from organizations where workspace_id = ${scope.workspaceId}`),
    );
    expect(houses).toEqual([{ n: 30 }]);
  });
  it('of a broken last line say why, and the rest is there', async () => {
    const { id, row } = await bring('contacts', 'First name,Email\nAnn,ann@acme.test\nBen,"ben@acme.test\n');
    expect(row).toMatchObject({ state: 'done', counts: { created: 1, skipped: { broken: 1 } } });
    expect(await imports.rows(id, { result: 'skipped', limit: 10 })).toMatchObject([{ line: 3, reason: expect.stringContaining('never closed') }]);
  });
  it('are not told apart by formulas: a cell is a text', async () => {
    await bring('contacts', 'First name,Email\n"=HYPERLINK(""http://evil"",""x"")",ann@acme.test\n');
    expect(await contacts()).toMatchObject([{ firstName: '=HYPERLINK("http://evil","x")' }]);
  });
  it('of somebody else are neither changed nor shown', async () => {
    const other = uuidv7() as UserId;
    const theirs = createContacts({ ...scope, userId: other });
    await theirs.create({ firstName: 'Zoe', ownerId: null, emails: [{ value: 'zoe@acme.test' }] } as never);
    await scope.db.transaction((tx) => tx.execute(sql`update contacts set owner_id = ${other} where workspace_id = ${scope.workspaceId}`));
    imports = createImports({ ...scope, reach: { read: [scope.userId], write: [scope.userId] } } as CrmScope);
    const { id, row } = await bring('contacts', 'First name,Email\nZo,zoe@acme.test\n', { onExisting: 'overwrite' });
    expect(row.counts).toMatchObject({ created: 0, updated: 0, skipped: { not_yours: 1 } });
    expect(JSON.stringify(await imports.rows(id, { limit: 5 }))).not.toContain('Zoe');
  });
});

describe('killed and asked twice', () => {
  it('goes on behind the last batch, and applies each row once', async () => {
    const lines = Array.from({ length: 1_200 }, (_each, n) => `Ann${n},ann${n}@acme.test`).join('\n');
    const { id, open, row } = await read('contacts', `First name,Email\n${lines}\n`);
    await imports.map(id, { mapping: row.mapping }, NOBODY);
    await imports.startApplying(id, NOBODY);
    const killed = imports.apply(id, open, async ({ done }) => {
      if (done >= 500) throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await imports.get(id)).toMatchObject({ state: 'applying', counts: { created: 500 } });
    await Promise.all([imports.apply(id, open, SILENT), imports.apply(id, open, SILENT)]);
    await imports.apply(id, open, SILENT);
    expect(await imports.get(id)).toMatchObject({ state: 'done', counts: { read: 1_200, created: 1_200, updated: 0, skipped: {} } });
    const [count] = await scope.db.transaction((tx) =>
      rowsOf<{ n: number }>(tx, sql`select count(*)::int as n from contacts where workspace_id = ${scope.workspaceId}`),
    );
    expect(count?.n).toBe(1_200);
  });
  it('writes each batch once, though whoever follows it asks the database meanwhile', async () => {
    const lines = Array.from({ length: 2_100 }, (_each, n) => `Ann${n},ann${n}@house${n}.test`).join('\n');
    const { id, open, row } = await read('contacts', `First name,Email\n${lines}\n`);
    await imports.map(id, { mapping: row.mapping }, NOBODY);
    await imports.startApplying(id, NOBODY);
    await imports.apply(id, open, async () => void (await imports.get(id)));
    expect(await imports.get(id)).toMatchObject({ state: 'done', counts: { created: 2_100 } });
    // What is told in a transaction that is given up and begun anew is told here twice.
    expect(scope.told.filter(({ type }) => type === 'contact.created')).toHaveLength(2_100);
  });
  it('is not applied before it is mapped, nor again when it is done', async () => {
    const { id } = await read('contacts', 'First name,Email\nAnn,ann@acme.test\n');
    await expect(imports.startApplying(id, NOBODY)).rejects.toThrow('which column');
    const { id: done } = await bring('contacts', 'First name,Email\nAnn,ann@acme.test\n');
    await expect(imports.startApplying(done, NOBODY)).rejects.toThrow('not applied again');
  });
  it('belongs to its workspace', async () => {
    const { id } = await read('contacts', 'First name,Email\nAnn,ann@acme.test\n');
    const stranger = createImports(await testScope(database));
    await expect(stranger.get(id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(stranger.startApplying(id, NOBODY)).rejects.toMatchObject({ code: 'not_found' });
    await expect(stranger.rows(id, { limit: 1 })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('undo', () => {
  it('removes what was added, puts back what was changed, and keeps what somebody changed since', async () => {
    const rooms = createContacts(scope);
    const { organizationId } = await rooms.create({ firstName: 'Ann', jobTitle: 'CEO', emails: [{ value: 'ann@acme.test' }], tags: ['old'] } as never);
    const { id } = await bring(
      'contacts',
      'First name,Email,Job title,Company,Phone,Tags\nAnna,ann@acme.test,CTO,Acme,+49 30 901820,new\nBen,ben@acme.test,Dev,Acme,,\nCy,cy@acme.test,Ops,,,\n',
      {
        onExisting: 'overwrite',
      },
    );
    const cy = (await contacts()).find(({ firstName }) => firstName === 'Cy');
    await rooms.update(cy?.id ?? '', { jobTitle: 'Head of ops' });
    await imports.startUndo(id, NOBODY);
    await imports.undo(id, SILENT);
    await imports.undo(id, SILENT);
    expect((await imports.get(id)).counts.undone).toEqual({ removed: 1, putBack: 1, kept: 1 });
    const all = await contacts();
    expect(all.map(({ firstName }) => firstName).sort()).toEqual(['Ann', 'Cy']);
    expect(all.find(({ firstName }) => firstName === 'Ann')).toMatchObject({ jobTitle: 'CEO', tags: ['old'], phones: [], organizationId });
    expect(await imports.rows(id, { undone: 'kept', limit: 10 })).toMatchObject([{ line: 4, undoReason: 'It was changed since the import.' }]);
  });
  it('is possible for seven days', async () => {
    const { id } = await bring('contacts', 'First name,Email\nAnn,ann@acme.test\n');
    scope.setNow('2026-03-10T09:00:01Z');
    await expect(imports.startUndo(id, NOBODY)).rejects.toThrow('seven days');
  });
});

describe('organizations, deals and activities', () => {
  it('come with their links, and go again', async () => {
    await bring('organizations', 'Company name,Domain,Employees,City\nAcme,acme.test,120,Berlin\nBolt,bolt.test,,\nAcme Inc,www.acme.test,,Bonn\n');
    const organizations = (await createOrganizations(scope).list({ sort: '-createdAt', limit: 50 } as never)).organizations;
    expect(organizations.map(({ name }) => name).sort()).toEqual(['Acme', 'Bolt']);
    await bring('contacts', 'First name,Email\nAnn,ann@acme.test\n');
    const { id, row } = await bring(
      'deals',
      'Deal name,Amount,Stage,Company,Contact email,Close date\nBig,"1.234,50 €",Closed lost,Acme,ann@acme.test,31/03/2026\nSmall,10,No such stage,Acme,,\nThird,5,,Acme,nobody@acme.test,\n',
    );
    expect(row.counts.skipped).toEqual({ not_found: 2 });
    expect((await imports.rows(id, { result: 'skipped', limit: 5 })).map(({ reason }) => reason)).toEqual([
      expect.stringContaining('There is no stage “No such stage”'),
      expect.stringContaining('No contact has nobody@acme.test'),
    ]);
    const [deal] = (await createDeals(scope).list({ sort: '-createdAt', limit: 50 } as never)).deals;
    expect(deal).toMatchObject({ name: 'Big', amount: '1234.50', currency: 'EUR', status: 'lost', lossReason: 'other', contacts: [{}] });
    const csv = 'Type,Date,Subject,Contact email,Deal\nCall,2026-02-01 14:30,First call,ann@acme.test,Big\nNote,2026-02-02,Lost,,\n';
    const { row: told } = await bring('activities', csv);
    expect(told.counts).toMatchObject({ created: 1, skipped: { not_found: 1 } });
    expect((await bring('activities', csv)).row.counts).toMatchObject({ created: 0, skipped: { already_there: 1, not_found: 1 } });
    await imports.startUndo(id, NOBODY);
    await imports.undo(id, SILENT);
    expect((await createDeals(scope).list({ sort: '-createdAt', limit: 50 } as never)).deals).toEqual([]);
  });
});
