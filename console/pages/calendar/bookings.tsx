import { Anchor, Badge, Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';
import { type Booking, bookingsQuery } from './queries.ts';

const t = texts.booking;
const route = getRouteApi('/signed-in/calendar/bookings');
export type BookingsShown = 'upcoming' | 'pending' | 'all';

/** Who comes when; what waits for a decision has its buttons beside it. */
export function Bookings() {
  const { status } = route.useSearch();
  const navigate = useNavigate();
  const query = useQuery(bookingsQuery(status));
  return (
    <Stack gap="md" maw={920}>
      <Stack gap={4}>
        <Title order={1}>{t.bookings}</Title>
        <Text size="sm" c="dimmed">
          {t.bookingsLead}
        </Text>
      </Stack>
      <Group>
        <SegmentedControl
          size="xs"
          aria-label={t.bookings}
          value={status}
          onChange={(value) => void navigate({ to: '/calendar/bookings', search: { status: value as BookingsShown }, replace: true })}
          data={(['upcoming', 'pending', 'all'] as const).map((value) => ({ value, label: t.tabs[value] ?? value }))}
        />
      </Group>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noBookings}</Empty>}>
        {({ data }) => (
          <div className="panel">
            {data.map((booking) => (
              <Line key={booking.id} booking={booking} />
            ))}
          </div>
        )}
      </Loaded>
    </Stack>
  );
}

const COLORS: Readonly<Record<string, string>> = { pending: 'amber', confirmed: 'teal', no_show: 'red' };

function Line({ booking }: { booking: Booking }) {
  const client = useQueryClient();
  const may = useMay();
  const act = useMutation({
    mutationFn: (what: 'approve' | 'decline' | 'cancel' | 'no-show') => {
      const params = { path: { id: booking.id } };
      switch (what) {
        case 'approve':
          return ask(hub.POST('/api/v1/calendar/bookings/{id}/approve', { params, body: {} }));
        case 'decline':
          return ask(hub.POST('/api/v1/calendar/bookings/{id}/decline', { params, body: {} }));
        case 'no-show':
          return ask(hub.POST('/api/v1/calendar/bookings/{id}/no-show', { params, body: {} }));
        default:
          return ask(hub.POST('/api/v1/calendar/bookings/{id}/cancel', { params, body: {} }));
      }
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['calendar', 'bookings'] }),
  });
  const cancel = () =>
    modals.openConfirmModal({
      title: t.cancelTitle(booking.name ?? ''),
      children: <Text size="sm">{t.cancelText}</Text>,
      labels: { confirm: t.cancel, cancel: texts.calendar.close },
      confirmProps: { color: 'red' },
      onConfirm: () => act.mutate('cancel'),
    });
  const when = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).formatRange(
    new Date(booking.start),
    new Date(booking.end),
  );
  const hasBegun = new Date(booking.start) <= new Date();
  return (
    <div className="row">
      <Group wrap="wrap" gap="sm" px="md" py="sm" align="center">
        <div className={classes.grow}>
          <Group gap={6}>
            {booking.contactId ? (
              <Anchor component={Link} to={`/contacts/${booking.contactId}`} size="sm" fw={500}>
                <bdi>{booking.name}</bdi>
              </Anchor>
            ) : (
              <Text size="sm" fw={500}>
                <bdi>{booking.name}</bdi>
              </Text>
            )}
            <Badge variant="light" color={COLORS[booking.status] ?? 'gray'}>
              {t.states[booking.status] ?? booking.status}
            </Badge>
            {booking.noShows > 0 && (
              <Text size="xs" c="red.8">
                {t.noShows(booking.noShows)}
              </Text>
            )}
          </Group>
          <Text size="xs" c="dimmed">
            {when} · {booking.pageTitle}
            {booking.pickReason ? ` · ${booking.pickReason}` : ''}
          </Text>
        </div>
        {may('calendar:write') && (
          <Group gap={6}>
            {booking.status === 'pending' && (
              <>
                <Button size="compact-xs" onClick={() => act.mutate('approve')} loading={act.isPending}>
                  {t.confirm}
                </Button>
                <Button size="compact-xs" variant="default" onClick={() => act.mutate('decline')} disabled={act.isPending}>
                  {t.decline}
                </Button>
              </>
            )}
            {booking.status === 'confirmed' && hasBegun && (
              <Button size="compact-xs" variant="default" onClick={() => act.mutate('no-show')} disabled={act.isPending}>
                {t.noShow}
              </Button>
            )}
            {booking.status === 'confirmed' && !hasBegun && (
              <Button size="compact-xs" variant="subtle" color="red" onClick={cancel} disabled={act.isPending}>
                {t.cancel}
              </Button>
            )}
          </Group>
        )}
      </Group>
      {act.error && <Failure error={act.error} />}
    </div>
  );
}
