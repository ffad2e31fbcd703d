import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attachment, cleanContentType, cleanName, parseRange } from './range.ts';

it.each([
  ['bytes=0-499', 1000, { start: 0, end: 499 }],
  ['bytes=500-', 1000, { start: 500, end: 999 }],
  ['bytes=-200', 1000, { start: 800, end: 999 }],
  ['bytes=-2000', 1000, { start: 0, end: 999 }],
  ['bytes=900-5000', 1000, { start: 900, end: 999 }],
  ['bytes=1000-', 1000, 'unsatisfiable'],
  ['bytes=-0', 1000, 'unsatisfiable'],
  ['bytes=0-', 0, 'unsatisfiable'],
  ['bytes=-5', 0, 'unsatisfiable'],
  ['bytes=5-1', 1000, undefined],
  ['bytes=0-1,5-6', 1000, undefined],
  ['bytes=-', 1000, undefined],
  ['items=0-1', 1000, undefined],
  [undefined, 1000, undefined],
] as const)('reads %s of %i', (header, size, expected) => expect(parseRange(header, size)).toEqual(expected));

it('never gives a range outside the content', () => {
  const header = fc.oneof(
    fc.string(),
    fc.tuple(fc.option(fc.nat()), fc.option(fc.nat())).map(([a, b]) => `bytes=${a ?? ''}-${b ?? ''}`),
  );
  fc.assert(
    fc.property(header, fc.nat(), (text, size) => {
      const range = parseRange(text, size);
      if (typeof range === 'object') expect(0 <= range.start && range.start <= range.end && range.end < size).toBe(true);
    }),
  );
});

it('names attachments in a way that no name breaks out of the header', () => {
  expect(attachment('Angebot "März".pdf')).toBe(`attachment; filename="Angebot _M_rz_.pdf"; filename*=UTF-8''Angebot%20%22M%C3%A4rz%22.pdf`);
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (name) => void expect(attachment(name)).toMatch(/^attachment(; filename="[^"\\%]*"; filename\*=UTF-8''[\w%.!#$&+^`|~-]*)?$/),
    ),
  );
  expect(cleanName('../../etc/pass\r\nwd')).toBe('passwd');
  expect(cleanName('invoice\u202efdp.exe')).toBe('invoicefdp.exe');
  expect(cleanName('C:\\x\\')).toBeUndefined();
  expect(cleanContentType('text/html; charset=utf-8')).toBe('application/octet-stream');
  expect(cleanContentType('Image/PNG')).toBe('image/png');
});
