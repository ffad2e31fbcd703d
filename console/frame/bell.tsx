import { ActionIcon, Indicator, Popover, Stack, Text } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask, hub } from '../api.ts';
import { texts } from '../texts.ts';
import { When } from './when.tsx';

export const incidentsQuery = { queryKey: ['incidents'], queryFn: () => ask(hub.GET('/api/v1/incidents', { params: { query: { limit: 50 } } })) };

/** What an administrator must know now. */
export function Bell() {
  const { data } = useQuery(incidentsQuery);
  const open = data?.data.filter((incident) => !incident.resolvedAt) ?? [];
  return (
    <Popover width={340} position="bottom-end" shadow="sm">
      <Indicator label={open.length} size={16} color="red" disabled={open.length === 0} offset={4}>
        <Popover.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${texts.bell.title}: ${open.length}`}>
            <IconBell size={18} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown>
        <Stack gap="sm">
          {open.length === 0 && (
            <Text size="sm" c="dimmed">
              {texts.bell.none}
            </Text>
          )}
          {open.map((incident) => (
            <Link key={incident.id} to="/operations" search={{ tab: 'incidents' }} style={{ textDecoration: 'none', color: 'inherit' }}>
              <Text size="sm" fw={600}>
                {incident.title}
              </Text>
              <Text size="xs" c="dimmed" lineClamp={2}>
                {incident.detail}
              </Text>
              <When at={incident.lastAt} />
            </Link>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
