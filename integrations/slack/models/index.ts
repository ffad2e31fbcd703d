/** All tables of Slack. */
export * from './directory.ts';
export * from './messages.ts';
export * from './rules.ts';
export * from './teamwork.ts';
