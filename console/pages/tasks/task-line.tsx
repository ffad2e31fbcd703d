import { Checkbox, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { relative } from '../../frame/when.tsx';
import { offerUndo, sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';

const t = texts.tasks;

/** One thing to do: one click does it, and the way back is offered. */
export function TaskLine({ task }: { task: Schemas['Task'] }) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['tasks'] });
  const mark = (isDone: boolean) =>
    isDone
      ? ask(hub.POST('/api/v1/tasks/{id}/done', { params: { path: { id: task.id } }, body: {} }))
      : ask(hub.POST('/api/v1/tasks/{id}/undone', { params: { path: { id: task.id } }, body: {} }));
  const toggle = useMutation({
    mutationFn: mark,
    onSuccess: (_after, isDone) => {
      if (isDone) offerUndo(t.done(task.title), () => mark(false).then(refresh));
    },
    onError: sayFailed,
    onSettled: refresh,
  });
  const isOverdue = !task.completedAt && task.dueAt !== null && new Date(task.dueAt) < new Date();
  return (
    <Group className="row" p="sm" gap="sm" wrap="nowrap">
      <Checkbox
        aria-label={task.completedAt ? t.markOpen(task.title) : t.markDone(task.title)}
        checked={toggle.isPending ? toggle.variables : task.completedAt !== null}
        onChange={(event) => toggle.mutate(event.currentTarget.checked)}
      />
      <Text size="sm" flex={1} className="wrap-anywhere" td={task.completedAt ? 'line-through' : undefined}>
        <bdi>{task.title}</bdi>
      </Text>
      {task.dueAt && (
        <Text size="xs" c={isOverdue ? 'red' : 'dimmed'} title={new Date(task.dueAt).toLocaleString()} style={{ whiteSpace: 'nowrap' }}>
          {isOverdue && `${t.due.overdue} · `}
          {relative(new Date(task.dueAt))}
        </Text>
      )}
    </Group>
  );
}
