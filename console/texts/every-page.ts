/** What stands on every page, or beside it. */
export const product = 'Patchbay';
export const nav = {
  home: 'Home',
  connections: 'Connections',
  operations: 'Operations',
  docs: 'API docs',
  account: 'Your account',
  signOut: 'Sign out',
  menu: 'Menu',
  skip: 'Skip to content',
} as const;
export const offline = 'No connection to the hub. What you see may be old; it updates by itself.';
export const retry = 'Try again';
export const cancel = 'Keep it';
export const close = 'Close';
export const loading = 'Loading…';
