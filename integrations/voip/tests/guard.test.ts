import { expect, it } from 'vitest';
import { type GuardFacts, judge } from '../guard/rules.ts';
import { readNumber } from '../phone/number.ts';
import { recordingRule } from '../recordings/consent.ts';

const limits = { countries: [], attemptsPerDay: 3, spendPerDay: 10, spendPerPersonPerDay: 5 };
const facts = (to: string, more: Partial<GuardFacts> = {}): GuardFacts => ({
  number: readNumber(to),
  ownNumbers: ['+14155550100'],
  isOnList: false,
  attempts: 0,
  spentToday: 0,
  spentByPersonToday: 0,
  now: new Date('2026-11-25T19:00:00Z'),
  ...more,
});
const rule = (to: string, more: Partial<GuardFacts> = {}, own = limits) => judge(facts(to, more), own).rule;

it('lets an ordinary call through, and gives each refusal one rule and a sentence', () => {
  expect(judge(facts('+14155552671'), limits)).toMatchObject({ allowed: true });
  expect(rule('911')).toBe('emergency');
  expect(rule('112')).toBe('emergency');
  expect(rule('+19005550123')).toBe('premium');
  expect(rule('+18765550123')).toBe('premium');
  expect(rule('+14155550100')).toBe('own_number');
  expect(rule('hello')).toBe('invalid_number');
  expect(rule('+442071838750', {}, { ...limits, countries: ['US'] as never })).toBe('country');
  expect(rule('+14155552671', { isOnList: true })).toBe('do_not_call');
  expect(rule('+14155552671', { attempts: 3 })).toBe('attempts');
  expect(rule('+14155552671', { spentToday: 10 })).toBe('spend');
  expect(rule('+14155552671', { spentByPersonToday: 5 })).toBe('spend');
  for (const to of ['911', '+19005550123', 'hello']) expect(judge(facts(to), limits).sentence?.length).toBeGreaterThan(20);
});

it('says when quiet hours end, and prefers a hard no to a late hour', () => {
  const until = new Date('2026-11-26T16:00:00Z');
  const quiet = { code: 'quiet_hours', sentence: 'It is 22:15 there.', until };
  const contact = { allowed: false, timeZone: 'America/Los_Angeles', reasons: [quiet] };
  expect(judge(facts('+14155552671', { contact }), limits)).toMatchObject({ rule: 'quiet_hours', nextAllowedAt: until.toISOString() });
  const both = { ...contact, reasons: [quiet, { code: 'do_not_contact', sentence: 'Asked not to be called.' }] };
  expect(judge(facts('+14155552671', { contact: both }), limits)).toMatchObject({ rule: 'do_not_contact', sentence: 'Asked not to be called.' });
});

it('reads numbers as people and networks write them', () => {
  const e164 = (raw: string, country?: string) => readNumber(raw, country).e164;
  expect(readNumber('(415) 555-2671 ext. 12')).toMatchObject({ e164: '+14155552671', extension: '12' });
  expect(e164('020 7946 0958', 'GB')).toBe('+442079460958');
  expect(e164('0044 20 7946 0958')).toBe('+442079460958');
  expect(e164('1-800-FLOWERS')).toBe('+18003569377');
  expect(e164('sip:+14155552671@pbx.test')).toBe('+14155552671');
  expect(e164('tel:+14155552671')).toBe('+14155552671');
  for (const hidden of ['', 'anonymous', 'Restricted', '+266696687', '7378742833', '2562533', '8656696', '86282452253'])
    expect(readNumber(hidden), hidden).toMatchObject({ isWithheld: true });
  expect(readNumber('911')).toMatchObject({ kind: 'short' });
  expect(readNumber('client:0199a2f0')).toMatchObject({ kind: 'client' });
});

it('announces a recording where everybody must agree, and where nobody knows', () => {
  const rule = (number: string) => recordingRule({ announce: 'all_party_states' }, number);
  expect(rule('+14155552671')).toEqual({ announces: true, jurisdiction: 'US-CA' });
  expect(rule('+12125550123')).toEqual({ announces: false, jurisdiction: 'US' });
  expect(rule('+442071838750')).toMatchObject({ announces: true });
  expect(rule('anonymous')).toMatchObject({ announces: true, jurisdiction: 'unknown' });
  expect(recordingRule({ announce: 'always' }, '+12125550123').announces).toBe(true);
  expect(recordingRule({ announce: 'never' }, '+14155552671').announces).toBe(false);
});
