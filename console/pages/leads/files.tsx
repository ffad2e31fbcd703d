import { Badge, Button, FileButton, Group, Progress, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { FileColumns } from './file-columns.tsx';
import classes from './leads.module.css';
import { type LeadFile, leadFilesQuery, leftOutQuery, uploadLeads } from './queries.ts';

const t = texts.leadFiles;
const MOST_BYTES = 20 * 1_048_576;
const COLORS: Record<LeadFile['state'], string> = { mapping: 'amber', applying: 'teal', done: 'green' };

/** Leads from a list of Campaign Manager: for everyone whom LinkedIn has not approved for Lead Sync. */
export function LeadFiles() {
  const query = useQuery(leadFilesQuery);
  return (
    <Stack gap="lg">
      <Allowed to="linkedin:write">
        <Drop />
      </Allowed>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.none}</Empty>}>
        {({ data }) => (
          <Stack gap="sm">
            <Title order={2}>{t.past}</Title>
            {data.map((file) => (
              <One key={file.id} file={file} />
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
    mutationFn: (file: File) => (file.size > MOST_BYTES ? Promise.reject(new Error(t.tooLarge)) : uploadLeads(file)),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['linkedin', 'lead-files'] }),
  });
  return (
    <Stack gap="xs">
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
        {t.lead}
      </Text>
      {send.error && <Failure error={send.error} />}
    </Stack>
  );
}

function One({ file }: { file: LeadFile }) {
  const skipped = Object.values(file.skipped).reduce((sum, n) => sum + n, 0);
  return (
    <Stack className="panel" p="md" gap="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div className={classes.who}>
          <Text fw={600} truncate>
            <bdi>{file.fileName}</bdi>
          </Text>
          <Text size="xs" c="dimmed">
            {file.state === 'done' ? t.kept(file.kept) : t.rows(file.rows)}
          </Text>
        </div>
        <Badge variant="light" color={COLORS[file.state]}>
          {t.states[file.state]}
        </Badge>
        <When at={file.createdAt} />
      </Group>
      {file.state === 'applying' && (
        <Stack gap={4}>
          <Progress value={(file.done / file.rows) * 100} animated size={4} aria-label={t.states.applying ?? ''} />
          <Text size="xs" c="dimmed">
            {t.progress(file.done, file.rows)}
          </Text>
        </Stack>
      )}
      {file.state === 'mapping' && <FileColumns file={file} />}
      {skipped > 0 && <LeftOut file={file} />}
    </Stack>
  );
}

function LeftOut({ file }: { file: LeadFile }) {
  const [isOpen, setOpen] = useState(false);
  const query = useQuery({ ...leftOutQuery(file.id), enabled: isOpen });
  const told = Object.entries(file.skipped).map(([reason, n]) => `${t.reasons[reason] ?? reason}: ${n.toLocaleString()}`);
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Text size="xs" c="dimmed">
          {texts.network.leftOut}: {told.join(' · ')}
        </Text>
        <Button size="compact-xs" variant="subtle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? texts.network.hideLeftOut : texts.network.showLeftOut}
        </Button>
      </Group>
      {isOpen && (
        <Loaded query={query}>
          {({ data }) => (
            <div className="panel">
              {data.map(({ line, reason, cells }) => (
                <div key={line} className={`row ${classes.left}`}>
                  <Text size="xs" c="dimmed">
                    {texts.network.row(line)}
                  </Text>
                  <Text size="xs">{t.reasons[reason] ?? reason}</Text>
                  <Text size="xs" c="dimmed" truncate>
                    <bdi>{cells.filter((cell) => cell !== '').join(' · ')}</bdi>
                  </Text>
                </div>
              ))}
            </div>
          )}
        </Loaded>
      )}
    </Stack>
  );
}
