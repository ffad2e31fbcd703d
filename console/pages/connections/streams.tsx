import { Group, Progress, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { streamsQuery } from './queries.ts';

const t = texts.connections;
const COLORS = { reading: 'teal', up_to_date: 'teal', waiting: 'gray', failed: 'red' } as const;

/** Thin progress lines with counts. */
export function Streams({ id }: { id: string }) {
  const streams = useQuery({
    ...streamsQuery(id),
    refetchInterval: ({ state }) => (state.data?.data.some((stream) => stream.state === 'reading') ? 1500 : 15_000),
  });
  return (
    <Loaded query={streams}>
      {({ data }) => (
        <Stack gap="sm">
          {data.map((stream) => {
            const skipped = Object.values(stream.skipped).reduce((sum, each) => sum + each, 0);
            const share = stream.state === 'up_to_date' ? 100 : stream.total ? Math.min(100, (stream.seen / stream.total) * 100) : stream.seen > 0 ? 50 : 0;
            return (
              <div key={stream.name}>
                <Group justify="space-between" gap="xs">
                  <Text size="sm" fw={500}>
                    <bdi>{stream.title ?? stream.name}</bdi>
                  </Text>
                  <Text size="xs" c="dimmed">
                    {stream.kept.toLocaleString()} {t.kept}
                    {skipped > 0 ? ` · ${skipped.toLocaleString()} ${t.skipped}` : ''} · {t.stream[stream.state]}
                  </Text>
                </Group>
                <Progress
                  value={share}
                  size={3}
                  color={COLORS[stream.state]}
                  animated={stream.state === 'reading'}
                  aria-label={`${stream.title ?? stream.name}: ${t.stream[stream.state]}`}
                  mt={4}
                />
                {stream.lastError && (
                  <Text size="xs" c="red" mt={4}>
                    {stream.lastError}
                  </Text>
                )}
              </div>
            );
          })}
        </Stack>
      )}
    </Loaded>
  );
}
