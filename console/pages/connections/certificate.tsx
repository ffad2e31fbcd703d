import { Anchor, Badge, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask, hub } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { sayDone } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';

const t = texts.certificate;

/** What the server has against what was decided on, folder by folder; and what became of one mail. */
export function Certificate({ id }: { id: string }) {
  const query = useQuery({
    queryKey: ['completeness', id],
    queryFn: () => ask(hub.GET('/api/v1/connections/{id}/completeness', { params: { path: { id } } })),
    staleTime: 5 * 60_000,
  });
  const rows = query.data?.data ?? [];
  if (query.data && rows.length === 0) return null;
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  /** A count reads what it finds missing: how much that was is the difference. */
  const before = sum((row) => row.accounted);
  const say = (data: typeof query.data) => data && sayDone(t.mended(Math.max(0, data.data.reduce((total, row) => total + row.accounted, 0) - before)));
  const unexplained = sum((row) => row.unexplained);
  return (
    <section aria-label={t.title}>
      <Group justify="space-between" mb="xs">
        <div>
          <Title order={2}>{t.title}</Title>
          <Text size="sm" c="dimmed">
            {t.lead}
          </Text>
        </div>
        <Button size="xs" variant="default" loading={query.isFetching} onClick={() => void query.refetch().then(({ data }) => say(data))}>
          {t.mend}
        </Button>
      </Group>
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <Stack gap="sm">
          <Group gap="sm">
            <Badge variant="light" color={unexplained === 0 ? 'green' : 'red'} c="var(--mantine-color-text)" tt="none">
              {unexplained === 0
                ? t.whole(
                    sum((row) => row.accounted),
                    sum((row) => row.remote),
                  )
                : t.bad(unexplained)}
            </Badge>
            <When at={rows[0]?.checkedAt} />
          </Group>
          <Table.ScrollContainer minWidth={520}>
            <Table fz="sm" verticalSpacing={6}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t.stream}</Table.Th>
                  <Table.Th ta="right">{t.remote}</Table.Th>
                  <Table.Th ta="right">{t.timeline}</Table.Th>
                  <Table.Th>{t.skipped}</Table.Th>
                  <Table.Th ta="right">{t.unexplained}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((row) => (
                  <Table.Tr key={row.stream}>
                    <Table.Td>{row.stream}</Table.Td>
                    <Table.Td ta="right">{row.remote.toLocaleString()}</Table.Td>
                    <Table.Td ta="right">{row.onTimeline.toLocaleString()}</Table.Td>
                    <Table.Td>
                      {Object.entries(row.skipped)
                        .map(([reason, count]) => `${count.toLocaleString()} ${t.reasons[reason] ?? reason}`)
                        .join(', ') || '–'}
                    </Table.Td>
                    <Table.Td ta="right" c={row.unexplained > 0 ? 'red' : undefined}>
                      {row.unexplained.toLocaleString()}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <Anchor component={Link} to="/mail-trace" size="sm">
            {t.trace}
          </Anchor>
        </Stack>
      )}
    </section>
  );
}
