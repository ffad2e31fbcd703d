import { Anchor, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded, Waiting } from '../../frame/states.tsx';
import { readConditions, writeConditions } from '../../patterns/filter/filter.ts';
import { FilterBar } from '../../patterns/filter/filter-bar.tsx';
import { texts } from '../../texts.ts';
import { FormDialog, FormFailure, problemAt, useChange } from '../settings/pieces.tsx';
import { previewQuery, type Segment, segmentQuery } from './queries.ts';
import classes from './segments.module.css';

const t = texts.segments;

/** A filter with a name; beside it, who fits now. */
export function SegmentPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(segmentQuery(id));
  return (
    <Stack gap="md">
      <Anchor component={Link} to="/segments" size="sm">
        {t.back}
      </Anchor>
      {id === 'new' ? <Editor /> : <Loaded query={query}>{(segment) => <Editor key={segment.id} segment={segment} />}</Loaded>}
    </Stack>
  );
}

function Editor({ segment }: { segment?: Segment }) {
  const navigate = useNavigate();
  const mayChange = useMay()('segments:write');
  const kept = segment && JSON.stringify(segment.filter);
  const [name, setName] = useState(segment?.name ?? '');
  const [conditions, setConditions] = useState(() => readConditions(kept));
  const [isRemoving, setRemoving] = useState(false);
  const isComplex = segment !== undefined && readConditions(kept).length === 0;
  const filter = isComplex ? kept : writeConditions(conditions);
  const save = useChange(
    () => {
      const body = { name, filter: JSON.parse(filter ?? '{}') as Segment['filter'] };
      return segment
        ? ask(hub.PATCH('/api/v1/segments/{id}', { params: { path: { id: segment.id } }, body: isComplex ? { name } : body }))
        : ask(hub.POST('/api/v1/segments', { body: { ...body, entity: 'contact' } }));
    },
    ['segments'],
    { done: t.saved, onDone: ({ id }) => void navigate({ to: '/segments/$id', params: { id }, replace: true }) },
  );
  const remove = useChange(() => ask(hub.DELETE('/api/v1/segments/{id}', { params: { path: { id: segment?.id ?? '' } } })), ['segments'], {
    onDone: () => void navigate({ to: '/segments' }),
  });
  return (
    <>
      <Title order={1}>{segment ? <bdi>{segment.name}</bdi> : t.add}</Title>
      <div className={classes.page}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(undefined);
          }}
        >
          <Stack gap="md">
            <TextInput
              label={t.name}
              placeholder={t.namePlaceholder}
              readOnly={!mayChange}
              value={name}
              error={problemAt(save.error, 'name')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Stack gap={6}>
              <Text size="sm" fw={500}>
                {t.who}
              </Text>
              {isComplex ? (
                <Text size="sm">
                  {segment.sentence}
                  <Text span size="sm" c="dimmed" display="block">
                    {t.complex}
                  </Text>
                </Text>
              ) : (
                <FilterBar entity="contact" conditions={conditions} onChange={setConditions} />
              )}
            </Stack>
            <FormFailure error={save.error} fields={['name']} />
            {mayChange && (
              <Group gap="sm">
                <Button type="submit" loading={save.isPending} disabled={name.trim() === '' || filter === undefined}>
                  {segment ? t.save : t.create}
                </Button>
                {segment && (
                  <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
                    {t.remove}
                  </Button>
                )}
              </Group>
            )}
          </Stack>
        </form>
        <Preview filter={filter} />
      </div>
      {segment && (
        <FormDialog
          title={t.removeTitle(segment.name)}
          isOpen={isRemoving}
          onClose={() => setRemoving(false)}
          onSubmit={() => remove.mutate(undefined)}
          submit={t.remove}
          isPending={remove.isPending}
          isDanger
        >
          <Text size="sm">{t.removeText}</Text>
          {remove.error && <Failure error={remove.error} />}
        </FormDialog>
      )}
    </>
  );
}

function Preview({ filter }: { filter: string | undefined }) {
  const [isExact, setExact] = useState(false);
  const query = useQuery(previewQuery(filter, isExact));
  const found = query.data;
  if (filter === undefined) return <Empty>{t.anybody}</Empty>;
  if (!found) return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting rows={3} />;
  return (
    <Stack gap="sm" className={`panel ${classes.preview}`} component="section" aria-label={t.preview} aria-live="polite">
      <div>
        <Text size="xs" c="dimmed">
          {t.preview}
        </Text>
        <Text size="lg" fw={600}>
          {t.people(found.count, found.exact)}
        </Text>
      </div>
      {!found.exact && (
        <Button size="xs" variant="default" loading={query.isFetching} onClick={() => setExact(true)} style={{ alignSelf: 'flex-start' }}>
          {t.exactly}
        </Button>
      )}
      {Object.entries(found.excluded).some(([, count]) => count > 0) && (
        <Stack gap={2}>
          <Text size="xs" c="dimmed">
            {t.reachable}
          </Text>
          {Object.entries(found.excluded)
            .filter(([, count]) => count > 0)
            .map(([reason, count]) => (
              <Text key={reason} size="sm">
                {count.toLocaleString()} {t.excluded[reason] ?? reason}
              </Text>
            ))}
        </Stack>
      )}
      {found.sample.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t.nobody}
        </Text>
      ) : (
        <Stack gap={4}>
          <Text size="xs" c="dimmed">
            {t.example}
          </Text>
          {found.sample.map((person) => (
            <Link key={person.id} to="/contacts/$id" params={{ id: person.id }} search={{}} className="card-link">
              <Text size="sm" truncate>
                <bdi>{person.name}</bdi>
              </Text>
            </Link>
          ))}
          <Link to="/contacts" search={{ sort: '-createdAt', q: '', filter }} className={classes.open}>
            {t.open}
          </Link>
        </Stack>
      )}
    </Stack>
  );
}
