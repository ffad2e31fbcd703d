import { Group, Switch, TextInput } from '@mantine/core';
import { texts } from '../../texts.ts';

const t = texts.flows;
interface Window {
  start: string;
  end: string;
}
export interface Weekly {
  timeZone: string;
  hours: Partial<Record<string, Window[]>>;
}

/** When somebody is there, day by day, by the clock of a place. */
export function Hours({ timeZone, hours, onChange }: Weekly & { onChange: (change: Weekly) => void }) {
  return (
    <>
      <TextInput size="xs" label={t.fields.timeZone} value={timeZone} onChange={(event) => onChange({ hours, timeZone: event.currentTarget.value })} />
      {Object.entries(t.days).map(([day, label]) => (
        <Day
          key={day}
          label={label}
          window={hours[day]?.[0]}
          onChange={(window) => onChange({ timeZone, hours: { ...hours, [day]: window ? [window] : [] } })}
        />
      ))}
    </>
  );
}

function Day({ label, window, onChange }: { label: string; window: Window | undefined; onChange: (window: Window | undefined) => void }) {
  return (
    <Group gap="xs" wrap="nowrap">
      <Switch
        size="xs"
        w={120}
        label={label}
        checked={window !== undefined}
        onChange={(event) => onChange(event.currentTarget.checked ? { start: '09:00', end: '17:00' } : undefined)}
      />
      {window && (
        <>
          <TextInput
            size="xs"
            w={80}
            aria-label={`${label}, ${t.fields.from}`}
            value={window.start}
            onChange={(event) => onChange({ ...window, start: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            w={80}
            aria-label={`${label}, ${t.fields.until}`}
            value={window.end}
            onChange={(event) => onChange({ ...window, end: event.currentTarget.value })}
          />
        </>
      )}
    </Group>
  );
}
