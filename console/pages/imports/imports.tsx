import { Badge, Button, FileButton, Group, SegmentedControl, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconFileTypeCsv, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type DragEvent, useState } from 'react';
import { Empty, Failure, Waiting } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { useNames } from '../deals/use-names.ts';
import { Exports } from './exports.tsx';
import classes from './imports.module.css';
import { type Import, importsQuery, KINDS, type Kind, skippedOf, upload } from './queries.ts';

const t = texts.imports;
const MOST_BYTES = 25 * 1024 * 1024;
export const STATE_COLORS: Record<Import['state'], string> = {
  reading: 'teal',
  mapping: 'amber',
  review: 'amber',
  applying: 'teal',
  done: 'green',
  failed: 'red',
  undone: 'gray',
};

/** Files on their way into the record, and out of it. */
export function Imports() {
  return (
    <Stack gap="xl" maw={920}>
      <Stack gap="md">
        <Title order={1}>{t.title}</Title>
        <Text c="dimmed" size="sm" maw={680}>
          {t.lead}
        </Text>
        <NewImport />
        <Past />
      </Stack>
      <Exports />
    </Stack>
  );
}

function NewImport() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [kind, setKind] = useState<Kind>('contacts');
  const [isOver, setOver] = useState(false);
  const send = useMutation({
    mutationFn: (file: File) => (file.size > MOST_BYTES ? Promise.reject(new Error(t.tooLarge)) : upload(kind, file)),
    onSuccess: async ({ import: made }) => {
      await queries.invalidateQueries({ queryKey: ['imports', 'list'] });
      await navigate({ to: '/imports/$id', params: { id: made.id } });
    },
  });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) send.mutate(file);
  };
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Text size="sm" fw={500}>
          {t.what}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t.what}
          className={classes.kinds}
          value={kind}
          onChange={(value) => setKind(value as Kind)}
          data={KINDS.map((value) => ({ value, label: t.kinds[value] ?? value }))}
        />
      </Group>
      <FileButton accept=".csv,.tsv,.txt,text/csv,text/plain" onChange={(file) => file && send.mutate(file)} inputProps={{ 'aria-label': t.choose }}>
        {(props) => (
          <UnstyledButton
            {...props}
            className={classes.drop}
            data-over={isOver || undefined}
            disabled={send.isPending}
            onDragOver={(event: DragEvent) => {
              event.preventDefault();
              setOver(true);
            }}
            onDragLeave={() => setOver(false)}
            onDrop={drop}
          >
            <IconUpload size={20} aria-hidden />
            <Text size="sm" fw={500}>
              {send.isPending ? t.uploading : t.drop}
            </Text>
          </UnstyledButton>
        )}
      </FileButton>
      {send.error && <Failure error={send.error} />}
    </Stack>
  );
}

function Past() {
  const query = useInfiniteQuery(importsQuery);
  const nameOf = useNames();
  if (!query.data) return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting rows={2} />;
  const all = query.data.pages.flatMap((page) => page.data);
  if (all.length === 0) return <Empty>{t.empty}</Empty>;
  return (
    <Stack gap="sm">
      <Title order={2}>{t.past}</Title>
      <div className="panel">
        {all.map((one) => (
          <Link key={one.id} to="/imports/$id" params={{ id: one.id }} className={`card-link row ${classes.line}`}>
            <IconFileTypeCsv size={18} aria-hidden className={classes.icon} />
            <div className={classes.name}>
              <Text size="sm" fw={500} truncate>
                <bdi>{one.fileName}</bdi>
              </Text>
              <Text size="xs" c="dimmed">
                {t.kinds[one.kind]} · {t.rows(one.counts.read)}
                {one.createdBy ? ` · ${t.by(nameOf(one.createdBy))}` : ''} · <When at={one.createdAt} />
              </Text>
            </div>
            {one.state === 'done' && (
              <Text size="xs" c="dimmed" className={classes.counts}>
                {one.counts.created.toLocaleString()} {t.result.created} · {one.counts.updated.toLocaleString()} {t.result.updated} ·{' '}
                {skippedOf(one).toLocaleString()} {t.result.skipped}
              </Text>
            )}
            <Badge variant="light" color={STATE_COLORS[one.state]}>
              {t.states[one.state]}
            </Badge>
          </Link>
        ))}
      </div>
      {query.hasNextPage && (
        <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} style={{ alignSelf: 'flex-start' }}>
          {t.more}
        </Button>
      )}
    </Stack>
  );
}
