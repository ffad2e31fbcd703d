import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestHub, type TestWorkspace, testHub } from '../../../server/testing/test-hub.ts';
import { dkimVerdict, dmarcNames, dmarcVerdict, isAligned, spfVerdict } from '../domains/records.ts';
import { nameServer } from './name-server.fixture.ts';
import { smtpServer } from './smtp-server.fixture.ts';

interface DomainView {
  name: string;
  isReady: boolean;
  isSignedHere: boolean;
  records: { purpose: string; name: string; value: string; isFound: boolean | null; problem: string | null }[];
}

describe('what stands in the DNS', () => {
  it('is read as receivers read it', () => {
    expect(spfVerdict(['v=spf1 a:mail.acme.example ~all', 'other'])).toEqual({ isFound: true });
    expect(spfVerdict(['v=spf10 all']).isFound).toBe(false);
    expect(spfVerdict(['v=spf1 -all', 'v=spf1 ~all']).problem).toContain('several');
    expect(spfVerdict(['v=spf1 include:a.example +all']).problem).toContain('everybody');
    expect(spfVerdict([`v=spf1 ${Array.from({ length: 11 }, (_, n) => `include:${n}.example`).join(' ')} -all`]).problem).toContain('ten');
    expect(dkimVerdict(['v=DKIM1; k=rsa; p=AB CD'], 'ABCD')).toEqual({ isFound: true });
    expect(dkimVerdict(['v=DKIM1; p='], 'ABCD').problem).toContain('withdrawn');
    expect(dkimVerdict(['v=DKIM1; p=EFGH'], 'ABCD').problem).toContain('Another key');
    expect(dmarcVerdict(['v=DMARC1; p=reject; adkim=s'])).toEqual({ isFound: true, policy: 'reject', isStrict: true });
    for (const texts of [[], ['v=DMARC1'], ['v=DMARC1; p=perhaps'], ['v=DMARC1; p=none', 'v=DMARC1; p=none'], ['v=DMARC10; p=none']])
      expect(dmarcVerdict(texts).isFound, texts.join()).toBe(false);
    expect([isAligned('acme.example', 'acme.example', true), isAligned('mail.acme.example', 'acme.example', false)]).toEqual([true, true]);
    expect([isAligned('mail.acme.example', 'acme.example', true), isAligned('notacme.example', 'acme.example', false)]).toEqual([false, false]);
    expect(dmarcNames('news.mail.acme.example')).toEqual(['_dmarc.news.mail.acme.example', '_dmarc.mail.acme.example', '_dmarc.acme.example']);
  });
});

