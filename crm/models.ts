/** All tables of the record. */
export * from './models/columns.ts';
export * from './models/deals.ts';
export * from './models/fields.ts';
export * from './models/people.ts';
export * from './models/search.ts';
export * from './models/timeline.ts';
export * from './models/workspace.ts';
