import { Badge, Button, Group, Select, SimpleGrid, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Allowed, useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { Completeness } from './completeness.tsx';
import { Greetings } from './greeting.tsx';
import { Hours } from './hours.tsx';
import { doNotCallQuery, flowsQuery, numbersQuery, queuesQuery } from './queries.ts';

const t = texts.numbers;
type PhoneNumber = Schemas['PhoneNumber'];
type OpenHoursOf = NonNullable<PhoneNumber['openHours']>;
/** Until somebody says otherwise. */
const USUAL: OpenHoursOf = {
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  hours: Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => [day, [{ start: '09:00', end: '17:00' }]])),
  holidays: [],
};

/** Our numbers, what answers them, and whether the record is complete. */
export function Numbers() {
  const query = useQuery(numbersQuery);
  return (
    <Stack gap="xl" maw={1000}>
      <Title order={1}>{t.title}</Title>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty}</Empty>}>
        {({ data }) => (
          <Stack gap="sm">
            {data.map((number) => (
              <NumberCard key={number.id} number={number} />
            ))}
          </Stack>
        )}
      </Loaded>
      <Completeness />
      <DoNotCall />
    </Stack>
  );
}

function NumberCard({ number }: { number: PhoneNumber }) {
  const queries = useQueryClient();
  const may = useMay();
  const mayManage = may('voip:manage');
  const { data: flows } = useQuery(flowsQuery);
  const { data: queues } = useQuery(queuesQuery);
  const { data: people } = useQuery(peopleQuery);
  const again = () => void queries.invalidateQueries({ queryKey: ['phone-numbers'] });
  const path = { params: { path: { id: number.id } } };
  const set = useMutation({
    mutationFn: (body: {
      flowId?: string | null;
      queueId?: string | null;
      userId?: string | null;
      record?: PhoneNumber['record'];
      openHours?: OpenHoursOf | null;
    }) => ask(hub.PATCH('/api/v1/voip/numbers/{id}', { ...path, body })),
    onSuccess: again,
  });
  const connect = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/voip/numbers/{id}/connect', path)),
    onSuccess: () => {
      again();
      notifications.show({ message: t.done });
    },
  });
  const confirm = () =>
    modals.openConfirmModal({
      title: t.confirm(number.label),
      children: <Text size="sm">{number.voiceUrl ? t.elsewhere(number.voiceUrl) : t.nowhere}</Text>,
      labels: { confirm: t.connect, cancel: texts.cancel },
      onConfirm: () => connect.mutate(),
    });
  const target = number.flowId ? `flow:${number.flowId}` : number.queueId ? `queue:${number.queueId}` : number.userId ? `user:${number.userId}` : 'owner';
  const choose = (value: string | null) => {
    const [kind, id] = (value ?? 'owner').split(':');
    set.mutate({
      flowId: kind === 'flow' ? (id ?? null) : null,
      queueId: kind === 'queue' ? (id ?? null) : null,
      userId: kind === 'user' ? (id ?? null) : null,
    });
  };
  return (
    <Stack className="panel" p="md" gap="sm" component="section" aria-label={number.label}>
      <Group justify="space-between">
        <div>
          <Text fw={600}>{number.label}</Text>
          <Text size="sm" c="dimmed">
            {number.shown}
          </Text>
        </div>
        {number.isConnected === 'yes' ? (
          <Badge variant="light" color="teal">
            {t.connected}
          </Badge>
        ) : (
          mayManage && (
            <Button size="xs" onClick={confirm} loading={connect.isPending}>
              {t.connect}
            </Button>
          )
        )}
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Select
          label={t.goes}
          disabled={!mayManage}
          value={target}
          onChange={choose}
          data={[
            { value: 'owner', label: t.owner },
            {
              group: t.flow,
              items: (flows?.data ?? [])
                .filter(({ publishedVersion }) => publishedVersion !== null)
                .map(({ id, name }) => ({ value: `flow:${id}`, label: name })),
            },
            { group: t.queue, items: (queues?.data ?? []).map(({ id, name }) => ({ value: `queue:${id}`, label: name })) },
            { group: t.person, items: (people?.data ?? []).map(({ id, name }) => ({ value: `user:${id}`, label: name })) },
          ]}
        />
        <Select
          label={t.record}
          disabled={!mayManage}
          value={number.record}
          onChange={(record) => record && set.mutate({ record: record as PhoneNumber['record'] })}
          data={Object.entries(t.records).map(([value, label]) => ({ value, label }))}
        />
      </SimpleGrid>
      {mayManage && <OpenHours number={number} onSave={(openHours) => set.mutate({ openHours })} isPending={set.isPending} />}
      {mayManage && <Greetings owner={{ ownerKind: 'number', ownerId: number.id }} during={number.openHours ? ['always', 'open', 'closed'] : ['always']} />}
      {(set.error ?? connect.error) && <Failure error={(set.error ?? connect.error) as Error} />}
    </Stack>
  );
}

