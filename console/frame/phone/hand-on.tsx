import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { agentsQuery, type Call } from '../../pages/calls/queries.ts';
import { useNames } from '../../pages/deals/use-names.ts';
import { texts } from '../../texts.ts';

const t = texts.phone;
type Mode = 'blind' | 'warm' | 'complete' | 'cancel';

/** To a colleague or a number: at once, or after a word with them while the caller hears music. */
export function HandOn({ call, onDone }: { call: Call; onDone: () => void }) {
  const queries = useQueryClient();
  const nameOf = useNames();
  const { data: agents } = useQuery(agentsQuery);
  const [to, setTo] = useState('');
  const [userId, setUserId] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const hand = useMutation({
    mutationFn: (mode: Mode) =>
      ask(
        hub.POST('/api/v1/voip/calls/{id}/transfer', {
          params: { path: { id: call.id } },
          body: { mode, ...(mode === 'blind' || mode === 'warm' ? (userId ? { userId } : { to: to.trim() }) : {}) },
        }),
      ),
    onSuccess: (_call, mode) => {
      setAsking(mode === 'warm');
      if (mode !== 'warm') onDone();
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['calls'] }),
  });
  const colleagues = (agents?.data ?? [])
    .filter((agent) => agent.userId !== call.userId && agent.rings.length > 0)
    .map((agent) => ({ value: agent.userId, label: `${nameOf(agent.userId)} · ${agent.callId ? texts.calls.state.answered : t.state[agent.state]}` }));
  const isNamed = userId !== null || to.trim() !== '';
  return (
    <Stack gap="xs">
      {!isAsking && colleagues.length > 0 && (
        <Select
          size="xs"
          label={t.transferColleague}
          placeholder={t.transferChoose}
          searchable
          clearable
          // The dock stays open while one is chosen.
          comboboxProps={{ withinPortal: false }}
          data={colleagues}
          value={userId}
          onChange={setUserId}
        />
      )}
      {!isAsking && userId === null && (
        <TextInput type="tel" size="xs" label={t.transferTo} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      )}
      {hand.error && (
        <Text size="xs" c="red" role="alert">
          {hand.error.message}
        </Text>
      )}
      <Group gap="xs">
        {isAsking ? (
          <>
            <Button size="compact-xs" onClick={() => hand.mutate('complete')} loading={hand.isPending}>
              {t.complete}
            </Button>
            <Button size="compact-xs" variant="default" onClick={() => hand.mutate('cancel')}>
              {t.cancel}
            </Button>
          </>
        ) : (
          <>
            <Button size="compact-xs" disabled={!isNamed} onClick={() => hand.mutate('blind')} loading={hand.isPending}>
              {t.blind}
            </Button>
            <Button size="compact-xs" variant="default" disabled={!isNamed} onClick={() => hand.mutate('warm')}>
              {t.warm}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  );
}
