import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { modals } from '@mantine/modals';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Failure, Waiting } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { sayDone, sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { suppressionsQuery } from './queries.ts';
import classes from './suppressions.module.css';

const t = texts.deliverability;

/** Who is not written to, why, and until when. */
export function Suppressions() {
  const [q, setQ] = useState('');
  const [wanted] = useDebouncedValue(q.trim(), 250);
  const query = useInfiniteQuery(suppressionsQuery(wanted));
  const queries = useQueryClient();
  const [isOpen, { open, close }] = useDisclosure(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ['suppressions'] });
  const lift = useMutation({
    mutationFn: (id: string) => ask(hub.DELETE('/api/v1/email/suppressions/{id}', { params: { path: { id } } })),
    onSuccess: async ({ address }) => {
      sayDone(t.lifted(address));
      await refresh();
    },
    onError: sayFailed,
  });
  const sync = useMutation({ mutationFn: () => ask(hub.POST('/api/v1/email/suppressions/sync')), onSuccess: () => sayDone(t.syncing), onError: sayFailed });
  const confirm = (id: string, address: string) =>
    modals.openConfirmModal({
      title: t.liftTitle(address),
      children: <Text size="sm">{t.liftText}</Text>,
      labels: { confirm: t.lift, cancel: texts.cancel },
      onConfirm: () => lift.mutate(id),
    });
  const rows = query.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <TextInput aria-label={t.search} placeholder={t.search} value={q} onChange={(event) => setQ(event.currentTarget.value)} w={280} type="search" />
        <Allowed to="email:write">
          <Group gap="xs">
            <Button variant="default" size="xs" loading={sync.isPending} onClick={() => sync.mutate()}>
              {t.sync}
            </Button>
            <Button size="xs" onClick={open}>
              {t.add}
            </Button>
          </Group>
        </Allowed>
      </Group>
      {!query.data && (query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />)}
      {query.data && rows.length === 0 && <Empty>{wanted ? t.noneFound : t.noneSuppressed}</Empty>}
      {rows.length > 0 && (
        <ul className={classes.list}>
          {rows.map(({ id, address, reason, scope, since, expiresAt, evidence }) => (
            <li key={id} className={classes.line}>
              <div className={classes.who}>
                <Text size="sm" fw={500} style={{ overflowWrap: 'anywhere' }}>
                  {address}
                </Text>
                {(evidence.quote ?? evidence.note) && (
                  <Text size="xs" c="dimmed" lineClamp={1}>
                    {evidence.quote ?? evidence.note}
                  </Text>
                )}
              </div>
              <div className={classes.why}>
                <Text size="sm">{t.suppressed[reason] ?? reason}</Text>
                <Text size="xs" c="dimmed">
                  {t.scope[scope]}
                  {expiresAt ? ` · ${t.until} ${new Date(expiresAt).toLocaleDateString()}` : ''}
                </Text>
              </div>
              <Text size="sm" c="dimmed" className={classes.since}>
                <When at={since} />
              </Text>
              <Allowed to="email:manage">
                <Button variant="subtle" size="compact-sm" onClick={() => confirm(id, address)}>
                  {t.lift}
                </Button>
              </Allowed>
            </li>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} style={{ alignSelf: 'flex-start' }}>
          {t.more}
        </Button>
      )}
      <Modal opened={isOpen} onClose={close} title={t.add}>
        <Add
          done={() => {
            close();
            void refresh();
          }}
        />
      </Modal>
    </Stack>
  );
}

function Add({ done }: { done: () => void }) {
  const [address, setAddress] = useState('');
  const [note, setNote] = useState('');
  const [scope, setScope] = useState<'all' | 'marketing'>('all');
  const add = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/email/suppressions', { body: { address, note, scope } })),
    onSuccess: ({ address: listed }) => {
      sayDone(t.added(listed));
      done();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput label={t.address} type="email" required value={address} onChange={(event) => setAddress(event.currentTarget.value)} data-autofocus />
        <Select
          label={texts.deliverability.tabs.suppressions}
          value={scope}
          allowDeselect={false}
          onChange={(value) => setScope(value === 'marketing' ? 'marketing' : 'all')}
          data={[
            { value: 'all', label: t.everything },
            { value: 'marketing', label: t.marketing },
          ]}
        />
        <TextInput label={t.note} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        {add.error && <Failure error={add.error} />}
        <Button type="submit" loading={add.isPending} style={{ alignSelf: 'flex-end' }}>
          {t.add}
        </Button>
      </Stack>
    </form>
  );
}
