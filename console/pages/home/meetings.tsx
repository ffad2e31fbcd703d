import { Anchor, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { moneyText } from '../../frame/money.tsx';
import { Loaded } from '../../frame/states.tsx';
import { relative } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { contactQuery, dealsOf, nameOfContact } from '../contacts/queries.ts';
import { meetingsQuery, metQuery } from './queries.ts';

const t = texts.home;
/** Of a large meeting only the first are looked up: the rest is a name each. */
const MOST_BRIEFS = 3;

/** Whom one meets today, with a line on each guest: what was last, what is open. */
export function Meetings() {
  const query = useQuery(meetingsQuery);
  return (
    <Loaded
      query={query}
      isEmpty={(meetings) => meetings.length === 0}
      empty={
        <Text size="sm" c="dimmed">
          {t.noMeetings}
        </Text>
      }
    >
      {(meetings) => (
        <div className="panel">
          {meetings.map(({ id, subject, occurredAt, participants }) => {
            const guests = [...new Set(participants.flatMap(({ contactId }) => contactId ?? []))];
            return (
              <Group key={id} className="row" p="sm" gap="sm" wrap="nowrap" align="baseline">
                <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                  {new Date(occurredAt).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}
                </Text>
                <div style={{ minWidth: 0, flex: 1 }}>
                  <Text size="sm" fw={500} className="wrap-anywhere">
                    <bdi>{subject ?? texts.records.timeline.kinds.meeting}</bdi>
                  </Text>
                  {guests.slice(0, MOST_BRIEFS).map((guest) => (
                    <Brief key={guest} contactId={guest} />
                  ))}
                  {guests.length > MOST_BRIEFS && (
                    <Text size="xs" c="dimmed">
                      {t.others(guests.length - MOST_BRIEFS)}
                    </Text>
                  )}
                </div>
              </Group>
            );
          })}
        </div>
      )}
    </Loaded>
  );
}

function Brief({ contactId }: { contactId: string }) {
  const { data: contact } = useQuery(contactQuery(contactId));
  const { data: deals } = useQuery(dealsOf({ contactId }));
  const { data: met } = useQuery(metQuery(contactId));
  if (!contact) return null;
  const open = deals?.data.find(({ status }) => status === 'open');
  const facts = [
    contact.lastContactedAt ? t.lastTouch(relative(new Date(contact.lastContactedAt))) : t.firstTouch,
    met ? t.met(met) : undefined,
    open && `${open.name}${open.amount === null ? '' : ` ${moneyText({ amount: open.amount, currency: open.currency }, true)}`}`,
  ].filter(Boolean);
  return (
    <Text size="xs" c="dimmed" className="wrap-anywhere">
      <Anchor size="xs" component={Link} to={`/contacts/${contact.id}`}>
        <bdi>{nameOfContact(contact)}</bdi>
      </Anchor>
      {' · '}
      {facts.join(' · ')}
    </Text>
  );
}
