import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { TimeInput } from '@mantine/dates';
import { IconPlus, IconX } from '@tabler/icons-react';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';

const t = texts.booking;
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export interface Window {
  start: string;
  end: string;
}
export type Week = Partial<Record<string, Window[]>>;

/** Windows of one day: added, changed, taken away. */
export function Windows({ name, windows, onChange }: { name: string; windows: readonly Window[]; onChange: (windows: Window[]) => void }) {
  const change = (index: number, part: Partial<Window>) => onChange(windows.map((each, at) => (at === index ? { ...each, ...part } : each)));
  const next = (): Window => {
    const last = windows.at(-1);
    const hour = last ? Math.min(22, Number(last.end.slice(0, 2)) + 1) : 9;
    return last ? { start: `${String(hour).padStart(2, '0')}:00`, end: `${String(hour + 1).padStart(2, '0')}:00` } : { start: '09:00', end: '17:00' };
  };
  return (
    <Group gap="xs" align="center">
      {windows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t.dayOff}
        </Text>
      )}
      {windows.map((window, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hours that are typed have no other name than their place
        <Group key={index} gap={4} wrap="nowrap">
          <TimeInput
            size="xs"
            aria-label={`${name}: ${t.start}`}
            value={window.start}
            onChange={(event) => change(index, { start: event.currentTarget.value })}
          />
          <Text size="sm">–</Text>
          <TimeInput
            size="xs"
            aria-label={`${name}: ${t.end}`}
            value={window.end === '24:00' ? '23:59' : window.end}
            onChange={(event) => change(index, { end: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            aria-label={`${t.remove}: ${name} ${window.start}`}
            onClick={() => onChange(windows.filter((_, at) => at !== index))}
          >
            <IconX size={14} aria-hidden="true" />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<IconPlus size={12} />}
        aria-label={`${t.addHours}: ${name}`}
        onClick={() => onChange([...windows, next()])}
      >
        {t.addHours}
      </Button>
    </Group>
  );
}

/** A week of hours, day by day. */
export function HoursEditor({ week, onChange }: { week: Week; onChange: (week: Week) => void }) {
  return (
    <Stack gap={6}>
      {DAYS.map((day) => (
        <div key={day} className={classes.dayHours}>
          <Text size="sm" pt={4}>
            {t.days[day]}
          </Text>
          <Windows
            name={t.days[day] ?? day}
            windows={week[day] ?? []}
            onChange={(windows) => onChange(Object.fromEntries(Object.entries({ ...week, [day]: windows }).filter(([, each]) => (each?.length ?? 0) > 0)))}
          />
        </div>
      ))}
    </Stack>
  );
}
