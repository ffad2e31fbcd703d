import { Badge, Button, FileButton, Group, Progress, Stack, Text, UnstyledButton } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded, Waiting } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import classes from './network.module.css';
import { type Import, importsQuery, jobQuery, skippedQuery, upload } from './queries.ts';

const t = texts.network;
const MOST_BYTES = 100 * 1_048_576;
const COLORS: Record<Import['state'], string> = { reading: 'teal', review: 'amber', applying: 'teal', done: 'green', failed: 'red' };
const told = (counts: Readonly<Record<string, number>>, words: Readonly<Record<string, string>>) =>
  // In the order of the words: counts come in any.
  Object.entries(words)
    .filter(([name]) => (counts[name] ?? 0) > 0)
    .map(([name, word]) => `${counts[name]?.toLocaleString()} ${word}`)
    .join(' · ');

export function Copies() {
  const query = useQuery(importsQuery);
  const mayBring = useMay()('linkedin:write');
  return (
    <Stack gap="lg">
      {mayBring && <Drop />}
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noImports}</Empty>}>
        {({ data }) => (
          <Stack gap="sm">
            {data.map((one) => (
              <Copy key={one.id} one={one} mayBring={mayBring} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

function Drop() {
  const queries = useQueryClient();
  const [isOver, setOver] = useState(false);
  const send = useMutation({
    mutationFn: (file: File) => (file.size > MOST_BYTES ? Promise.reject(new Error(t.tooLarge)) : upload(file)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['network'] }),
  });
  return (
    <Stack gap="xs">
      <FileButton accept=".zip,.csv,application/zip,text/csv" onChange={(file) => file && send.mutate(file)} inputProps={{ 'aria-label': t.choose }}>
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
            onDrop={(event: DragEvent) => {
              event.preventDefault();
              setOver(false);
              const [file] = event.dataTransfer.files;
              if (file) send.mutate(file);
            }}
          >
            <IconUpload size={20} aria-hidden />
            <Text size="sm" fw={500}>
              {send.isPending ? t.uploading : t.drop}
            </Text>
          </UnstyledButton>
        )}
      </FileButton>
      <Text size="xs" c="dimmed">
        {t.how}
      </Text>
      {send.error && <Failure error={send.error} />}
    </Stack>
  );
}

/** How far it is, in rows; before they are counted nobody knows. */
function Working({ one }: { one: Import }) {
  const { data: job } = useQuery(jobQuery(one.jobId));
  const total = job?.total ?? 0;
  const done = job?.done ?? 0;
  return (
    <Stack gap={4}>
      <Progress value={total > 0 ? Math.min(100, (done / total) * 100) : 100} animated size={4} aria-label={t.states[one.state] ?? ''} />
      <Text size="xs" c="dimmed">
        {total > 0 ? t.progress(done, total) : t.looking}
      </Text>
    </Stack>
  );
}

/** How many rows were left out and why; which ones, on demand. */
function LeftOut({ one }: { one: Import }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text size="xs" c="dimmed">
          {t.leftOut}: {told(one.skipped, t.skips)}
        </Text>
        <Button size="compact-xs" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t.hideLeftOut : t.showLeftOut}
        </Button>
      </Group>
      {isOpen && <LeftOutRows id={one.id} />}
    </Stack>
  );
}

function LeftOutRows({ id }: { id: string }) {
  const query = useInfiniteQuery(skippedQuery(id));
  if (!query.data) return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting rows={2} />;
  return (
    <Stack gap="xs">
      <div className="panel">
        {query.data.pages
          .flatMap(({ data }) => data)
          .map(({ file, line, reason, cells }) => (
            <div key={`${file} ${line}`} className={`row ${classes.left}`}>
              <Text size="xs" c="dimmed">
                {t.row(line)}
              </Text>
              <Text size="xs">{t.reasons[reason] ?? reason}</Text>
              <Text size="xs" c="dimmed" truncate title={file}>
                <bdi>{cells.filter((cell) => cell !== '').join(' · ')}</bdi>
              </Text>
            </div>
          ))}
      </div>
      {query.hasNextPage && (
        <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} style={{ alignSelf: 'flex-start' }}>
          {texts.leads.more}
        </Button>
      )}
    </Stack>
  );
}

function Copy({ one, mayBring }: { one: Import; mayBring: boolean }) {
  const queries = useQueryClient();
  const apply = useMutation({
    mutationFn: (choose: 'matched' | 'all') => ask(hub.POST('/api/v1/linkedin/imports/{id}/apply', { params: { path: { id: one.id } }, body: { choose } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['network'] }),
  });
  const everybody = () =>
    modals.openConfirmModal({
      title: t.bringAllTitle(one.counts.connections ?? 0),
      children: <Text size="sm">{t.bringAllText}</Text>,
      labels: { confirm: t.yes, cancel: texts.cancel },
      onConfirm: () => apply.mutate('all'),
    });
  const isBusy = one.state === 'reading' || one.state === 'applying';
  return (
    <Stack className="panel" p="md" gap="xs">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div className={classes.grow}>
          <Text fw={600} truncate>
            <bdi>{one.fileName}</bdi>
          </Text>
          <Text size="xs" c="dimmed">
            {[one.memberName, told(one.counts, t.counts)].filter(Boolean).join(' · ')}
          </Text>
        </div>
        <Badge variant="light" color={COLORS[one.state]}>
          {t.states[one.state]}
        </Badge>
        <When at={one.createdAt} />
      </Group>
      {isBusy && <Working one={one} />}
      {one.error && <Text size="sm">{one.error}</Text>}
      {told(one.changes, t.changeCounts) && <Text size="sm">{told(one.changes, t.changeCounts)}</Text>}
      {told(one.skipped, t.skips) && <LeftOut one={one} />}
      {one.warnings.map((warning) => (
        <Text key={warning} size="xs" c="dimmed">
          {warning}
        </Text>
      ))}
      {told(one.applied, t.applied) && <Text size="sm">{told(one.applied, t.applied)}</Text>}
      {mayBring && one.state === 'review' && (
        <Group gap="sm">
          <Button size="xs" onClick={() => apply.mutate('matched')} loading={apply.isPending}>
            {t.bring}
          </Button>
          <Button size="xs" variant="default" onClick={everybody}>
            {t.bringAll}
          </Button>
        </Group>
      )}
      {apply.error && <Failure error={apply.error} />}
    </Stack>
  );
}
