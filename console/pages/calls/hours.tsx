import { ActionIcon, Group, Stack, Switch, TagsInput, TextInput } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { texts } from '../../texts.ts';

const t = texts.flows;
interface Window {
  start: string;
  end: string;
}
export interface Weekly {
  timeZone: string;
  hours: Partial<Record<string, Window[]>>;
  holidays: string[];
}
const MOST_WINDOWS = 6;
const USUAL: Window = { start: '09:00', end: '17:00' };
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

/** When somebody is there, day by day, by the clock of a place; and the days on which nobody is. */
export function Hours({ onChange, ...weekly }: Weekly & { onChange: (change: Weekly) => void }) {
  const { timeZone, hours, holidays } = weekly;
  return (
    <>
      <TextInput size="xs" label={t.fields.timeZone} value={timeZone} onChange={(event) => onChange({ ...weekly, timeZone: event.currentTarget.value })} />
      {Object.entries(t.days).map(([day, label]) => (
        <Day key={day} label={label} windows={hours[day] ?? []} onChange={(windows) => onChange({ ...weekly, hours: { ...hours, [day]: windows } })} />
      ))}
      <TagsInput
        size="xs"
        label={t.fields.holidays}
        placeholder={t.fields.holidaysHint}
        value={holidays}
        // What is no day of the calendar is not taken.
        onChange={(days) => onChange({ ...weekly, holidays: [...new Set(days.filter(isDay))].sort() })}
        splitChars={[',', ' ', ';']}
        acceptValueOnBlur
      />
    </>
  );
}

function Day({ label, windows, onChange }: { label: string; windows: readonly Window[]; onChange: (windows: Window[]) => void }) {
  const change = (at: number, part: Partial<Window>) => onChange(windows.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Switch size="xs" w={120} mt={6} label={label} checked={windows.length > 0} onChange={(event) => onChange(event.currentTarget.checked ? [USUAL] : [])} />
      <Stack gap={4}>
        {windows.map((window, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two windows of a day may say the same while they are typed.
          <Group key={index} gap="xs" wrap="nowrap">
            <TextInput
              size="xs"
              w={72}
              aria-label={`${label}, ${t.fields.from}${index > 0 ? ` ${index + 1}` : ''}`}
              value={window.start}
              onChange={(event) => change(index, { start: event.currentTarget.value })}
            />
            <TextInput
              size="xs"
              w={72}
              aria-label={`${label}, ${t.fields.until}${index > 0 ? ` ${index + 1}` : ''}`}
              value={window.end}
              onChange={(event) => change(index, { end: event.currentTarget.value })}
            />
            {index > 0 ? (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`${t.fields.removeWindow}, ${label} ${index + 1}`}
                onClick={() => onChange(windows.filter((_, at) => at !== index))}
              >
                <IconMinus size={14} />
              </ActionIcon>
            ) : (
              windows.length < MOST_WINDOWS && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`${t.fields.addWindow}, ${label}`}
                  onClick={() => onChange([...windows, { start: windows.at(-1)?.end ?? '17:00', end: '20:00' }])}
                >
                  <IconPlus size={14} />
                </ActionIcon>
              )
            )}
          </Group>
        ))}
      </Stack>
    </Group>
  );
}
