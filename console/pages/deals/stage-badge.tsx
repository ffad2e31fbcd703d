import { Badge } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type Deal, pipelinesQuery } from './queries.ts';

/** The stage in words; how it ended by icon and colour. */
export function StageBadge({ deal }: { deal: Pick<Deal, 'pipelineId' | 'stage' | 'status'> }) {
  const { data } = useQuery(pipelinesQuery);
  const stage = data?.data.find((pipeline) => pipeline.id === deal.pipelineId)?.stages.find((each) => each.key === deal.stage);
  const look = {
    open: { color: 'gray', icon: null },
    won: { color: 'teal', icon: <IconCheck size={12} /> },
    lost: { color: 'red', icon: <IconX size={12} /> },
  }[deal.status];
  return (
    <Badge variant="light" color={look.color} leftSection={look.icon} c="var(--mantine-color-text)">
      {stage?.title ?? '…'}
    </Badge>
  );
}
