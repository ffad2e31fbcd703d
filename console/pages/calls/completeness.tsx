import { Badge, Button, Group, Progress, Stack, Table, Text, Title, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { completenessQuery } from './queries.ts';

const t = texts.numbers;

/** The provider's own list against ours: said in figures, with what is not explained. */
export function Completeness() {
  const queries = useQueryClient();
  const { data } = useQuery(completenessQuery);
  const check = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/voip/completeness')),
    onSuccess: () => {
      notifications.show({ message: t.checking });
      void queries.invalidateQueries({ queryKey: ['completeness'] });
    },
  });
  const run = data?.data[0];
  return (
    <Stack gap="sm" component="section" aria-label={t.completeness}>
      <Group justify="space-between">
        <Title order={2}>{t.completeness}</Title>
        <Allowed to="voip:write">
          <Button size="xs" variant="default" onClick={() => check.mutate()} loading={check.isPending}>
            {t.check}
          </Button>
        </Allowed>
      </Group>
      {run ? (
        <Stack gap={6}>
          <Progress
            value={run.remote === 0 ? 100 : (run.held / run.remote) * 100}
            color={run.unexplained.length > 0 ? 'yellow' : 'teal'}
            aria-label={t.complete(run.held, run.remote)}
          />
          <Text size="sm">
            {t.complete(run.held, run.remote)} {t.tapes(run.recordingsHeld, run.recordingsRemote)}{' '}
            {run.unexplained.length > 0 ? t.unexplained(run.unexplained.length) : ''}
          </Text>
          <When at={run.checkedAt} />
        </Stack>
      ) : (
        <Text size="sm" c="dimmed">
          {t.neverChecked}
        </Text>
      )}
      <Days days={data?.days ?? []} />
    </Stack>
  );
}

/** Days that were counted, each under a seal. */
function Days({ days }: { days: readonly Schemas['ClosedDay'][] }) {
  if (days.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t.noDays}
      </Text>
    );
  return (
    <details className="panel">
      <summary>
        {t.days} · {days.length}
        {days.some(({ isIntact }) => !isIntact) ? ` · ${t.broken}` : ''}
      </summary>
      <Stack gap="xs" p="md">
        <Text size="sm" c="dimmed" maw={640}>
          {t.daysLead}
        </Text>
        <Table.ScrollContainer minWidth={460}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t.day}</Table.Th>
                <Table.Th ta="right">{t.legs}</Table.Th>
                <Table.Th ta="right">{t.calls}</Table.Th>
                <Table.Th ta="right">{t.cost}</Table.Th>
                <Table.Th>{t.seal}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {days.map((day) => (
                <Table.Tr key={day.day}>
                  <Table.Td>{new Date(`${day.day}T12:00:00`).toLocaleDateString()}</Table.Td>
                  <Table.Td ta="right" c={day.unexplained > 0 ? 'yellow.8' : undefined}>
                    {day.held.toLocaleString()} / {day.remote.toLocaleString()}
                  </Table.Td>
                  <Table.Td ta="right">
                    {day.calls.toLocaleString()}
                    {day.callsNow !== day.calls ? ` (${t.callsNow(day.callsNow)})` : ''}
                  </Table.Td>
                  <Table.Td ta="right">{Number(day.cost).toFixed(2)}</Table.Td>
                  <Table.Td>
                    <Tooltip label={t.sealHint(day.digest)}>
                      <Badge
                        variant="light"
                        color={day.isIntact ? 'teal' : 'red'}
                        leftSection={day.isIntact ? <IconLock size={12} aria-hidden="true" /> : <IconAlertTriangle size={12} aria-hidden="true" />}
                        tabIndex={0}
                      >
                        {day.isIntact ? t.intact : t.broken}
                      </Badge>
                    </Tooltip>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </Stack>
    </details>
  );
}
