import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure, Waiting } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { type NewRule, simulationQuery } from './queries.ts';
import classes from './slack.module.css';

const t = texts.slack;
const DAYS = 30;
const COUNTS = ['matched', 'posts', 'edits', 'digested'] as const;

/** The rule over what really happened, before anybody is disturbed by it. */
export function Simulation({ rule }: { rule: NewRule | undefined }) {
  const [asked, setAsked] = useState(rule);
  const query = useQuery(simulationQuery(asked ?? rule, DAYS));
  const found = query.data;
  return (
    <Stack gap={6} component="section" aria-label={t.simulate} aria-live="polite">
      <Group justify="space-between">
        <Text size="sm" fw={500}>
          {t.simulate}
        </Text>
        <Button size="compact-xs" variant="default" disabled={!rule} loading={query.isFetching} onClick={() => setAsked(rule)}>
          {t.run}
        </Button>
      </Group>
      {query.error ? (
        <Failure error={query.error} />
      ) : found ? (
        <Stack gap="xs" className={`panel ${classes.message}`}>
          <Text size="xs" c="dimmed">
            {t.simulated(DAYS)}
          </Text>
          <div className={classes.pairs}>
            {COUNTS.map((each) => (
              <div key={each}>
                <Text size="lg" fw={600}>
                  {found[each].toLocaleString()}
                </Text>
                <Text size="xs" c="dimmed">
                  {t.counts[each]}
                </Text>
              </div>
            ))}
          </div>
          {found.hints.map((hint) => (
            <Text key={hint} size="sm">
              {hint}
            </Text>
          ))}
          {found.sample.slice(0, 5).map((each) => (
            <Group key={`${each.at} ${each.sentence}`} gap="xs" wrap="nowrap" justify="space-between">
              <Text size="xs" truncate>
                <bdi>{each.sentence}</bdi>
              </Text>
              <When at={each.at} />
            </Group>
          ))}
        </Stack>
      ) : (
        rule && <Waiting rows={2} />
      )}
    </Stack>
  );
}
