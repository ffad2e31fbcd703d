import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { agentsQuery } from '../../pages/calls/queries.ts';
import { clock } from '../../pages/calls/words.tsx';
import { texts } from '../../texts.ts';
import { meQuery } from '../person.tsx';
import { RingsWhere } from './browser/later.tsx';
import { useSeconds } from './use-seconds.ts';

const t = texts.phone;
const RINGS_STILL = ['ringing', 'initiated'];
const LOOK_MS = 2_000;

/** Whether I can be reached, told by what would ring and not by a flag; and a ring to prove it. */
export function Duty() {
  const queries = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const ownIn = (agents: { data: Schemas['CallAgent'][] } | undefined) => agents?.data.find(({ userId }) => userId === me?.user?.id);
  // Nobody tells of a test ring but whoever is asked.
  const { data: agents } = useQuery({
    ...agentsQuery,
    refetchInterval: ({ state }) => (RINGS_STILL.includes(ownIn(state.data)?.testResult ?? '') ? LOOK_MS : false),
  });
  const own = ownIn(agents);
  const [number, setNumber] = useState<string>();
  const again = () => void queries.invalidateQueries({ queryKey: ['call-agents'] });
  const save = useMutation({
    mutationFn: (body: { state?: 'available' | 'away' | 'off'; phone?: string; device?: 'phone' | 'browser' }) =>
      ask(hub.PUT('/api/v1/voip/agents/{userId}', { params: { path: { userId: 'me' } }, body })),
    onSuccess: (_saved, { phone }) => {
      // What is being typed while the state is saved stays.
      if (phone !== undefined) setNumber(undefined);
      again();
    },
  });
  const test = useMutation({ mutationFn: () => ask(hub.POST('/api/v1/voip/agents/me/test-ring')), onSettled: again });
  useWrapUpEnd(own?.state === 'wrap_up' ? own.until : null, again);
  const rings = own?.rings ?? [];
  const shown = number ?? own?.phone ?? '';
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t.title}
        value={own?.state === 'wrap_up' ? 'away' : (own?.state ?? 'off')}
        onChange={(state) => save.mutate({ state: state as 'available' | 'away' | 'off' })}
        data={(['available', 'away', 'off'] as const).map((value) => ({ value, label: t.state[value] ?? value }))}
      />
      {own?.state === 'wrap_up' && own.until && <WrapUp until={own.until} onReady={() => save.mutate({ state: 'available' })} isPending={save.isPending} />}
      {me?.user && <RingsWhere own={own} userId={me.user.id} onChoose={(device) => save.mutate({ device })} />}
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          type="tel"
          size="xs"
          label={t.myPhone}
          style={{ flex: 1 }}
          value={shown}
          onChange={(event) => setNumber(event.currentTarget.value)}
          error={save.error ? save.error.message : undefined}
        />
        <Button size="xs" variant="default" disabled={shown === (own?.phone ?? '')} onClick={() => save.mutate({ phone: shown })} loading={save.isPending}>
          {t.save}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {own?.state === 'available' && rings.length > 0 ? t.rings(rings.map((each) => (each === 'browser' ? t.browser : each)).join(', ')) : t.ringsNothing}
      </Text>
      <Group gap="xs">
        <Button size="compact-xs" variant="subtle" onClick={() => test.mutate()} loading={test.isPending} disabled={rings.length === 0}>
          {t.test}
        </Button>
        {own?.testResult && (
          <Text size="xs" role="status">
            {t.tested[own.testResult] ?? own.testResult}
          </Text>
        )}
      </Group>
      {test.error && (
        <Text size="xs" c="red" role="alert">
          {test.error.message}
        </Text>
      )}
    </Stack>
  );
}

/** Time to write down what was said: how much is left, and an end before it is over. */
function WrapUp({ until, onReady, isPending }: { until: string; onReady: () => void; isPending: boolean }) {
  const left = Math.max(0, -(useSeconds(until) ?? 0));
  return (
    <Group justify="space-between" wrap="nowrap" role="timer" aria-label={t.state.wrap_up}>
      <Text size="xs">
        {t.state.wrap_up} · {clock(left)}
      </Text>
      <Button size="compact-xs" variant="light" onClick={onReady} loading={isPending}>
        {t.readyNow}
      </Button>
    </Group>
  );
}

/** Nobody tells of the end of a time: it is looked at when it is over. */
function useWrapUpEnd(until: string | null | undefined, look: () => void): void {
  const looked = useRef(look);
  looked.current = look;
  useEffect(() => {
    if (!until) return;
    const timer = setTimeout(() => looked.current(), Math.max(0, Date.parse(until) - Date.now()) + 500);
    return () => clearTimeout(timer);
  }, [until]);
}
