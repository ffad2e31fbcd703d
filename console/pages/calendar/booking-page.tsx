import { Anchor, Button, Code, CopyButton, Group, Stack, Tabs, Text, Title } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { IconCheck, IconCopy, IconExternalLink, IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';
import { LivePreview } from './live-preview.tsx';
import { draftOf, newDraft, toChange } from './page-draft.ts';
import { PageForm } from './page-form.tsx';
import { type BookingPage, calendarsQuery, pageQuery } from './queries.ts';

const t = texts.booking;
const route = getRouteApi('/signed-in/calendar/booking-pages/$id');

/** Makes and changes one page; beside it what guests see, as it is saved. */
export function BookingPageEditor() {
  const { id } = route.useParams();
  const isNew = id === 'new';
  const query = useQuery({ ...pageQuery(id), enabled: !isNew });
  const calendars = useQuery(calendarsQuery);
  if (isNew) return <Loaded query={calendars}>{({ data }) => <Editor page={undefined} initial={newDraft(data)} />}</Loaded>;
  return <Loaded query={query}>{(page) => <Editor key={page.id} page={page} initial={draftOf(page)} />}</Loaded>;
}

function Editor({ page, initial }: { page: BookingPage | undefined; initial: ReturnType<typeof draftOf> }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const may = useMay();
  const [draft, setDraft] = useState(initial);
  const save = useMutation({
    mutationFn: () =>
      page
        ? ask(hub.PATCH('/api/v1/calendar/booking-pages/{id}', { params: { path: { id: page.id } }, body: toChange(draft, true) as never }))
        : ask(hub.POST('/api/v1/calendar/booking-pages', { body: toChange(draft, false) as never })),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ['calendar', 'pages'] });
      notifications.show({ message: t.saved });
      if (!page) void navigate({ to: '/calendar/booking-pages/$id', params: { id: saved.id }, replace: true });
    },
  });
  const remove = useMutation({
    mutationFn: () => ask(hub.DELETE('/api/v1/calendar/booking-pages/{id}', { params: { path: { id: page?.id ?? '' } } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['calendar', 'pages'] });
      void navigate({ to: '/calendar/booking-pages' });
    },
  });
  const confirm = () =>
    modals.openConfirmModal({
      title: t.removeTitle(draft.title),
      children: <Text size="sm">{t.removeText}</Text>,
      labels: { confirm: t.removePage, cancel: texts.calendar.close },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate(),
    });
  const mayWrite = may('calendar:write');
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Stack gap={2}>
          <Anchor component={Link} to="/calendar/booking-pages" size="xs">
            {t.back}
          </Anchor>
          <Title order={1}>
            <bdi>{draft.title || t.add}</bdi>
          </Title>
        </Stack>
        <Group gap="xs">
          {page && mayWrite && (
            <Button size="xs" variant="subtle" color="red" onClick={confirm}>
              {t.removePage}
            </Button>
          )}
          {mayWrite && (
            <Button size="xs" onClick={() => save.mutate()} loading={save.isPending} disabled={draft.title.trim() === '' || draft.hosts.length === 0}>
              {t.save}
            </Button>
          )}
        </Group>
      </Group>
      {save.error && <Failure error={save.error} />}
      <div className={classes.builder}>
        <PageForm draft={draft} onChange={setDraft} />
        <Stack gap="md" className={classes.preview ?? ''}>
          <Tabs defaultValue="preview" keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="preview">{t.preview}</Tabs.Tab>
              {page && <Tabs.Tab value="why">{t.why}</Tabs.Tab>}
              {page && <Tabs.Tab value="embed">{t.embed}</Tabs.Tab>}
            </Tabs.List>
            <Tabs.Panel value="preview" pt="sm">
              <Stack gap="xs">
                {page && (
                  <Group gap="xs">
                    <CopyButton value={page.url}>
                      {({ copied, copy }) => (
                        <Button size="compact-xs" variant="default" leftSection={<IconCopy size={12} />} onClick={copy}>
                          {copied ? t.copied : t.copy}
                        </Button>
                      )}
                    </CopyButton>
                    <Anchor size="xs" href={page.url} target="_blank" rel="noreferrer">
                      <Group gap={4}>
                        {page.url.replace(/^https?:\/\//, '')}
                        <IconExternalLink size={12} aria-hidden="true" />
                      </Group>
                    </Anchor>
                  </Group>
                )}
                <LivePreview draft={draft} id={page?.id} />
              </Stack>
            </Tabs.Panel>
            {page && (
              <Tabs.Panel value="why" pt="sm">
                <WhyNot page={page} />
              </Tabs.Panel>
            )}
            {page && (
              <Tabs.Panel value="embed" pt="sm">
                <Stack gap="xs">
                  <Text size="sm">{t.embedHint}</Text>
                  <Code block className={classes.code ?? ''}>
                    {page.embed}
                  </Code>
                  <CopyButton value={page.embed}>
                    {({ copied, copy }) => (
                      <Button size="xs" variant="default" onClick={copy} leftSection={<IconCopy size={14} />}>
                        {copied ? t.copied : t.copy}
                      </Button>
                    )}
                  </CopyButton>
                </Stack>
              </Tabs.Panel>
            )}
          </Tabs>
        </Stack>
      </div>
    </Stack>
  );
}

/** Every host and everything that speaks against a moment: by the code that makes the page. */
function WhyNot({ page }: { page: BookingPage }) {
  const [at, setAt] = useState<string | null>(null);
  const [duration, setDuration] = useState(page.durationsMinutes[0] ?? 30);
  useEffect(() => setDuration(page.durationsMinutes[0] ?? 30), [page.durationsMinutes]);
  const iso = at ? new Date(at.replace(' ', 'T')).toISOString() : '';
  const told = useQuery({
    queryKey: ['calendar', 'explain', page.id, iso, duration],
    queryFn: () => ask(hub.GET('/api/v1/calendar/booking-pages/{id}/explain', { params: { path: { id: page.id }, query: { at: iso, duration } } })),
    enabled: iso !== '',
  });
  const clock = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.whyHint}
      </Text>
      <DateTimePicker label={t.at} value={at} onChange={setAt} />
      {told.error && <Failure error={told.error} />}
      {told.data?.data.map(({ connectionId, name, free, reasons }) => (
        <Stack key={connectionId} gap={4}>
          <Group gap={6}>
            {free ? (
              <IconCheck size={16} color="var(--mantine-color-green-8)" aria-hidden="true" />
            ) : (
              <IconX size={16} color="var(--mantine-color-red-8)" aria-hidden="true" />
            )}
            <Text size="sm" fw={600}>
              {name}: {free ? t.free : t.notFree}
            </Text>
          </Group>
          {reasons.map(({ rule, from, to, source }) => (
            <Text key={`${rule} ${from} ${source}`} size="xs" c="dimmed" pl={22}>
              {source} ({clock.formatRange(new Date(from), new Date(to))})
            </Text>
          ))}
        </Stack>
      ))}
    </Stack>
  );
}