/** When somebody is there: outside of it callers may hear another greeting. */
function OpenHours({ number, onSave, isPending }: { number: PhoneNumber; onSave: (hours: OpenHoursOf | null) => void; isPending: boolean }) {
  const [hours, setHours] = useState<OpenHoursOf | null>(number.openHours);
  const isChanged = JSON.stringify(hours) !== JSON.stringify(number.openHours);
  return (
    <Stack gap="xs">
      <Switch size="xs" label={t.openHours} checked={hours !== null} onChange={(event) => setHours(event.currentTarget.checked ? USUAL : null)} />
      {hours && (
        <Hours
          timeZone={hours.timeZone}
          hours={hours.hours}
          holidays={hours.holidays}
          onChange={(change) => setHours({ ...hours, ...(change as Partial<OpenHoursOf>) })}
        />
      )}
      {isChanged && (
        <Group>
          <Button size="compact-xs" onClick={() => onSave(hours)} loading={isPending}>
            {texts.greetings.save}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function DoNotCall() {
  const queries = useQueryClient();
  const query = useQuery(doNotCallQuery);
  const [number, setNumber] = useState('');
  const [reason, setReason] = useState('');
  const again = () => void queries.invalidateQueries({ queryKey: ['do-not-call'] });
  const add = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/voip/do-not-call', { body: { number, reason } })),
    onSuccess: () => {
      setNumber('');
      setReason('');
      again();
    },
  });
  const remove = useMutation({ mutationFn: (id: string) => ask(hub.DELETE('/api/v1/voip/do-not-call/{id}', { params: { path: { id } } })), onSuccess: again });
  return (
    <Stack gap="sm" component="section" aria-label={t.doNotCall}>
      <Title order={2}>{t.doNotCall}</Title>
      <Loaded
        query={query}
        isEmpty={({ data }) => data.length === 0}
        empty={
          <Text size="sm" c="dimmed">
            {t.doNotCallEmpty}
          </Text>
        }
      >
        {({ data }) =>
          data.map((each) => (
            <Group key={each.id} justify="space-between">
              <Text size="sm">
                {each.shown} · {each.reason}
              </Text>
              <Allowed to="voip:manage">
                <Button size="compact-xs" variant="subtle" onClick={() => remove.mutate(each.id)}>
                  {t.remove}
                </Button>
              </Allowed>
            </Group>
          ))
        }
      </Loaded>
      <Allowed to="voip:write">
        <Group align="flex-end">
          <TextInput size="xs" label={t.number} value={number} onChange={(event) => setNumber(event.currentTarget.value)} error={add.error?.message} />
          <TextInput size="xs" label={t.reason} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Button size="xs" variant="default" disabled={!number.trim() || !reason.trim()} onClick={() => add.mutate()} loading={add.isPending}>
            {t.add}
          </Button>
        </Group>
      </Allowed>
    </Stack>
  );
}
