import { describe, expect, it } from 'vitest';
import type { Stage } from '../pipelines/find-stage.ts';
import { standingAfter } from './outcome.ts';

const stage = (outcome: Stage['outcome'], probability: number): Stage => ({ key: outcome, title: outcome, outcome, probability, position: 0 });
const OPEN = { status: 'open', probability: 20, actualCloseDate: null, lossReason: null, lossReasonDetail: null } as const;
const LOST = { status: 'lost', probability: 0, actualCloseDate: '2026-01-05', lossReason: 'price', lossReasonDetail: 'too dear' } as const;
const TODAY = '2026-03-02';

describe('a deal stands', () => {
  it('at the probability of the stage it enters, or at the one that is said', () => {
    expect(standingAfter(OPEN, stage('open', 60), {}, TODAY)).toEqual({ standing: { ...OPEN, probability: 60 } });
    expect(standingAfter(OPEN, stage('open', 60), { probability: 55 }, TODAY)).toEqual({ standing: { ...OPEN, probability: 55 } });
    expect(standingAfter({ ...OPEN, probability: 55 }, undefined, {}, TODAY)).toEqual({ standing: { ...OPEN, probability: 55 } });
  });
  it('won at 100 % with a day', () => {
    expect(standingAfter(OPEN, stage('won', 100), {}, TODAY)).toEqual({ standing: { ...OPEN, status: 'won', probability: 100, actualCloseDate: TODAY } });
    expect(standingAfter(OPEN, stage('won', 100), { actualCloseDate: '2026-02-28' }, TODAY)).toMatchObject({ standing: { actualCloseDate: '2026-02-28' } });
  });
  it('lost at 0 % with a day and a reason, which stay while it is lost', () => {
    expect(standingAfter(OPEN, stage('lost', 0), { lossReason: 'price' }, TODAY)).toEqual({
      standing: { status: 'lost', probability: 0, actualCloseDate: TODAY, lossReason: 'price', lossReasonDetail: null },
    });
    expect(standingAfter(LOST, undefined, {}, TODAY)).toEqual({ standing: LOST });
    expect(standingAfter(LOST, undefined, { lossReason: 'timing' }, TODAY)).toEqual({ standing: { ...LOST, lossReason: 'timing' } });
  });
  it('open again with neither', () => {
    expect(standingAfter(LOST, stage('open', 10), {}, TODAY)).toEqual({ standing: { ...OPEN, probability: 10 } });
    expect(standingAfter(LOST, stage('won', 100), {}, TODAY)).toEqual({ standing: { ...OPEN, status: 'won', probability: 100, actualCloseDate: TODAY } });
  });
  it.each([
    [OPEN, stage('lost', 0), {}, 'lossReason'],
    [LOST, undefined, { lossReason: null }, 'lossReason'],
    [OPEN, undefined, { lossReason: 'price' }, 'lossReason'],
    [OPEN, undefined, { lossReasonDetail: 'so' }, 'lossReasonDetail'],
    [OPEN, undefined, { actualCloseDate: TODAY }, 'actualCloseDate'],
    [OPEN, stage('won', 100), { probability: 50 }, 'probability'],
    [OPEN, stage('won', 100), { lossReason: 'price' }, 'lossReason'],
    [LOST, undefined, { actualCloseDate: null }, 'actualCloseDate'],
  ] as const)('never as said in case %#', (before, entered, said, path) => {
    expect(standingAfter(before, entered, said, TODAY)).toMatchObject({ problems: [{ path }] });
  });
});
