import { Button, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { texts } from '../../../texts.ts';
import type { BrowserCall } from './browser-phone.ts';
import { line } from './line.ts';
import { measure } from './sound.ts';
import { useLine } from './use-line.ts';

const t = texts.phone.line;
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

/** What this browser can do with a call that is at it. */
export function HereControls({ call }: { call: BrowserCall }) {
  const { calls } = useLine();
  const [showsKeys, setShowsKeys] = useState(false);
  const isBusy = calls.some(({ id, state }) => id !== call.id && state !== 'ringing');
  if (call.state === 'ringing')
    return (
      <Stack gap={6}>
        <Group gap="xs">
          <Button size="compact-sm" onClick={() => void line().answer(call.id)}>
            {isBusy ? t.hangUpAndAnswer : t.answer}
          </Button>
          <Button size="compact-sm" color="red" variant="light" onClick={() => void line().hangUp(call.id)}>
            {t.decline}
          </Button>
        </Group>
        {isBusy && (
          <Text size="xs" c="dimmed">
            {t.waiting}
          </Text>
        )}
      </Stack>
    );
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {call.state === 'talking' && (
          <>
            <Button size="compact-sm" variant="default" aria-pressed={call.isMuted} onClick={() => void line().mute(call.id, !call.isMuted)}>
              {call.isMuted ? texts.phone.unmute : texts.phone.mute}
            </Button>
            <Button size="compact-sm" variant="default" aria-expanded={showsKeys} onClick={() => setShowsKeys(!showsKeys)}>
              {t.keys}
            </Button>
          </>
        )}
        <Button size="compact-sm" color="red" variant="light" onClick={() => void line().hangUp(call.id)}>
          {texts.phone.hangUp}
        </Button>
      </Group>
      {call.state === 'talking' && <OwnLevel id={call.id} isMuted={call.isMuted} />}
      {showsKeys && call.state === 'talking' && <Keys id={call.id} />}
    </Stack>
  );
}

/** A call at this browser that the hub has not told of yet, or will not: a test ring. */
export function UnknownCall({ call }: { call: BrowserCall }) {
  const from = /^\+?\d{3,}$/.test(call.from) ? call.from : undefined;
  const name = from ? texts.phone.incoming(from) : t.rung;
  return (
    <Stack className="panel" p="sm" gap="xs" role="group" aria-label={name}>
      <Text fw={600} size="sm" role="status">
        {call.state === 'ringing' ? name : t.inCall}
      </Text>
      <HereControls call={call} />
    </Stack>
  );
}

/** Keys of a telephone; those of the keyboard do the same while one of them has the focus. */
function Keys({ id }: { id: string }) {
  const [sent, setSent] = useState('');
  const press = (key: string) => {
    void line().sendKeys(id, key);
    setSent((before) => `${before}${key}`.slice(-24));
  };
  const typed = (event: KeyboardEvent) => {
    if (!/^[0-9*#]$/.test(event.key)) return;
    event.preventDefault();
    press(event.key);
  };
  return (
    <Stack gap={6} role="group" aria-label={t.keys} onKeyDown={typed}>
      <Text size="xs" c="dimmed" role="status" mih={18} className="tabular">
        {sent || t.keysHint}
      </Text>
      <SimpleGrid cols={3} spacing={6} verticalSpacing={6}>
        {KEYS.map((key) => (
          <Button key={key} size="compact-md" variant="default" onClick={() => press(key)}>
            {key}
          </Button>
        ))}
      </SimpleGrid>
    </Stack>
  );
}

function OwnLevel({ id, isMuted }: { id: string; isMuted: boolean }) {
  const [stream, setStream] = useState<MediaStream>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another microphone may be in use after a change of the call.
  useEffect(() => setStream(line().ownSound(id)), [id, isMuted]);
  return <Level stream={stream} label={isMuted ? t.levelMuted : t.level} />;
}

/** How loud somebody is, without a number: a bar that moves while they speak. */
export function Level({ stream, label }: { stream: MediaStream | undefined; label: string }) {
  const [level, setLevel] = useState(0);
  useEffect(() => (stream && stream.getAudioTracks().length > 0 ? measure(stream, setLevel) : setLevel(0)), [stream]);
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
        {label}
      </Text>
      <Progress value={Math.round(level * 100)} size="sm" color="green" style={{ flex: 1 }} aria-label={label} transitionDuration={80} />
    </Group>
  );
}
