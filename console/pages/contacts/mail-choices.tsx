import { Button, Group, Select, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { relative } from '../../frame/when.tsx';
import { Side } from '../../patterns/record/record-page.tsx';
import { sayDone, sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { FormDialog } from '../settings/pieces.tsx';
import { mailChoicesQuery } from './queries.ts';

const t = texts.contacts.choices;
const MODES = ['none', 'aggregate', 'full'] as const;
type Mode = (typeof MODES)[number];

/** What they said about topics, how far they are followed, and the way out for who asked for it otherwise. */
export function MailChoices({ id }: { id: string }) {
  const queries = useQueryClient();
  const { data } = useQuery(mailChoicesQuery(id));
  const mayChange = useMay()('email:write');
  const [isLeaving, setLeaving] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: ['contacts'] });
  const follow = useMutation({
    mutationFn: (mode: Mode) => ask(hub.PUT('/api/v1/email/contacts/{id}/tracking', { params: { path: { id } }, body: { mode } })),
    onSuccess: refresh,
    onError: sayFailed,
  });
  const leave = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/email/contacts/{id}/unsubscribe', { params: { path: { id } }, body: {} })),
    onSuccess: async () => {
      setLeaving(false);
      sayDone(t.left);
      await refresh();
    },
    onError: sayFailed,
  });
  if (!data) return null;
  // Less than the workspace does, never more.
  const offered = MODES.slice(0, MODES.indexOf(data.workspaceTracking) + 1);
  return (
    <Side title={t.title}>
      {data.topics.length === 0 && (
        <Text size="sm" c="dimmed">
          {t.none}
        </Text>
      )}
      {data.topics.map(({ topicId, name, state, at }) => (
        <Group key={topicId} justify="space-between" wrap="nowrap" py={2}>
          <Text size="sm" truncate>
            <bdi>{name}</bdi>
          </Text>
          <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
            {t.states[state]}, {relative(new Date(at))}
          </Text>
        </Group>
      ))}
      <Select
        size="xs"
        mt={6}
        label={t.followed}
        value={data.tracking}
        data={offered.map((value) => ({ value, label: t.modes[value] ?? value }))}
        allowDeselect={false}
        disabled={!mayChange || offered.length < 2}
        onChange={(mode) => mode && follow.mutate(mode as Mode)}
      />
      {mayChange && (
        <Button size="compact-xs" variant="subtle" color="red" mt={6} onClick={() => setLeaving(true)}>
          {t.leave}
        </Button>
      )}
      <FormDialog
        title={t.leaveTitle}
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        onSubmit={() => leave.mutate()}
        submit={t.leave}
        isPending={leave.isPending}
        isDanger
      >
        <Text size="sm">{t.leaveText}</Text>
      </FormDialog>
    </Side>
  );
}
