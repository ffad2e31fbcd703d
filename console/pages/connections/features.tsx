import { Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconClockHour4, IconFileImport, IconTool } from '@tabler/icons-react';
import { texts } from '../../texts.ts';

const ICONS = { available: IconCircleCheck, needs_setup: IconTool, needs_approval: IconClockHour4, import_only: IconFileImport } as const;

interface Feature {
  id: string;
  title: string;
  status: keyof typeof ICONS;
  reason?: string | undefined;
  nextStep?: string | undefined;
}

/** What works and what does not, with the reason in plain words. */
export function Features({ features }: { features: readonly Feature[] }) {
  return (
    <Stack gap={6}>
      {features.map(({ id, title, status, reason, nextStep }) => {
        const Icon = ICONS[status];
        return (
          <Group key={id} gap={8} wrap="nowrap" align="flex-start">
            <Icon
              size={16}
              color={status === 'available' ? 'var(--mantine-color-teal-filled)' : 'var(--mantine-color-dimmed)'}
              aria-hidden="true"
              style={{ flex: 'none', marginTop: 2 }}
            />
            <div>
              <Text size="sm">
                {title}
                {status !== 'available' && (
                  <Text span size="xs" c="dimmed">
                    {' '}
                    · {texts.connections.feature[status]}
                  </Text>
                )}
              </Text>
              {status !== 'available' && (reason || nextStep) && (
                <Text size="xs" c="dimmed">
                  {reason} {nextStep}
                </Text>
              )}
            </div>
          </Group>
        );
      })}
    </Stack>
  );
}
