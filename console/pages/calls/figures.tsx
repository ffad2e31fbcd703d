import { Button, Group, SegmentedControl, SimpleGrid, Stack, Table, Text, Title, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { useNames } from '../deals/use-names.ts';
import classes from './calls.module.css';
import { figuresQuery } from './queries.ts';
import { clock } from './words.tsx';

const t = texts.callFigures;
type Row = Schemas['CallFigures'];
type Metric = Exclude<keyof Row, 'key'>;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const NOBODY = '00000000-0000-0000-0000-000000000000';
const HEADLINES: readonly Metric[] = ['offered', 'answerRate', 'serviceLevel', 'waitP50', 'abandonmentRate', 'attempts', 'connectRate', 'averageTalkSeconds'];
const COLUMNS: readonly Metric[] = ['offered', 'answered', 'missed', 'attempts', 'connected', 'talkSeconds', 'answerRate', 'cost'];

const shown = (row: Row | undefined, metric: Metric): string => {
  const value = row?.[metric];
  if (value === null || value === undefined) return '–';
  if (metric.endsWith('Rate') || metric === 'serviceLevel') return `${Math.round(Number(value) * 100)} %`;
  if (metric === 'talkSeconds' || metric === 'averageTalkSeconds' || metric.startsWith('wait')) return clock(Number(value));
  return Number(value).toLocaleString();
};
const dayText = (offset: number): string => new Date(Date.now() - offset * 86_400_000).toISOString().slice(0, 10);

/** Figures of calls, each with how it is worked out. */
export function Figures() {
  const [days, setDays] = useState('30');
  const [from, to] = [dayText(Number(days) - 1), dayText(0)];
  const total = useQuery(figuresQuery(from, to, 'total'));
  return (
    <Stack gap="xl" maw={1100}>
      <Group justify="space-between">
        <Title order={1}>{t.title}</Title>
        <SegmentedControl
          size="xs"
          aria-label={t.title}
          value={days}
          onChange={setDays}
          data={Object.entries(t.range).map(([value, label]) => ({ value, label }))}
        />
      </Group>
      <Loaded query={total} isEmpty={({ rows }) => rows.length === 0} empty={<Empty>{t.empty}</Empty>}>
        {({ rows, formulas }) => (
          <Stack gap="xl">
            <SimpleGrid cols={{ base: 2, sm: 4 }}>
              {HEADLINES.map((metric) => (
                <Stack key={metric} className="panel" p="md" gap={2}>
                  <Tooltip label={formulas[metric]} multiline w={260} events={{ hover: true, focus: true, touch: true }}>
                    <Text size="xs" c="dimmed" tabIndex={0}>
                      {t.metric[metric]}
                    </Text>
                  </Tooltip>
                  <Text fz={22} fw={600}>
                    {shown(rows[0], metric)}
                  </Text>
                </Stack>
              ))}
            </SimpleGrid>
            <PerDay from={from} to={to} />
            <HeatMap from={from} to={to} />
            <PerPerson from={from} to={to} />
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

const save = (name: string, rows: readonly Row[]) => {
  const names = Object.keys(rows[0] ?? {});
  const csv = [names.join(','), ...rows.map((row) => names.map((each) => JSON.stringify(row[each as keyof Row] ?? '')).join(','))].join('\n');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
};
const Csv = ({ name, rows }: { name: string; rows: readonly Row[] }) => (
  <Button size="compact-xs" variant="subtle" color="gray" leftSection={<IconDownload size={13} />} onClick={() => save(name, rows)}>
    {t.csv}
  </Button>
);

interface Period {
  from: string;
  to: string;
}
function PerDay({ from, to }: Period) {
  const query = useQuery(figuresQuery(from, to, 'day'));
  const rows = query.data?.rows ?? [];
  const most = Math.max(1, ...rows.map(({ offered }) => offered));
  const days = Array.from({ length: Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1 }, (_, index) =>
    new Date(Date.parse(from) + index * 86_400_000).toISOString().slice(0, 10),
  );
  return (
    <Stack gap="sm" component="section" aria-label={t.perDay}>
      <Group justify="space-between">
        <Title order={2}>{t.perDay}</Title>
        <Csv name="calls-per-day" rows={rows} />
      </Group>
      <div
        className={classes.bars}
        role="img"
        aria-label={rows.map(({ key, offered, answered }) => `${key}: ${offered}, ${answered} ${t.metric.answered}`).join('; ')}
      >
        {days.map((day) => {
          const row = rows.find(({ key }) => key === day);
          const offered = row?.offered ?? 0;
          return (
            <div
              key={day}
              className={classes.bar}
              style={{ height: `${Math.max(1, (offered / most) * 100)}%` }}
              title={`${day}: ${offered} ${t.metric.offered}, ${row?.answered ?? 0} ${t.metric.answered}`}
            >
              <div className={classes.answered} style={{ height: offered > 0 ? `${((row?.answered ?? 0) / offered) * 100}%` : 0 }} />
            </div>
          );
        })}
      </div>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          {new Date(`${from}T12:00:00`).toLocaleDateString()}
        </Text>
        <Text size="xs" c="dimmed">
          {t.metric.offered} ▯ · {t.metric.answered} ▮
        </Text>
        <Text size="xs" c="dimmed">
          {new Date(`${to}T12:00:00`).toLocaleDateString()}
        </Text>
      </Group>
    </Stack>
  );
}

/** Weekday by hour in the workspace's own zone. */
function HeatMap({ from, to }: Period) {
  const query = useQuery(figuresQuery(from, to, 'weekday_hour'));
  const rows = query.data?.rows ?? [];
  const most = Math.max(1, ...rows.map(({ offered }) => offered));
  return (
    <Stack gap="sm" component="section" aria-label={t.byHour}>
      <Group justify="space-between">
        <Title order={2}>{t.byHour}</Title>
        <Csv name="calls-by-hour" rows={rows} />
      </Group>
      <div className={classes.heat} role="img" aria-label={t.byHour}>
        {t.weekdays.flatMap((name, weekday) => [
          <Text key={name} size="xs" c="dimmed">
            {name}
          </Text>,
          ...HOURS.map((hour) => {
            const row = rows.find(({ key }) => key === `${weekday + 1}:${hour}`);
            return (
              <div
                key={`${name}${hour}`}
                className={classes.cell}
                style={{ ['--share' as string]: `${Math.round(((row?.offered ?? 0) / most) * 100)}%` }}
                title={`${name} ${hour}:00: ${row?.offered ?? 0} ${t.metric.offered}, ${shown(row, 'answerRate')} ${t.metric.answered}`}
              />
            );
          }),
        ])}
        <span />
        {HOURS.map((hour) => (
          <Text key={hour} size="xs" c="dimmed" ta="center" className="tabular">
            {hour % 6 === 0 ? hour : ''}
          </Text>
        ))}
      </div>
    </Stack>
  );
}

function PerPerson({ from, to }: Period) {
  const query = useQuery(figuresQuery(from, to, 'agent'));
  const nameOf = useNames();
  return (
    <Stack gap="sm" component="section" aria-label={t.byPerson}>
      <Group justify="space-between">
        <Title order={2}>{t.byPerson}</Title>
        <Csv name="calls-per-person" rows={query.data?.rows ?? []} />
      </Group>
      <Table.ScrollContainer minWidth={640}>
        <Table verticalSpacing={6} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{texts.calls.by}</Table.Th>
              {COLUMNS.map((metric) => (
                <Table.Th key={metric} ta="right">
                  {t.metric[metric]}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {query.data?.rows.map((row) => (
              <Table.Tr key={row.key}>
                <Table.Td>{row.key === NOBODY ? t.nobody : nameOf(row.key)}</Table.Td>
                {COLUMNS.map((metric) => (
                  <Table.Td key={metric} ta="right">
                    {shown(row, metric)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
