import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconFlask } from '@tabler/icons-react';
import { type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { incidentsQuery } from '../../frame/bell.tsx';
import { demoQuery } from '../../frame/demo-banner.tsx';
import { moneyText } from '../../frame/money.tsx';
import { meQuery } from '../../frame/person.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { enterWorkspace } from '../../frame/workspace.ts';
import { sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { connectionsQuery } from '../connections/queries.ts';
import { type Deal, pipelinesQuery } from '../deals/queries.ts';
import { StageBadge } from '../deals/stage-badge.tsx';
import { TaskLine } from '../tasks/task-line.tsx';
import classes from './home.module.css';
import { Meetings } from './meetings.tsx';
import { changedQuery, closingQuery, dueQuery, pipelineQuery, quietQuery } from './queries.ts';
import { People } from './waiting.tsx';

const t = texts.home;

/** A salesperson's morning: what to do next, who one meets today, what is moving; below only what is wrong. */
export function Home() {
  const { data: me } = useQuery(meQuery);
  const name = me?.user?.name.split(' ')[0] ?? '';
  const [isQuiet, setQuiet] = useState(true);
  return (
    <Stack gap="lg">
      <Title order={1}>{t.greeting(new Date().getHours(), name)}</Title>
      <FirstSteps />
      <div className={classes.columns}>
        <Column title={t.next}>
          <People isQuiet={setQuiet} />
          <Due isOnly={isQuiet} />
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
  const { data: me } = useQuery(meQuery);
  const { data: demo } = useQuery(demoQuery);
  const begin = useMutation({
    mutationFn: () => (demo?.workspaceId ? Promise.resolve(demo) : ask(hub.POST('/api/v1/demo'))),
    onSuccess: ({ workspaceId }) => workspaceId && enterWorkspace(workspaceId),
    onError: sayFailed,
  });
  if (!data || data.data.length > 0 || me?.workspace.isDemo) return null;
  return (
    <Empty
      action={
        <Group gap="sm">
          <Button component={Link} to="/connections" size="sm">
            {t.open}
          </Button>
          <Button component={Link} to="/imports" size="sm" variant="default">
            {texts.home.importList}
          </Button>
          {me?.isInstallationOwner && demo?.isPossible && (
            <Button size="sm" variant="default" leftSection={<IconFlask size={16} />} loading={begin.isPending} onClick={() => begin.mutate()}>
              {t.demo}
            </Button>
          )}
          {me?.isInstallationOwner && demo && !demo.isPossible && (
            <Text size="xs" c="dimmed">
              {t.demoByCommand}
            </Text>
          )}
        </Group>
      }
    >
      {t.empty}
    </Empty>
  );
}

/** What is due; that nothing is, is said where nothing else is to be done either. */
function Due({ isOnly }: { isOnly: boolean }) {
  const query = useQuery(dueQuery);
  return (
    <Loaded query={query} isEmpty={(tasks) => tasks.length === 0} empty={isOnly ? <Quiet>{t.nothingDue}</Quiet> : null}>
      {(tasks) => (
        <section aria-label={t.due}>
          {!isOnly && (
            <Text size="xs" c="dimmed" mb={4}>
              {t.due}
            </Text>
          )}
          <div className="panel">
            {tasks.map((task) => (
              <TaskLine key={task.id} task={task} />
            ))}
          </div>
        </section>
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
                <Stack p="xs" px="sm" gap={4}>
                  <Group justify="space-between" wrap="nowrap" gap="sm">
                    <Text size="sm" truncate miw={0}>
                      <bdi>{deal.name}</bdi>
                    </Text>
                    {deal.amount !== null && (
                      <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
                        {moneyText({ amount: deal.amount, currency: deal.currency }, true)}
                      </Text>
                    )}
                  </Group>
                  <Group justify="space-between" wrap="nowrap" gap="sm">
                    <StageBadge deal={deal} />
                    {when && (
                      <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                        {when(deal)}
                      </Text>
                    )}
                  </Group>
                </Stack>
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
