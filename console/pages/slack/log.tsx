import { SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { deliveriesQuery, messagesQuery } from './queries.ts';
import classes from './slack.module.css';

const t = texts.slack;

/** What was posted, and what became of every event that met a rule, with the reason. */
export function Log() {
  const [shown, setShown] = useState('deliveries');
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        value={shown}
        onChange={setShown}
        aria-label={t.tabs.log ?? ''}
        style={{ alignSelf: 'flex-start' }}
        data={[
          { value: 'deliveries', label: t.deliveries },
          { value: 'messages', label: t.posted },
        ]}
      />
      {shown === 'deliveries' ? <Deliveries /> : <Messages />}
    </Stack>
  );
}

function Deliveries() {
  const query = useQuery(deliveriesQuery);
  return (
    <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noLog}</Empty>}>
      {({ data }) => (
        <div className="panel">
          {data.map((row) => (
            <div key={row.id} className={`row ${classes.line}`}>
              <div className={classes.grow}>
                <Text size="sm" className={classes.wrapped}>
                  <bdi>{row.sentence}</bdi>
                </Text>
                <Text size="xs" c="dimmed">
                  {[row.why.rule, ...row.why.conditions, row.why.actor].join(' · ')}
                </Text>
              </div>
              <Text size="xs">{t.delivery[row.state] ?? row.state}</Text>
              <When at={row.at} />
            </div>
          ))}
        </div>
      )}
    </Loaded>
  );
}

function Messages() {
  const query = useQuery(messagesQuery);
  return (
    <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noLog}</Empty>}>
      {({ data }) => (
        <div className="panel">
          {data.map((row) => (
            <div key={row.id} className={`row ${classes.line}`}>
              <Text size="sm" className={`${classes.grow} ${classes.wrapped}`} lineClamp={2}>
                <bdi>{row.text}</bdi>
              </Text>
              <When at={row.at} />
            </div>
          ))}
        </div>
      )}
    </Loaded>
  );
}
