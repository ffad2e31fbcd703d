import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import type { Call } from '../../../pages/calls/queries.ts';
import type { BrowserCall } from './browser-phone.ts';
import { type LineState, line } from './line.ts';

export const useLine = (): LineState => useSyncExternalStore(line().subscribe, line().get);

/** The hub's call that one at this browser belongs to. */
export const hubCallOf = ({ keys, from, direction }: BrowserCall, calls: readonly Call[]): Call | undefined =>
  calls.find(({ id, legs }) => keys.includes(id) || legs.some(({ legId }) => keys.includes(legId))) ??
  // A server that says nothing but who calls.
  (keys.length === 0 ? calls.find((call) => call.direction === direction && call.number !== null && call.number === from) : undefined);

// Calls that were asked for on this page: whoever pressed "Call" need not press "Answer" too.
const asked = new Set<string>();
export const askedHere = (callId: string): void => void asked.add(callId);

/** Keeps what the page shows of people in step with its telephone, and takes up what was asked for here. */
export function useLineWork(calls: readonly Call[], userId: string | undefined): void {
  const queries = useQueryClient();
  const { state, calls: here } = useLine();
  useEffect(() => {
    if (userId) line().wake(userId);
  }, [userId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the telephone changes whom it says can be rung.
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ['call-agents'] });
  }, [queries, state, here.length]);
  useEffect(() => {
    for (const call of here) {
      const known = call.state === 'ringing' ? hubCallOf(call, calls) : undefined;
      if (!known || !asked.has(known.id)) continue;
      asked.delete(known.id);
      void line().answer(call.id);
    }
  }, [here, calls]);
}

/** Rings while a call waits to be taken; one that comes during another is shown and makes one soft sound. */
export function useRinging(): void {
  const { calls } = useLine();
  const rings = calls.some(({ state, direction }) => state === 'ringing' && direction === 'inbound');
  const isBusy = calls.some(({ state }) => state !== 'ringing');
  useEffect(() => {
    if (!rings) return;
    let stop: (() => void) | undefined;
    let isOver = false;
    void import('./sound.ts').then(({ ring }) => {
      if (!isOver) stop = ring(isBusy);
    });
    return () => {
      isOver = true;
      stop?.();
    };
  }, [rings, isBusy]);
}
