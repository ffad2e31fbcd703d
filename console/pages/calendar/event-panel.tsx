import { Anchor, Badge, Button, Drawer, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconExternalLink, IconVideo } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { meQuery } from '../../frame/person.tsx';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { type Calendar, type CalendarEvent, decisionsQuery } from './queries.ts';

const t = texts.calendar;

const whenOf = ({ start, end, isAllDay }: CalendarEvent): string => {
  if (isAllDay) return `${new Date(`${start}T12:00:00`).toLocaleDateString(undefined, { dateStyle: 'full' })} · ${t.allDay}`;
  return new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' }).formatRange(
    new Date(start),
    new Date(end),
  );
};

/** One meeting beside the calendar: who comes, which deals they are in, and one's own answer. */
export function EventPanel({ event, calendar, onClose }: { event: CalendarEvent | undefined; calendar: Calendar | undefined; onClose: () => void }) {
  return (
    <Drawer
      opened={event !== undefined}
      onClose={onClose}
      position="right"
      size={400}
      title={calendar?.name ?? ''}
      closeButtonProps={{ 'aria-label': t.close }}
    >
      {event && <Inside key={`${event.id} ${event.occurrence}`} event={event} calendar={calendar} onClose={onClose} />}
    </Drawer>
  );
}

function Inside({ event, calendar, onClose }: { event: CalendarEvent; calendar: Calendar | undefined; onClose: () => void }) {
  const client = useQueryClient();
  const may = useMay();
  const { data: me } = useQuery(meQuery);
  const decisions = useQuery(decisionsQuery(event.id));
  const self = event.attendees.find(({ email }) => email === me?.user?.email);
  const isWritable = calendar?.role === 'owner' || calendar?.role === 'writer';
  const refresh = () => client.invalidateQueries({ queryKey: ['calendar', 'events'] });
  const answer = useMutation({
    mutationFn: (response: 'accepted' | 'declined' | 'tentative') =>
      ask(
        hub.POST('/api/v1/calendar/events/{id}/respond', {
          params: { path: { id: event.id } },
          body: { response, ...(event.isRecurring && event.occurrence ? { occurrence: event.occurrence } : {}) },
        }),
      ),
    onSuccess: refresh,
  });
  const callOff = useMutation({
    mutationFn: () =>
      ask(
        hub.DELETE('/api/v1/calendar/events/{id}', {
          params: { path: { id: event.id }, query: { notify: 'all', ...(event.isRecurring && event.occurrence ? { occurrence: event.occurrence } : {}) } },
        }),
      ),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
  });
  const confirm = () =>
    modals.openConfirmModal({
      title: t.callOffTitle(event.title),
      children: (
        <Text size="sm">
          {t.callOffText} {event.isRecurring ? t.onlyThis : ''}
        </Text>
      ),
      labels: { confirm: t.callOff, cancel: t.close },
      confirmProps: { color: 'red' },
      onConfirm: () => callOff.mutate(),
    });
  return (
    <Stack gap="md">
      <div>
        <Title order={2}>
          <bdi>{event.title}</bdi>
        </Title>
        <Text size="sm">{whenOf(event)}</Text>
        <Group gap={6} mt={4}>
          {event.isRecurring && (
            <Badge variant="light" color="gray">
              {t.repeats}
            </Badge>
          )}
          {event.isPrivate && (
            <Badge variant="light" color="gray">
              {t.private}
            </Badge>
          )}
        </Group>
      </div>
      <Group gap="sm">
        {event.joinUrl && (
          <Button size="xs" component="a" href={event.joinUrl} target="_blank" rel="noreferrer" leftSection={<IconVideo size={14} />}>
            {t.join}
          </Button>
        )}
        {event.url && (
          <Anchor size="sm" href={event.url} target="_blank" rel="noreferrer">
            <Group gap={4}>
              {t.open}
              <IconExternalLink size={14} aria-hidden="true" />
            </Group>
          </Anchor>
        )}
      </Group>
      {event.location && <Text size="sm">{event.location}</Text>}
      {self && may('calendar:write') && (
        <Stack gap={4}>
          <Text size="sm" fw={600}>
            {t.respond}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label={t.respond}
            value={self.response === 'needs_action' ? '' : self.response}
            onChange={(value) => answer.mutate(value as 'accepted')}
            disabled={answer.isPending}
            data={(['accepted', 'tentative', 'declined'] as const).map((value) => ({ value, label: t.respondWith[value] ?? value }))}
          />
          {answer.error && <Failure error={answer.error} />}
        </Stack>
      )}
      {event.attendees.length > 0 && (
        <Stack gap={4}>
          <Title order={3}>{t.people}</Title>
          {event.attendees.map(({ email, name, response }) => (
            <Guest key={email} email={email} name={name} response={response} />
          ))}
        </Stack>
      )}
      {event.body && (
        <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {event.body.slice(0, 4_000)}
        </Text>
      )}
      {(decisions.data?.data.length ?? 0) > 0 && (
        <Stack gap={4}>
          <Title order={3}>{t.decisions}</Title>
          {decisions.data?.data
            .flatMap(({ decisions: made }) => made)
            .slice(0, 6)
            .map(({ field, kept, because, ours }) => (
              <Text key={`${field} ${ours}`} size="xs" c="dimmed">
                {t.decision(field, kept)}. {because}
              </Text>
            ))}
        </Stack>
      )}
      {callOff.error && <Failure error={callOff.error} />}
      {isWritable && !event.isPrivate && may('calendar:write') && (
        <Group>
          <Button size="xs" variant="light" color="red" onClick={confirm} loading={callOff.isPending}>
            {t.callOff}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** Somebody who comes, with their contact and what is open with them. */
function Guest({ email, name, response }: { email: string; name: string | undefined; response: string }) {
  const contact = useQuery({
    queryKey: ['contacts', 'by-address', email],
    queryFn: () => ask(hub.GET('/api/v1/contacts', { params: { query: { q: email, limit: 1 } } })),
    staleTime: 60_000,
  });
  const found = contact.data?.data.find(({ emails }) => emails.some(({ value }) => value === email));
  const deals = useQuery({
    queryKey: ['deals', 'of-contact', found?.id],
    queryFn: () => ask(hub.GET('/api/v1/deals', { params: { query: { contactId: found?.id ?? '', status: 'open', limit: 3 } } })),
    enabled: found !== undefined,
  });
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        {found ? (
          <Anchor component={Link} to={`/contacts/${found.id}`} size="sm" truncate>
            <bdi>{name ?? (`${found.firstName} ${found.lastName}`.trim() || email)}</bdi>
          </Anchor>
        ) : (
          <Text size="sm" truncate>
            <bdi>{name ?? email}</bdi>
          </Text>
        )}
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          {t.answers[response] ?? response}
        </Text>
      </Group>
      {(deals.data?.data ?? []).map((deal) => (
        <Anchor key={deal.id} component={Link} to={`/deals/${deal.id}`} size="xs" display="block" truncate>
          {deal.name}
        </Anchor>
      ))}
    </div>
  );
}
