import { Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Empty, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import classes from './outreach.module.css';
import { type Recipient, recipientsQuery } from './queries.ts';

const t = texts.outreach;

/** Everybody in the campaign; each opens to what happened to them. */
export function Recipients({ id }: { id: string }) {
  const [state, setState] = useState<string | null>(null);
  const [q, setQ] = useState('');
  const [limit, setLimit] = useState(50);
  const [asked] = useDebouncedValue(q.trim(), 250);
  const query = useQuery(recipientsQuery(id, { limit, ...(state ? { state: state as Recipient['state'] } : {}), ...(asked ? { q: asked } : {}) }));
  return (
    <Stack gap={6} component="section">
      <Group justify="space-between">
        <Title order={2} size="sm">
          {t.recipients}
        </Title>
        <Group gap="xs">
          <TextInput
            size="xs"
            aria-label={t.searchRecipients}
            placeholder={t.searchRecipients}
            value={q}
            onChange={(event) => setQ(event.currentTarget.value)}
          />
          <Select
            size="xs"
            aria-label={t.allStates}
            placeholder={t.allStates}
            clearable
            value={state}
            data={Object.entries(t.recipientState).map(([value, label]) => ({ value, label }))}
            onChange={setState}
          />
        </Group>
      </Group>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noRecipients}</Empty>}>
        {({ data, nextCursor }) => (
          <>
            <div className="panel">
              {data.map((each) => (
                <Line key={each.id} recipient={each} />
              ))}
            </div>
            {nextCursor && limit < 200 && (
              <Button size="xs" variant="default" onClick={() => setLimit(200)} style={{ alignSelf: 'flex-start' }}>
                {t.more}
              </Button>
            )}
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Line({ recipient }: { recipient: Recipient }) {
  const last = recipient.history.at(-1);
  const state = (last && t.step[last.state]) ?? t.recipientState[recipient.state] ?? recipient.state;
  return (
    <details className="row">
      <summary className={classes.line}>
        <div className={classes.grow}>
          <Text size="sm" fw={500} truncate>
            <bdi>{recipient.name || recipient.address}</bdi>
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {recipient.address}
          </Text>
        </div>
        <Text size="sm">{state}</Text>
        <When at={last?.at ?? recipient.dueAt} />
      </summary>
      <Stack gap={4} p="sm" pt={0}>
        {recipient.history.map(({ at, state: step, evidence }) => (
          <Group key={`${at} ${step}`} gap="xs" wrap="nowrap">
            <When at={at} />
            <Text size="sm">{t.step[step] ?? step}</Text>
            {evidence && (
              <Text size="xs" c="dimmed" truncate>
                {evidence}
              </Text>
            )}
          </Group>
        ))}
        <Link to="/contacts/$id" params={{ id: recipient.contactId }} search={{}} className="card-link">
          <Text size="sm">
            <bdi>{recipient.name || recipient.address}</bdi>
          </Text>
        </Link>
      </Stack>
    </details>
  );
}
