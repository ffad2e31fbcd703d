import { Badge, Button, Group, Modal, MultiSelect, NumberInput, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Named } from '../../frame/face.tsx';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { useNames } from '../deals/use-names.ts';
import { agentsQuery, type QueueDraft, queuesQuery } from './queries.ts';

const t = texts.queues;
type Queue = Schemas['CallQueue'];

/** Who waits for whom: queues, and who can be rung now. */
export function Queues() {
  const query = useQuery(queuesQuery);
  const agents = useQuery(agentsQuery);
  const nameOf = useNames();
  const [edited, setEdited] = useState<Queue | 'new'>();
  return (
    <Stack gap="xl" maw={900}>
      <Group justify="space-between">
        <Title order={1}>{t.title}</Title>
        <Allowed to="voip:manage">
          <Button size="xs" onClick={() => setEdited('new')}>
            {t.add}
          </Button>
        </Allowed>
      </Group>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty}</Empty>}>
        {({ data }) => (
          <Stack gap="sm">
            {data.map((queue) => (
              <Group key={queue.id} className="panel" p="md" justify="space-between">
                <div>
                  <Text fw={600}>{queue.name}</Text>
                  <Text size="sm" c="dimmed">
                    {t.strategies[queue.strategy]} · {queue.members.map(nameOf).join(', ')}
                  </Text>
                </div>
                <Allowed to="voip:manage">
                  <Button size="xs" variant="default" onClick={() => setEdited(queue)} aria-label={`${t.change} ${queue.name}`}>
                    {t.change}
                  </Button>
                </Allowed>
              </Group>
            ))}
          </Stack>
        )}
      </Loaded>
      <Stack gap="sm" component="section" aria-label={t.people}>
        <Title order={2}>{t.people}</Title>
        <Loaded
          query={agents}
          isEmpty={({ data }) => data.length === 0}
          empty={
            <Text size="sm" c="dimmed">
              {t.noPeople}
            </Text>
          }
        >
          {({ data }) =>
            data.map((agent) => (
              <Group key={agent.userId} justify="space-between">
                <Named name={nameOf(agent.userId)} />
                <Badge variant="light" color={agent.callId ? 'green' : agent.state === 'available' ? 'teal' : 'gray'}>
                  {agent.callId ? texts.calls.state.answered : texts.phone.state[agent.state]}
                </Badge>
              </Group>
            ))
          }
        </Loaded>
      </Stack>
      {edited && <Edit queue={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />}
    </Stack>
  );
}

function Edit({ queue, onClose }: { queue: Queue | undefined; onClose: () => void }) {
  const queries = useQueryClient();
  const { data: people } = useQuery(peopleQuery);
  const [draft, setDraft] = useState<QueueDraft>({
    name: queue?.name ?? '',
    members: queue?.members ?? [],
    strategy: queue?.strategy ?? 'longest_idle',
    maxWaitSeconds: queue?.maxWaitSeconds ?? 300,
    wrapUpSeconds: queue?.wrapUpSeconds ?? 15,
    ringSeconds: queue?.ringSeconds ?? 20,
  });
  const done = () => {
    void queries.invalidateQueries({ queryKey: ['call-queues'] });
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      queue
        ? ask(hub.PUT('/api/v1/voip/queues/{id}', { params: { path: { id: queue.id } }, body: draft }))
        : ask(hub.POST('/api/v1/voip/queues', { body: draft })),
    onSuccess: done,
  });
  const remove = useMutation({ mutationFn: (id: string) => ask(hub.DELETE('/api/v1/voip/queues/{id}', { params: { path: { id } } })), onSuccess: done });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={queue?.name ?? t.add}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label={t.name} required data-autofocus value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })} />
          <MultiSelect
            label={t.members}
            data={(people?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={draft.members}
            onChange={(members) => setDraft({ ...draft, members })}
          />
          <Select
            label={t.strategy}
            value={draft.strategy ?? 'longest_idle'}
            onChange={(strategy) => strategy && setDraft({ ...draft, strategy: strategy as 'longest_idle' })}
            data={Object.entries(t.strategies).map(([value, label]) => ({ value, label }))}
          />
          <Group grow>
            <NumberInput
              label={t.maxWait}
              min={10}
              max={3600}
              value={draft.maxWaitSeconds ?? 300}
              onChange={(value) => setDraft({ ...draft, maxWaitSeconds: Number(value) })}
            />
            <NumberInput
              label={t.wrapUp}
              min={0}
              max={600}
              value={draft.wrapUpSeconds ?? 15}
              onChange={(value) => setDraft({ ...draft, wrapUpSeconds: Number(value) })}
            />
          </Group>
          {(save.error ?? remove.error) && <Failure error={(save.error ?? remove.error) as Error} />}
          <Group justify="space-between">
            {queue ? (
              <Button
                variant="subtle"
                color="red"
                onClick={() =>
                  modals.openConfirmModal({
                    title: t.remove,
                    children: <Text size="sm">{t.removeConfirm(queue.name)}</Text>,
                    labels: { confirm: t.remove, cancel: texts.cancel },
                    confirmProps: { color: 'red' },
                    onConfirm: () => remove.mutate(queue.id),
                  })
                }
              >
                {t.remove}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={save.isPending}>
              {t.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
