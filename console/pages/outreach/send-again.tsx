import { Alert, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FormDialog, useChange } from '../settings/pieces.tsx';

const t = texts.outreach;
type Whom = 'failed' | 'unknown';

/** Who did not get it can get it now; of whom nobody knows only when a person says so, knowing what it means. */
export function SendAgain({ id, state, failed, unknown }: { id: string; state: string; failed: number; unknown: number }) {
  const [asked, setAsked] = useState<Whom | null>(null);
  const again = useChange(
    (whom: Whom) => ask(hub.POST('/api/v1/email/campaigns/{id}/again', { params: { path: { id } }, body: { states: [whom] } })),
    ['campaigns'],
    { onDone: () => setAsked(null) },
  );
  const counts = { failed, unknown };
  const open = (['failed', 'unknown'] as const).filter((whom) => counts[whom] > 0);
  if (open.length === 0 || (state !== 'finished' && state !== 'sending' && state !== 'paused')) return null;
  return (
    <Alert color="gray" variant="light" p="sm">
      {open.map((whom) => (
        <Group key={whom} justify="space-between" gap="xs">
          <Text size="sm" flex="1 1 240px">
            {t.again[whom].says(counts[whom])}
          </Text>
          <Button size="xs" variant="default" onClick={() => setAsked(whom)}>
            {t.again[whom].act}
          </Button>
        </Group>
      ))}
      <FormDialog
        title={asked ? t.again[asked].title(counts[asked]) : ''}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        onSubmit={() => asked && again.mutate(asked)}
        submit={t.again.submit}
        isPending={again.isPending}
        isDanger={asked === 'unknown'}
      >
        <Text size="sm">{asked && t.again[asked].text}</Text>
        {again.error && <Failure error={again.error} />}
      </FormDialog>
    </Alert>
  );
}
