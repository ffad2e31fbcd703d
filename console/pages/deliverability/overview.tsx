import { Badge, Button, Group, Paper, SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { deliverabilityQuery } from './queries.ts';

const t = texts.deliverability;
const SPANS = ['7', '30', '90'];
/** Above these a receiver begins to refuse. */
const BAD_BOUNCES = 0.05;
const BAD_COMPLAINTS = 0.003;
const percent = (rate: number | null) => (rate === null ? '–' : `${(rate * 100).toLocaleString(undefined, { maximumFractionDigits: rate < 0.01 ? 2 : 1 })} %`);

interface Day {
  day: string;
  sent: number;
  delivered: number;
  bounced: number;
}

export function Overview() {
  const [days, setDays] = useState('30');
  const query = useQuery(deliverabilityQuery(Number(days)));
  return (
    <Stack gap="md">
      <SegmentedControl
        size="xs"
        value={days}
        onChange={setDays}
        data={SPANS.map((value) => ({ value, label: t.days(Number(value)) }))}
        style={{ alignSelf: 'flex-start' }}
      />
      <Loaded
        query={query}
        isEmpty={({ providers }) => providers.length === 0}
        empty={
          <Empty
            action={
              <Button variant="default" component={Link} to="/connections">
                {t.connect}
              </Button>
            }
          >
            {t.nothing}
          </Empty>
        }
      >
        {({ providers, reasons }) => (
          <>
            {providers.map((each) => (
              <Paper key={`${each.connectionId} ${each.provider}`} withBorder p="md" radius="md" component="section" aria-label={each.label}>
                <Stack gap="sm">
                  <Group gap="xs">
                    <Title order={2} size="h4">
                      {each.label}
                    </Title>
                    <Badge variant="light" color="gray">
                      {each.provider}
                    </Badge>
                  </Group>
                  <SimpleGrid cols={{ base: 2, sm: 4 }}>
                    <Figure label={t.sent} value={each.sent.toLocaleString()} />
                    <Figure label={t.delivered} value={percent(each.deliveryRate)} note={t.of(each.delivered, each.sent, t.ofSent)} />
                    <Figure
                      label={t.cameBack}
                      value={percent(each.bounceRate)}
                      note={t.of(each.bounced.hard + each.bounced.block, each.sent, t.ofSent)}
                      isBad={(each.bounceRate ?? 0) > BAD_BOUNCES}
                    />
                    <Figure
                      label={t.complaints}
                      value={percent(each.complaintRate)}
                      note={t.of(each.complained, each.delivered, t.ofDelivered)}
                      isBad={(each.complaintRate ?? 0) > BAD_COMPLAINTS}
                    />
                  </SimpleGrid>
                  <ByDay days={each.days} />
                </Stack>
              </Paper>
            ))}
            {reasons.length > 0 && (
              <Stack gap="xs" component="section">
                <Title order={2} size="h4">
                  {t.why}
                </Title>
                {reasons.map(({ kind, reason, count }) => (
                  <Group key={`${kind} ${reason}`} justify="space-between" wrap="nowrap">
                    <Text size="sm">
                      {t.reasons(reason)}{' '}
                      <Text span size="sm" c="dimmed">
                        {t.kinds[kind] ?? kind}
                      </Text>
                    </Text>
                    <Text size="sm">{count.toLocaleString()}</Text>
                  </Group>
                ))}
              </Stack>
            )}
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Figure({ label, value, note, isBad = false }: { label: string; value: string; note?: string; isBad?: boolean }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="xl" fw={600} {...(isBad ? { c: 'red' } : {})}>
        {value}
      </Text>
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </div>
  );
}

const HEIGHT = 56;
/** Columns of the days: delivered, and what came back on top of it. */
function ByDay({ days }: { days: readonly Day[] }) {
  const most = Math.max(1, ...days.map(({ sent }) => sent));
  const width = Math.max(4, Math.min(24, 720 / Math.max(1, days.length)));
  return (
    <svg width="100%" height={HEIGHT} viewBox={`0 0 ${width * days.length} ${HEIGHT}`} preserveAspectRatio="xMinYMax meet" role="img" aria-label={t.byDay}>
      {days.map(({ day, sent, delivered, bounced }, index) => {
        const [up, back] = [(delivered / most) * HEIGHT, (bounced / most) * HEIGHT];
        return (
          <g key={day}>
            <title>{t.dayBar(day, sent, delivered, bounced)}</title>
            <rect x={index * width + 1} y={HEIGHT - up} width={width - 2} height={up} rx={1} fill="var(--mantine-primary-color-filled)" />
            <rect x={index * width + 1} y={Math.max(0, HEIGHT - up - back)} width={width - 2} height={back} rx={1} fill="var(--mantine-color-red-6)" />
          </g>
        );
      })}
    </svg>
  );
}
