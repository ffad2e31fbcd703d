import { Alert, Anchor, Badge, Button, Group, Kbd, Select, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { segmentsQuery } from '../segments/queries.ts';
import { FormDialog } from '../settings/pieces.tsx';
import { OutcomeForm } from './outcome-form.tsx';
import { callListQuery } from './queries.ts';
import { CallState } from './words.tsx';

const t = texts.callList;
type List = Schemas['CallList'];
type Entry = Schemas['CallListEntry'];
const nameOf = ({ contactName, shownNumber }: Entry): string => contactName ?? shownNumber;

/** People to call one after the other; everything is done by a key as well. */
export function CallListPage() {
  const query = useQuery(callListQuery);
  return (
    <Stack gap="lg" maw={1100}>
      <div>
        <Title order={1}>{t.title}</Title>
        <Text size="sm" c="dimmed" maw={640}>
          {t.lead}
        </Text>
      </div>
      <Loaded query={query}>{(list) => <Opened list={list} />}</Loaded>
    </Stack>
  );
}

function Opened({ list }: { list: List }) {
  const { counts, current, upcoming } = list;
  const nextAt = counts.nextAt ? new Date(counts.nextAt).toLocaleString() : '';
  return (
    <>
      <Group gap="xs">
        <Badge variant="light">{t.waiting(counts.waiting)}</Badge>
        <Badge variant="light" color="teal">
          {t.called(counts.called)}
        </Badge>
        <Badge variant="light" color="gray">
          {t.skipped(counts.skipped)}
        </Badge>
      </Group>
      {counts.later > 0 && (
        <Text size="sm" c="dimmed">
          {t.later(counts.later, nextAt)}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Stack gap="md">{current ? <Current key={current.id} list={list} entry={current} /> : <Empty>{t.empty}</Empty>}</Stack>
        <Stack gap="lg">
          {upcoming.length > 0 && <Upcoming entries={upcoming} />}
          <Add waiting={counts.waiting} />
        </Stack>
      </SimpleGrid>
    </>
  );
}

/** Whoever is called now: what was said of it is kept before the next one comes. */
function Current({ list, entry }: { list: List; entry: Entry }) {
  const queries = useQueryClient();
  const { call } = list;
  const [again, setAgain] = useState('');
  const [isSkipping, setSkipping] = useState(false);
  const path = { params: { path: { id: entry.id } } };
  const show = (next: List) => {
    queries.setQueryData(callListQuery.queryKey, next);
    void queries.invalidateQueries({ queryKey: ['calls'] });
  };
  const dial = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/voip/call-list/{id}/call', { ...path, body: {} })),
    onSuccess: ({ list: next }) => show(next),
  });
  const finish = useMutation({
    mutationFn: (body: { outcome: string; fields: Record<string, string>; notes: string }) =>
      ask(
        hub.POST('/api/v1/voip/call-list/{id}/outcome', {
          ...path,
          body: { ...body, ...(again ? { againAt: new Date(Date.now() + Number(again) * 60_000).toISOString() } : {}) },
        }),
      ),
    onSuccess: show,
  });
  const skip = useMutation({
    mutationFn: (reason: string) => ask(hub.POST('/api/v1/voip/call-list/{id}/skip', { ...path, body: { reason } })),
    onSuccess: (next) => {
      setSkipping(false);
      show(next);
    },
  });
  const isOn = call !== null && call.state !== 'ended';
  const refused = dial.data && !dial.data.guard.allowed ? dial.data.guard.sentence : undefined;
  useHotkeys([
    ['c', () => !isOn && !dial.isPending && dial.mutate()],
    ['s', () => !isOn && setSkipping(true)],
  ]);
  return (
    <Stack className="panel" p="md" gap="sm" component="section" aria-label={t.now}>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={2}>
            <bdi>{nameOf(entry)}</bdi>
          </Title>
          <Text size="sm" c="dimmed">
            {entry.shownNumber}
          </Text>
        </div>
        {entry.contactId && (
          <Anchor component={Link} to={`/contacts/${entry.contactId}`} size="sm">
            {texts.phone.openContact}
          </Anchor>
        )}
      </Group>
      {call && (
        <div role="status">
          <CallState call={call} />
        </div>
      )}
      {refused && (
        <Alert color="yellow" variant="light" title={t.notCalled} role="alert">
          {refused}
        </Alert>
      )}
      {(dial.error ?? skip.error) && <Failure error={(dial.error ?? skip.error) as Error} />}
      <Group gap="xs">
        <Button onClick={() => dial.mutate()} loading={dial.isPending} disabled={isOn} rightSection={<Kbd size="xs">C</Kbd>} aria-keyshortcuts="c">
          {call ? t.callAgain : t.call}
        </Button>
        <Button variant="default" onClick={() => setSkipping(true)} disabled={isOn} rightSection={<Kbd size="xs">S</Kbd>} aria-keyshortcuts="s">
          {t.skip}
        </Button>
      </Group>
      {call?.state === 'ended' && (
        <OutcomeForm
          key={call.id}
          outcomes={list.outcomes}
          requiredFields={list.requiredFields}
          begin={{ outcome: '', fields: {}, notes: call.notes ?? '' }}
          submit={t.finish}
          error={finish.error}
          isPending={finish.isPending}
          onSubmit={(outcome) => finish.mutate(outcome)}
        >
          <Select
            size="sm"
            label={t.again}
            allowDeselect={false}
            value={again}
            onChange={(value) => setAgain(value ?? '')}
            data={Object.entries(t.agains).map(([value, label]) => ({ value, label }))}
          />
        </OutcomeForm>
      )}
      <Text size="xs" c="dimmed">
        {t.keys}
      </Text>
      <SkipDialog isOpen={isSkipping} onClose={() => setSkipping(false)} onSkip={(reason) => skip.mutate(reason)} isPending={skip.isPending} />
    </Stack>
  );
}

function SkipDialog({ isOpen, onClose, onSkip, isPending }: { isOpen: boolean; onClose: () => void; onSkip: (reason: string) => void; isPending: boolean }) {
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={t.skip}
      isOpen={isOpen}
      onClose={onClose}
      onSubmit={() => onSkip(reason)}
      submit={t.skip}
      isPending={isPending}
      isBlocked={!reason.trim()}
    >
      <TextInput label={t.skipReason} data-autofocus value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <Group gap="xs">
        {t.skipReasons.map((each) => (
          <Button key={each} size="compact-xs" variant="default" onClick={() => setReason(each)}>
            {each}
          </Button>
        ))}
      </Group>
    </FormDialog>
  );
}

