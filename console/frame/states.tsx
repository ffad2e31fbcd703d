import { Alert, Button, Code, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '../api.ts';
import { texts } from '../texts.ts';

/** What happened, what to do, and behind a fold what to tell the administrator. */
export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  const problem = error instanceof Refused ? error.problem : undefined;
  return (
    <Alert color="red" variant="light" title={problem?.title || 'Something went wrong'} role="alert">
      <Stack gap="xs">
        <Text size="sm">{error.message}</Text>
        {problem?.remedy && <Text size="sm">{problem.remedy}</Text>}
        <Group gap="sm">
          {retry && (
            <Button size="xs" variant="light" color="red" onClick={retry}>
              {texts.retry}
            </Button>
          )}
          {problem?.requestId && (
            <Text size="xs" c="dimmed">
              {problem.code} · <Code>{problem.requestId}</Code>
            </Text>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}

export function Waiting({ rows = 4 }: { rows?: number }) {
  return (
    <Stack gap="xs" role="status" aria-busy="true" aria-label={texts.loading}>
      {Array.from({ length: rows }, (_, index) => index).map((index) => (
        <Skeleton key={index} height={44} radius={8} />
      ))}
    </Stack>
  );
}

export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <Stack align="flex-start" gap="sm" p="lg" style={{ border: '1px dashed var(--mantine-color-default-border)', borderRadius: 8 }}>
      <Text c="dimmed" size="sm">
        {children}
      </Text>
      {action}
    </Stack>
  );
}

/** The four states of anything that is fetched. */
export function Loaded<T>({
  query,
  isEmpty,
  empty,
  children,
}: {
  query: UseQueryResult<T, Error>;
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  children: (data: T) => ReactNode;
}) {
  if (query.data === undefined) return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />;
  if (isEmpty?.(query.data)) return <>{empty}</>;
  return <>{children(query.data)}</>;
}
