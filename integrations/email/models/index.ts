export * from './campaigns.ts';
export * from './delivery.ts';
export * from './inbound.ts';
export * from './mailbox.ts';
export * from './outreach.ts';
export * from './remote.ts';
export * from './templates.ts';
