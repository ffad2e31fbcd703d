import { ActionIcon, Button, Fieldset, Group, Select, Stack, Text, Title } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { meQuery } from '../../frame/person.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { HoursEditor, Windows } from './hours-editor.tsx';
import { type Schedule, scheduleQuery } from './queries.ts';
import { zoneNames } from './zone-names.ts';

const t = texts.booking;

/** When somebody can be met: a week, and the days that are different. */
export function Availability() {
  const me = useQuery(meQuery);
  const query = useQuery(scheduleQuery(me.data?.user?.id ?? ''));
  return (
    <Stack gap="md" maw={760}>
      <Stack gap={4}>
        <Title order={1}>{t.availability}</Title>
        <Text size="sm" c="dimmed">
          {t.availabilityLead}
        </Text>
      </Stack>
      <Loaded query={query}>{(schedule) => <Editor key={schedule.userId} schedule={schedule} />}</Loaded>
    </Stack>
  );
}

function Editor({ schedule }: { schedule: Schedule }) {
  const client = useQueryClient();
  const [timeZone, setZone] = useState(schedule.timeZone);
  const [week, setWeek] = useState(schedule.workingHours as Record<string, { start: string; end: string }[]>);
  const [days, setDays] = useState(schedule.overrides);
  const save = useMutation({
    mutationFn: () =>
      ask(
        hub.PUT('/api/v1/users/{id}/schedule', {
          params: { path: { id: schedule.userId } },
          body: { timeZone, workingHours: week, overrides: days } as never,
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['calendar', 'schedule'] });
      notifications.show({ message: t.saved });
    },
  });
  return (
    <Stack gap="md">
      {schedule.isDefault && (
        <Text size="sm" c="dimmed">
          {t.isDefault}
        </Text>
      )}
      <Select
        label={t.zone}
        searchable
        allowDeselect={false}
        maw={320}
        data={zoneNames(timeZone)}
        value={timeZone}
        onChange={(value) => value && setZone(value)}
      />
      <Fieldset legend={t.hours}>
        <HoursEditor week={week} onChange={(next) => setWeek(next as typeof week)} />
      </Fieldset>
      <Fieldset legend={t.otherDays}>
        <Stack gap="sm">
          {days.map((day, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a day that is typed has no other name than its place
            <Group key={index} gap="sm" align="center">
              <DateInput
                size="xs"
                w={150}
                aria-label={t.date}
                value={day.date}
                valueFormat="YYYY-MM-DD"
                onChange={(date) => date && setDays(days.map((each, at) => (at === index ? { ...each, date } : each)))}
              />
              <Windows name={day.date} windows={day.hours} onChange={(hours) => setDays(days.map((each, at) => (at === index ? { ...each, hours } : each)))} />
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={`${t.remove}: ${day.date}`}
                onClick={() => setDays(days.filter((_, at) => at !== index))}
              >
                <IconX size={14} aria-hidden="true" />
              </ActionIcon>
            </Group>
          ))}
          <Group>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} />}
              onClick={() => setDays([...days, { date: new Date(Date.now() + 86_400_000).toLocaleDateString('en-CA'), hours: [] }])}
            >
              {t.addDay}
            </Button>
          </Group>
        </Stack>
      </Fieldset>
      {save.error && <Failure error={save.error} />}
      <Group>
        <Button onClick={() => save.mutate()} loading={save.isPending}>
          {t.save}
        </Button>
      </Group>
    </Stack>
  );
}
