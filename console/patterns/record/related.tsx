import { ActionIcon, Anchor, Checkbox, Group, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { moneyText } from '../../frame/money.tsx';
import { Loaded } from '../../frame/states.tsx';
import { relative } from '../../frame/when.tsx';
import { dealsOf, todosOf } from '../../pages/contacts/queries.ts';
import { StageBadge } from '../../pages/deals/stage-badge.tsx';
import { texts } from '../../texts.ts';
import { BesideButton } from './beside-button.tsx';
import { Side } from './record-page.tsx';
import { offerUndo, sayFailed } from './undo.tsx';

const t = texts.contacts;
type Of = { contactId: string } | { organizationId: string };
const Nothing = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
);

/** Deals of a person or an organization; a new one begins with its name. */
export function RelatedDeals({ of, name }: { of: Of; name: string }) {
  const queries = useQueryClient();
  const query = useQuery(dealsOf(of));
  const add = useMutation({
    mutationFn: () =>
      ask(hub.POST('/api/v1/deals', { body: { name, ...('contactId' in of ? { contacts: [{ contactId: of.contactId, role: 'other' as const }] } : of) } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['deals'] }),
    onError: sayFailed,
  });
  return (
    <Side
      title={t.deals}
      action={
        <Allowed to="deals:write">
          <ActionIcon variant="subtle" size="sm" aria-label={t.addDeal} loading={add.isPending} onClick={() => add.mutate()}>
            <IconPlus size={14} />
          </ActionIcon>
        </Allowed>
      }
    >
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Nothing>{t.noDeals}</Nothing>}>
        {({ data }) =>
          data.map((deal) => (
            <div key={deal.id} style={{ padding: '4px 0' }}>
              <Group gap={4} wrap="nowrap" justify="space-between">
                <Anchor size="sm" c="inherit" component={Link} to={`/deals/${deal.id}`} className="wrap-anywhere">
                  <bdi>{deal.name}</bdi>
                </Anchor>
                <BesideButton kind="deal" id={deal.id} name={deal.name} />
              </Group>
              <Group gap={8} wrap="nowrap">
                <StageBadge deal={deal} />
                {deal.amount !== null && (
                  <Text size="xs" c="dimmed">
                    {moneyText({ amount: deal.amount, currency: deal.currency })}
                  </Text>
                )}
              </Group>
            </div>
          ))
        }
      </Loaded>
    </Side>
  );
}

/** What is to be done about somebody; one line adds, one click does. */
export function RelatedTodos({ of }: { of: Of | { dealId: string } }) {
  const queries = useQueryClient();
  const query = useQuery(todosOf(of));
  const [title, setTitle] = useState('');
  const refresh = () => queries.invalidateQueries({ queryKey: ['tasks'] });
  const add = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/tasks', { body: { title, ...of } })),
    onSuccess: async () => {
      setTitle('');
      await refresh();
    },
    onError: sayFailed,
  });
  const finish = useMutation({
    mutationFn: (id: string) => ask(hub.POST('/api/v1/tasks/{id}/done', { params: { path: { id } }, body: {} })),
    onSuccess: async (task) => {
      await refresh();
      offerUndo(texts.tasks.done(task.title), async () => {
        await ask(hub.POST('/api/v1/tasks/{id}/undone', { params: { path: { id: task.id } }, body: {} }));
        await refresh();
      });
    },
    onError: sayFailed,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim()) add.mutate();
  };
  return (
    <Side title={t.todos}>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Nothing>{t.noTodos}</Nothing>}>
        {({ data }) =>
          data.map((task) => (
            <Group key={task.id} justify="space-between" wrap="nowrap" gap="xs" py={4}>
              <Checkbox
                size="xs"
                checked={false}
                onChange={() => finish.mutate(task.id)}
                aria-label={texts.tasks.markDone(task.title)}
                label={<bdi>{task.title}</bdi>}
              />
              {task.dueAt && (
                <Text size="xs" c={new Date(task.dueAt) < new Date() ? 'red' : 'dimmed'}>
                  {relative(new Date(task.dueAt))}
                </Text>
              )}
            </Group>
          ))
        }
      </Loaded>
      <Allowed to="tasks:write">
        <form onSubmit={submit}>
          <TextInput
            size="xs"
            mt={6}
            data-quick="todo"
            aria-label={t.todoPlaceholder}
            placeholder={t.todoPlaceholder}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        </form>
      </Allowed>
    </Side>
  );
}
