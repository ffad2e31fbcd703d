import { ActionIcon, Group, SegmentedControl, Stack, Switch, TextInput, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { TaskLine } from './task-line.tsx';

const t = texts.tasks;
const route = getRouteApi('/signed-in/tasks');
export interface TaskSearch {
  show: 'overdue' | 'today' | 'open' | 'done';
  mine: boolean;
}

/** What is to be done, first what is due first. One line adds, one click does. */
export function Tasks() {
  const { show, mine } = route.useSearch();
  const navigate = useNavigate();
  const go = (search: TaskSearch) => void navigate({ to: '/tasks', search, replace: true });
  const query = useQuery({
    queryKey: ['tasks', show, mine],
    queryFn: () =>
      ask(
        hub.GET('/api/v1/tasks', {
          params: {
            query: {
              limit: 200,
              done: show === 'done' ? 'true' : 'false',
              ...(mine ? { mine: 'true' } : {}),
              ...(show === 'overdue' || show === 'today' ? { due: show } : {}),
            },
          },
        }),
      ),
  });
  return (
    <Stack gap="md" maw={820}>
      <Title order={1}>{t.title}</Title>
      <Allowed to="tasks:write">
        <NewTask />
      </Allowed>
      <Group justify="space-between">
        <SegmentedControl
          size="xs"
          aria-label={t.title}
          value={show}
          onChange={(value) => go({ show: value as TaskSearch['show'], mine })}
          data={(['open', 'today', 'overdue', 'done'] as const).map((value) => ({ value, label: t.due[value] ?? value }))}
        />
        <Switch size="xs" label={t.mine} checked={mine} onChange={(event) => go({ show, mine: event.currentTarget.checked })} />
      </Group>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty}</Empty>}>
        {({ data }) => (
          <div className="panel">
            {data.map((task) => (
              <TaskLine key={task.id} task={task} />
            ))}
          </div>
        )}
      </Loaded>
    </Stack>
  );
}

function NewTask() {
  const queries = useQueryClient();
  const [title, setTitle] = useState('');
  const [due, setDue] = useState('');
  const add = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/tasks', { body: { title, ...(due ? { dueAt: new Date(`${due}T17:00`).toISOString() } : {}) } })),
    onSuccess: async () => {
      setTitle('');
      setDue('');
      await queries.invalidateQueries({ queryKey: ['tasks'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim()) add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <TextInput flex={1} aria-label={t.add} placeholder={t.placeholder} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
        <TextInput w={150} type="date" aria-label={t.dueAt} value={due} onChange={(event) => setDue(event.currentTarget.value)} />
        <ActionIcon type="submit" size={36} aria-label={t.add} loading={add.isPending}>
          <IconPlus size={16} />
        </ActionIcon>
      </Group>
      {add.error && <Failure error={add.error} />}
    </form>
  );
}
