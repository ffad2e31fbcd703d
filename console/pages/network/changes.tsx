import { Anchor, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './network.module.css';
import { changesQuery } from './queries.ts';

const t = texts.network;
const day = (at: string | null) => (at ? new Date(at).toLocaleDateString() : null);
const job = ({ position, company }: Readonly<Record<string, string | null>>) => [position, company].filter(Boolean).join(', ');

/** What differs between one copy and the one before, with the window in which it happened. */
export function Changes() {
  const query = useQuery(changesQuery);
  return (
    <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noChanges}</Empty>}>
      {({ data }) => (
        <div className="panel">
          {data.map(({ id, kind, name, before, after, since, until, contactId }) => (
            <div key={id} className={`row ${classes.line}`}>
              <div className={classes.grow}>
                <Text size="sm">
                  {contactId ? (
                    <Anchor component={Link} to={`/contacts/${contactId}`} fw={500}>
                      {name}
                    </Anchor>
                  ) : (
                    <Text span fw={500}>
                      {name}
                    </Text>
                  )}{' '}
                  {t.changed[kind]}
                </Text>
                {kind === 'job_changed' && (
                  <Text size="xs" c="dimmed">
                    {job(after)} ← {job(before)}
                  </Text>
                )}
              </div>
              <Text size="xs" c="dimmed">
                {t.between(day(since), day(until) ?? '')}
              </Text>
            </div>
          ))}
        </div>
      )}
    </Loaded>
  );
}
