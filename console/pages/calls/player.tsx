import { ActionIcon, Button, Group, Stack, Text, TextInput, useMantineStyleNonce } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { texts } from '../../texts.ts';
import { useNames } from '../deals/use-names.ts';
import classes from './calls.module.css';
import type { Recording } from './queries.ts';
import { Care } from './recording-care.tsx';
import { clock } from './words.tsx';

const t = texts.calls;
type Wave = { playPause: () => void; destroy: () => void; setTime: (seconds: number) => void; on: (event: string, run: (value: number) => void) => void };

/** What is painted on a canvas knows no names of colours. */
const painted = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A recording as a wave with a lane for each side. The sound comes in parts, and only when it is played. */
export function Player({ recording, onHeard }: { recording: Recording; onHeard?: (() => void) | undefined }) {
  const place = useRef<HTMLDivElement>(null);
  const wave = useRef<Wave | undefined>(undefined);
  const [isPlaying, setPlaying] = useState(false);
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const styleNonce = useMantineStyleNonce();
  useEffect(() => () => wave.current?.destroy(), []);
  const start = useMutation({
    mutationFn: async () => {
      if (wave.current) return wave.current.playPause();
      const { default: WaveSurfer } = await import('wavesurfer.js');
      if (!place.current) return;
      const colors = [painted('--mantine-color-green-6'), painted('--mantine-color-violet-5')];
      const heard = painted('--mantine-color-dimmed');
      const made = WaveSurfer.create({
        container: place.current,
        // Opening it is written down before anything is heard.
        url: `/api/v1/voip/recordings/${recording.id}/sound`,
        ...(recording.peaks ? { peaks: recording.peaks } : {}),
        ...(recording.seconds ? { duration: recording.seconds } : {}),
        height: 44,
        cspNonce: styleNonce?.() ?? '',
        normalize: true,
        splitChannels: recording.channels === 2 ? colors.map((waveColor) => ({ waveColor, progressColor: heard })) : [],
        waveColor: colors[0] ?? '',
        progressColor: heard,
        cursorColor: painted('--mantine-color-text'),
      });
      made.on('play', () => setPlaying(true));
      made.on('finish', () => onHeard?.());
      made.on('pause', () => setPlaying(false));
      made.on('timeupdate', (seconds: number) => setAt(seconds));
      wave.current = made as unknown as Wave;
      setOpen(true);
      await made.play();
    },
  });
  if (recording.state !== 'ready')
    return (
      <Text size="sm" c="dimmed">
        {t.recordingState[recording.state]}
        {recording.reason ? `: ${recording.reason}` : ''}
      </Text>
    );
  const [first, second] = recording.firstChannel === 'us' ? [t.speakerUs, t.speakerThem] : [t.speakerThem, t.speakerUs];
  return (
    <Stack gap="xs">
      <Group gap="sm" wrap="nowrap" align="center">
        <ActionIcon variant="light" size="lg" radius="xl" onClick={() => start.mutate()} loading={start.isPending} aria-label={isPlaying ? t.pause : t.play}>
          {isPlaying ? <IconPlayerPause size={18} /> : <IconPlayerPlay size={18} />}
        </ActionIcon>
        {recording.channels === 2 && (
          <Stack gap={0} className={classes.lanes}>
            <Text size="xs" c="dimmed">
              {first}
            </Text>
            <Text size="xs" c="dimmed">
              {second}
            </Text>
          </Stack>
        )}
        <div className={classes.wave}>
          {!isOpen && <Still peaks={recording.peaks} />}
          <div ref={place} />
        </div>
        <Text size="xs" c="dimmed" w={84} ta="right">
          {clock(at)} / {clock(recording.seconds ?? 0)}
        </Text>
      </Group>
      {recording.transcript && (
        <details>
          <summary>{t.transcript}</summary>
          <Text size="sm" mt={4} style={{ whiteSpace: 'pre-wrap' }}>
            <bdi>{recording.transcript}</bdi>
          </Text>
          {recording.transcribedBy && (
            <Text size="xs" c="dimmed">
              {t.transcribedBy(recording.transcribedBy)}
            </Text>
          )}
        </details>
      )}
      <Care recording={recording} />
      {isOpen && <Comments id={recording.id} at={at} seek={(seconds) => wave.current?.setTime(seconds)} />}
    </Stack>
  );
}

/** The wave from its kept peaks, before any sound is fetched. */
function Still({ peaks }: { peaks: number[][] | null }) {
  if (!peaks) return null;
  const lanes = peaks.slice(0, 2);
  return (
    <svg className={classes.still} viewBox={`0 0 200 ${lanes.length * 44}`} preserveAspectRatio="none" aria-hidden="true">
      {lanes.map((lane, index) => (
        <path
          key={index === 0 ? 'first' : 'second'}
          d={lane.map((each, step) => `M${step + 0.5} ${index * 44 + 22 - each * 40}v${Math.max(0.8, each * 80)}`).join('')}
          stroke={index === 0 ? 'var(--mantine-color-green-6)' : 'var(--mantine-color-violet-5)'}
          strokeWidth="0.7"
        />
      ))}
    </svg>
  );
}

function Comments({ id, at, seek }: { id: string; at: number; seek: (seconds: number) => void }) {
  const queries = useQueryClient();
  const [body, setBody] = useState('');
  const personOf = useNames();
  // A program by its key, or an action of another integration.
  const nameOf = (who: string) => (/^[0-9a-f-]{36}$/.test(who) ? personOf(who) : who.startsWith('key:') ? t.byKey : who.replace(/^action:/, ''));
  const detail = useQuery({ queryKey: ['recording', id], queryFn: () => ask(hub.GET('/api/v1/voip/recordings/{id}', { params: { path: { id } } })) });
  const add = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/voip/recordings/{id}/comments', { params: { path: { id } }, body: { atSeconds: Math.round(at * 10) / 10, body } })),
    onSuccess: () => {
      setBody('');
      void queries.invalidateQueries({ queryKey: ['recording', id] });
    },
  });
  return (
    <Stack gap={6}>
      {detail.data?.comments.map((comment) => (
        <Group key={comment.id} gap="xs" wrap="nowrap">
          <Button size="compact-xs" variant="light" onClick={() => seek(comment.atSeconds)}>
            {clock(comment.atSeconds)}
          </Button>
          <Text size="sm">
            {comment.body}{' '}
            {comment.userId && (
              <Text span size="xs" c="dimmed">
                {nameOf(comment.userId)}
              </Text>
            )}
          </Text>
        </Group>
      ))}
      <Group gap="xs" wrap="nowrap">
        <TextInput
          size="xs"
          style={{ flex: 1 }}
          aria-label={t.comment}
          placeholder={`${t.comment} (${clock(at)})`}
          value={body}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        <Button size="xs" variant="default" disabled={!body.trim()} onClick={() => add.mutate()} loading={add.isPending}>
          {t.addComment}
        </Button>
      </Group>
      {detail.data && (
        <details>
          <summary>
            <Text span size="xs" c="dimmed">
              {t.openedBy(detail.data.openedBy.length)}
            </Text>
          </summary>
          <Stack component="ol" gap={2} m={0} mt={4} p={0} style={{ listStyle: 'none' }}>
            {detail.data.openedBy.map(({ who, at: openedAt }) => (
              <Text key={`${who}${openedAt}`} component="li" size="xs" c="dimmed">
                {nameOf(who)} · {new Date(openedAt).toLocaleString()}
              </Text>
            ))}
          </Stack>
        </details>
      )}
    </Stack>
  );
}
