import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { flowsQuery } from './queries.ts';

const t = texts.flows;

/** Flows that answer calls. */
export function Flows() {
  const query = useQuery(flowsQuery);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const make = useMutation({
    mutationFn: () =>
      ask(
        hub.POST('/api/v1/voip/flows', {
          body: {
            name: t.newName,
            entry: 'hello',
            nodes: {
              hello: { type: 'greeting', text: 'Welcome. One moment, please.', next: { done: 'owner' }, position: { x: 0, y: 0 } },
              owner: { type: 'route', to: 'contact_owner', ringSeconds: 20, next: { no_answer: 'message' }, position: { x: 0, y: 140 } },
              message: { type: 'voicemail', text: 'Please leave a message after the tone.', maxSeconds: 120, next: {}, position: { x: 0, y: 280 } },
            },
          },
        }),
      ),
    onSuccess: (flow) => {
      void queries.invalidateQueries({ queryKey: ['call-flows'] });
      void navigate({ to: '/calls/flows/$id', params: { id: flow.id } });
    },
  });
  const add = (
    <Allowed to="voip:manage">
      <Button size="xs" onClick={() => make.mutate()} loading={make.isPending}>
        {t.add}
      </Button>
    </Allowed>
  );
  return (
    <Stack gap="lg" maw={900}>
      <Group justify="space-between">
        <Title order={1}>{t.title}</Title>
        {add}
      </Group>
      {make.error && <Failure error={make.error} />}
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty}</Empty>}>
        {({ data }) => (
          <Stack gap="sm">
            {data.map((flow) => (
              <Link key={flow.id} to="/calls/flows/$id" params={{ id: flow.id }} className="card-link">
                <Group className="panel" p="md" justify="space-between">
                  <Text fw={600}>{flow.name}</Text>
                  <Group gap="xs">
                    {flow.publishedVersion !== null && flow.hasChanges && (
                      <Text size="xs" c="dimmed">
                        {t.changed}
                      </Text>
                    )}
                    <Badge variant="light" color={flow.publishedVersion === null ? 'gray' : 'teal'}>
                      {flow.publishedVersion === null ? t.draft : t.published(flow.publishedVersion)}
                    </Badge>
                  </Group>
                </Group>
              </Link>
            ))}
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}
