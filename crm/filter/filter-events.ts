import { type SQL, sql } from 'drizzle-orm';
import { type ActivityKind, activities, contacts, deals, type Entity, organizations, stageChanges, timelineEntries } from '../models.ts';

interface FilterEvent {
  label: string;
  entities: readonly Entity[];
  /** Which entries of the timeline it means; without kinds all of them. Absent: a table of its own. */
  activity?: { kinds?: readonly ActivityKind[]; direction?: 'inbound' | 'outbound'; status?: readonly [is: boolean, status: string] };
}
const EVERYWHERE: readonly Entity[] = ['contact', 'organization', 'deal'];
const entry = (label: string, activity: NonNullable<FilterEvent['activity']>): FilterEvent => ({ label, entities: EVERYWHERE, activity });

/** What can have happened to a record: the names of events, and kinds of entries on its timeline. */
export const FILTER_EVENTS: Readonly<Record<string, FilterEvent>> = {
  activity: entry('anything happened', {}),
  email: entry('an e-mail went either way', { kinds: ['email'] }),
  'email.sent': entry('we sent an e-mail', { kinds: ['email'], direction: 'outbound' }),
  'email.received': entry('we received an e-mail', { kinds: ['email'], direction: 'inbound' }),
  message: entry('a message went either way', { kinds: ['message'] }),
  'message.sent': entry('we wrote to them', { kinds: ['email', 'message'], direction: 'outbound' }),
  'message.received': entry('they wrote to us', { kinds: ['email', 'message'], direction: 'inbound' }),
  call: entry('there was a call', { kinds: ['call'] }),
  'call.completed': entry('a call was answered', { kinds: ['call'], status: [false, 'missed'] }),
  'call.missed': entry('a call was missed', { kinds: ['call'], status: [true, 'missed'] }),
  meeting: entry('there was a meeting', { kinds: ['meeting'] }),
  'meeting.no_show': entry('somebody did not come to a meeting', { kinds: ['meeting'], status: [true, 'no_show'] }),
  note: entry('a note was written', { kinds: ['note'] }),
  task: entry('a task was done', { kinds: ['task'] }),
  profile_update: entry('their profile changed', { kinds: ['profile_update'] }),
  'deal.stage_changed': { label: 'the stage changed', entities: ['deal'] },
};

const RECORD_IDS = { contact: contacts.id, organization: organizations.id, deal: deals.id } as const;

/** `select 1` of what happened to one record after `since` and until `until`. */
export function happened(workspaceId: string, entity: Entity, event: FilterEvent, since: Date, until: Date): SQL {
  const recordId = RECORD_IDS[entity];
  const between = (at: SQL) => sql`${at} > ${since.toISOString()}::timestamptz and ${at} <= ${until.toISOString()}::timestamptz`;
  if (!event.activity)
    return sql`select 1 from ${stageChanges} where ${stageChanges.workspaceId} = ${workspaceId} and ${stageChanges.dealId} = ${recordId} and ${between(sql`${stageChanges.at}`)}`;
  const { kinds, direction, status } = event.activity;
  const ofKinds = kinds
    ? sql` and ${timelineEntries.kind} in (${sql.join(
        kinds.map((kind) => sql`${kind}`),
        sql`, `,
      )})`
    : sql``;
  // The entry knows time and kind; only direction and status lie in the activity itself.
  const details = [
    ...(direction ? [sql`${activities.direction} = ${direction}`] : []),
    ...(status ? [sql`${activities.status} ${sql.raw(status[0] ? 'is not distinct from' : 'is distinct from')} ${status[1]}`] : []),
  ];
  const activity =
    details.length > 0
      ? sql` and exists (select 1 from ${activities} where ${activities.workspaceId} = ${workspaceId} and ${activities.id} = ${timelineEntries.activityId} and ${sql.join(details, sql` and `)})`
      : sql``;
  return sql`select 1 from ${timelineEntries} where ${timelineEntries.workspaceId} = ${workspaceId} and ${timelineEntries.recordId} = ${recordId} and ${between(sql`${timelineEntries.occurredAt}`)}${ofKinds}${activity}`;
}
