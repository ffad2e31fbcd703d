import { Button, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Allowed } from '../../frame/may.tsx';
import { texts } from '../../texts.ts';

const t = texts.network;

/** Puts somebody on one's own to-do list. */
export function FollowUp({ name, followUp }: { name: string; followUp: () => Promise<unknown> }) {
  const queries = useQueryClient();
  const add = useMutation({ mutationFn: followUp, onSuccess: () => queries.invalidateQueries({ queryKey: ['tasks'] }) });
  if (add.isSuccess)
    return (
      <Text size="xs" role="status">
        {t.followedUp}
      </Text>
    );
  return (
    <Allowed to="linkedin:write">
      <Button size="compact-xs" variant="subtle" aria-label={t.followUpOf(name)} loading={add.isPending} onClick={() => add.mutate()}>
        {add.error ? texts.retry : t.followUp}
      </Button>
    </Allowed>
  );
}
