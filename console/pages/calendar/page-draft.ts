import type { Week } from './hours-editor.tsx';
import type { BookingPage, Calendar } from './queries.ts';

export interface Reminder {
  hours: number;
  channel: 'email' | 'slack';
  /** Empty: our own words. */
  text: string;
}
export type FollowUp = Reminder;

/** A page as it is typed; texts where a number may be missing. */
export interface Draft {
  title: string;
  slug: string;
  description: string;
  kind: BookingPage['kind'];
  hosts: { connectionId: string; userId: string | null; weight: number }[];
  durations: string[];
  timeZone: string;
  workingHours: Week | null;
  location: string;
  place: string;
  step: number;
  before: number;
  after: number;
  noticeHours: number;
  horizonDays: number;
  perDay: number | '';
  perWeek: number | '';
  seats: number;
  questions: BookingPage['questions'];
  guestsAllowed: number;
  approve: boolean;
  cancelHours: number;
  reminders: Reminder[];
  followUp: FollowUp | null;
  confirmationText: string;
  redirectUrl: string;
  ownerFirst: boolean;
  isActive: boolean;
}

export const newDraft = (calendars: readonly Calendar[]): Draft => {
  const own = calendars.find(({ isPrimary, role }) => isPrimary && role === 'owner') ?? calendars[0];
  return {
    title: '',
    slug: '',
    description: '',
    kind: 'one_to_one',
    hosts: own ? [{ connectionId: own.connectionId, userId: own.ownerUserId, weight: 1 }] : [],
    durations: ['30'],
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    workingHours: null,
    location: 'none',
    place: '',
    step: 30,
    before: 0,
    after: 0,
    noticeHours: 4,
    horizonDays: 60,
    perDay: '',
    perWeek: '',
    seats: 10,
    questions: [],
    guestsAllowed: 0,
    approve: false,
    cancelHours: 0,
    reminders: [],
    followUp: null,
    confirmationText: '',
    redirectUrl: '',
    ownerFirst: true,
    isActive: true,
  };
};

export const draftOf = (page: BookingPage): Draft => ({
  title: page.title,
  slug: page.slug,
  description: page.description,
  kind: page.kind,
  hosts: page.hosts.map(({ connectionId, userId, weight }) => ({ connectionId, userId, weight })),
  durations: page.durationsMinutes.map(String),
  timeZone: page.timeZone,
  workingHours: page.workingHours,
  location: page.location?.kind ?? 'none',
  place: page.location?.value ?? '',
  step: page.stepMinutes,
  before: page.bufferBeforeMinutes,
  after: page.bufferAfterMinutes,
  noticeHours: page.minimumNoticeMinutes / 60,
  horizonDays: page.horizonDays,
  perDay: page.caps.perDay ?? '',
  perWeek: page.caps.perWeek ?? '',
  seats: page.seats,
  questions: page.questions,
  guestsAllowed: page.guestsAllowed,
  approve: page.confirm === 'approve',
  cancelHours: page.cancelUntilMinutes / 60,
  reminders: page.reminders.map(({ minutesBefore, channel, text }) => ({ hours: minutesBefore / 60, channel, text: text ?? '' })),
  followUp: page.followUp && { hours: page.followUp.minutesAfter / 60, channel: page.followUp.channel, text: page.followUp.text },
  confirmationText: page.confirmationText ?? '',
  redirectUrl: page.redirectUrl ?? '',
  ownerFirst: page.assign === 'owner_first',
  isActive: page.isActive,
});

export const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60);

const minutes = (hours: number): number => Math.max(5, Math.round(hours * 60));

/** What the API is told. `isChange`: null takes a thing away again. */
export function toChange(draft: Draft, isChange: boolean): Record<string, unknown> {
  const missing = isChange ? null : undefined;
  const slug = draft.slug.trim() || slugOf(draft.title) || `page-${Math.random().toString(36).slice(2, 8)}`;
  return {
    slug,
    title: draft.title,
    description: draft.description,
    kind: draft.kind,
    hosts: draft.hosts.map(({ userId, ...host }) => ({ ...host, ...(userId ? { userId } : {}) })),
    durationsMinutes: draft.durations.map(Number).filter((n) => Number.isInteger(n) && n >= 5),
    timeZone: draft.timeZone,
    workingHours: draft.workingHours ?? missing,
    stepMinutes: draft.step,
    bufferBeforeMinutes: draft.before,
    bufferAfterMinutes: draft.after,
    minimumNoticeMinutes: Math.round(draft.noticeHours * 60),
    horizonDays: draft.horizonDays,
    caps: { ...(draft.perDay === '' ? {} : { perDay: draft.perDay }), ...(draft.perWeek === '' ? {} : { perWeek: draft.perWeek }) },
    seats: draft.seats,
    location: draft.location === 'none' ? missing : { kind: draft.location, ...(draft.place.trim() ? { value: draft.place.trim() } : {}) },
    questions: draft.questions,
    guestsAllowed: draft.guestsAllowed,
    confirm: draft.approve ? 'approve' : 'auto',
    reminders: draft.reminders.map(({ hours, channel, text }) => ({ minutesBefore: minutes(hours), channel, ...(text.trim() ? { text: text.trim() } : {}) })),
    followUp: draft.followUp?.text.trim()
      ? { minutesAfter: minutes(draft.followUp.hours), channel: draft.followUp.channel, text: draft.followUp.text.trim() }
      : missing,
    confirmationText: draft.confirmationText.trim() || missing,
    redirectUrl: draft.redirectUrl.trim() || missing,
    cancelUntilMinutes: Math.round(draft.cancelHours * 60),
    assign: draft.ownerFirst ? 'owner_first' : 'least_recent',
    isActive: draft.isActive,
  };
}
