import { Anchor, Button, Group, Stack, Text, Tooltip } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import type { Call } from '../../pages/calls/queries.ts';
import { clock, whoIs } from '../../pages/calls/words.tsx';
import { texts } from '../../texts.ts';
import { HereControls } from './browser/later.tsx';
import { hubCallOf, useLine } from './browser/use-line.ts';
import { HandOn } from './hand-on.tsx';
import { usePhone } from './phone-context.tsx';
import { useSeconds } from './use-seconds.ts';

const t = texts.phone;

/** One call that is going on: who it is and why we think so, and what can be done with it. */
export function LiveCall({ call }: { call: Call }) {
  const queries = useQueryClient();
  const phone = usePhone();
  const [isHandingOn, setHandingOn] = useState(false);
  const seconds = useSeconds(call.answeredAt);
  const again = () => void queries.invalidateQueries({ queryKey: ['calls'] });
  const path = { params: { path: { id: call.id } } };
  const hangUp = useMutation({ mutationFn: () => ask(hub.POST('/api/v1/voip/calls/{id}/hangup', path)), onSettled: again });
  const hold = useMutation({ mutationFn: (held: boolean) => ask(hub.POST('/api/v1/voip/calls/{id}/hold', { ...path, body: { held } })), onSettled: again });
  const mute = useMutation({ mutationFn: (muted: boolean) => ask(hub.POST('/api/v1/voip/calls/{id}/mute', { ...path, body: { muted } })), onSettled: again });
  const card = useMutation({
    mutationFn: (state: 'begins' | 'ends') => ask(hub.POST('/api/v1/voip/card', { body: { state, callId: call.id } })),
    onSettled: again,
  });
  const record = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/voip/calls/{id}/recording', { ...path, body: { act: 'start' } })),
    onSettled: again,
  });
  const leave = useMutation({ mutationFn: () => ask(hub.POST('/api/v1/voip/calls/{id}/leave-message', path)), onSettled: again });
  const isMachine = /^(machine|fax)/.test(call.answeredBy ?? '');
  const atBrowser = useLine().calls.find((each) => hubCallOf(each, [call]));
  const name = whoIs(call);
  const error = hangUp.error ?? hold.error ?? mute.error ?? card.error ?? record.error ?? leave.error;
  return (
    <Stack className="panel" p="sm" gap="xs" role="group" aria-label={name}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} size="sm" role="status">
          {call.state === 'answered' ? t.talkingTo(name) : call.direction === 'inbound' ? t.incoming(name) : t.calling(name)}
        </Text>
        <Text size="xs" c="dimmed">
          {seconds === undefined ? texts.calls.state[call.state] : clock(Math.max(0, seconds))}
        </Text>
      </Group>
      {call.match && (
        <Text size="xs" c="dimmed">
          {isMachine ? t.machine : texts.calls.rule[call.match.rule]}
        </Text>
      )}
      <Group gap="sm">
        <Anchor component={Link} to={`/calls/${call.id}`} size="xs" onClick={() => phone.setOpen(false)}>
          {t.openCall}
        </Anchor>
        {call.contactId && (
          <Anchor component={Link} to={`/contacts/${call.contactId}`} size="xs" onClick={() => phone.setOpen(false)}>
            {t.openContact}
          </Anchor>
        )}
      </Group>
      <Group gap="xs">
        {call.state === 'answered' && (
          <>
            {!atBrowser && (
              <Button size="compact-sm" variant="default" onClick={() => mute.mutate(!call.isMuted)} loading={mute.isPending} aria-pressed={call.isMuted}>
                {call.isMuted ? t.unmute : t.mute}
              </Button>
            )}
            <Button size="compact-sm" variant="default" onClick={() => hold.mutate(!call.isHeld)} loading={hold.isPending}>
              {call.isHeld ? t.resume : t.hold}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setHandingOn(!isHandingOn)} aria-expanded={isHandingOn}>
              {t.transfer}
            </Button>
          </>
        )}
        {!atBrowser && (
          <Button size="compact-sm" color="red" variant="light" onClick={() => hangUp.mutate()} loading={hangUp.isPending}>
            {t.hangUp}
          </Button>
        )}
      </Group>
      {atBrowser && <HereControls call={atBrowser} />}
      {call.state === 'answered' && (
        <Group gap="xs">
          {call.recordingNow === 'off' ? (
            <Button size="compact-xs" variant="subtle" onClick={() => record.mutate()} loading={record.isPending}>
              {t.record}
            </Button>
          ) : (
            <Tooltip label={t.cardHint} openDelay={400}>
              <Button
                size="compact-xs"
                variant={call.recordingNow === 'paused' ? 'filled' : 'light'}
                color="yellow"
                onClick={() => card.mutate(call.recordingNow === 'paused' ? 'ends' : 'begins')}
                loading={card.isPending}
                aria-pressed={call.recordingNow === 'paused'}
              >
                {call.recordingNow === 'paused' ? t.cardOver : t.card}
              </Button>
            </Tooltip>
          )}
          {call.direction === 'outbound' && (
            <Tooltip label={t.leaveMessageHint} openDelay={400}>
              <Button size="compact-xs" variant={isMachine ? 'light' : 'subtle'} onClick={() => leave.mutate()} loading={leave.isPending}>
                {t.leaveMessage}
              </Button>
            </Tooltip>
          )}
        </Group>
      )}
      {isHandingOn && call.state === 'answered' && <HandOn call={call} onDone={() => setHandingOn(false)} />}
      {error && (
        <Text size="xs" c="red" role="alert">
          {error.message}
        </Text>
      )}
    </Stack>
  );
}
