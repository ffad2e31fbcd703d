export * from './account.ts';
export * from './leads.ts';
export * from './network.ts';
export * from './pages.ts';
