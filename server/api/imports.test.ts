import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../testing/test-hub.ts';

let hub: TestHub;
let workspace: TestWorkspace;
beforeAll(async () => {
  hub = await testHub();
  workspace = await hub.newWorkspace();
  await hub.settle();
}, 120_000);

interface Import {
  id: string;
  state: string;
  mapping: Record<string, string>;
  counts: Record<string, unknown>;
  error: string | null;
}
const CSV = 'First name,Last name,Email,Company\nAnn,Lee,ann@acme.test,Acme\nBen,Ode,ben@acme.test,Acme\nCy,,no-address,\n';
async function begun(content: string, fields: Record<string, string> = { kind: 'contacts' }, key?: string): Promise<Import> {
  const { import: made } = await workspace.upload<{ import: Import }>('/imports', content, fields, key);
  await hub.settle();
  return workspace.get<Import>(`/imports/${made.id}`);
}

describe('imports', () => {
  it('go from a file over the choice of columns into the record, and back', async () => {
    const read = await begun(CSV);
    expect(read).toMatchObject({ state: 'mapping', mapping: { Email: 'email', Company: 'organization' }, counts: { read: 3 } });
    const { sample, fields } = await workspace.get<{ sample: string[][]; fields: { name: string }[] }>(`/imports/${read.id}/columns`);
    expect(sample[0]).toEqual(['Ann', 'Lee', 'ann@acme.test', 'Acme']);
    expect(fields.map(({ name }) => name)).toContain('jobTitle');

    const mapped = await workspace.call('PUT', `/imports/${read.id}/mapping`, { body: { mapping: read.mapping, onExisting: 'overwrite' } });
    expect(mapped.status).toBe(202);
    await hub.settle();
    expect(await workspace.get(`/imports/${read.id}`)).toMatchObject({ state: 'review', counts: { created: 2, skipped: { invalid_value: 1 } } });
    expect(await workspace.get('/contacts?email=ann@acme.test')).toMatchObject({ data: [] });

    await workspace.post(`/imports/${read.id}/apply`, {});
    await hub.settle();
    expect(await workspace.get(`/imports/${read.id}`)).toMatchObject({ state: 'done', counts: { created: 2 } });
    expect(await workspace.get('/contacts?email=ann@acme.test')).toMatchObject({ data: [{ firstName: 'Ann' }] });
    const skipped = await workspace.call<string>('GET', `/imports/${read.id}/skipped`);
    expect(skipped.headers['content-type']).toContain('text/csv');
    expect(skipped.body).toContain('Cy,,no-address,,4,');
    const job = await workspace.get<{ data: { title: string; state: string; done: number; total: number }[] }>('/jobs');
    expect(job.data.find(({ title }) => title === 'Import a file')).toMatchObject({ state: 'done', done: 3, total: 3 });

    await workspace.post(`/imports/${read.id}/undo`, {});
    await hub.settle();
    expect(await workspace.get(`/imports/${read.id}`)).toMatchObject({ state: 'undone', counts: { undone: { removed: 2, putBack: 0, kept: 0 } } });
    expect(await workspace.get('/contacts?email=ann@acme.test')).toMatchObject({ data: [] });
  });

  it('say what is wrong with a file, a kind and a choice of columns', async () => {
    expect(await begun('PK\u0003\u0004')).toMatchObject({ state: 'failed', error: expect.stringContaining('workbook') });
    await expect(workspace.upload('/imports', CSV, { kind: 'unicorns' })).rejects.toThrow('is none of contacts');
    const { id } = await begun(CSV);
    const wrong = await workspace.call<{ errors: { path: string }[] }>('PUT', `/imports/${id}/mapping`, { body: { mapping: { Nope: 'email' } } });
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: 'mapping.Nope' }, { path: 'mapping' }] } });
    expect((await workspace.call('POST', `/imports/${id}/undo`, { body: {} })).status).toBe(409);
  });

  it('are refused to those who only look', async () => {
    const viewer = await workspace.key('viewer');
    await expect(workspace.upload('/imports', CSV, { kind: 'contacts' }, viewer)).rejects.toThrow('403');
  });
});

describe('exports', () => {
  it('hold what their maker reaches, in a form that an import takes back and no spreadsheet calculates', async () => {
    await workspace.post('/contacts', { firstName: '=1+1;cmd', emails: [{ value: 'zoe@acme.test' }], phones: [{ value: '+4930901820' }] });
    const { export: made } = await workspace.post<{ export: { id: string } }>('/exports', {
      kind: 'contacts',
      filter: { field: 'email', op: 'eq', value: 'zoe@acme.test' },
    });
    await hub.settle();
    expect(await workspace.get(`/exports/${made.id}`)).toMatchObject({ state: 'done', rows: 1 });
    const { body } = await workspace.call<string>('GET', `/exports/${made.id}/file`);
    expect(body).toContain("'=1+1;cmd,,zoe@acme.test,,,+4930901820,");
    const back = await begun(body);
    expect(back.mapping).toMatchObject({ 'First name': 'firstName', 'E-mail': 'email', 'E-mail 2': 'email', Phone: 'phone', Organization: 'organization' });
    const stranger = await hub.newWorkspace();
    expect((await stranger.call('GET', `/exports/${made.id}/file`)).status).toBe(404);
    const other = await workspace.key('manager');
    expect((await workspace.call('GET', `/exports/${made.id}/file`, { apiKey: other })).status).toBe(404);
    const salesperson = await workspace.key('salesperson');
    expect((await workspace.call('POST', '/exports', { body: { kind: 'contacts' }, apiKey: salesperson })).status).toBe(403);
  });
  it('refuse a filter that means nothing before they begin', async () => {
    const { status, body } = await workspace.call<{ errors: { path: string }[] }>('POST', '/exports', {
      body: { kind: 'contacts', filter: { field: 'nope', op: 'eq', value: 1 } },
    });
    expect(status).toBe(422);
    expect(body.errors[0]?.path).toContain('field');
  });
});
