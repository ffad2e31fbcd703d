import { Center, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import { Mark } from './mark.tsx';

/** The calm page before anybody is signed in. */
export function Door({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack w="100%" maw={380} gap="lg">
        <Group gap={8} c="teal">
          <Mark size={28} />
          <Text fw={600} size="lg" c="var(--mantine-color-text)">
            {texts.product}
          </Text>
        </Group>
        <Paper withBorder p="lg" radius={8}>
          <Stack gap="md">
            <Title order={1}>{title}</Title>
            {lead && (
              <Text size="sm" c="dimmed">
                {lead}
              </Text>
            )}
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Center>
  );
}
