import { ActionIcon, Button, Group, Indicator, Popover, ScrollArea, Stack, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconBell } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../../clients/typescript/index.ts';
import { ask, hub } from '../api.ts';
import { texts } from '../texts.ts';
import classes from './frame.module.css';
import { useMay } from './may.tsx';
import { Failure, Waiting } from './states.tsx';
import { When } from './when.tsx';

const t = texts.bell;
const PAGE = 20;
export const incidentsQuery = { queryKey: ['incidents'], queryFn: () => ask(hub.GET('/api/v1/incidents', { params: { query: { limit: 50 } } })) };
const toldQuery = {
  queryKey: ['notifications'],
  initialPageParam: '',
  queryFn: ({ pageParam }: { pageParam: string }) =>
    ask(hub.GET('/api/v1/notifications', { params: { query: { limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) } } })),
  getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor ?? undefined,
};

/** What one was told, and for those who run the hub what is wrong now. */
export function Bell() {
  const [isOpen, setOpen] = useState(false);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const mayOperate = useMay()('operations:read');
  const told = useInfiniteQuery(toldQuery);
  const { data: incidents } = useQuery({ ...incidentsQuery, enabled: mayOperate });
  const open = incidents?.data.filter((incident) => !incident.resolvedAt) ?? [];
  const unread = told.data?.pages[0]?.unread ?? 0;
  const rows = told.data?.pages.flatMap((page) => page.data) ?? [];
  const count = unread + open.length;
  const read = useMutation({
    mutationFn: (ids?: string[]) => ask(hub.POST('/api/v1/notifications/read', { body: ids ? { ids } : {} })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['notifications'] }),
  });
  const follow = ({ id, href, readAt }: Schemas['Notification']) => {
    if (!readAt) read.mutate([id]);
    if (!href) return;
    setOpen(false);
    void navigate({ href });
  };
  return (
    <Popover width={360} position="bottom-end" shadow="sm" opened={isOpen} onChange={setOpen} trapFocus>
      <Indicator label={count > 99 ? '99+' : count} size={16} color={open.length > 0 ? 'red' : 'teal'} disabled={count === 0} offset={4}>
        <Popover.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`${t.title}: ${count}`} onClick={() => setOpen(!isOpen)}>
            <IconBell size={18} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={t.title}>
        <Group justify="space-between" px="sm" py={8} className={classes.bellHead}>
          <Text size="sm" fw={600}>
            {t.title}
          </Text>
          {unread > 0 && (
            <Button size="compact-xs" variant="subtle" onClick={() => read.mutate(undefined)} loading={read.isPending}>
              {t.readAll}
            </Button>
          )}
        </Group>
        <ScrollArea.Autosize mah={420}>
          {open.map((incident) => (
            <UnstyledButton
              key={incident.id}
              className={classes.told}
              data-unread
              onClick={() => {
                setOpen(false);
                void navigate({ to: '/operations', search: { tab: 'incidents' } });
              }}
            >
              <IconAlertTriangle size={16} color="var(--mantine-color-red-text)" aria-label={t.incident} />
              <Stack gap={2} miw={0}>
                <Text size="sm" fw={600}>
                  {incident.title}
                </Text>
                <Text size="xs" c="dimmed" lineClamp={2}>
                  {incident.detail}
                </Text>
                <When at={incident.lastAt} />
              </Stack>
            </UnstyledButton>
          ))}
          {told.isPending && <Waiting rows={2} />}
          {told.error && <Failure error={told.error} retry={() => void told.refetch()} />}
          {rows.map((one) => (
            <UnstyledButton key={one.id} className={classes.told} data-unread={one.readAt === null || undefined} onClick={() => follow(one)}>
              <span className={classes.dot} aria-hidden="true" />
              <Stack gap={2} miw={0}>
                <Text size="sm" fw={one.readAt ? 400 : 600} className="wrap-anywhere">
                  <bdi>{one.title}</bdi>
                </Text>
                {one.body && (
                  <Text size="xs" c="dimmed" lineClamp={2}>
                    <bdi>{one.body}</bdi>
                  </Text>
                )}
                <When at={one.createdAt} />
              </Stack>
            </UnstyledButton>
          ))}
          {told.isSuccess && rows.length === 0 && open.length === 0 && (
            <Text size="sm" c="dimmed" p="sm">
              {t.none}
            </Text>
          )}
          {told.hasNextPage && (
            <Button m="xs" size="compact-xs" variant="subtle" loading={told.isFetchingNextPage} onClick={() => void told.fetchNextPage()}>
              {t.earlier}
            </Button>
          )}
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}
