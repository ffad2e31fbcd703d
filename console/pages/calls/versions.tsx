import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { versionsQuery } from './queries.ts';

const t = texts.flows;

/** What was published, and the way back to it. */
export function Versions({ id }: { id: string }) {
  const queries = useQueryClient();
  const { data } = useQuery(versionsQuery(id));
  const back = useMutation({
    mutationFn: (version: number) => ask(hub.POST('/api/v1/voip/flows/{id}/rollback', { params: { path: { id } }, body: { version } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['call-flows'] }),
  });
  if (!data || data.data.length === 0) return null;
  return (
    <Stack className="panel" p="md" gap="xs" component="section" aria-label={t.versions}>
      <Title order={2}>{t.versions}</Title>
      {data.data.map(({ id: key, number, publishedAt, isCurrent }) => (
        <Group key={key} justify="space-between">
          <Group gap="xs">
            <Text size="sm">{number}</Text>
            <When at={publishedAt} />
          </Group>
          {isCurrent ? (
            <Badge variant="light" color="teal">
              {t.current}
            </Badge>
          ) : (
            <Allowed to="voip:manage">
              <Button size="compact-xs" variant="subtle" onClick={() => back.mutate(number)} loading={back.isPending}>
                {t.rollBack}
              </Button>
            </Allowed>
          )}
        </Group>
      ))}
    </Stack>
  );
}
