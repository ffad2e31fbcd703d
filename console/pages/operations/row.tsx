import { Badge, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { When } from '../../frame/when.tsx';

/** One line of a list: what, state, when, and what one may do. */
export function Row({
  title,
  detail,
  state,
  color,
  at,
  children,
}: {
  title: string;
  detail?: string | null | undefined;
  state: string;
  color: string;
  at: string;
  children?: ReactNode;
}) {
  return (
    <Group className="row" p="sm" justify="space-between" gap="sm" wrap="wrap">
      <div style={{ flex: '1 1 240px', minWidth: 0 }}>
        <Text size="sm" fw={500} className="wrap-anywhere">
          {title}
        </Text>
        {detail && (
          <Text size="xs" c="dimmed" className="wrap-anywhere">
            {detail}
          </Text>
        )}
      </div>
      <Group gap="sm" wrap="nowrap">
        <Badge variant="dot" color={color} tt="none">
          {state}
        </Badge>
        <When at={at} />
        {children}
      </Group>
    </Group>
  );
}
