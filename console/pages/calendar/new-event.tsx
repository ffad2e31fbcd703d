import { Button, Checkbox, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import type { Calendar } from './queries.ts';

const t = texts.calendar;
const local = (at: Date): string => `${at.toLocaleDateString('en-CA')} ${at.toLocaleTimeString('en-GB')}`;

const RULES: Readonly<Record<string, string>> = {
  daily: 'RRULE:FREQ=DAILY',
  weekdays: 'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  weekly: 'RRULE:FREQ=WEEKLY',
  fortnightly: 'RRULE:FREQ=WEEKLY;INTERVAL=2',
  yearly: 'RRULE:FREQ=YEARLY',
};
const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

/** A new event in one of the calendars that can be written. */
export function NewEvent({
  at,
  calendars,
  timeZone,
  onClose,
}: {
  at: { start: Date; end: Date };
  calendars: readonly Calendar[];
  timeZone: string;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [title, setTitle] = useState('');
  const [calendarId, setCalendar] = useState(
    calendars.find(({ writes }) => writes)?.id ?? calendars.find(({ isPrimary }) => isPrimary)?.id ?? calendars[0]?.id ?? '',
  );
  const [start, setStart] = useState<string | null>(local(at.start));
  const [end, setEnd] = useState<string | null>(local(at.end));
  const [guests, setGuests] = useState('');
  const [repeats, setRepeats] = useState('never');
  const [tell, setTell] = useState(false);
  const [withVideo, setVideo] = useState(false);
  const make = useMutation({
    mutationFn: () =>
      ask(
        hub.POST('/api/v1/calendar/events', {
          body: {
            calendarId,
            title,
            start: (start ?? '').replace(' ', 'T'),
            end: (end ?? '').replace(' ', 'T'),
            timeZone,
            attendees: addressesIn(guests).map((email) => ({ email })),
            ...(RULES[repeats] ? { recurrence: [RULES[repeats]] } : {}),
            notify: tell ? 'all' : 'none',
            withVideo,
          },
        }),
      ),
    onSuccess: async ({ state }) => {
      if (state === 'failed') {
        notifications.show({ color: 'red', message: t.notCreated });
        return;
      }
      await client.invalidateQueries({ queryKey: ['calendar', 'events'] });
      notifications.show({ message: t.created });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t.newEvent}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label={t.eventTitle} required data-autofocus value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
          <Group grow>
            <DateTimePicker label={t.from} required value={start} onChange={setStart} />
            <DateTimePicker label={t.to} required value={end} onChange={setEnd} />
          </Group>
          <Select
            label={t.inCalendar}
            allowDeselect={false}
            data={calendars.map(({ id, name }) => ({ value: id, label: name }))}
            value={calendarId}
            onChange={(value) => value && setCalendar(value)}
          />
          <Select
            label={t.repeats}
            allowDeselect={false}
            data={['never', ...Object.keys(RULES)].map((value) => ({ value, label: t.repeatsHow[value] ?? value }))}
            value={repeats}
            onChange={(value) => setRepeats(value ?? 'never')}
          />
          <TextInput label={t.guests} description={t.guestsHint} value={guests} onChange={(event) => setGuests(event.currentTarget.value)} />
          <Colleagues connectionId={calendars.find(({ id }) => id === calendarId)?.connectionId ?? ''} guests={guests} from={iso(start)} to={iso(end)} />
          <Checkbox label={t.tell} checked={tell} onChange={(event) => setTell(event.currentTarget.checked)} />
          <Checkbox label={t.withVideo} checked={withVideo} onChange={(event) => setVideo(event.currentTarget.checked)} />
          {make.error && <Failure error={make.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={make.isPending} disabled={title.trim() === ''}>
              {t.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

const iso = (text: string | null): string => {
  const at = new Date((text ?? '').replace(' ', 'T'));
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
};

/** Which of the guests are busy then, as far as the provider of this calendar tells. Of strangers nothing is said. */
function Colleagues({ connectionId, guests, from, to }: { connectionId: string; guests: string; from: string; to: string }) {
  const [typed] = useDebouncedValue(guests, 500);
  const addresses = addressesIn(typed).filter((each) => /^[^@]+@[^@]+\.[^@]+$/.test(each));
  const isAsked = addresses.length > 0 && connectionId !== '' && from !== '' && to > from;
  const { data } = useQuery({
    queryKey: ['calendar', 'colleagues', connectionId, addresses, from, to],
    queryFn: () => ask(hub.POST('/api/v1/calendar/colleagues', { body: { connectionId, addresses: addresses.slice(0, 100), from, to } })),
    enabled: isAsked,
    retry: false,
  });
  const known = (data?.data ?? []).filter(({ unknown }) => unknown === null);
  if (!isAsked || known.length === 0) return null;
  return (
    <Stack gap={2} aria-live="polite">
      {known.map(({ address, busy }) => (
        <Text key={address} size="xs" c={busy.length > 0 ? 'red.8' : 'dimmed'}>
          {t.colleague(address, busy.length > 0)}
        </Text>
      ))}
    </Stack>
  );
}
