import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { Named } from '../../frame/face.tsx';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { useNames } from '../deals/use-names.ts';
import { agentsQuery, queuesQuery } from './queries.ts';
import { QueueForm } from './queue-form.tsx';

const t = texts.queues;
type Queue = Schemas['CallQueue'];

/** Who waits for whom: queues, and who can be rung now. */
export function Queues() {
  const query = useQuery(queuesQuery);
  const agents = useQuery(agentsQuery);
  const nameOf = useNames();
  const [edited, setEdited] = useState<Queue | 'new'>();
  return (
    <Stack gap="xl" maw={900}>
      <Group justify="space-between">
        <Title order={1}>{t.title}</Title>
        <Allowed to="voip:manage">
          <Button size="xs" onClick={() => setEdited('new')}>
            {t.add}
          </Button>
        </Allowed>
      </Group>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty}</Empty>}>
        {({ data }) => (
          <Stack gap="sm">
            {data.map((queue) => (
              <Group key={queue.id} className="panel" p="md" justify="space-between">
                <div>
                  <Text fw={600}>{queue.name}</Text>
                  <Text size="sm" c="dimmed">
                    {t.strategies[queue.strategy]} · {queue.members.map(nameOf).join(', ')}
                  </Text>
                </div>
                <Allowed to="voip:manage">
                  <Button size="xs" variant="default" onClick={() => setEdited(queue)} aria-label={`${t.change} ${queue.name}`}>
                    {t.change}
                  </Button>
                </Allowed>
              </Group>
            ))}
          </Stack>
        )}
      </Loaded>
      <Stack gap="sm" component="section" aria-label={t.people}>
        <Title order={2}>{t.people}</Title>
        <Loaded
          query={agents}
          isEmpty={({ data }) => data.length === 0}
          empty={
            <Text size="sm" c="dimmed">
              {t.noPeople}
            </Text>
          }
        >
          {({ data }) =>
            data.map((agent) => (
              <Group key={agent.userId} justify="space-between">
                <Named name={nameOf(agent.userId)} />
                <Badge variant="light" color={agent.callId ? 'green' : agent.state === 'available' ? 'teal' : 'gray'}>
                  {agent.callId ? texts.calls.state.answered : texts.phone.state[agent.state]}
                </Badge>
              </Group>
            ))
          }
        </Loaded>
      </Stack>
      {edited && <QueueForm queue={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />}
    </Stack>
  );
}
