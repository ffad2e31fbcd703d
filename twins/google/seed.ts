import type { OAuthAccount } from '../oauth/options.ts';
import type { Calendar } from './store.ts';

/** Each account has its own calendar, a second one, and the holidays that refuse push. */
export const calendarSeed = (accounts: readonly OAuthAccount[]): Record<string, Calendar> => {
  const rows: Calendar[] = accounts.flatMap(({ id: accountId, email, name }) => [
    { id: email, accountId, summary: email, timeZone: 'Europe/Berlin', accessRole: 'owner', isPrimary: true, backgroundColor: '#9fe1e7' },
    {
      id: `c_${email.split('@')[0]}_travel@group.calendar.google.com`,
      accountId,
      summary: `${name.split(' ')[0]}’s travel`,
      timeZone: 'Europe/Berlin',
      accessRole: 'owner',
      isPrimary: false,
      backgroundColor: '#f6bf26',
    },
    {
      id: `en.german#${accountId}#holiday@group.v.calendar.google.com`,
      accountId,
      summary: 'Holidays in Germany',
      timeZone: 'Europe/Berlin',
      accessRole: 'reader',
      isPrimary: false,
      backgroundColor: '#16a765',
    },
  ]);
  return Object.fromEntries(rows.map((row) => [row.id, row]));
};
