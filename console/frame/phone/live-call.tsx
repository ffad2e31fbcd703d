import { Anchor, Button, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ask, hub } from '../../api.ts';
import type { Call } from '../../pages/calls/queries.ts';
import { clock, whoIs } from '../../pages/calls/words.tsx';
import { texts } from '../../texts.ts';
import { HereControls } from './browser/later.tsx';
import { hubCallOf, useLine } from './browser/use-line.ts';
import { usePhone } from './phone-context.tsx';

const t = texts.phone;

/** Seconds since a time, counted while it is looked at. */
function useSeconds(since: string | null): number | undefined {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!since) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [since]);
  return since ? Math.max(0, Math.round((now - Date.parse(since)) / 1000)) : undefined;
}

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
  const atBrowser = useLine().calls.find((each) => hubCallOf(each, [call]));
  const name = whoIs(call);
  const error = hangUp.error ?? hold.error ?? mute.error ?? card.error ?? record.error;
  return (
    <Stack className="panel" p="sm" gap="xs" role="group" aria-label={name}>
      <Group justify="space-between" wrap="nowrap">
        <Text fw={600} size="sm" role="status">
          {call.state === 'answered' ? t.talkingTo(name) : call.direction === 'inbound' ? t.incoming(name) : t.calling(name)}
        </Text>
        <Text size="xs" c="dimmed">
          {seconds === undefined ? texts.calls.state[call.state] : clock(seconds)}
        </Text>
      </Group>
      {call.match && (
        <Text size="xs" c="dimmed">
          {texts.calls.rule[call.match.rule]}
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

/** To somebody else: at once, or after a word with them while the caller hears music. */
function HandOn({ call, onDone }: { call: Call; onDone: () => void }) {
  const queries = useQueryClient();
  const [to, setTo] = useState('');
  const [isAsking, setAsking] = useState(false);
  const hand = useMutation({
    mutationFn: (mode: 'blind' | 'warm' | 'complete' | 'cancel') =>
      ask(
        hub.POST('/api/v1/voip/calls/{id}/transfer', {
          params: { path: { id: call.id } },
          body: { mode, ...(mode === 'blind' || mode === 'warm' ? { to } : {}) },
        }),
      ),
    onSuccess: (_call, mode) => {
      setAsking(mode === 'warm');
      if (mode !== 'warm') onDone();
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['calls'] }),
  });
  return (
    <Stack gap="xs">
      {!isAsking && (
        <TextInput type="tel" size="xs" label={t.transferTo} value={to} onChange={(event) => setTo(event.currentTarget.value)} error={hand.error?.message} />
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
            <Button size="compact-xs" disabled={!to.trim()} onClick={() => hand.mutate('blind')} loading={hand.isPending}>
              {t.blind}
            </Button>
            <Button size="compact-xs" variant="default" disabled={!to.trim()} onClick={() => hand.mutate('warm')}>
              {t.warm}
            </Button>
          </>
        )}
      </Group>
    </Stack>
  );
}
