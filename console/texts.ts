import { booking, calendar } from './texts/calendar.ts';
import { callFigures, callList, calls, flows, greetings, numbers, phone, queues, voicemail, voiceRules } from './texts/calls.ts';
import { contacts, duplicates, organizations } from './texts/contacts.ts';
import { deals, tasks } from './texts/deals.ts';
import { deliverability } from './texts/deliverability.ts';
import { design } from './texts/design.ts';
import { doors } from './texts/doors.ts';
import { frame } from './texts/frame.ts';
import { exports, imports } from './texts/imports.ts';
import { certificate, inbox, mail, mailRules, mailTrace } from './texts/inbox.ts';
import { companyPages, leadFiles, leads, linkedin, network } from './texts/linkedin.ts';
import { outreach } from './texts/outreach.ts';
import { records } from './texts/records.ts';
import { logs, segments } from './texts/segments.ts';
import { sending, topics } from './texts/sending.ts';
import { settings } from './texts/settings.ts';
import { slack } from './texts/slack.ts';

/** Every sentence of the console in one place, so that a language can be added. */
export const texts = {
  product: 'Patchbay',
  companyPages,
  callFigures,
  callList,
  calls,
  flows,
  greetings,
  numbers,
  phone,
  queues,
  voicemail,
  voiceRules,
  certificate,
  mailRules,
  mailTrace,
  booking,
  calendar,
  contacts,
  deals,
  deliverability,
  design,
  doors,
  duplicates,
  exports,
  frame,
  imports,
  inbox,
  leadFiles,
  leads,
  linkedin,
  logs,
  mail,
  network,
  organizations,
  outreach,
  records,
  segments,
  sending,
  settings,
  slack,
  tasks,
  topics,
  nav: { home: 'Home', connections: 'Connections', operations: 'Operations', docs: 'API docs', signOut: 'Sign out', menu: 'Menu', skip: 'Skip to content' },
  offline: 'No connection to the hub. What you see may be old; it updates by itself.',
  retry: 'Try again',
  cancel: 'Keep it',
  close: 'Close',
  loading: 'Loading…',
  signIn: {
    title: 'Sign in',
    email: 'E-mail address',
    password: 'Password',
    totp: 'Six-digit code',
    totpHint: 'From your authenticator app',
    submit: 'Sign in',
    passkey: 'Use a passkey',
  },
  setUp: {
    title: 'Welcome to Patchbay',
    lead: 'You are the first one here. Make the owner’s account; everyone else is invited by you.',
    name: 'Your name',
    email: 'E-mail address',
    password: 'Password',
    passwordHint: 'At least 10 characters',
    workspace: 'Name of your team or company',
    submit: 'Create the workspace',
    used: 'This set-up link is used up or wrong. The hub prints a fresh one when it starts without an owner.',
  },
  home: {
    greeting: (hour: number, name: string) =>
      `${hour < 5 ? 'Good night' : hour < 12 ? 'Good morning' : hour < 18 ? 'Good afternoon' : 'Good evening'}${name ? `, ${name}` : ''}`,
    empty: 'Connect your first account to begin. Or bring your people along from where they are now.',
    open: 'Open the catalogue',
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
  },
  connections: {
    title: 'Connections',
    connected: 'Connected',
    catalogue: 'Catalogue',
    empty: 'Nothing is connected yet. Choose a provider below.',
    connect: 'Connect',
    reconnect: 'Reconnect',
    remove: 'Remove',
    removeConfirm: (label: string) => `Remove ${label}? Its credentials are deleted; what was already recorded stays.`,
    check: 'Check now',
    sync: 'Read now',
    lastProven: 'Last proven call',
    neverProven: 'No call yet',
    features: 'Features',
    streams: 'Streams',
    health: { ok: 'Works', failing: 'Has trouble', unproven: 'Not proven yet', reauthorize: 'Please reconnect', disabled: 'Off' } as Record<string, string>,
    notConfigured: 'An administrator must set this up first.',
    moreFields: 'Servers and details',
    credentialsLead: 'It is proven by a real call, then kept sealed. Nobody can read it again.',
    back: 'All connections',
    removeTitle: 'Remove this connection?',
    removed: 'Removed.',
    checked: 'The provider answered: the connection works.',
    syncStarted: 'Reading has started.',
    justConnected: 'Connected. The first reading has started.',
    seen: 'seen',
    feature: { available: 'Available', needs_setup: 'Needs set-up', needs_approval: 'Needs approval', import_only: 'Import only' } as Record<string, string>,
    stream: { reading: 'Reading', up_to_date: 'Up to date', waiting: 'Waiting', failed: 'Failed' } as Record<string, string>,
    kept: 'kept',
    skipped: 'skipped',
  },
  operations: {
    title: 'Operations',
    tabs: {
      incidents: 'Incidents',
      calls: 'API calls',
      webhooks: 'Webhooks',
      jobs: 'Jobs',
      effects: 'Unknown outcomes',
      audit: logs.audit,
      requests: logs.requests,
    },
    empty: {
      incidents: 'No incident. Good.',
      calls: 'No call to a provider yet.',
      webhooks: 'No webhook yet.',
      jobs: 'No background work to show.',
      effects: 'Every outcome is known.',
    },
    acknowledge: 'I know',
    replay: 'Handle again',
    cancel: 'Stop',
    sendAgain: 'Send again',
    arrived: 'It arrived',
    resolved: 'Resolved',
    open: 'Open',
    outcome: { ok: 'ok', retry: 'tried again', reauthorize: 'permission ended', rejected: 'refused', failed: 'no answer', interrupted: 'cut off' } as Record<
      string,
      string
    >,
    webhook: {
      received: 'waiting',
      processed: 'handled',
      failed: 'tried again soon',
      parked: 'set aside',
      unrouted: 'no such connection',
      overtaken: 'overtaken',
    } as Record<string, string>,
    job: { queued: 'waiting', running: 'running', done: 'done', failed: 'failed', cancelled: 'stopped' } as Record<string, string>,
    request: 'Request',
    response: 'Response',
    noBody: 'Headers and bodies of this call are no longer kept.',
    acknowledged: 'Known',
  },
  demo: {
    banner: 'This is a demo: invented people, and the providers are stand-ins on this machine.',
    filling: (done: number, total: number) => `People and companies are moving in: ${done} of ${total}.`,
    connecting: 'Accounts are being connected…',
    failed: (which: string) => `Not connected: ${which}.`,
    remove: 'Remove the demo',
    removeTitle: 'Remove the demo?',
    removeText: 'The workspace Demo and everything in it is erased. Your own workspace stays as it is.',
    begins: 'The demo begins as soon as your account is made. It is a workspace of its own beside yours.',
  },
  bell: {
    title: 'Notifications',
    none: 'Nothing needs you. What is meant for you appears here.',
    readAll: 'I have read all',
    earlier: 'Show earlier',
    incident: 'Something is wrong',
  },
} as const;
