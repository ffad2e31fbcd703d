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

const mail: readonly (readonly [string, string])[] = [
  ['gmail.readonly', 'View your email messages and settings'],
  ['gmail.send', 'Send email on your behalf'],
  ['gmail.modify', 'Read, compose and send emails from your Gmail account'],
];

/** What Google's consent page asks. Sign-in scopes cannot be unticked. */
export const googleScopes: readonly OAuthScope[] = [
  { name: 'openid', title: 'Associate you with your personal info on Google', required: true },
  { name: 'email', title: 'See your primary Google Account email address', required: true },
  { name: 'profile', title: 'See your personal info', required: true },
  { name: 'https://mail.google.com/', title: 'Read, compose, send and permanently delete all your email' },
  ...[...calendar, ...mail].map(([name, title]) => ({ name: `https://www.googleapis.com/auth/${name}`, title })),
];
