import { ActionIcon, Group, Stack, Text } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { type Outcome, OutcomeForm } from '../../pages/calls/outcome-form.tsx';
import { callQuery, latestQuery } from '../../pages/calls/queries.ts';
import { clock, whoIs } from '../../pages/calls/words.tsx';
import { texts } from '../../texts.ts';

const t = texts.phone;
/** Longer ago it is no longer "just now": it is said on the call's own page. */
const JUST_NOW_MS = 10 * 60_000;
const LEFT = 'patchbay.calls-left-unsaid';
const leftBefore = (): string[] => (sessionStorage.getItem(LEFT) ?? '').split(' ').filter(Boolean);

/** What came of the call that I had just now: asked for where I am, once. */
export function AfterCall({ userId }: { userId: string }) {
  const { data } = useQuery(latestQuery(userId));
  const [left, setLeft] = useState(leftBefore);
  const leave = (id: string) => {
    const all = [...left, id].slice(-20);
    sessionStorage.setItem(LEFT, all.join(' '));
    setLeft(all);
  };
  const call = data?.data.find(
    ({ id, state, outcome, endedAt, disposition, source }) =>
      state === 'ended' &&
      !outcome &&
      disposition === 'answered' &&
      source !== 'manual' &&
      endedAt &&
      Date.now() - Date.parse(endedAt) < JUST_NOW_MS &&
      !left.includes(id),
  );
  return call ? <Ask key={call.id} id={call.id} name={whoIs(call)} seconds={call.talkSeconds} onLeave={() => leave(call.id)} /> : null;
}

function Ask({ id, name, seconds, onLeave }: { id: string; name: string; seconds: number | null; onLeave: () => void }) {
  const queries = useQueryClient();
  const { data: call } = useQuery(callQuery(id));
  const path = { id };
  const save = useMutation({
    mutationFn: async ({ outcome, fields, notes }: Outcome) => {
      if (notes !== (call?.notes ?? '')) await ask(hub.POST('/api/v1/voip/calls/{id}/note', { params: { path }, body: { notes } }));
      await ask(hub.POST('/api/v1/voip/calls/{id}/disposition', { params: { path }, body: { outcome, fields } }));
    },
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['calls'] }),
  });
  if (!call) return null;
  return (
    <Stack className="panel" p="sm" gap="xs" role="group" aria-label={t.after(name)}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} size="sm">
          <bdi>{t.after(name)}</bdi>
        </Text>
        <Group gap={4} wrap="nowrap">
          <Text size="xs" c="dimmed">
            {clock(seconds)}
          </Text>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={t.later} onClick={onLeave}>
            <IconX size={14} />
          </ActionIcon>
        </Group>
      </Group>
      <OutcomeForm
        outcomes={call.outcomes}
        requiredFields={call.requiredFields}
        begin={{ outcome: '', fields: call.outcomeFields, notes: call.notes ?? '' }}
        submit={t.saveOutcome}
        error={save.error}
        isPending={save.isPending}
        isCompact
        onSubmit={(said) => save.mutate(said)}
      />
    </Stack>
  );
}
