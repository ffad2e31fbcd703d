import { Alert, Anchor, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { texts } from '../../texts.ts';
import type { Preflight } from './queries.ts';

const t = texts.outreach;
const COLOURS = { error: 'red', warning: 'yellow', hint: 'gray' } as const;
const SHOWN = 8;

/** What the check found: worst first, with the people whom it is about and what mends it. */
export function DraftCheck({ checked }: { checked: Preflight }) {
  return (
    <>
      <Text fw={600}>{checked.ready ? t.ready(checked.audience.willGet) : t.notReady}</Text>
      {checked.problems.map(({ code, level, sentence, fix, people = [], count }) => (
        <Alert key={`${code} ${sentence}`} color={COLOURS[level]} variant="light" p="xs">
          <Stack gap={2}>
            <Text size="sm">{sentence}</Text>
            {people.length > 0 && (
              <Text size="xs">
                {people.slice(0, SHOWN).map(({ id, name }, at) => (
                  <span key={id}>
                    {at > 0 && ', '}
                    <Anchor component={Link} to={`/contacts/${id}`} size="xs" c="inherit" underline="always">
                      <bdi>{name}</bdi>
                    </Anchor>
                  </span>
                ))}
                {count > SHOWN && t.andMore(count - Math.min(SHOWN, people.length))}
              </Text>
            )}
            {fix && <Text size="xs">{fix}</Text>}
          </Stack>
        </Alert>
      ))}
    </>
  );
}