describe('a domain that leaves by a server of one’s own', () => {
  let hub: TestHub;
  let workspace: TestWorkspace;
  let server: Awaited<ReturnType<typeof smtpServer>>;
  let names: Awaited<ReturnType<typeof nameServer>>;
  let connectionId: string;
  let contactId: string;
  const domain = async () => (await workspace.get<{ data: DomainView[] }>('/email/domains')).data.find(({ name }) => name === 'acme.example');
  const makeKey = () => workspace.post<DomainView>('/email/domains/acme.example/dkim', {});
  const draft = async () =>
    (
      await workspace.post<{ id: string }>('/email/campaigns', {
        name: 'Spring',
        contactIds: [contactId],
        from: { connectionId },
        content: { subject: 'Spring', format: 'html', body: '<p>Hi, see <a href="https://acme.example/a">this</a>. Grüße</p>' },
      })
    ).id;
  const problems = async (id: string) =>
    (await workspace.post<{ problems: { code: string; level: string; sentence: string }[] }>(`/email/campaigns/${id}/preflight`, {})).problems.filter(
      ({ code }) => /dkim|spf|dmarc|domain|aligned/.test(code),
    );

  const arrived = (count: number) =>
    expect
      .poll(
        async () => {
          await hub.settle();
          return server.delivered.length;
        },
        { timeout: 30_000 },
      )
      .toBe(count);

  beforeAll(async () => {
    names = await nameServer();
    server = await smtpServer();
    hub = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1', PATCHBAY_DNS_SERVERS: names.address } });
    workspace = await hub.newWorkspace();
    ({ id: connectionId } = await workspace.post<{ id: string }>('/connections', {
      integration: 'email',
      provider: 'smtp',
      credentials: { host: '127.0.0.1', port: server.port, security: 'none', fromEmail: 'ada@acme.example' },
    }));
    contactId = (await workspace.post<{ id: string }>('/contacts', { firstName: 'Jane', emails: [{ value: 'jane@customer.example', primary: true }] })).id;
  }, 120_000);

  it('is told what it lacks, before anything is sent', async () => {
    expect(await domain()).toMatchObject({ isReady: false, isSignedHere: false });
    const found = await problems(await draft());
    expect(found.map(({ code, level }) => `${code} ${level}`)).toEqual(['dkim_missing warning', 'spf_missing warning', 'dmarc_missing warning']);
    expect(found[0]?.sentence).toContain('5.7.26');
  });

  it('gets one key, however often it is asked for, and records to copy that are found once they stand there', async () => {
    const [first, again] = await Promise.all([makeKey(), makeKey()]);
    expect(again.records).toEqual(first.records);
    expect(first).toMatchObject({ isSignedHere: true, isReady: false });
    for (const { purpose, name, value, isFound } of first.records) {
      expect(isFound, purpose).toBe(false);
      names.records.set(name, [value]);
    }
    expect(await domain()).toMatchObject({ isReady: true, records: first.records.map(({ purpose }) => ({ purpose, isFound: true, problem: null })) });
    expect(await problems(await draft())).toEqual([]);
    const key = first.records.find(({ purpose }) => purpose === 'dkim');
    names.records.set(key?.name ?? '', ['v=DKIM1; k=rsa; p=QUJD']);
    expect((await problems(await draft())).map(({ code }) => code)).toEqual(['dkim_missing']);
    names.records.set(key?.name ?? '', [key?.value ?? '']);
  });

  it('signs what leaves, one-click headers included, so that a receiver believes it', async () => {
    const id = await draft();
    await workspace.post(`/email/campaigns/${id}/schedule`, {});
    await arrived(1);
    await workspace.post('/email/messages', { connectionId, to: [{ address: 'jane@customer.example' }], subject: 'Alone', text: 'Hello' });
    await arrived(2);
    const resolver = async (name: string, type: string) => {
      const found = type === 'TXT' ? names.records.get(name) : undefined;
      if (!found) throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      return found.map((text) => text.match(/.{1,255}/gs) ?? []);
    };
    for (const { raw } of server.delivered) {
      const { results } = await dkimVerify(Buffer.from(raw), { resolver });
      expect(results.map(({ status, signingDomain }) => [status.result, status.aligned, signingDomain])).toEqual([['pass', 'acme.example', 'acme.example']]);
      const altered = await dkimVerify(Buffer.from(raw.replace(/^Subject: /m, 'Subject: Not ')), { resolver });
      expect(altered.results[0]?.status.result).toBe('fail');
    }
    const signature = /^DKIM-Signature:[\s\S]*?(?=\r\n\S)/m.exec(server.delivered[0]?.raw ?? '')?.[0].replaceAll(/\s+/g, '') ?? '';
    const signedHeaders = /;h=([^;]+)/i.exec(signature)?.[1]?.toLowerCase().split(':') ?? [];
    expect(signedHeaders).toEqual(expect.arrayContaining(['from', 'subject', 'list-unsubscribe', 'list-unsubscribe-post']));
  });

  it('is nobody else’s', async () => {
    const elsewhere = await hub.newWorkspace();
    expect((await elsewhere.call('POST', '/email/domains/acme.example/dkim', { body: {} })).status).toBe(404);
    expect((await workspace.call('POST', '/email/domains/not%20a%20domain/dkim', { body: {} })).status).toBe(422);
    const { data } = await workspace.get<{ data: { contentType: string }[] }>('/events?limit=200').catch(() => ({ data: [] }));
    expect(JSON.stringify(data)).not.toContain('PRIVATE KEY');
  });

  it('is not held back when nobody answers about it', async () => {
    names.records.clear();
    const silent = await testHub({ environment: { PATCHBAY_ALLOW_PRIVATE_HOSTS: '127.0.0.1' } });
    const other = await silent.newWorkspace();
    const { id } = await other.post<{ id: string }>('/connections', {
      integration: 'email',
      provider: 'smtp',
      credentials: { host: '127.0.0.1', port: server.port, security: 'none', fromEmail: 'ada@acme.example' },
    });
    const made = await other.post<{ id: string }>('/email/campaigns', {
      name: 'Spring',
      from: { connectionId: id },
      content: { subject: 'a', format: 'text', body: 'b' },
    });
    const said = (await other.post<{ problems: { code: string; level: string }[] }>(`/email/campaigns/${made.id}/preflight`, {})).problems;
    expect(said.find(({ code }) => code === 'domain_not_checked')).toMatchObject({ level: 'hint' });
    expect((await other.get<{ data: DomainView[] }>('/email/domains')).data[0]?.records.every(({ isFound }) => isFound === null)).toBe(true);
  });
});
