import { Anchor, Badge, Button, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Empty, Failure, Waiting } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FollowUp } from './follow-up.tsx';
import classes from './network.module.css';
import { type Person, peopleQuery } from './queries.ts';

const t = texts.network;

export function People() {
  const [q, setQ] = useState('');
  const [asked] = useDebouncedValue(q.trim(), 250);
  return (
    <Stack gap="sm">
      <TextInput
        size="sm"
        leftSection={<IconSearch size={16} />}
        placeholder={t.search}
        aria-label={t.search}
        value={q}
        onChange={(event) => setQ(event.currentTarget.value)}
        maw={360}
      />
      <Rows q={asked} />
    </Stack>
  );
}

function Rows({ q }: { q: string }) {
  const query = useInfiniteQuery(peopleQuery(q));
  if (!query.data) return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />;
  const all = query.data.pages.flatMap(({ data }) => data);
  if (all.length === 0) return <Empty>{t.noPeople}</Empty>;
  return (
    <>
      <div className="panel">
        {all.map((person) => (
          <Row key={person.id} person={person} />
        ))}
      </div>
      {query.hasNextPage && (
        <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} style={{ alignSelf: 'flex-start' }}>
          {texts.leads.more}
        </Button>
      )}
    </>
  );
}

function Row({ person }: { person: Person }) {
  const name = `${person.firstName} ${person.lastName}`.trim();
  return (
    <div className={`row ${classes.line}`}>
      <div className={classes.grow}>
        {person.contactId && person.match !== 'suggested' ? (
          <Anchor component={Link} to={`/contacts/${person.contactId}`} size="sm" fw={500}>
            <bdi>{name}</bdi>
          </Anchor>
        ) : (
          <Text size="sm" fw={500}>
            <bdi>{name}</bdi>
          </Text>
        )}
        <Text size="xs" c="dimmed" truncate>
          {[person.position, person.company].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <FollowUp name={name} followUp={() => ask(hub.POST('/api/v1/linkedin/connections/{id}/follow-up', { params: { path: { id: person.id } }, body: {} }))} />
      <Badge variant="light" color={person.contactId && person.match !== 'suggested' ? 'teal' : 'gray'}>
        {t.match[person.match]}
      </Badge>
    </div>
  );
}
