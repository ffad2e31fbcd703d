import { ActionIcon, Button, CopyButton, Group, Modal, MultiSelect, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { IconCopy, IconPencil, IconPlus, IconTrash, IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './calendar.module.css';
import { slugOf } from './page-draft.ts';
import { type BookingPage, type TeamPage, teamPagesQuery } from './queries.ts';

const t = texts.booking;

/** Addresses that gather several booking pages. */
export function TeamPages({ pages }: { pages: readonly BookingPage[] }) {
  const client = useQueryClient();
  const query = useQuery(teamPagesQuery);
  const may = useMay();
  const [open, setOpen] = useState<TeamPage | 'new'>();
  const refresh = () => client.invalidateQueries({ queryKey: ['calendar', 'team-pages'] });
  const remove = useMutation({
    mutationFn: (id: string) => ask(hub.DELETE('/api/v1/calendar/team-pages/{id}', { params: { path: { id } } })),
    onSuccess: refresh,
  });
  const confirm = ({ id, title }: TeamPage) =>
    modals.openConfirmModal({
      title: t.removeTeamPage(title),
      children: <Text size="sm">{t.removeTeamPageText}</Text>,
      labels: { confirm: t.removePage, cancel: texts.calendar.close },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate(id),
    });
  const rows = query.data?.data ?? [];
  const names = new Map(pages.map(({ id, title }) => [id, title]));
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start">
        <Stack gap={2}>
          <Title order={2}>{t.teamPages}</Title>
          <Text size="sm" c="dimmed">
            {t.teamPagesLead}
          </Text>
        </Stack>
        {may('calendar:write') && (
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => setOpen('new')}>
            {t.addTeamPage}
          </Button>
        )}
      </Group>
      {query.error && <Failure error={query.error} />}
      {remove.error && <Failure error={remove.error} />}
      {rows.length > 0 && (
        <div className="panel">
          {rows.map((row) => (
            <Group key={row.id} className="row" wrap="nowrap" gap="sm" px="md" py="sm">
              <IconUsersGroup size={18} aria-hidden="true" />
              <div className={classes.grow}>
                <Text component="a" href={row.url} target="_blank" rel="noreferrer" size="sm" fw={500} truncate display="block" c="inherit">
                  <bdi>{row.title}</bdi>
                </Text>
                <Text size="xs" c="dimmed" truncate>
                  {row.pageIds.flatMap((id) => names.get(id) ?? []).join(', ')}
                </Text>
              </div>
              <CopyButton value={row.url}>
                {({ copied, copy }) => (
                  <Button size="compact-xs" variant="default" leftSection={<IconCopy size={12} aria-hidden="true" />} onClick={copy}>
                    {copied ? t.copied : t.copy}
                  </Button>
                )}
              </CopyButton>
              {may('calendar:write') && (
                <>
                  <ActionIcon variant="subtle" color="gray" aria-label={`${t.edit}: ${row.title}`} onClick={() => setOpen(row)}>
                    <IconPencil size={16} aria-hidden="true" />
                  </ActionIcon>
                  <ActionIcon variant="subtle" color="gray" aria-label={`${t.remove}: ${row.title}`} onClick={() => confirm(row)}>
                    <IconTrash size={16} aria-hidden="true" />
                  </ActionIcon>
                </>
              )}
            </Group>
          ))}
        </div>
      )}
      {open && (
        <Form
          row={open === 'new' ? undefined : open}
          pages={pages}
          onClose={() => setOpen(undefined)}
          onSaved={async () => {
            await refresh();
            notifications.show({ message: t.saved });
            setOpen(undefined);
          }}
        />
      )}
    </Stack>
  );
}

function Form({
  row,
  pages,
  onClose,
  onSaved,
}: {
  row: TeamPage | undefined;
  pages: readonly BookingPage[];
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const [title, setTitle] = useState(row?.title ?? '');
  const [slug, setSlug] = useState(row?.slug ?? '');
  const [description, setDescription] = useState(row?.description ?? '');
  const [pageIds, setPageIds] = useState(row?.pageIds ?? []);
  const save = useMutation({
    mutationFn: () => {
      const body = { title, slug: slug.trim() || slugOf(title), description, pageIds };
      return row
        ? ask(hub.PATCH('/api/v1/calendar/team-pages/{id}', { params: { path: { id: row.id } }, body }))
        : ask(hub.POST('/api/v1/calendar/team-pages', { body }));
    },
    onSuccess: onSaved,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={row?.title ?? t.addTeamPage} closeButtonProps={{ 'aria-label': texts.calendar.close }}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label={t.teamPageTitle} required data-autofocus value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
          <TextInput
            label={t.slug}
            leftSection={
              <Text size="xs" c="dimmed">
                /book/
              </Text>
            }
            leftSectionWidth={56}
            placeholder={slugOf(title)}
            value={slug}
            onChange={(event) => setSlug(event.currentTarget.value)}
          />
          <Textarea label={t.description} autosize minRows={2} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
          <MultiSelect
            label={t.teamPagePages}
            required
            searchable
            data={pages.map(({ id, title: label }) => ({ value: id, label }))}
            value={pageIds}
            onChange={setPageIds}
          />
          {save.error && <Failure error={save.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={title.trim() === '' || pageIds.length === 0}>
              {t.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
