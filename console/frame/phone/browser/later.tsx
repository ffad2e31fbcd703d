import { lazy, Suspense } from 'react';
import type { Schemas } from '../../../../clients/typescript/index.ts';
import type { BrowserCall } from './browser-phone.ts';

// Fetched when the telephone is opened: nobody's first page waits for it.
const Where = lazy(async () => ({ default: (await import('./where.tsx')).RingsWhere }));
const Controls = lazy(async () => ({ default: (await import('./here.tsx')).HereControls }));
const Unknown = lazy(async () => ({ default: (await import('./here.tsx')).UnknownCall }));

export const RingsWhere = (given: { own: Schemas['CallAgent'] | undefined; userId: string; onChoose: (device: 'phone' | 'browser') => void }) => (
  <Suspense fallback={null}>
    <Where {...given} />
  </Suspense>
);
export const HereControls = (given: { call: BrowserCall }) => (
  <Suspense fallback={null}>
    <Controls {...given} />
  </Suspense>
);
export const UnknownCall = (given: { call: BrowserCall }) => (
  <Suspense fallback={null}>
    <Unknown {...given} />
  </Suspense>
);
