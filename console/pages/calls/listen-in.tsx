import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { IconEar } from '@tabler/icons-react';
import { ask, hub } from '../../api.ts';
import { texts } from '../../texts.ts';
import { FormFailure, useChange } from '../settings/pieces.tsx';
import type { Call } from './queries.ts';

const t = texts.callsNow;
type Mode = 'listen' | 'whisper' | 'join';

/** Hears a call that somebody else has: unheard, heard by them alone, or by both. Rings whoever asks. */
export function ListenIn({ call, userId }: { call: Call; userId: string }) {
  const own = call.legs.find((leg) => leg.role === 'listener' && leg.userId === userId && leg.endedAt === null);
  const path = { params: { path: { id: call.id } } };
  const listen = useChange((mode: Mode) => ask(hub.POST('/api/v1/voip/calls/{id}/listen', { ...path, body: { mode } })), ['calls']);
  const leave = useChange(() => ask(hub.DELETE('/api/v1/voip/calls/{id}/listen', path)), ['calls']);
  const failure = <FormFailure error={listen.error ?? leave.error} fields={[]} />;
  if (!own)
    return (
      <>
        <Button
          size="compact-xs"
          variant="light"
          leftSection={<IconEar size={13} aria-hidden="true" />}
          onClick={() => listen.mutate('listen')}
          loading={listen.isPending}
        >
          {t.listen}
        </Button>
        {failure}
      </>
    );
  if (own.answeredAt === null)
    return (
      <Group gap="xs">
        <Text size="xs" role="status">
          {t.ringsYou}
        </Text>
        <Button size="compact-xs" variant="subtle" onClick={() => leave.mutate(undefined)} loading={leave.isPending}>
          {t.leave}
        </Button>
        {failure}
      </Group>
    );
  return (
    <Group gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={t.heardBy}
        value={listen.variables ?? 'listen'}
        onChange={(mode) => listen.mutate(mode as Mode)}
        data={Object.entries(t.modes).map(([value, label]) => ({ value, label }))}
      />
      <Button size="compact-xs" variant="subtle" color="red" onClick={() => leave.mutate(undefined)} loading={leave.isPending}>
        {t.leave}
      </Button>
      {failure}
    </Group>
  );
}
