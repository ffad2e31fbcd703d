/** Words of Home, and of the demo’s banner above every page. */
export const home = {
  greeting: (hour: number, name: string) =>
    `${hour < 5 ? 'Good night' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening'}${name ? `, ${name}` : ''}`,
  empty: 'Connect your first account to begin. Or bring your people along from where they are now.',
  open: 'Open the catalogue',
  importList: 'Import a list',
  demo: 'Look around in a demo',
  demoByCommand: 'Only looking? Start the hub with “npm start -- --demo” and see a workspace full of life.',
  next: 'Do next',
  nothingDue: 'Nothing is due. Good.',
  due: 'To-dos',
  replies: 'Replies waiting',
  reply: 'Reply',
  calls: 'Calls to return',
  callBack: 'Call back',
  withheld: 'Withheld number',
  leads: 'Leads nobody has taken yet',
  take: 'Open',
  waits: (ms: number) => {
    const [days, hours, minutes, seconds] = [
      Math.floor(ms / 86_400_000),
      Math.floor(ms / 3_600_000) % 24,
      Math.floor(ms / 60_000) % 60,
      Math.floor(ms / 1_000) % 60,
    ];
    const age =
      days > 1
        ? `${days} days`
        : days === 1
          ? `1 day ${hours} h`
          : hours > 0
            ? `${hours} h ${minutes} min`
            : `${minutes}:${String(seconds).padStart(2, '0')} min`;
    return `waits for ${age}`;
  },
  lastTouch: (when: string) => `last contact ${when}`,
  firstTouch: 'no contact yet',
  met: (count: number) => (count === 1 ? 'met once' : count === 2 ? 'met twice' : `met ${count} times`),
  others: (count: number) => (count === 1 ? 'and one more' : `and ${count} more`),
  today: 'Today',
  noMeetings: 'No meetings today.',
  moving: 'Moving',
  closing: 'Closing this week, or late',
  changed: 'Changed since yesterday',
  quiet: 'Gone quiet',
  noDeals: 'No open deals yet.',
  incidents: 'Needs attention',
} as const;

export const demo = {
  banner: 'This is a demo: invented people, and the providers are stand-ins on this machine.',
  filling: (done: number, total: number) => `People and companies are moving in: ${done} of ${total}.`,
  connecting: 'Accounts are being connected…',
  failed: (which: string) => `Not connected: ${which}.`,
  remove: 'Remove the demo',
  removeTitle: 'Remove the demo?',
  removeText: 'The workspace Demo and everything in it is erased. Your own workspace stays as it is.',
  begins: 'The demo begins as soon as your account is made. It is a workspace of its own beside yours.',
} as const;
