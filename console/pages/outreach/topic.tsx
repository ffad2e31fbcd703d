import { Anchor, Badge, Button, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Waiting } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { NotYours } from '../settings/pieces.tsx';
import classes from './outreach.module.css';
import { type TopicPerson, topicPeopleQuery, topicsQuery } from './queries.ts';

const t = texts.topics;
const route = getRouteApi('/signed-in/outreach/topics/$id');
const COLOURS = { subscribed: 'green', pending: 'yellow', unsubscribed: 'gray' } as const;
const SHOWN = ['all', 'subscribed', 'pending', 'unsubscribed'] as const;

/** Who said what about one topic, and how that is known. */
export function TopicPage() {
  const { id } = route.useParams();
  const mayManage = useMay()('email:manage');
  const offered = useQuery(topicsQuery(false));
  const archived = useQuery(topicsQuery(true));
  const topic = [...(offered.data?.data ?? []), ...(archived.data?.data ?? [])].find((each) => each.id === id);
  return (
    <Stack gap="md" maw={920}>
      <Stack gap={4}>
        <Anchor component={Link} to="/outreach/topics" size="sm">
          {t.back}
        </Anchor>
        <Group gap="sm">
          <Title order={1}>
            <bdi>{topic?.name ?? t.title}</bdi>
          </Title>
          {topic?.archivedAt && <Badge variant="default">{t.shown.archived}</Badge>}
        </Group>
        {topic && (
          <Text size="sm" c="dimmed">
            {t.counts(topic.counts)}
          </Text>
        )}
      </Stack>
      {mayManage ? <People id={id} /> : <NotYours />}
    </Stack>
  );
}

function People({ id }: { id: string }) {
  const [state, setState] = useState<(typeof SHOWN)[number]>('all');
  const [q, setQ] = useState('');
  const [wanted] = useDebouncedValue(q.trim(), 250);
  const query = useInfiniteQuery(topicPeopleQuery(id, { ...(state === 'all' ? {} : { state }), ...(wanted ? { q: wanted } : {}) }));
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <>
      <Group gap="sm">
        <TextInput
          type="search"
          aria-label={t.search}
          placeholder={t.search}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
          flex="1 1 200px"
          maw={320}
        />
        <SegmentedControl
          size="xs"
          aria-label={t.show}
          value={state}
          data={SHOWN.map((value) => ({ value, label: t.state[value] }))}
          onChange={(value) => setState(SHOWN.find((each) => each === value) ?? 'all')}
        />
      </Group>
      {!query.data && (query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />)}
      {query.data && rows.length === 0 && <Empty>{wanted || state !== 'all' ? t.nobodyFits : t.nobody}</Empty>}
      {rows.length > 0 && (
        <ul className="panel" aria-label={t.people}>
          {rows.map((person) => (
            <Person key={person.address} person={person} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} style={{ alignSelf: 'flex-start' }}>
          {t.more}
        </Button>
      )}
    </>
  );
}

function Person({ person: { address, state, contactId, name, proof, at } }: { person: TopicPerson }) {
  return (
    <li className={`row ${classes.way}`}>
      <div className={classes.grow}>
        <Text size="sm" fw={500} className="wrap-anywhere">
          {contactId ? (
            <Link to="/contacts/$id" params={{ id: contactId }} className="card-link">
              <bdi>{name || address}</bdi>
            </Link>
          ) : (
            <bdi>{name || address}</bdi>
          )}
        </Text>
        <Text size="xs" c="dimmed" className="wrap-anywhere">
          {[...(name ? [address] : []), t.source[proof.source ?? ''] ?? proof.source ?? ''].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Badge variant="light" color={COLOURS[state]} size="sm" style={{ color: 'var(--mantine-color-text)' }}>
        {t.state[state]}
      </Badge>
      <When at={at} />
    </li>
  );
}
