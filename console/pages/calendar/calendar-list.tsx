import { ActionIcon, Checkbox, Group, Popover, Select, Stack, Switch, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconSettings } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';
import { colorOf } from './colors.ts';
import type { Calendar } from './queries.ts';

const t = texts.calendar;
const healthOf = ({ readAt, readError, hasPush }: Calendar): string => (readError ? 'failing' : !readAt ? 'never' : hasPush ? 'push' : 'poll');

/** Which calendars are looked at; for each what it is used for, and how well it is read. */
export function CalendarList({
  calendars,
  hidden,
  onHidden,
  me,
}: {
  calendars: readonly Calendar[];
  hidden: ReadonlySet<string>;
  onHidden: (hidden: ReadonlySet<string>) => void;
  me: string;
}) {
  const groups = [
    { title: t.mine, rows: calendars.filter(({ ownerUserId }) => ownerUserId === me) },
    { title: t.others, rows: calendars.filter(({ ownerUserId }) => ownerUserId !== me) },
  ].filter(({ rows }) => rows.length > 0);
  const toggle = (id: string) => {
    const next = new Set(hidden);
    if (!next.delete(id)) next.add(id);
    onHidden(next);
  };
  return (
    <Stack gap="md" className={classes.side ?? ''}>
      {groups.map(({ title, rows }) => (
        <Stack key={title} gap={6}>
          <Title order={3}>{title}</Title>
          {rows.map((calendar) => (
            <Group key={calendar.id} gap={8} wrap="nowrap">
              <Checkbox
                size="xs"
                color={colorOf(calendar)}
                checked={!hidden.has(calendar.id)}
                onChange={() => toggle(calendar.id)}
                aria-label={t.show(calendar.name)}
              />
              <div className={classes.name}>
                <Text size="sm" truncate>
                  <bdi>{calendar.name}</bdi>
                </Text>
                {!calendar.name.includes(calendar.account) && (
                  <Text size="xs" c="dimmed" truncate>
                    <bdi>{calendar.account}</bdi>
                  </Text>
                )}
                {calendar.readError && (
                  <Group gap={4} wrap="nowrap">
                    <IconAlertTriangle size={12} color="var(--mantine-color-red-7)" aria-hidden="true" />
                    <Text size="xs" c="red.8">
                      {t.health.failing}
                    </Text>
                  </Group>
                )}
              </div>
              <CalendarSettings calendar={calendar} />
            </Group>
          ))}
        </Stack>
      ))}
    </Stack>
  );
}

function CalendarSettings({ calendar }: { calendar: Calendar }) {
  const client = useQueryClient();
  const may = useMay();
  const change = useMutation({
    mutationFn: (body: { blocks?: boolean; writes?: boolean; shows?: 'details' | 'busy' | 'nothing' }) =>
      ask(hub.PATCH('/api/v1/calendar/calendars/{id}', { params: { path: { id: calendar.id } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['calendar'] }),
  });
  const isWritable = calendar.role === 'owner' || calendar.role === 'writer';
  return (
    <Popover position="bottom-end" width={280} withArrow trapFocus shadow="md">
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t.settingsOf(calendar.name)}>
          <IconSettings size={14} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <div>
            <Text size="sm" fw={600} truncate>
              <bdi>{calendar.name}</bdi>
            </Text>
            <Text size="xs" c="dimmed">
              {calendar.timeZone.replaceAll('_', ' ')}
            </Text>
          </div>
          <Switch
            size="xs"
            label={t.blocks}
            description={t.blocksHint}
            checked={calendar.blocks}
            disabled={!may('calendar:write')}
            onChange={(event) => change.mutate({ blocks: event.currentTarget.checked })}
          />
          {isWritable && (
            <Switch
              size="xs"
              label={t.writes}
              checked={calendar.writes}
              disabled={!may('calendar:write')}
              onChange={(event) => change.mutate({ writes: event.currentTarget.checked })}
            />
          )}
          <Select
            size="xs"
            label={t.shows}
            allowDeselect={false}
            comboboxProps={{ withinPortal: false }}
            disabled={!may('calendar:write')}
            data={(['details', 'busy', 'nothing'] as const).map((value) => ({ value, label: t.showsWhat[value] ?? value }))}
            value={calendar.shows}
            onChange={(value) => value && change.mutate({ shows: value as 'details' })}
          />
          <Text size="xs" c={calendar.readError ? 'red.8' : 'dimmed'}>
            {t.health[healthOf(calendar)]}
            {calendar.readError ? `: ${calendar.readError}` : ''}
          </Text>
          {calendar.readAt && (
            <Group gap={4}>
              <Text size="xs" c="dimmed">
                {t.lastRead}
              </Text>
              <When at={calendar.readAt} />
            </Group>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