function Upcoming({ entries }: { entries: readonly Entry[] }) {
  return (
    <Stack className="panel" p="md" gap="xs" component="section" aria-label={t.next}>
      <Title order={2}>{t.next}</Title>
      <Stack component="ol" gap={6} m={0} p={0} style={{ listStyle: 'none' }}>
        {entries.map((entry) => (
          <Group key={entry.id} component="li" justify="space-between" wrap="nowrap">
            <Text size="sm" truncate>
              <bdi>{nameOf(entry)}</bdi>
            </Text>
            <Text size="xs" c="dimmed">
              {entry.notBefore ? new Date(entry.notBefore).toLocaleString() : entry.contactName ? entry.shownNumber : ''}
            </Text>
          </Group>
        ))}
      </Stack>
    </Stack>
  );
}

function Add({ waiting }: { waiting: number }) {
  const queries = useQueryClient();
  const [number, setNumber] = useState('');
  const { data: segments } = useQuery(segmentsQuery);
  const again = () => void queries.invalidateQueries({ queryKey: callListQuery.queryKey });
  const add = useMutation({
    mutationFn: (body: { number: string } | { segmentId: string }) => ask(hub.POST('/api/v1/voip/call-list', { body })),
    onSuccess: ({ added, already, withoutNumber }) => {
      setNumber('');
      notifications.show({ message: t.added(added, already, withoutNumber) });
      again();
    },
  });
  const clear = useMutation({ mutationFn: () => ask(hub.DELETE('/api/v1/voip/call-list')), onSuccess: again });
  const confirm = () =>
    modals.openConfirmModal({
      title: t.clear,
      children: <Text size="sm">{t.clearConfirm(waiting)}</Text>,
      labels: { confirm: t.clear, cancel: texts.cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => clear.mutate(),
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (number.trim()) add.mutate({ number: number.trim() });
  };
  return (
    <Stack className="panel" p="md" gap="sm" component="section" aria-label={t.add}>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput
            size="sm"
            type="tel"
            label={t.add}
            style={{ flex: 1 }}
            value={number}
            error={add.error?.message}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
          <Button size="sm" type="submit" variant="default" disabled={!number.trim()} loading={add.isPending}>
            {t.add}
          </Button>
        </Group>
      </form>
      <Select
        size="sm"
        label={t.addSegment}
        placeholder={t.choose}
        value={null}
        onChange={(segmentId) => segmentId && add.mutate({ segmentId })}
        data={(segments?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      {waiting > 0 && (
        <Group justify="flex-end">
          <Button size="compact-sm" variant="subtle" color="red" onClick={confirm} loading={clear.isPending}>
            {t.clear}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
