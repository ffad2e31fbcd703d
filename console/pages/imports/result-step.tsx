import { Alert, Anchor, Button, Group, Modal, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowBackUp, IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { Counts, Working } from './import.tsx';
import { type Import, isBusy, showBegun, skippedOf } from './queries.ts';
import { Rows } from './rows.tsx';

const t = texts.imports;
const UNDO_MS = 7 * 86_400_000;

/** How it went, why rows were left out, and the way back. */
export function ResultStep({ one, job }: { one: Import; job: Schemas['Job'] | undefined }) {
  const queries = useQueryClient();
  const [isAsking, asking] = useDisclosure(false);
  const goOn = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/imports/{id}/apply', { params: { path: { id: one.id } } })),
    onSuccess: (begun) => showBegun(queries, begun),
  });
  const undo = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/imports/{id}/undo', { params: { path: { id: one.id } } })),
    onSuccess: async (begun) => {
      asking.close();
      await showBegun(queries, begun);
    },
  });
  const { created, updated, undone } = one.counts;
  const busy = isBusy(one, job) && !(one.state === 'undone' && one.undoneAt);
  const stopped = one.state === 'applying' && job?.state === 'failed';
  const canUndo = one.state === 'done' && Date.now() - Date.parse(one.appliedAt ?? one.createdAt) < UNDO_MS;
  return (
    <Stack gap="lg">
      <Title order={2}>{one.state === 'undone' ? t.result.undone : one.state === 'done' ? t.result.title : t.applying}</Title>
      {busy && <Working title={one.state === 'undone' ? t.result.undoing : t.applying} job={job} total={one.counts.read} />}
      {stopped && (
        <Alert color="amber" variant="light">
          <Stack gap="sm" align="flex-start">
            <Text size="sm">{t.stopped}</Text>
            <Button size="xs" onClick={() => goOn.mutate()} loading={goOn.isPending}>
              {t.goOn}
            </Button>
          </Stack>
        </Alert>
      )}
      <Counts
        parts={
          undone
            ? [
                [undone.removed, t.result.removed],
                [undone.putBack, t.result.putBack],
                [undone.kept, t.result.kept],
              ]
            : [
                [created, t.result.created],
                [updated, t.result.updated],
                [skippedOf(one), t.result.skipped],
              ]
        }
      />
      <Group gap="lg">
        {canUndo && created + updated > 0 && (
          <Button variant="default" size="xs" leftSection={<IconArrowBackUp size={14} />} onClick={asking.open} title={t.undoLeft}>
            {t.result.undo}
          </Button>
        )}
        {skippedOf(one) > 0 && !busy && (
          <Anchor size="sm" href={`/api/v1/imports/${one.id}/skipped`} download>
            <Group gap={6}>
              <IconDownload size={14} aria-hidden />
              {t.skippedFile}
            </Group>
          </Anchor>
        )}
      </Group>
      {goOn.error && <Failure error={goOn.error} />}
      <Rows one={one} isBusy={busy} />
      <Modal opened={isAsking} onClose={asking.close} title={t.result.undo}>
        <Stack gap="md">
          <Text size="sm">{t.undoConfirm(created + updated)}</Text>
          {undo.error && <Failure error={undo.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={asking.close}>
              {texts.cancel}
            </Button>
            <Button color="red" loading={undo.isPending} onClick={() => undo.mutate()}>
              {t.undoDo}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Stack>
  );
}
