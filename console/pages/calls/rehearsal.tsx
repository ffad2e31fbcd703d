import { Button, Stack, Switch, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';

const t = texts.flows;

/** Runs a caller through the draft without a telephone, and lights the way that they took. */
export function Rehearsal({ id, before, onWalked }: { id: string; before: () => Promise<unknown>; onWalked: (path: readonly string[]) => void }) {
  const [keys, setKeys] = useState('1');
  const [isNobodyFree, setNobodyFree] = useState(false);
  const [at, setAt] = useState('');
  const run = useMutation({
    mutationFn: async () => {
      await before();
      const inputs = keys
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean);
      return ask(
        hub.POST('/api/v1/voip/flows/{id}/simulate', {
          params: { path: { id } },
          body: { at: (at ? new Date(at) : new Date()).toISOString(), from: '+14155552671', inputs, outcomes: {}, isNobodyFree },
        }),
      );
    },
    onSuccess: ({ path }) => onWalked(path),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate();
  };
  return (
    <Stack className="panel" p="md" gap="sm" component="section" aria-label={t.simulate}>
      <Title order={2}>{t.simulate}</Title>
      <form onSubmit={submit}>
        <Stack gap="xs">
          <TextInput size="xs" label={t.simulateHint} value={keys} onChange={(event) => setKeys(event.currentTarget.value)} />
          <TextInput size="xs" type="datetime-local" label={t.simulateAt} value={at} onChange={(event) => setAt(event.currentTarget.value)} />
          <Switch size="xs" label={t.nobodyFree} checked={isNobodyFree} onChange={(event) => setNobodyFree(event.currentTarget.checked)} />
          <Button size="xs" variant="light" type="submit" loading={run.isPending}>
            {t.run}
          </Button>
        </Stack>
      </form>
      {run.error && <Failure error={run.error} />}
      {run.data && (
        <div role="status">
          <Text size="sm" fw={600}>
            {t.result(t.ends[run.data.end] ?? run.data.end, run.data.seconds)}
          </Text>
          <Text size="sm" c="dimmed">
            {run.data.path.join(' → ')}
          </Text>
          {run.data.musicPieces > 0 && (
            <Text size="sm" c="dimmed">
              {t.music(run.data.musicPieces)}
            </Text>
          )}
          <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
            {run.data.prompts.map((prompt) => `“${prompt}”`).join('\n')}
          </Text>
        </div>
      )}
    </Stack>
  );
}
