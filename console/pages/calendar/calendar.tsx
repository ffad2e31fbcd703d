import { Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { meQuery } from '../../frame/person.tsx';
import { Empty, Failure, Waiting } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';
import { CalendarList } from './calendar-list.tsx';
import { colorOf } from './colors.ts';
import { EventPanel } from './event-panel.tsx';
import { NewEvent } from './new-event.tsx';
import { type CalendarEvent, calendarsQuery, eventsQuery, type ViewName } from './queries.ts';
import type { Moved, Shown } from './week.tsx';

const t = texts.calendar;
const route = getRouteApi('/signed-in/calendar');
const Week = lazy(() => import('./week.tsx'));

export interface CalendarSearch {
  view: ViewName;
  date: string;
}

const day = (at: Date): string => at.toLocaleDateString('en-CA');
const stepOf = (view: ViewName, date: string, by: number): string => {
  const at = new Date(`${date}T12:00:00`);
  if (view === 'dayGridMonth') at.setMonth(at.getMonth() + by, 1);
  else at.setDate(at.getDate() + by * (view === 'timeGridWeek' ? 7 : 1));
  return day(at);
};

/** The meetings of a team in one grid: looked at, made, moved with a way back. */
export function CalendarPage() {
  const { view, date } = route.useSearch();
  const navigate = useNavigate();
  const client = useQueryClient();
  const may = useMay();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [window_, setWindow] = useState<{ from: string; to: string }>();
  const [open, setOpen] = useState<CalendarEvent>();
  const [fresh, setFresh] = useState<{ start: Date; end: Date }>();
  const calendars = useQuery(calendarsQuery);
  const { data: me } = useQuery(meQuery);
  const events = useQuery({ ...eventsQuery(window_?.from ?? '', window_?.to ?? ''), enabled: window_ !== undefined });
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const go = (search: Partial<CalendarSearch>) => void navigate({ to: '/calendar', search: { view, date, ...search }, replace: true });

  const byId = useMemo(() => new Map((calendars.data?.data ?? []).map((each) => [each.id, each])), [calendars.data]);
  const shown = useMemo(
    () =>
      (events.data ?? []).flatMap((event): Shown[] => {
        const calendar = byId.get(event.calendarId);
        if (!calendar || hidden.has(calendar.id)) return [];
        const self = event.attendees.find(({ email }) => email === me?.user?.email);
        return [
          { event, color: colorOf(calendar), isOurs: calendar.role === 'owner' || calendar.role === 'writer', isDeclined: self?.response === 'declined' },
        ];
      }),
    [events.data, byId, hidden, me?.user?.email],
  );

  const write = useCallback(
    (event: CalendarEvent, start: string, end: string, zone: string) =>
      ask(
        hub.PATCH('/api/v1/calendar/events/{id}', {
          params: { path: { id: event.id } },
          body: { start, end, timeZone: zone, ...(event.isRecurring && event.occurrence ? { occurrence: event.occurrence } : {}) },
        }),
      ),
    [],
  );
  const move = useMutation({
    mutationFn: ({ event, start, end }: Moved) => {
      const text = (at: Date) => (event.isAllDay ? at.toISOString().slice(0, 10) : at.toISOString());
      return write(event, text(start), text(end), event.timeZone ?? timeZone);
    },
    onSuccess: (outcome, { event, revert }) => {
      void client.invalidateQueries({ queryKey: ['calendar', 'events'] });
      if (outcome.state === 'failed') {
        revert();
        notifications.show({ color: 'red', message: t.notMoved });
        return;
      }
      const back = async () => {
        notifications.hide(`moved-${event.id}`);
        await write(event, event.start, event.end, event.timeZone ?? timeZone);
        await client.invalidateQueries({ queryKey: ['calendar', 'events'] });
      };
      // Moved twice, the button takes back the second.
      notifications.hide(`moved-${event.id}`);
      notifications.show({
        id: `moved-${event.id}`,
        autoClose: 10_000,
        message: (
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">
              {t.moved} {event.isRecurring ? t.onlyThis : ''}
            </Text>
            <Button size="compact-xs" variant="subtle" onClick={() => void back()}>
              {t.undo}
            </Button>
          </Group>
        ),
      });
    },
    onError: (error: Error, { revert }) => {
      revert();
      notifications.show({ color: 'red', title: t.notMoved, message: error.message });
    },
  });

  if (calendars.isPending) return <Waiting />;
  if (calendars.error) return <Failure error={calendars.error} retry={() => void calendars.refetch()} />;
  const title =
    view === 'timeGridDay'
      ? new Date(`${date}T12:00:00`).toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
      : new Date(`${date}T12:00:00`).toLocaleDateString(undefined, { month: 'long', year: 'numeric' });
  const writable = calendars.data.data.filter(({ role }) => role === 'owner' || role === 'writer');
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1}>{t.title}</Title>
        {may('calendar:write') && writable.length > 0 && (
          <Button
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => setFresh({ start: nextHour(), end: new Date(nextHour().getTime() + 1_800_000) })}
          >
            {t.newEvent}
          </Button>
        )}
      </Group>
      {calendars.data.data.length === 0 ? (
        <Empty
          action={
            <Button size="xs" component={Link} to="/connections">
              {t.connect}
            </Button>
          }
        >
          {t.none}
        </Empty>
      ) : (
        <div className={classes.page}>
          <Stack gap="sm">
            <Group justify="space-between">
              <Group gap="xs">
                <Button size="xs" variant="default" onClick={() => go({ date: day(new Date()) })}>
                  {t.today}
                </Button>
                <Button size="xs" variant="default" px={8} aria-label={t.previous} onClick={() => go({ date: stepOf(view, date, -1) })}>
                  <IconChevronLeft size={16} aria-hidden="true" />
                </Button>
                <Button size="xs" variant="default" px={8} aria-label={t.next} onClick={() => go({ date: stepOf(view, date, 1) })}>
                  <IconChevronRight size={16} aria-hidden="true" />
                </Button>
                <Title order={2} aria-live="polite">
                  {title}
                </Title>
              </Group>
              <SegmentedControl
                size="xs"
                aria-label={t.title}
                value={view}
                onChange={(value) => go({ view: value as ViewName })}
                data={(['timeGridDay', 'timeGridWeek', 'dayGridMonth'] as const).map((value) => ({ value, label: t.views[value] ?? value }))}
              />
            </Group>
            {events.error && <Failure error={events.error} retry={() => void events.refetch()} />}
            <Suspense fallback={<Waiting rows={8} />}>
              <Week
                view={view}
                date={date}
                timeZone={timeZone}
                shown={shown}
                onWindow={(from, to) => setWindow({ from: from.toISOString(), to: to.toISOString() })}
                onOpen={setOpen}
                onMoved={(moved) => move.mutate(moved)}
                onChoose={(start, end) => may('calendar:write') && writable.length > 0 && setFresh({ start, end })}
              />
            </Suspense>
          </Stack>
          <CalendarList calendars={calendars.data.data} hidden={hidden} onHidden={setHidden} me={me?.user?.id ?? ''} />
        </div>
      )}
      <EventPanel event={open} calendar={open && byId.get(open.calendarId)} onClose={() => setOpen(undefined)} />
      {fresh && <NewEvent at={fresh} calendars={writable} timeZone={timeZone} onClose={() => setFresh(undefined)} />}
    </Stack>
  );
}

function nextHour(): Date {
  const at = new Date();
  at.setHours(at.getHours() + 1, 0, 0, 0);
  return at;
}
