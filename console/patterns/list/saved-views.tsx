import { ActionIcon, Button, Checkbox, Group, Menu, Popover, Stack, TextInput, UnstyledButton } from '@mantine/core';
import { IconBookmark, IconDots } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { texts } from '../../texts.ts';
import { sayFailed } from '../record/undo.tsx';
import classes from './saved-views.module.css';

const t = texts.records.list;
type View = Schemas['View'];
interface Shown {
  filter: string | undefined;
  sort: string | undefined;
}
/** As text with its keys in one order: the database keeps them in another than they were written in. */
const ordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(ordered)
    : value && typeof value === 'object'
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, each]) => [key, ordered(each)]),
        )
      : value;
const isSame = (a: string | undefined, b: string | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && JSON.stringify(ordered(JSON.parse(a))) === JSON.stringify(ordered(JSON.parse(b))));
const textOf = (filter: View['filter']): string | undefined => (Object.keys(filter as object).length === 0 ? undefined : JSON.stringify(filter));

/** Views as tabs: what a list shows under a name, one's own or everybody's. */
export function SavedViews({ entity, filter, sort, onChoose }: Shown & { entity: View['entity']; onChoose: (shown: Shown) => void }) {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ['views', entity],
    queryFn: () => ask(hub.GET('/api/v1/views', { params: { query: { limit: 50, entity } } })),
    staleTime: 60_000,
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ['views', entity] });
  const remove = useMutation({
    mutationFn: (id: string) => ask(hub.DELETE('/api/v1/views/{id}', { params: { path: { id } } })),
    onSuccess: refresh,
    onError: sayFailed,
  });
  const views = data?.data ?? [];
  const current = views.find((view) => isSame(textOf(view.filter), filter));
  if (views.length === 0 && !filter) return null;
  return (
    <Group gap={4}>
      <Group gap={4} role="tablist" aria-label={t.views}>
        <UnstyledButton role="tab" aria-selected={!filter} className={classes.tab} onClick={() => onChoose({ filter: undefined, sort: undefined })}>
          {t.allView}
        </UnstyledButton>
        {views.map((view) => (
          <UnstyledButton
            key={view.id}
            role="tab"
            aria-selected={view === current}
            className={classes.tab}
            onClick={() => onChoose({ filter: textOf(view.filter), sort: view.sort ?? undefined })}
          >
            <bdi>{view.name}</bdi>
          </UnstyledButton>
        ))}
      </Group>
      {current && (
        <Menu position="bottom-start" shadow="sm">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`${texts.frame.more}: ${current.name}`}>
              <IconDots size={14} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item color="red" onClick={() => remove.mutate(current.id)}>
              {texts.records.record.remove}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {filter && !current && <SaveView entity={entity} filter={filter} sort={sort} saved={refresh} />}
    </Group>
  );
}

function SaveView({ entity, filter, sort, saved }: { entity: View['entity']; filter: string; sort: string | undefined; saved: () => Promise<unknown> }) {
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useMutation({
    mutationFn: () =>
      ask(hub.POST('/api/v1/views', { body: { entity, name, shared, filter: JSON.parse(filter) as View['filter'], ...(sort ? { sort } : {}) } })),
    onSuccess: saved,
    onError: sayFailed,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) save.mutate();
  };
  return (
    <Popover position="bottom-start" shadow="sm" trapFocus>
      <Popover.Target>
        <Button size="compact-xs" variant="default" leftSection={<IconBookmark size={14} />}>
          {t.saveView}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Stack gap="xs">
            <TextInput size="xs" label={t.viewName} data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
            <Checkbox size="xs" label={t.shareView} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
            <Button type="submit" size="xs" loading={save.isPending} disabled={!name.trim()}>
              {t.saveView}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
