import { Badge, Button, Group, SegmentedControl, Stack, Switch, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconMailbox, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FormDialog, FormFailure, problemAt, useChange } from '../settings/pieces.tsx';
import classes from './outreach.module.css';
import { type Topic, topicsQuery } from './queries.ts';

const t = texts.topics;
const route = getRouteApi('/signed-in/outreach/topics');

/** Kinds of mail that people choose among on their preference page. */
export function Topics() {
  const show = route.useSearch().show ?? 'offered';
  const navigate = useNavigate();
  const query = useQuery(topicsQuery(show === 'archived'));
  const mayManage = useMay()('email:manage');
  const [opened, setOpened] = useState<Topic | 'new'>();
  const [archived, setArchived] = useState<Topic>();
  const archive = useChange(
    ({ id, isArchived }: { id: string; isArchived: boolean }) =>
      ask(hub.PATCH('/api/v1/email/topics/{id}', { params: { path: { id } }, body: { archived: isArchived } })),
    ['topics'],
    { onDone: () => setArchived(undefined) },
  );
  return (
    <Stack gap="md" maw={920}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4} flex="1 1 280px">
          <Title order={1}>{t.title}</Title>
          <Text size="sm" c="dimmed" maw={640}>
            {t.lead}
          </Text>
        </Stack>
        {mayManage && (
          <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpened('new')}>
            {t.add}
          </Button>
        )}
      </Group>
      <SegmentedControl
        size="xs"
        style={{ alignSelf: 'flex-start' }}
        aria-label={t.show}
        value={show}
        data={(['offered', 'archived'] as const).map((value) => ({ value, label: t.shown[value] }))}
        onChange={(value) => void navigate({ to: '/outreach/topics', search: value === 'archived' ? { show: 'archived' } : {} })}
      />
      {archive.error && !archived && <Failure error={archive.error} />}
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{show === 'archived' ? t.noneArchived : t.none}</Empty>}>
        {({ data }) => (
          <ul className="panel" aria-label={t.title}>
            {data.map((topic) => (
              <li key={topic.id} className={`row ${classes.way}`}>
                <IconMailbox size={18} aria-hidden="true" className={classes.icon} />
                <div className={classes.grow}>
                  <Group gap={8}>
                    <Link to="/outreach/topics/$id" params={{ id: topic.id }} className="card-link">
                      <Text size="sm" fw={500} className="wrap-anywhere">
                        <bdi>{topic.name}</bdi>
                      </Text>
                    </Link>
                    {topic.doubleOptIn && (
                      <Badge variant="default" size="sm">
                        {t.confirmed}
                      </Badge>
                    )}
                  </Group>
                  <Text size="xs" c="dimmed" className="wrap-anywhere">
                    {[...(topic.description ? [topic.description] : []), t.counts(topic.counts)].join(' · ')}
                  </Text>
                </div>
                {mayManage && (
                  <Group gap={4} wrap="nowrap">
                    <Button size="compact-sm" variant="subtle" onClick={() => setOpened(topic)} aria-label={t.changeOf(topic.name)}>
                      {t.change}
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="gray"
                      loading={archive.isPending && archive.variables.id === topic.id}
                      aria-label={topic.archivedAt ? t.bringBackOf(topic.name) : t.archiveOf(topic.name)}
                      onClick={() => (topic.archivedAt ? archive.mutate({ id: topic.id, isArchived: false }) : setArchived(topic))}
                    >
                      {topic.archivedAt ? t.bringBack : t.archive}
                    </Button>
                  </Group>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {opened && <TopicDialog topic={opened === 'new' ? undefined : opened} onClose={() => setOpened(undefined)} />}
      {archived && (
        <FormDialog
          title={t.archiveTitle(archived.name)}
          isOpen
          onClose={() => setArchived(undefined)}
          onSubmit={() => archive.mutate({ id: archived.id, isArchived: true })}
          submit={t.archive}
          isPending={archive.isPending}
        >
          <Text size="sm">{t.archiveText}</Text>
          {archive.error && <Failure error={archive.error} />}
        </FormDialog>
      )}
    </Stack>
  );
}

function TopicDialog({ topic, onClose }: { topic: Topic | undefined; onClose: () => void }) {
  const [typed, setTyped] = useState({ name: topic?.name ?? '', description: topic?.description ?? '', doubleOptIn: topic?.doubleOptIn ?? false });
  const change = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));
  const save = useChange(
    () =>
      topic
        ? ask(hub.PATCH('/api/v1/email/topics/{id}', { params: { path: { id: topic.id } }, body: typed }))
        : ask(hub.POST('/api/v1/email/topics', { body: typed })),
    ['topics'],
    { done: t.saved, onDone: onClose },
  );
  return (
    <FormDialog title={topic?.name ?? t.add} isOpen onClose={onClose} onSubmit={() => save.mutate(undefined)} submit={t.save} isPending={save.isPending}>
      <TextInput
        label={t.name}
        description={t.nameHint}
        data-autofocus
        value={typed.name}
        error={problemAt(save.error, 'name')}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Textarea
        label={t.description}
        autosize
        minRows={2}
        value={typed.description}
        error={problemAt(save.error, 'description')}
        onChange={(event) => change({ description: event.currentTarget.value })}
      />
      <Switch
        label={t.doubleOptIn}
        description={t.doubleOptInHint}
        checked={typed.doubleOptIn}
        onChange={(event) => change({ doubleOptIn: event.currentTarget.checked })}
      />
      <FormFailure error={save.error} fields={['name', 'description']} />
    </FormDialog>
  );
}
