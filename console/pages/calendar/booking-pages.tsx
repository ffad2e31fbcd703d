import { Badge, Button, CopyButton, Group, Stack, Text, Title } from '@mantine/core';
import { IconCalendarShare, IconCopy, IconExternalLink, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../frame/may.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';
import { calendarsQuery, pagesQuery } from './queries.ts';
import { TeamPages } from './team-pages.tsx';

const t = texts.booking;

export function BookingPages() {
  const query = useQuery(pagesQuery);
  const calendars = useQuery(calendarsQuery);
  const mayAdd = useMay()('calendar:write') && (calendars.data?.data.length ?? 0) > 0;
  const add = mayAdd && (
    <Button size="xs" leftSection={<IconPlus size={14} />} component={Link} to="/calendar/booking-pages/new">
      {t.add}
    </Button>
  );
  return (
    <Stack gap="md" maw={920}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <Title order={1}>{t.pages}</Title>
          <Text size="sm" c="dimmed">
            {t.pagesLead}
          </Text>
        </Stack>
        {add}
      </Group>
      <Loaded
        query={query}
        isEmpty={({ data }) => data.length === 0}
        empty={<Empty action={add}>{calendars.data?.data.length === 0 ? t.noCalendar : t.none}</Empty>}
      >
        {({ data }) => (
          <div className="panel">
            {data.map((page) => (
              <Group key={page.id} className="row" wrap="nowrap" gap="sm" px="md" py="sm">
                <IconCalendarShare size={18} aria-hidden="true" />
                <div className={classes.grow}>
                  <Text component={Link} to={`/calendar/booking-pages/${page.id}`} size="sm" fw={500} truncate display="block" c="inherit">
                    <bdi>{page.title}</bdi>
                  </Text>
                  <Text size="xs" c="dimmed" truncate>
                    {t.kinds[page.kind]} · {page.durationsMinutes.join(', ')} min · {page.hosts.map(({ name }) => name).join(', ')}
                  </Text>
                </div>
                {page.isActive ? (
                  <Text size="xs" c="dimmed" visibleFrom="sm">
                    {t.upcoming(page.upcoming)}
                  </Text>
                ) : (
                  <Badge variant="light" color="gray">
                    {t.off}
                  </Badge>
                )}
                <CopyButton value={page.url}>
                  {({ copied, copy }) => (
                    <Button size="compact-xs" variant="default" leftSection={<IconCopy size={12} />} onClick={copy}>
                      {copied ? t.copied : t.copy}
                    </Button>
                  )}
                </CopyButton>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  component="a"
                  href={page.url}
                  target="_blank"
                  rel="noreferrer"
                  visibleFrom="sm"
                  rightSection={<IconExternalLink size={12} />}
                >
                  {t.look}
                </Button>
              </Group>
            ))}
          </div>
        )}
      </Loaded>
      {(query.data?.data.length ?? 0) > 0 && <TeamPages pages={query.data?.data ?? []} />}
    </Stack>
  );
}
