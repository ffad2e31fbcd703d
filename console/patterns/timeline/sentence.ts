import { texts } from '../../texts.ts';
import type { TimelineActivity } from './timeline.tsx';

const t = texts.records.timeline;

/** What people are called: colleagues by their account, contacts by their record. */
export interface Names {
  ofUser: (id: string) => string | undefined;
  ofContact: (id: string) => string | undefined;
}
type Participant = TimelineActivity['participants'][number];
export const nameOfParticipant = ({ userId, contactId, name, address }: Participant, { ofUser, ofContact }: Names): string | undefined =>
  (userId && ofUser(userId)) || (contactId && ofContact(contactId)) || name || address || undefined;

/** Who acted: the sender of a mail, the caller, the author. What is unknown stays unsaid. */
function actorOf({ direction, participants, ownerId }: TimelineActivity, names: Names): string | undefined {
  const [own, theirs] = [participants.find(({ userId }) => userId), participants.find(({ userId }) => !userId)];
  const said = (one: Participant | undefined) => one && nameOfParticipant(one, names);
  if (direction === 'inbound') return said(participants.find(({ role, userId }) => ['from', 'caller', 'sender'].includes(role) && !userId) ?? theirs);
  return (ownerId && names.ofUser(ownerId)) || said(own ?? participants.find(({ role }) => ['from', 'caller', 'sender', 'organizer'].includes(role)));
}

/** One line that says what happened: who, what, and what about. */
export function sentenceOf(activity: TimelineActivity, names: Names): { who: string | undefined; did: string; what: string | undefined } {
  const who = actorOf(activity, names);
  const { kind, direction, status, subject } = activity;
  const isAhead = new Date(activity.occurredAt) > new Date();
  const did = (isAhead ? t.did[`${kind}.ahead`] : undefined) ?? t.did[`${kind}.${status}`] ?? t.did[`${kind}.${direction}`] ?? t.did[kind] ?? '';
  return { who, did: who ? did : (t.kindOf[kind] ?? ''), what: subject ?? undefined };
}

/** `754` seconds → `12 min 34 s`. */
export function durationOf({ data }: TimelineActivity): string | undefined {
  const seconds = data.talkSeconds ?? data.durationSeconds;
  if (typeof seconds !== 'number' || seconds <= 0) return undefined;
  return seconds < 60 ? t.seconds(Math.round(seconds)) : t.minutes(Math.floor(seconds / 60), Math.round(seconds % 60));
}
