import { describe, expect, it } from 'vitest';
import { decide } from '../keep/decide.ts';
import { directionOf, houseOf, isBlocked } from '../keep/house.ts';
import { safeHtml, textOfHtml } from '../parsing/html.ts';
import { understand } from '../parsing/mail.ts';
import { visibleReply } from '../parsing/visible-reply.ts';
import { judgeGone } from '../reading/changes.ts';

const received = new Date('2026-11-01T10:00:00Z');
const raw = (headers: string, body = 'Hello') => Buffer.from(`${headers.trim().replaceAll('\n', '\r\n')}\r\n\r\n${body}`, 'latin1');
const base = 'From: Jane <jane@customer.example>\nTo: ada@acme.example\nSubject: Hi\nDate: Sun, 01 Nov 2026 09:00:00 +0000\nMessage-ID: <1@x>';

describe('bad input', () => {
  it('stands endless nesting: the header is kept, the body is not looked into', async () => {
    const deep = Array.from({ length: 500 }, (_, n) => `--b${n}\r\nContent-Type: multipart/mixed; boundary=b${n + 1}\r\n\r\n`).join('');
    const mail = await understand(raw(`${base}\nContent-Type: multipart/mixed; boundary=b0`, deep), received);
    expect(mail).toMatchObject({ subject: 'Hi', rfcId: '1@x', remarks: expect.arrayContaining(['body_unreadable']) });
  });
  it('cuts a header of 100,000 recipients and still knows who wrote it and how many they were', async () => {
    const many = Array.from({ length: 100_000 }, (_, n) => `person${n}@customer.example`).join(',\n ');
    const mail = await understand(raw(`To: ${many}\n${base.replace(/To:.*\n/, '')}`), received);
    expect(mail).toMatchObject({ from: { address: 'jane@customer.example' }, subject: 'Hi', remarks: expect.arrayContaining(['header_cut']) });
    expect(mail.to).toHaveLength(200);
    expect(mail.recipients).toBeGreaterThan(10_000);
  });
  it('does not believe dates of 1970 and 2099', async () => {
    for (const date of ['Thu, 01 Jan 1970 00:00:00 +0000', 'Mon, 01 Jan 2099 00:00:00 +0000', 'yesterday'])
      expect((await understand(raw(base.replace(/Date:.*/m, `Date: ${date}`)), received)).sentAt).toEqual(received);
  });
  it('names a mail without a Message-ID by what it says', async () => {
    const without = base.replace(/\nMessage-ID:.*/, '');
    const [one, same, other] = [
      await understand(raw(without), received),
      await understand(raw(without), received),
      await understand(raw(without, 'Other'), received),
    ];
    expect(one.messageKey).toBe(same.messageKey);
    expect(one.messageKey).not.toBe(other.messageKey);
  });
  it('reads charsets, also wrong ones, and empty or broken mails', async () => {
    const latin = await understand(
      Buffer.concat([raw(`${base}\nContent-Type: text/plain; charset=iso-8859-1`, ''), Buffer.from([0x47, 0x72, 0xfc, 0xdf, 0x65])]),
      received,
    );
    expect(latin.text.trim()).toBe('Grüße');
    expect((await understand(raw(`${base}\nContent-Type: text/plain; charset=klingon`, 'abc'), received)).text).toContain('abc');
    for (const broken of [
      '',
      '\0\0\0',
      'no header at all',
      'Content-Type: multipart/mixed\r\n\r\n--',
      `${base}\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%`,
    ])
      expect(await understand(Buffer.from(broken), received)).toMatchObject({ messageKey: expect.any(String) });
  });
});

describe('what wrote a mail', () => {
  it.each([
    ['List-Id: <x.y>', 'list'],
    ['List-Unsubscribe: <https://x>', 'bulk'],
    ['Auto-Submitted: auto-replied', 'auto_reply'],
    ['Auto-Submitted: auto-generated', 'notification'],
    ['Precedence: bulk', 'bulk'],
    ['Content-Type: multipart/report; report-type=delivery-status; boundary=x', 'bounce'],
    ['X-Nothing: 1', 'person'],
  ])('%s: %s', async (header, kind) => expect((await understand(raw(`${base}\n${header}`), received)).kind).toBe(kind));
});

