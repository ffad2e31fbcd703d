import { Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconClockHour4, IconFileImport, IconTool } from '@tabler/icons-react';
import { texts } from '../../texts.ts';

const t = texts.connections;
const ICONS = { available: IconCircleCheck, needs_setup: IconTool, needs_approval: IconClockHour4, import_only: IconFileImport } as const;

interface Feature {
  id: string;
  title: string;
  status: keyof typeof ICONS;
  reason?: string | undefined;
  nextStep?: string | undefined;
}
const whyOf = ({ reason, nextStep }: Feature): string => [reason, nextStep].filter(Boolean).join(' ');

/** What works and what does not, with the reason in plain words; a reason that several share is said once. */
export function Features({ features }: { features: readonly Feature[] }) {
  const groups = [...Map.groupBy(features, (feature) => (feature.status === 'available' ? '' : `${feature.status} ${whyOf(feature)}`)).values()];
  return (
    <Stack gap="sm">
      {groups.map((group) => {
        const [first] = group;
        if (!first) return null;
        const why = first.status === 'available' ? '' : whyOf(first);
        return (
          <Stack key={first.id} gap={4}>
            {group.map((feature) => (
              <Line key={feature.id} feature={feature} />
            ))}
            {why && (
              <Text size="xs" c="dimmed" pl={24}>
                {why}
              </Text>
            )}
          </Stack>
        );
      })}
    </Stack>
  );
}

function Line({ feature: { title, status } }: { feature: Feature }) {
  const Icon = ICONS[status];
  return (
    <Group gap={8} wrap="nowrap" align="flex-start">
      <Icon
        size={16}
        color={status === 'available' ? 'var(--mantine-color-teal-filled)' : 'var(--mantine-color-dimmed)'}
        aria-hidden="true"
        style={{ flex: 'none', marginTop: 2 }}
      />
      <Text size="sm">
        {title}
        {status !== 'available' && (
          <Text span size="xs" c="dimmed">
            {' '}
            · {t.feature[status]}
          </Text>
        )}
      </Text>
    </Group>
  );
}
