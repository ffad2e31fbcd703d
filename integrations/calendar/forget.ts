import { type SQL, sql } from 'drizzle-orm';
import { arrayOf, type Forget, identitiesOf, withoutNames } from '#sdk';

/** What is forgotten with a person: bookings keep their time, the mirror of somebody's calendar keeps the meeting. */
export const forget: Forget = async (tx, workspaceId, person) => {
  const run = (statement: SQL) => tx.execute(statement);
  const here = sql`workspace_id = ${workspaceId}`;
  const ids = arrayOf(person.contactIds, 'uuid');
  const emails = arrayOf(identitiesOf(person, 'email'), 'text');
  const without = (column: string) => withoutNames(column, person);

  await run(
    sql`update calendar_bookings set guest_name = null, guest_email = null, phone = null, guests = '[]', answers = '{}', cancel_reason = null, pick_reason = null, contact_id = null where ${here} and (contact_id = any(${ids}) or lower(guest_email) = any(${emails}))`,
  );
  const meetings = sql`${here} and ical_uid in (select ical_uid from calendar_meetings where ${here} and activity_id = any(${arrayOf([...person.emptied, ...person.struck], 'uuid')}))`;
  await run(
    sql`update calendar_events set title = ${without('title')}, body = ${without('body')}, location = ${without('location')}, attendees = ${without('attendees')}::jsonb, organizer = ${without('organizer')}::jsonb where ${meetings}`,
  );
  return [];
};
