import type { OAuthScope } from '../oauth/options.ts';

const calendar: readonly (readonly [string, string])[] = [
  ['calendar', 'See, edit, share and permanently delete all your calendars'],
  ['calendar.readonly', 'See and download any calendar you can access'],
  ['calendar.events', 'View and edit events on all your calendars'],
  ['calendar.events.readonly', 'View events on all your calendars'],
  ['calendar.events.owned', 'See, create, change and delete events on calendars you own'],
  ['calendar.freebusy', 'View your availability in your calendars'],
  ['calendar.calendarlist', 'See, add and remove calendars you are subscribed to'],
  ['calendar.calendarlist.readonly', 'See the list of calendars you are subscribed to'],
];

/** What Google's consent page asks. Sign-in scopes cannot be unticked. */
export const googleScopes: readonly OAuthScope[] = [
  { name: 'openid', title: 'Associate you with your personal info on Google', required: true },
  { name: 'email', title: 'See your primary Google Account email address', required: true },
  { name: 'profile', title: 'See your personal info', required: true },
  ...calendar.map(([name, title]) => ({ name: `https://www.googleapis.com/auth/${name}`, title })),
];
