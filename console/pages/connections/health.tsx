import { Badge, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconPlugConnectedX } from '@tabler/icons-react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';

const t = texts.connections;
const LOOKS = {
  ok: { color: 'teal', icon: IconCircleCheck },
  failing: { color: 'yellow', icon: IconAlertTriangle },
  unproven: { color: 'gray', icon: IconCircleDashed },
  reauthorize: { color: 'red', icon: IconPlugConnectedX },
  disabled: { color: 'gray', icon: IconPlugConnectedX },
} as const;

/** In a word and an icon, with the last proven call: health is what happened, not a flag. */
export function Health({ connection: { health } }: { connection: Schemas['Connection'] }) {
  const { color, icon: Icon } = LOOKS[health.state];
  return (
    <Group gap="xs" wrap="wrap">
      <Badge color={color} variant="light" leftSection={<Icon size={12} />} tt="none" autoContrast>
        {t.health[health.state]}
      </Badge>
      <Text size="xs" c="dimmed">
        {health.lastOkAt ? t.lastProven : t.neverProven}
      </Text>
      <When at={health.lastOkAt} />
    </Group>
  );
}
