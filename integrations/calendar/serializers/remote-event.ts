/** An event in one form for all providers: what their serializers make of it, and all that the rest of the room knows. */

export interface Person {
  email: string;
  name?: string;
}
export type ResponseState = 'needs_action' | 'accepted' | 'declined' | 'tentative';
export interface Attendee extends Person {
  response: ResponseState;
  optional?: boolean;
  /** A room or a projector. */
  resource?: boolean;
  /** The person whose calendar this is. */
  self?: boolean;
}

/** A wall time never stands alone: an instant with the zone it was said in, or a date that means that day wherever one is. */
export type Moment = { at: Date; timeZone: string } | { date: string };

export interface RemoteEvent {
  externalId: string;
  icalUid: string;
  kind: 'single' | 'master' | 'exception' | 'occurrence';
  /** Of a meeting of a series: its master, and where it stood at first (an instant in UTC, or a date). */
  masterId?: string;
  originalStart?: string;
  status: 'confirmed' | 'tentative' | 'cancelled';
  /** Absent in what a provider says of something cancelled. */
  start?: Moment;
  end?: Moment;
  /** RRULE, RDATE and EXDATE lines of a master. */
  recurrence: readonly string[];
  busy: 'busy' | 'tentative' | 'away' | 'free';
  isPrivate: boolean;
  title: string;
  location?: string;
  body?: string;
  organizer?: Person & { self?: boolean };
  attendees: readonly Attendee[];
  joinUrl?: string;
  url?: string;
  etag?: string;
  updatedAt?: Date;
  /** When it was asked for, of what comes without a time of change: what we did since is newer. */
  askedAt?: Date;
  /** Of a master whose provider tells series whole: the meetings that differ. Others of them are as the rule says again. */
  exceptionIds?: readonly string[];
  /** What its maker called its making, where the provider tells it. */
  creation?: string;
}

/** What is not in the way when a time is asked for. */
export interface Leaving {
  /** An event that is about to move. */
  except?: string | undefined;
  /** Whether what is only tentative makes busy. */
  tentativeBlocks: boolean;
}

/** Whether an event keeps its person from something else; what they declined does not. */
export const makesBusy = ({ externalId, busy, status, attendees }: RemoteEvent, { except, tentativeBlocks }: Leaving): boolean =>
  externalId !== except &&
  status !== 'cancelled' &&
  busy !== 'free' &&
  (busy !== 'tentative' || tentativeBlocks) &&
  !attendees.some(({ self, response }) => self && response === 'declined');

/** What others may know of a private event: when, and whether it makes busy. Done before anything is stored. */
export function masked(event: RemoteEvent): RemoteEvent {
  if (!event.isPrivate) return event;
  const { location: _location, body: _body, organizer: _organizer, joinUrl: _joinUrl, url: _url, ...rest } = event;
  return { ...rest, title: 'Busy', attendees: event.attendees.filter(({ self }) => self).map(({ email, response }) => ({ email, response, self: true })) };
}

export interface RemoteCalendar {
  externalId: string;
  name: string;
  timeZone: string;
  color?: string;
  role: 'owner' | 'writer' | 'reader' | 'free_busy';
  isPrimary: boolean;
}

/** What a person writes of an event; the provider's serializer turns it into its own words. */
export interface EventDraft {
  title: string;
  body?: string;
  location?: string;
  start: string;
  end: string;
  timeZone: string;
  attendees: readonly { email: string; name?: string }[];
  recurrence?: readonly string[];
  withVideo?: boolean;
  /** Of somebody else's invitation: its name and who invites. Only CalDAV can be told them. */
  uid?: string;
  organizer?: Person;
}
