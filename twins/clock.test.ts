import { afterEach, expect, test, vi } from 'vitest';
import { createVirtualClock } from './clock.ts';
import { startTwinsForFile } from './testing/client.ts';
import { createTimers } from './timers.ts';

const twins = startTwinsForFile();

const setup = () => {
  let real = Date.parse('2026-01-01T00:00:00Z');
  const clock = createVirtualClock(() => real);
  return { clock, passReal: (ms: number) => (real += ms), at: () => clock.now().toISOString() };
};
afterEach(() => {
  vi.useRealTimers();
});

test('runs with real time, displaced by what it was set or advanced to', () => {
  const { clock, passReal, at } = setup();
  clock.change({ advanceMs: 3_600_000 });
  passReal(1_000);
  expect([at(), clock.state().offsetMs]).toEqual(['2026-01-01T01:00:01.000Z', 3_600_000]);
  clock.change({ now: '2030-05-01T00:00:00+02:00', advanceMs: 1 });
  passReal(1_000);
  expect(at()).toBe('2030-04-30T22:00:01.001Z');
  clock.reset();
  expect(clock.state()).toEqual({ now: '2026-01-01T00:00:02.000Z', frozen: false, offsetMs: 0 });
});

test('stands still when frozen, can be advanced so, and goes on from there', () => {
  const { clock, passReal, at } = setup();
  clock.change({ freeze: true });
  passReal(60_000);
  expect(at()).toBe('2026-01-01T00:00:00.000Z');
  clock.change({ advanceMs: 5_000 });
  passReal(60_000);
  expect([at(), clock.state().frozen]).toEqual(['2026-01-01T00:00:05.000Z', true]);
  clock.change({ freeze: false });
  passReal(1_000);
  expect(at()).toBe('2026-01-01T00:00:06.000Z');
});

test('alarms ring in order when the clock is advanced past them, never twice, and not when cancelled', () => {
  const { clock } = setup();
  const timers = createTimers(clock);
  const rung: string[] = [];
  timers.at(clock.nowMs() + 2_000, () => rung.push('second'));
  timers.at(clock.nowMs() + 1_000, () => rung.push('first'));
  timers.at(clock.nowMs() + 9_000, () => rung.push('later'));
  timers.at(clock.nowMs() + 1_500, () => rung.push('cancelled'))();
  clock.change({ advanceMs: 5_000 });
  clock.change({ advanceMs: 1 });
  expect([rung, timers.pending()]).toEqual([['first', 'second'], 1]);
  timers.stop();
  clock.change({ advanceMs: 60_000 });
  expect(rung).toEqual(['first', 'second']);
});

test('alarms ring by themselves as real time passes, and not while the clock stands still', () => {
  vi.useFakeTimers();
  const clock = createVirtualClock();
  const timers = createTimers(clock);
  let rings = 0;
  timers.at(clock.nowMs() + 1_000, () => (rings += 1));
  clock.change({ freeze: true });
  vi.advanceTimersByTime(5_000);
  expect(rings).toBe(0);
  clock.change({ freeze: false });
  vi.advanceTimersByTime(1_000);
  expect(rings).toBe(1);
  timers.stop();
});

test('the clock by HTTP', async () => {
  const frozen = await twins.post('/_twins/clock', { now: '2031-01-01T00:00:00Z', advanceMs: 1_500, freeze: true });
  expect(frozen.json).toMatchObject({ now: '2031-01-01T00:00:01.500Z', frozen: true });
  expect((await twins.get('/_twins/clock')).json.now).toBe('2031-01-01T00:00:01.500Z');
  for (const wrong of [{ now: 'tomorrow' }, { advanceMs: 'much' }, { speed: 2 }]) expect((await twins.post('/_twins/clock', wrong)).status).toBe(422);
  await twins.post('/_twins/reset');
  expect((await twins.get('/_twins/clock')).json).toMatchObject({ frozen: false, offsetMs: 0 });
});