describe('what is new in a mail', () => {
  it.each([
    ['Thanks!\n\nOn Mon, 2 Nov 2026 at 10:00, Jane <j@x.example> wrote:\n> Hello\n> there', 'Thanks!'],
    ['Danke\n\nAm 02.11.2026 um 10:00 schrieb Jane:\n> Hallo', 'Danke'],
    ['Fine\n\nFrom: Jane\nSent: Monday\nTo: Ada\nSubject: x\n\nOld', 'Fine'],
    ['Yes\n-- \nJane\nAcme', 'Yes'],
    ['Yes\n\nSent from my iPhone', 'Yes'],
    ['> quoted\n\nanswered below', '> quoted\n\nanswered below'],
  ])('%j', (text, reply) => expect(visibleReply(text, false)).toBe(reply));
  it('leaves a forward whole', () => expect(visibleReply('See:\n\n---------- Forwarded message ---------\nFrom: x', true)).toContain('Forwarded'));
});

describe('HTML', () => {
  const show = (html: string, remoteImages = false) => safeHtml(html, { remoteImages, imageOf: (id) => (id === 'logo' ? '/api/v1/files/1' : undefined) });
  it('loses everything that acts', () => {
    const { html } = show(
      '<script>alert(1)</script><p onclick="x()" style="background:url(https://evil)">Hi</p><a href="javascript:x()">a</a><iframe src=x></iframe><form><input></form><svg><script>1</script></svg><style>p{}</style><meta http-equiv=refresh>',
    );
    expect(html).not.toMatch(/script|onclick|javascript|iframe|form|svg|url\(|style>|meta/i);
    expect(html).toContain('Hi');
  });
  it('blocks pictures from elsewhere until asked, and shows those in the mail', () => {
    const mail = '<img src="https://track.example/p.gif"><img src="cid:logo"><img src="//x.example/y.png">';
    expect(show(mail)).toMatchObject({ blockedImages: 2, html: expect.stringContaining('/api/v1/files/1') });
    expect(show(mail).html).not.toContain('track.example');
    expect(show(mail, true).html).toContain('https://track.example/p.gif');
  });
  it('becomes words', () => expect(textOfHtml('<style>x</style><p>A &amp; B</p><p>C&#252;<br>D</p>')).toBe('A & B\n\nCü\nD'));
});

describe('the house', () => {
  const connection = (email: string, settings = {}) => ({ data: { email }, externalId: email, settings }) as never;
  const house = houseOf([connection('ada@acme.example'), connection('eve@gmail.com')]);
  const mail = (from: string, to: string[]) => ({
    from: { address: from },
    to: to.map((address) => ({ address })),
    cc: [],
    kind: 'person' as const,
    sentAt: received,
  });
  it('knows colleagues by domain, and nobody by a public one', () => {
    expect(directionOf(house, mail('bob@acme.example', ['ada@acme.example']))).toBe('internal');
    expect(directionOf(house, mail('bob@acme.example', ['joe@gmail.com']))).toBe('outbound');
    expect(directionOf(house, mail('joe@gmail.com', ['eve@gmail.com']))).toBe('inbound');
  });
  it('decides rule by rule and says why', () => {
    const settings = { blocklist: ['@family.example', '*.secret.example', 'x@y.example'] };
    expect(decide(mail('mum@family.example', ['ada@acme.example']), settings, house, true)).toMatchObject({ keep: false, reason: 'blocked' });
    expect(decide(mail('a@b.secret.example', ['ada@acme.example']), settings, house, true)).toMatchObject({ reason: 'blocked' });
    expect(decide({ ...mail('news@shop.example', ['ada@acme.example']), kind: 'bulk' }, settings, house, false)).toMatchObject({ reason: 'bulk' });
    expect(decide({ ...mail('news@shop.example', ['ada@acme.example']), kind: 'bulk' }, settings, house, true)).toMatchObject({ keep: true });
    expect(decide(mail('jane@customer.example', ['ada@acme.example']), { ...settings, syncFrom: '2026-12-01' }, house, true)).toMatchObject({
      reason: 'too_old',
    });
    expect(isBlocked(['family.example'], 'a@family.example')).toBe(true);
    expect(isBlocked(['@family.example'], 'a@notfamily.example')).toBe(false);
  });
  it('believes no sudden emptiness', () => {
    const now = received;
    expect(judgeGone(100, 5, null, now)).toBe('remove');
    expect(judgeGone(100, 100, null, now)).toBe('mark');
    expect(judgeGone(100, 100, new Date(now.getTime() - 60_000), now)).toBe('wait');
    expect(judgeGone(100, 100, new Date(now.getTime() - 11 * 60_000), now)).toBe('remove');
  });
});
