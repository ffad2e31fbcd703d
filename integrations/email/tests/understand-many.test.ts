import { expect, it } from 'vitest';
import { createMailReaders } from '../parsing/understand-many.ts';

const receivedAt = new Date('2026-11-25T12:00:00Z');
const plain = (n: number) => ({
  raw: Buffer.from(`From: jane@customer.example\r\nMessage-ID: <${n}@customer.example>\r\nSubject: Matter ${n}\r\n\r\nWords.\r\n`),
  receivedAt,
});
/** Hundreds of thousands of parts: taken apart they are far more than they weigh. */
const bomb = {
  raw: Buffer.from(
    `From: a@b.example\r\nSubject: Bomb\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nX: y\r\n\r\n\r\n'.repeat(340_000)}--b--\r\n`,
  ),
  receivedAt,
};

it('cannot read the one mail that brings its thread down, and reads all the others, in their order', async () => {
  const reader = createMailReaders({ mostMemoryMb: 48 })();
  const mails = [...Array.from({ length: 30 }, (_, n) => plain(n)), bomb, ...Array.from({ length: 30 }, (_, n) => plain(30 + n))];
  for (const mail of mails) await reader.add(mail);
  const subjects = (await reader.all()).map((mail) => mail?.subject);
  expect(subjects).toEqual([...Array.from({ length: 30 }, (_, n) => `Matter ${n}`), undefined, ...Array.from({ length: 30 }, (_, n) => `Matter ${30 + n}`)]);
}, 120_000);
