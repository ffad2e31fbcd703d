import { Button, FileButton, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconMicrophone, IconPlayerStop } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { texts } from '../../texts.ts';
import { FormFailure, problemAt, useChange } from '../settings/pieces.tsx';
import { type GreetingOwner, greetingsQuery } from './queries.ts';
import { uploadFile } from './upload.ts';
import { toWave } from './wave.ts';

const t = texts.greetings;
type During = 'always' | 'open' | 'closed' | 'machine';

/** What callers hear before the tone: said by a voice, uploaded, or recorded here. */
export function Greetings({ owner, during = ['always'], title = t.title }: { owner: GreetingOwner; during?: readonly During[]; title?: string }) {
  return (
    <Stack gap="sm" component="section" aria-label={title}>
      <Title order={3} size="sm">
        {title}
      </Title>
      {during.map((each) => (
        <One key={each} owner={owner} during={each} isNamed={during.length > 1} />
      ))}
    </Stack>
  );
}

function One({ owner, during, isNamed }: { owner: GreetingOwner; during: During; isNamed: boolean }) {
  const { data } = useQuery(greetingsQuery(owner));
  const found = data?.data.find((each) => each.during === during);
  const [words, setWords] = useState<string>();
  const path = { params: { path: { ...owner, during } } };
  const set = useChange(
    (body: { text: string } | { fileId: string }) => ask(hub.PUT('/api/v1/voip/greetings/{ownerKind}/{ownerId}/{during}', { ...path, body })),
    ['call-greetings'],
    { done: t.saved, onDone: () => setWords(undefined) },
  );
  const remove = useChange(() => ask(hub.DELETE('/api/v1/voip/greetings/{ownerKind}/{ownerId}/{during}', path)), ['call-greetings']);
  const keep = useMutation({
    mutationFn: async ({ content, name }: { content: Blob; name: string }) => set.mutateAsync({ fileId: await uploadFile(content, name) }),
  });
  const text = words ?? found?.text ?? '';
  return (
    <Stack gap="xs">
      <Textarea
        size="xs"
        autosize
        minRows={2}
        label={isNamed ? t.during[during] : t.spoken}
        placeholder={found?.fileId ? '' : during === 'machine' ? t.machineSuch : t.standard}
        value={text}
        error={problemAt(set.error, 'text')}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {found?.fileId && words === undefined && (
        // biome-ignore lint/a11y/useMediaCaption: it is the words of a greeting, recorded by whoever listens here.
        <audio controls preload="none" aria-label={t.play} src={`/api/v1/voip/greetings/${owner.ownerKind}/${owner.ownerId}/${during}/sound`} />
      )}
      <Group gap="xs">
        <Button size="compact-xs" disabled={words === undefined || !words.trim()} loading={set.isPending} onClick={() => set.mutate({ text: text.trim() })}>
          {t.save}
        </Button>
        <FileButton accept="audio/wav,audio/x-wav,audio/mpeg" onChange={(file) => file && keep.mutate({ content: file, name: file.name })}>
          {(props) => (
            <Button {...props} size="compact-xs" variant="default" loading={keep.isPending}>
              {t.upload}
            </Button>
          )}
        </FileButton>
        <Recorder onRecorded={(content) => keep.mutate({ content, name: 'greeting.wav' })} />
        {found && (
          <Button size="compact-xs" variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            {t.remove}
          </Button>
        )}
      </Group>
      <FormFailure error={keep.error ?? set.error ?? remove.error} fields={['text']} />
    </Stack>
  );
}

/** Records by the microphone of this machine. */
function Recorder({ onRecorded }: { onRecorded: (content: Blob) => void }) {
  const running = useRef<MediaRecorder | undefined>(undefined);
  const [isRunning, setRunning] = useState(false);
  const start = useMutation({
    mutationFn: async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const recorder = new MediaRecorder(stream);
      const parts: Blob[] = [];
      recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
      recorder.addEventListener('stop', () => {
        for (const track of stream.getTracks()) track.stop();
        setRunning(false);
        void toWave(new Blob(parts, { type: recorder.mimeType })).then(onRecorded);
      });
      running.current = recorder;
      recorder.start();
      setRunning(true);
    },
  });
  return isRunning ? (
    <Button size="compact-xs" color="red" leftSection={<IconPlayerStop size={12} />} onClick={() => running.current?.stop()}>
      {t.stop} · {t.recording}
    </Button>
  ) : (
    <>
      <Button size="compact-xs" variant="default" leftSection={<IconMicrophone size={12} />} onClick={() => start.mutate()}>
        {t.record}
      </Button>
      {start.error && (
        <Text size="xs" c="red" role="alert">
          {t.noMicrophone}
        </Text>
      )}
    </>
  );
}
