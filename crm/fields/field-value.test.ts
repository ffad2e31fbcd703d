import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CUSTOM_FIELD_TYPES } from '../models.ts';
import { type FieldDefinition, readValue, rowsOfValue } from './field-value.ts';
import { readAmount } from './money.ts';

const field = (type: FieldDefinition['type'], more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  id: 'f',
  key: 'k',
  label: 'K',
  type,
  options: ['red', 'green'],
  isRequired: false,
  isUnique: false,
  ...more,
});

describe('what somebody wrote', () => {
  it.each([
    ['text', ' Anna ', 'Anna'],
    ['number', 12.5, 12.5],
    ['number', '-12.50', -12.5],
    ['date', '2028-02-29', '2028-02-29'],
    ['bool', 'false', false],
    ['money', { amount: '007.5', currency: 'EUR' }, { amount: '7.50', currency: 'EUR' }],
    ['select', 'red', 'red'],
    ['multiselect', ['green', 'red', 'green'], ['red', 'green']],
    ['url', 'https://acme.com/a', 'https://acme.com/a'],
    ['user', '0199A2F0-0000-7000-8000-00000000000A', '0199a2f0-0000-7000-8000-00000000000a'],
    ['text', '  ', null],
    ['multiselect', [], null],
    ['bool', null, null],
  ] as const)('%s %j is kept as %j', (type, input, value) => {
    expect(readValue(field(type), input)).toEqual({ value });
  });

  it.each([
    ['text', 7],
    ['text', 'a\0b'],
    ['text', 'a\ud800'],
    ['number', 'twelve'],
    ['number', Number.NaN],
    ['date', '2026-02-30'],
    ['date', '31.03.2026'],
    ['bool', 1],
    ['money', { amount: 12.5, currency: 'EUR' }],
    ['money', { amount: '12.505', currency: 'EUR' }],
    ['money', { amount: '12.50', currency: 'euro' }],
    ['money', { amount: '12.50', currency: 'EUR', note: 1 }],
    ['select', 'blue'],
    ['multiselect', ['red', 'blue']],
    ['url', 'javascript:alert(1)'],
    ['url', 'acme'],
    ['user', 'anna'],
  ] as const)('%s %j is refused with a sentence', (type, input) => {
    expect(readValue(field(type), input)).toEqual({ problem: expect.stringMatching(/\w/) });
  });

  it('is kept alike when it is read twice, and its rows fit an index', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CUSTOM_FIELD_TYPES), fc.anything(), (type, input) => {
        const read = readValue(field(type), input);
        if ('problem' in read) return;
        expect(readValue(field(type), read.value)).toEqual(read);
        for (const row of rowsOfValue({ type }, read.value)) expect(Buffer.byteLength(row.text)).toBeLessThanOrEqual(2_000);
      }),
      { numRuns: 500 },
    );
  });

  it('is no longer than can be compared where it is unique', () => {
    expect(readValue(field('text'), 'x'.repeat(5001))).toEqual({ problem: 'is longer than 5000 characters' });
    expect(readValue(field('text', { isUnique: true }), 'x'.repeat(501))).toEqual({ problem: 'is longer than 500 characters' });
  });

  it('cuts a long text between characters', () => {
    expect(rowsOfValue({ type: 'text' }, '😀'.repeat(600))).toEqual([{ text: '😀'.repeat(500), number: null }]);
  });
});

it('amounts are decimal text, to the cent, however they are written', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n }), fc.nat(3), (cents, zeros) => {
      const sign = cents < 0n ? '-' : '';
      const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
      const exact = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
      expect(readAmount(`${sign}${'0'.repeat(zeros)}${exact.slice(sign.length)}`)).toBe(exact);
    }),
  );
  expect(['', '1e3', '1,5', '.5', '1.', '99999999999999', '--1', 'NaN', '-0'].map(readAmount)).toEqual([...Array(8).fill(undefined), '0.00']);
});
