import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { incidentsQuery } from '../../frame/bell.tsx';
import { moneyText } from '../../frame/money.tsx';
import { meQuery } from '../../frame/person.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { connectionsQuery } from '../connections/queries.ts';
import { type Deal, pipelinesQuery } from '../deals/queries.ts';
import { StageBadge } from '../deals/stage-badge.tsx';
import { TaskLine } from '../tasks/task-line.tsx';
import classes from './home.module.css';
import { changedQuery, closingQuery, dueQuery, meetingsQuery, pipelineQuery, quietQuery } from './queries.ts';

const t = texts.home;

/** A salesperson's morning: what to do next, who one meets today, what is moving; below only what is wrong. */
export function Home() {
  const { data: me } = useQuery(meQuery);
  const name = me?.user?.name.split(' ')[0] ?? '';
  return (
    <Stack gap="lg">
      <Title order={1}>{t.greeting(new Date().getHours(), name)}</Title>
      <FirstSteps />
      <div className={classes.columns}>
        <Column title={t.next}>
          <Due />
        </Column>
        <Column title={t.today}>
          <Meetings />
        </Column>
        <Column title={t.moving}>
          <Pipeline />
          <Deals title={t.closing} query={useQuery(closingQuery)} when={({ expectedCloseDate }) => expectedCloseDate && dayText(expectedCloseDate)} />
          <Deals title={t.changed} query={useQuery(changedQuery)} />
          <Deals title={t.quiet} query={useQuery(quietQuery)} />
        </Column>
      </div>
      <Incidents />
    </Stack>
  );
}

const Column = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className={classes.column}>
    <Title order={2} mb="xs">
      {title}
    </Title>
    <Stack gap="md">{children}</Stack>
  </section>
);
const Quiet = ({ children }: { children: string }) => (
  <Text size="sm" c="dimmed">
    {children}
  </Text>
);
const dayText = (day: string): string => new Date(`${day}T12:00:00`).toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'short' });

/** Until the first account is connected: how to begin. It goes away by itself. */
function FirstSteps() {
  const { data } = useQuery(connectionsQuery);
  if (!data || data.data.length > 0) return null;
  return (
    <Empty
      action={
        <Group gap="sm">
          <Button component={Link} to="/connections" size="sm">
            {t.open}
          </Button>
          <Button component={Link} to="/imports" size="sm" variant="default">
            {texts.contacts.importList}
          </Button>
        </Group>
      }
    >
      {t.empty}
    </Empty>
  );
}

