import { Badge, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { Named } from '../../frame/face.tsx';
import { Allowed } from '../../frame/may.tsx';
import { meQuery } from '../../frame/person.tsx';
import { useSeconds } from '../../frame/phone/use-seconds.ts';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { useNames } from '../deals/use-names.ts';
import { ListenIn } from './listen-in.tsx';
import { agentsQuery, type Call, figuresQuery, nowQuery, queuesQuery } from './queries.ts';
import { CallState, clock, whoIs } from './words.tsx';

const t = texts.callsNow;
const LOOK_MS = 10_000;
type Agent = Schemas['CallAgent'];

const isWaiting = (call: Call): boolean => call.direction === 'inbound' && call.queuedAt !== null && call.answeredAt === null;
const earliest = (times: readonly (string | null)[]): string | null => times.filter((each) => each !== null).toSorted()[0] ?? null;

/** What goes on at this moment: who waits and how long, who talks, who is free. */
export function CallsNow() {
  const calls = useQuery(nowQuery);
  const agents = useQuery({ ...agentsQuery, refetchInterval: LOOK_MS });
  return (
    <Stack gap="xl" maw={1100}>
      <Group justify="space-between" align="flex-end">
        <Title order={1}>{t.title}</Title>
        <Today />
      </Group>
      <Loaded query={calls}>
        {({ data }) => (
          <Stack gap="xl">
            <Queues calls={data} agents={agents.data?.data ?? []} />
            <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
              <Going calls={data} />
              <People agents={agents.data?.data ?? []} calls={data} />
            </SimpleGrid>
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

/** The day so far, in four figures. */
function Today() {
  const day = new Date().toLocaleDateString('sv');
  const { data } = useQuery({ ...figuresQuery(day, day, 'total'), refetchInterval: 60_000 });
  const row = data?.rows[0];
  if (!row) return null;
  const shown: [string, string][] = [
    [texts.callFigures.metric.offered ?? '', row.offered.toLocaleString()],
    [texts.callFigures.metric.answered ?? '', row.answered.toLocaleString()],
    [texts.callFigures.metric.missed ?? '', row.missed.toLocaleString()],
    [texts.callFigures.metric.serviceLevel ?? '', row.serviceLevel === null ? '–' : `${Math.round(row.serviceLevel * 100)} %`],
  ];
  return (
    <Group gap="lg" component="section" aria-label={t.today}>
      {shown.map(([label, value]) => (
        <div key={label}>
          <Text size="xs" c="dimmed">
            {label}
          </Text>
          <Text fw={600} className="tabular">
            {value}
          </Text>
        </div>
      ))}
    </Group>
  );
}

function Queues({ calls, agents }: { calls: readonly Call[]; agents: readonly Agent[] }) {
  const { data } = useQuery(queuesQuery);
  if (!data || data.data.length === 0) return null;
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} component="section" aria-label={texts.queues.title}>
      {data.data.map((queue) => (
        <QueueCard
          key={queue.id}
          queue={queue}
          waiting={calls.filter((call) => call.queueId === queue.id && isWaiting(call))}
          members={agents.filter(({ userId }) => queue.members.includes(userId))}
        />
      ))}
    </SimpleGrid>
  );
}

function QueueCard({ queue, waiting, members }: { queue: Schemas['CallQueue']; waiting: readonly Call[]; members: readonly Agent[] }) {
  const longest = useSeconds(earliest(waiting.map(({ queuedAt }) => queuedAt)));
  const free = members.filter(({ state, callId, rings }) => state === 'available' && !callId && rings.length > 0).length;
  // Half of what a caller is asked to wait at most is long.
  const isLong = longest !== undefined && longest > queue.maxWaitSeconds / 2;
  return (
    <Stack className="panel" p="md" gap={4} role="group" aria-label={queue.name}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} truncate>
          {queue.name}
        </Text>
        {waiting.length > 0 && free === 0 && (
          <Badge variant="light" color="red">
            {t.nobodyFree}
          </Badge>
        )}
      </Group>
      <Group gap="xl">
        <Count label={t.waiting} value={String(waiting.length)} />
        <Count label={t.longest} value={longest === undefined ? '–' : clock(Math.max(0, longest))} isWarning={isLong} />
        <Count label={t.free} value={`${free} / ${members.length}`} />
      </Group>
    </Stack>
  );
}

const Count = ({ label, value, isWarning = false }: { label: string; value: string; isWarning?: boolean }) => (
  <div>
    <Text size="xs" c="dimmed">
      {label}
    </Text>
    <Text fz={20} fw={600} className="tabular" c={isWarning ? 'red' : undefined}>
      {value}
    </Text>
  </div>
);

/** Calls that go on; whoever leads can hear them. */
function Going({ calls }: { calls: readonly Call[] }) {
  const { data: me } = useQuery(meQuery);
  return (
    <Stack gap="sm" component="section" aria-label={t.going}>
      <Title order={2}>{t.going}</Title>
      {calls.length === 0 && <Empty>{t.quiet}</Empty>}
      {calls.map((call) => (
        <Stack key={call.id} className="panel" p="sm" gap={6} role="group" aria-label={whoIs(call)}>
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm" fw={600} truncate>
              <bdi>{whoIs(call)}</bdi>
            </Text>
            <Lasting call={call} />
          </Group>
          <Group justify="space-between">
            <WithWhom call={call} />
            <Allowed to="voip:manage">
              {call.state === 'answered' && me?.user && call.userId !== me.user.id && <ListenIn call={call} userId={me.user.id} />}
            </Allowed>
          </Group>
        </Stack>
      ))}
    </Stack>
  );
}

function WithWhom({ call }: { call: Call }) {
  const nameOf = useNames();
  return (
    <Group gap="sm">
      <CallState call={call} />
      {call.userId && (
        <Text size="sm" c="dimmed">
          <bdi>{nameOf(call.userId)}</bdi>
        </Text>
      )}
      {isWaiting(call) && (
        <Badge variant="light" color="yellow">
          {t.inQueue}
        </Badge>
      )}
      {call.isHeld && (
        <Badge variant="light" color="gray">
          {texts.calls.event.held}
        </Badge>
      )}
    </Group>
  );
}

function Lasting({ call }: { call: Call }) {
  const seconds = useSeconds(call.answeredAt ?? call.queuedAt ?? call.ringingAt ?? call.requestedAt);
  return (
    <Text size="sm" c="dimmed" className="tabular">
      {clock(Math.max(0, seconds ?? 0))}
    </Text>
  );
}

function People({ agents, calls }: { agents: readonly Agent[]; calls: readonly Call[] }) {
  return (
    <Stack gap="sm" component="section" aria-label={texts.queues.people}>
      <Title order={2}>{texts.queues.people}</Title>
      {agents.length === 0 && <Empty>{texts.queues.noPeople}</Empty>}
      {agents.map((agent) => (
        <Person key={agent.userId} agent={agent} call={calls.find(({ id }) => id === agent.callId)} />
      ))}
    </Stack>
  );
}

function Person({ agent, call }: { agent: Agent; call: Call | undefined }) {
  const nameOf = useNames();
  const seconds = useSeconds(call?.answeredAt ?? (call ? null : agent.since));
  const isReachable = agent.state !== 'available' || agent.rings.length > 0;
  const color = call ? 'green' : agent.state === 'available' && isReachable ? 'teal' : agent.state === 'available' ? 'red' : 'gray';
  return (
    <Group justify="space-between" wrap="nowrap">
      <Named name={nameOf(agent.userId)} />
      <Group gap="xs" wrap="nowrap">
        <Text size="xs" c="dimmed" className="tabular">
          {seconds === undefined ? '' : lasting(Math.max(0, seconds))}
        </Text>
        <Badge variant="light" color={color}>
          {call ? texts.calls.state[call.state] : isReachable ? texts.phone.state[agent.state] : t.notReachable}
        </Badge>
      </Group>
    </Group>
  );
}

const DAY_SECONDS = 86_400;
/** A state that has lasted for days needs no seconds. */
const lasting = (seconds: number): string => (seconds < DAY_SECONDS ? clock(seconds) : t.days(Math.floor(seconds / DAY_SECONDS)));
