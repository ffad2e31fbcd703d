import { Anchor, Button, Group, NativeSelect, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconDeviceDesktop, IconSettings } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Schemas } from '../../../../clients/typescript/index.ts';
import { texts } from '../../../texts.ts';
import { closeSound, type Listed, listDevices, openMicrophone } from './devices.ts';
import { Level } from './here.tsx';
import { line } from './line.ts';
import { useLine } from './use-line.ts';

const t = texts.phone.line;

/** Where calls ring for me: my telephone, or this browser; and whether that is true right now. */
export function RingsWhere({
  own,
  userId,
  onChoose,
}: {
  own: Schemas['CallAgent'] | undefined;
  userId: string;
  onChoose: (device: 'phone' | 'browser') => void;
}) {
  const phone = useLine();
  const [showsSettings, setShowsSettings] = useState(false);
  const device = own?.device ?? 'phone';
  const choose = (chosen: 'phone' | 'browser') => {
    onChoose(chosen);
    void (chosen === 'browser' ? line().switchOn(userId) : line().switchOff());
  };
  return (
    <Stack gap={6}>
      <Group gap="xs" wrap="nowrap">
        <SegmentedControl
          size="xs"
          style={{ flex: 1 }}
          aria-label={t.where}
          value={device}
          onChange={(value) => choose(value as 'phone' | 'browser')}
          data={[
            { value: 'phone', label: t.telephone },
            { value: 'browser', label: t.here },
          ]}
        />
        {device === 'browser' && (
          <Button
            size="compact-sm"
            variant="default"
            px={8}
            aria-label={t.settings}
            aria-expanded={showsSettings}
            onClick={() => setShowsSettings(!showsSettings)}
          >
            <IconSettings size={16} stroke={1.7} />
          </Button>
        )}
      </Group>
      {device === 'browser' && showsSettings && <Settings />}
      {device === 'browser' && (
        <Group gap={6} wrap="nowrap" align="flex-start">
          <IconDeviceDesktop size={16} stroke={1.7} aria-hidden style={{ flexShrink: 0, marginTop: 1 }} />
          <Text size="xs" role="status" c={phone.state === 'away' ? 'red' : undefined}>
            {sentenceOf(phone, own?.browserIsThere ?? false)}
          </Text>
        </Group>
      )}
      {device === 'browser' && <NextStep userId={userId} />}
    </Stack>
  );
}

function sentenceOf({ state, trouble, detail }: ReturnType<typeof useLine>, isElsewhere: boolean): string {
  if (state === 'ready') return trouble ? t.trouble[trouble] : t.ready;
  if (state === 'starting') return t.starting;
  if (state === 'off') return isElsewhere ? t.otherBrowser : t.nowhere;
  return trouble === 'not_set_up' && detail ? `${t.notReachable} ${detail}` : t.trouble[trouble ?? 'unreachable'];
}

/** What mends it. */
function NextStep({ userId }: { userId: string }) {
  const { state, trouble } = useLine();
  if (state === 'away' && trouble === 'policy')
    return (
      <Button size="compact-xs" variant="light" onClick={() => window.location.reload()}>
        {t.reload}
      </Button>
    );
  if (state === 'off' || (state === 'away' && trouble !== 'elsewhere'))
    return (
      <Anchor component="button" type="button" size="xs" onClick={() => void (state === 'off' ? line().switchOn(userId) : line().again())}>
        {state === 'off' ? t.ringHere : t.tryAgain}
      </Anchor>
    );
  return null;
}

/** Microphone and loudspeaker, with a bar that shows whether the one is heard. */
function Settings() {
  const { devices, state } = useLine();
  const [listed, setListed] = useState<Listed>({ microphones: [], speakers: undefined });
  const [stream, setStream] = useState<MediaStream>();
  useEffect(() => {
    let isOver = false;
    let opened: MediaStream | undefined;
    const open = async () => {
      const sound = await openMicrophone(devices.microphone).catch(() => undefined);
      if (isOver) return sound && closeSound(sound);
      opened = sound;
      setStream(sound);
      setListed(await listDevices());
    };
    void open();
    return () => {
      isOver = true;
      if (opened) closeSound(opened);
      setStream(undefined);
    };
  }, [devices.microphone]);
  const choices = (all: Listed['microphones']) => [{ value: '', label: t.system }, ...all];
  return (
    <Stack gap="sm" role="group" aria-label={t.settings} p="sm" className="panel">
      <NativeSelect
        size="xs"
        label={t.microphone}
        data={choices(listed.microphones)}
        value={devices.microphone}
        onChange={(event) => void line().setDevices({ ...devices, microphone: event.currentTarget.value })}
      />
      {stream ? (
        <Level stream={stream} label={t.level} />
      ) : (
        <Text size="xs" c="dimmed">
          {state === 'away' ? t.trouble.microphone_blocked : t.silent}
        </Text>
      )}
      {listed.speakers && (
        <NativeSelect
          size="xs"
          label={t.speaker}
          data={choices(listed.speakers)}
          value={devices.speaker}
          onChange={(event) => void line().setDevices({ ...devices, speaker: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
}
