import { Button, Group, Modal, NumberInput, SegmentedControl, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask, hub, Refused } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';

const t = texts.calls.form;

/** A call made elsewhere, written down. */
export function LogCall({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const queries = useQueryClient();
  const [direction, setDirection] = useState<'inbound' | 'outbound'>('outbound');
  const [number, setNumber] = useState('');
  const [minutes, setMinutes] = useState<number | string>(5);
  const [notes, setNotes] = useState('');
  const log = useMutation({
    mutationFn: () =>
      ask(
        hub.POST('/api/v1/voip/calls/log', {
          body: {
            direction,
            number,
            at: new Date(Date.now() - Number(minutes) * 60_000).toISOString(),
            minutes: Number(minutes),
            ...(notes.trim() ? { notes: notes.trim() } : {}),
          },
        }),
      ),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['calls'] });
      setNumber('');
      setNotes('');
      onClose();
    },
  });
  const problems = log.error instanceof Refused ? (log.error.problem.errors ?? []) : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    log.mutate();
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title={t.title}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <SegmentedControl
            aria-label={t.direction}
            value={direction}
            onChange={(value) => setDirection(value as 'inbound' | 'outbound')}
            data={[
              { value: 'outbound', label: texts.calls.outbound },
              { value: 'inbound', label: texts.calls.inbound },
            ]}
          />
          <TextInput
            label={t.number}
            required
            data-autofocus
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
            error={problems.find(({ path }) => path === 'number')?.message}
          />
          <NumberInput label={t.minutes} description={t.minutesHint} min={0} max={600} value={minutes} onChange={setMinutes} />
          <Textarea label={t.notes} autosize minRows={3} value={notes} onChange={(event) => setNotes(event.currentTarget.value)} />
          {log.error && problems.length === 0 && <Failure error={log.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={log.isPending}>
              {t.submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
