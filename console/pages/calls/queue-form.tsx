import { Button, Group, Modal, MultiSelect, NumberInput, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { HoldMusic } from './hold-music.tsx';
import { type QueueDraft, queuesQuery } from './queries.ts';

const t = texts.queues;
type Queue = Schemas['CallQueue'];

/** A queue as it is set up: who takes callers, how they are found, and what those who wait hear. */
export function QueueForm({ queue, onClose }: { queue: Queue | undefined; onClose: () => void }) {
  const queries = useQueryClient();
  const { data: people } = useQuery(peopleQuery);
  const [draft, setDraft] = useState<QueueDraft>({
    name: queue?.name ?? '',
    members: queue?.members ?? [],
    strategy: queue?.strategy ?? 'longest_idle',
    maxWaitSeconds: queue?.maxWaitSeconds ?? 300,
    wrapUpSeconds: queue?.wrapUpSeconds ?? 15,
    ringSeconds: queue?.ringSeconds ?? 20,
    holdText: queue?.holdText ?? '',
    holdMusicFileId: queue?.holdMusicFileId ?? null,
  });
  const done = () => {
    void queries.invalidateQueries({ queryKey: queuesQuery.queryKey });
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      queue
        ? ask(hub.PUT('/api/v1/voip/queues/{id}', { params: { path: { id: queue.id } }, body: draft }))
        : ask(hub.POST('/api/v1/voip/queues', { body: draft })),
    onSuccess: done,
  });
  const remove = useMutation({ mutationFn: (id: string) => ask(hub.DELETE('/api/v1/voip/queues/{id}', { params: { path: { id } } })), onSuccess: done });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={queue?.name ?? t.add}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label={t.name} required data-autofocus value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })} />
          <MultiSelect
            label={t.members}
            data={(people?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={draft.members}
            onChange={(members) => setDraft({ ...draft, members })}
          />
          <Select
            label={t.strategy}
            value={draft.strategy ?? 'longest_idle'}
            onChange={(strategy) => strategy && setDraft({ ...draft, strategy: strategy as 'longest_idle' })}
            data={Object.entries(t.strategies).map(([value, label]) => ({ value, label }))}
          />
          <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
            <NumberInput
              label={t.maxWait}
              min={10}
              max={3600}
              value={draft.maxWaitSeconds ?? 300}
              onChange={(value) => setDraft({ ...draft, maxWaitSeconds: Number(value) })}
            />
            <NumberInput
              label={t.wrapUp}
              min={0}
              max={600}
              value={draft.wrapUpSeconds ?? 15}
              onChange={(value) => setDraft({ ...draft, wrapUpSeconds: Number(value) })}
            />
            <NumberInput
              label={t.ringSeconds}
              min={5}
              max={60}
              value={draft.ringSeconds ?? 20}
              onChange={(value) => setDraft({ ...draft, ringSeconds: Number(value) })}
            />
          </SimpleGrid>
          <Textarea
            label={t.holdText}
            description={t.holdTextHint}
            placeholder={t.holdTextUsual}
            autosize
            minRows={2}
            maxLength={500}
            value={draft.holdText ?? ''}
            onChange={(event) => setDraft({ ...draft, holdText: event.currentTarget.value })}
          />
          <HoldMusic
            fileId={draft.holdMusicFileId ?? null}
            otherwise={texts.holdMusic.ofConnection}
            onChange={(holdMusicFileId) => setDraft({ ...draft, holdMusicFileId })}
          />
          {(save.error ?? remove.error) && <Failure error={(save.error ?? remove.error) as Error} />}
          <Group justify="space-between">
            {queue ? (
              <Button
                variant="subtle"
                color="red"
                onClick={() =>
                  modals.openConfirmModal({
                    title: t.remove,
                    children: <Text size="sm">{t.removeConfirm(queue.name)}</Text>,
                    labels: { confirm: t.remove, cancel: texts.cancel },
                    confirmProps: { color: 'red' },
                    onConfirm: () => remove.mutate(queue.id),
                  })
                }
              >
                {t.remove}
              </Button>
            ) : (
              <span />
            )}
            <Button type="submit" loading={save.isPending}>
              {t.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
