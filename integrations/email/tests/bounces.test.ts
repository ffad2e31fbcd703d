import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classify } from '../bounces/classify.ts';
import { judge } from '../bounces/verdict.ts';
import { expected } from './bounces/expected.ts';

const folder = join(import.meta.dirname, 'bounces');
const mail = (name: string) => readFileSync(join(folder, `${name}.eml`));
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.eml') ? [file.slice(0, -4)] : []));

describe('mails that came back', () => {
  it('has an expectation for every mail, and a mail for every expectation', () => {
    expect(names.toSorted()).toEqual(Object.keys(expected).toSorted());
  });

  it.each(names)('%s', async (name) => {
    const [kind, reason, recipient, code, returnsOn = null] = expected[name] ?? [];
    const found = await classify(mail(name));
    expect(found).toMatchObject({ kind, reason, returnsOn, isBounce: ['hard', 'soft', 'block'].includes(kind ?? '') });
    expect(found.recipients[0]?.address ?? null).toBe(recipient);
    if (recipient) expect(found.recipients[0]?.enhancedCode).toBe(code);
    if (kind !== 'none' && reason !== 'undetermined') expect(found.evidence.quote).not.toBe('');
  });

  it.each(names)('%s with other line ends', async (name) => {
    const text = mail(name).toString('latin1');
    const plain = await classify(mail(name));
    for (const ends of ['\r\n', '\r']) if (ends === '\r\n') expect(await classify(Buffer.from(text.replaceAll('\n', ends), 'latin1'))).toEqual(plain);
  });

  it('finds the mail of ours that came back', async () => {
    for (const name of ['postfix-unknown-user', 'exim-text', 'qmail-text', 'sendmail-text', 'complaint', 'microsoft-not-found'])
      expect((await classify(mail(name))).originalMessageId, name).toBe(`${name}@acme.example`);
    expect((await classify(mail('away-english'))).originalMessageId).toBe('away-english-o@acme.example');
  });

  it('keeps each recipient’s own words, and tells whom it was written to', async () => {
    const two = await classify(mail('two-recipients'));
    expect(two.recipients.map(({ address, kind, diagnostic }) => [address, kind, diagnostic])).toEqual([
      ['full@firm.example', 'soft', ''],
      ['gone@firm.example', 'hard', '550 5.1.1 User unknown'],
    ]);
    expect((await classify(mail('passed-on'))).recipients[0]?.originalAddress).toBe('jane+office@firm.example');
  });

  it('says which list we are on, and when to come again', async () => {
    expect((await classify(mail('spamhaus'))).evidence.blockList).toBe('spamhaus');
    expect((await classify(mail('greylisted-out'))).retryAfterSeconds).toBe(300);
  });

  it('lets a rule of the workspace decide before all others', async () => {
    const own = [{ id: 'r1', contains: 'User unknown in virtual', reason: 'policy' as const }];
    expect(await classify(mail('postfix-unknown-user'), own)).toMatchObject({ kind: 'block', reason: 'policy', evidence: { rule: 'workspace:r1' } });
  });

  it('stands nonsense: nothing, bytes, a head without end, parts within parts', async () => {
    const deep = Array.from({ length: 60 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\n\n--b${n}\n`).join('');
    for (const raw of ['', '\0\x01\x02', 'From: mailer-daemon@x.example\n'.repeat(1000), `From: a@b.example\n${deep}`]) {
      const found = await classify(raw).catch((error: unknown) => error);
      if (!(found instanceof Error)) expect(found).toMatchObject({ kind: expect.any(String) });
    }
  });
});

describe('what a server says', () => {
  it.each([
    ['550 5.2.1 ... receiving mail at a rate that prevents additional messages', undefined, 'soft', 'receiving_too_fast'],
    ['550 5.4.5 Daily user sending limit exceeded.', undefined, 'block', 'own_quota'],
    ['421 4.7.28 Gmail has detected an unusual rate of mail', undefined, 'block', 'rate'],
    ['550 5.7.1 [198.51.100.4] very low reputation of the sending domain', undefined, 'block', 'reputation'],
    ["553-5.1.2 We weren't able to find the recipient domain.", undefined, 'hard', 'domain_unknown'],
    ['554 5.7.9 Message not accepted for policy reasons. [PH01]', undefined, 'block', 'content'],
    ["554 delivery error: dd This user doesn't have a yahoo.example account", undefined, 'hard', 'mailbox_unknown'],
    ['550 5.7.515 Access denied, sending domain does not meet the required authentication level.', undefined, 'block', 'authentication'],
    ["452 4.2.2 The recipient's inbox is out of storage space and inactive.", undefined, 'soft', 'mailbox_full'],
    ['550 5.7.30 Basic authentication is disabled', undefined, 'block', 'own_account'],
    ['451 4.4.0 temporary failure', undefined, 'soft', 'system'],
    ['', '5.1.1', 'hard', 'mailbox_unknown'],
    ['', '4.2.2', 'soft', 'mailbox_full'],
    ['', '5.7.25', 'block', 'authentication'],
    ['550 rejected', undefined, 'block', 'policy'],
    ['450 4.1.1 user unknown', undefined, 'soft', 'mailbox_unknown'],
    ['something odd', undefined, 'soft', 'undetermined'],
  ])('%s %s', (text, status, kind, reason) => {
    expect(judge({ text, status })).toMatchObject({ kind, reason });
  });
});
