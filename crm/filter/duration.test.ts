import { expect, it } from 'vitest';
import { durationInWords, readDuration, shiftBy } from './duration.ts';

const from = (start: string, text: string) => {
  const duration = readDuration(text);
  return duration && shiftBy(new Date(start), duration).toISOString();
};

it('counts as a calendar does', () => {
  expect(from('2026-03-31T10:00:00Z', 'P1M')).toBe('2026-02-28T10:00:00.000Z');
  expect(from('2026-03-31T10:00:00Z', '+P1M')).toBe('2026-04-30T10:00:00.000Z');
  expect(from('2024-02-29T10:00:00Z', 'P1Y')).toBe('2023-02-28T10:00:00.000Z');
  expect(from('2026-01-15T10:00:00Z', 'P13M')).toBe('2024-12-15T10:00:00.000Z');
  expect(from('2026-03-02T00:00:00Z', 'P2W')).toBe('2026-02-16T00:00:00.000Z');
  expect(from('2026-03-02T00:00:00Z', 'PT90M')).toBe('2026-03-01T22:30:00.000Z');
});

it('knows what is none', () => {
  for (const text of ['', 'P', 'PT', 'P30', '30D', 'P-3D', 'P1.5D', 'P0D', 'P101Y', 'p30d', 'P1DT', '-P3D', 'P99999D99999D'])
    expect(readDuration(text), text).toBeUndefined();
});

it('is said in words', () => {
  const said = (text: string) => durationInWords(readDuration(text) ?? { ahead: false, years: 0, months: 0, days: 0, seconds: 0 });
  expect([said('P30D'), said('P1Y1M'), said('P2W'), said('PT12H'), said('PT1S')]).toEqual(['30 days', '1 year and 1 month', '14 days', '12 hours', '1 second']);
});
