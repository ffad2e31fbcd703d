/** The tables of voice, by what they keep. */
export * from './models/calls.ts';
export * from './models/flows.ts';
export * from './models/ledger.ts';
export * from './models/people.ts';
export * from './models/recordings.ts';