function Due() {
  const query = useQuery(dueQuery);
  return (
    <Loaded query={query} isEmpty={(tasks) => tasks.length === 0} empty={<Quiet>{t.nothingDue}</Quiet>}>
      {(tasks) => (
        <div className="panel">
          {tasks.map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
        </div>
      )}
    </Loaded>
  );
}

function Meetings() {
  const query = useQuery(meetingsQuery);
  return (
    <Loaded query={query} isEmpty={(meetings) => meetings.length === 0} empty={<Quiet>{t.noMeetings}</Quiet>}>
      {(meetings) => (
        <div className="panel">
          {meetings.map(({ id, subject, occurredAt, participants }) => (
            <Group key={id} className="row" p="sm" gap="sm" wrap="nowrap" align="baseline">
              <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                {new Date(occurredAt).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}
              </Text>
              <div style={{ minWidth: 0 }}>
                <Text size="sm" fw={500} className="wrap-anywhere">
                  <bdi>{subject ?? texts.records.timeline.kinds.meeting}</bdi>
                </Text>
                {participants.map(
                  ({ contactId, name, address }) =>
                    contactId &&
                    (name || address) && (
                      <Anchor key={contactId} size="xs" c="dimmed" mr={8} component={Link} to={`/contacts/${contactId}`}>
                        <bdi>{name || address}</bdi>
                      </Anchor>
                    ),
                )}
              </div>
            </Group>
          ))}
        </div>
      )}
    </Loaded>
  );
}

interface DealsProps {
  title: string;
  query: UseQueryResult<{ data: Deal[] }, Error>;
  when?: (deal: Deal) => ReactNode;
}
/** A few deals under a heading; nothing, where there are none. */
function Deals({ title, query, when }: DealsProps) {
  if (query.data?.data.length === 0) return null;
  return (
    <section aria-label={title}>
      <Text size="xs" c="dimmed" mb={4}>
        {title}
      </Text>
      <Loaded query={query}>
        {({ data }) => (
          <div className="panel">
            {data.map((deal) => (
              <Link key={deal.id} to="/deals/$id" params={{ id: deal.id }} className="card-link row">
                <Group p="xs" px="sm" justify="space-between" wrap="nowrap" gap="sm">
                  <Text size="sm" truncate miw={0}>
                    <bdi>{deal.name}</bdi>
                  </Text>
                  <Group gap={8} wrap="nowrap" flex="none">
                    {when && (
                      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                        {when(deal)}
                      </Text>
                    )}
                    {deal.amount !== null && (
                      <Text size="xs" style={{ whiteSpace: 'nowrap' }}>
                        {moneyText({ amount: deal.amount, currency: deal.currency }, true)}
                      </Text>
                    )}
                    <StageBadge deal={deal} />
                  </Group>
                </Group>
              </Link>
            ))}
          </div>
        )}
      </Loaded>
    </section>
  );
}

/** How many open deals stand where, as one bar; what they are worth per currency. */
function Pipeline() {
  const query = useQuery(pipelineQuery);
  const { data: pipelines } = useQuery(pipelinesQuery);
  return (
    <Loaded query={query} isEmpty={({ data }) => data.every(({ count }) => count === 0)} empty={<Quiet>{t.noDeals}</Quiet>}>
      {({ data }) => {
        const stages = pipelines?.data.flatMap((pipeline) => pipeline.stages.map((stage) => ({ ...stage, pipelineId: pipeline.id }))) ?? [];
        const parts = stages.flatMap(({ key, title, pipelineId }) => {
          const sum = data.find((each) => each.key === key && each.pipelineId === pipelineId);
          return sum && sum.count > 0 ? [{ ...sum, title }] : [];
        });
        return (
          <div>
            <div className={classes.bar} role="img" aria-label={parts.map(({ title, count }) => `${title}: ${count}`).join(', ')}>
              {parts.map(({ key, title, count }, index) => (
                <div
                  key={`${key} ${title}`}
                  className={classes.part}
                  style={{ flexGrow: count, opacity: 0.35 + (0.65 * (index + 1)) / parts.length }}
                  title={`${title}: ${count}`}
                />
              ))}
            </div>
            {parts.map(({ key, title, count, sums }) => (
              <Group key={`${key} ${title}`} justify="space-between" gap="sm" wrap="nowrap">
                <Text size="xs" c="dimmed">
                  {title}
                </Text>
                <Text size="xs" ta="right">
                  {count.toLocaleString()}
                  {sums.some(({ amount }) => Number(amount) > 0) &&
                    ` · ${sums.map(({ amount, currency }) => moneyText({ amount, currency }, true)).join(' + ')}`}
                </Text>
              </Group>
            ))}
          </div>
        );
      }}
    </Loaded>
  );
}

/** One line for each thing that is wrong, and nothing when nothing is. */
function Incidents() {
  const { data } = useQuery(incidentsQuery);
  const open = data?.data.filter((incident) => !incident.resolvedAt) ?? [];
  if (open.length === 0) return null;
  return (
    <section aria-label={t.incidents}>
      <Title order={2} mb="xs">
        {t.incidents}
      </Title>
      <div className="panel">
        {open.map((incident) => (
          <Group key={incident.id} className="row" p="sm" gap="sm" wrap="nowrap" align="flex-start">
            <IconAlertTriangle size={16} color={`var(--mantine-color-${incident.level === 'critical' ? 'red' : 'amber'}-filled)`} aria-hidden />
            <div>
              <Text size="sm" fw={500}>
                {incident.title}
              </Text>
              <Text size="xs" c="dimmed">
                {[incident.detail, incident.remedy].filter(Boolean).join(' ')}
              </Text>
            </div>
          </Group>
        ))}
      </div>
    </section>
  );
}
