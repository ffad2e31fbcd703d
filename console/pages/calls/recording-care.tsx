import { Button, Group, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconLock } from '@tabler/icons-react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { texts } from '../../texts.ts';
import { FormFailure, useChange } from '../settings/pieces.tsx';
import type { Recording } from './queries.ts';

const t = texts.calls;
const KEYS = ['calls', 'voicemails', 'recording'];

/** How long a recording is kept; held for legal reasons, or deleted before its time. */
export function Care({ recording }: { recording: Recording }) {
  const may = useMay();
  const path = { params: { path: { id: recording.id } } };
  const hold = useChange((onHold: boolean) => ask(hub.PATCH('/api/v1/voip/recordings/{id}', { ...path, body: { onHold } })), KEYS);
  const remove = useChange(() => ask(hub.DELETE('/api/v1/voip/recordings/{id}', path)), KEYS, { done: t.deleted });
  const confirm = () =>
    modals.openConfirmModal({
      title: t.deleteRecording,
      children: <Text size="sm">{t.deleteConfirm}</Text>,
      labels: { confirm: t.deleteRecording, cancel: texts.cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate(undefined),
    });
  return (
    <Group gap="xs">
      <Text size="xs" c="dimmed">
        {recording.onHold ? t.onHold : recording.keepUntil ? t.keptUntil(new Date(recording.keepUntil).toLocaleDateString()) : ''}
      </Text>
      {may(recording.onHold ? 'voip:manage' : 'voip:write') && (
        <Button
          size="compact-xs"
          variant="subtle"
          color="gray"
          leftSection={<IconLock size={12} aria-hidden="true" />}
          aria-pressed={recording.onHold}
          loading={hold.isPending}
          onClick={() => hold.mutate(!recording.onHold)}
        >
          {recording.onHold ? t.endHold : t.hold}
        </Button>
      )}
      {may('voip:manage') && !recording.onHold && (
        <Button size="compact-xs" variant="subtle" color="red" loading={remove.isPending} onClick={confirm}>
          {t.deleteRecording}
        </Button>
      )}
      <FormFailure error={hold.error ?? remove.error} fields={[]} />
    </Group>
  );
}
