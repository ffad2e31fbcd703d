import { Button, Select, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { texts } from '../../texts.ts';
import { FormDialog, FormFailure, problemAt, useChange } from '../settings/pieces.tsx';
import { sendersQuery } from './queries.ts';

const t = texts.outreach;

/** One mail to a colleague, by the way that every mail leaves. */
export function TemplateTest({ id }: { id: string }) {
  const [isOpen, setOpen] = useState(false);
  const [to, setTo] = useState('');
  const [connectionId, setConnection] = useState<string | null>(null);
  const senders = useQuery(sendersQuery);
  const send = useChange(
    () => ask(hub.POST('/api/v1/email/templates/{id}/test', { params: { path: { id } }, body: { to: to.trim(), ...(connectionId ? { connectionId } : {}) } })),
    [],
    { done: t.testSent(to.trim()), onDone: () => setOpen(false) },
  );
  return (
    <>
      <Button variant="subtle" onClick={() => setOpen(true)}>
        {t.test}
      </Button>
      <FormDialog
        title={t.test}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onSubmit={() => send.mutate(undefined)}
        submit={t.test}
        isPending={send.isPending}
        isBlocked={to.trim() === ''}
      >
        <TextInput type="email" label={t.testTo} value={to} error={problemAt(send.error, 'to')} onChange={(event) => setTo(event.currentTarget.value)} />
        {(senders.data?.length ?? 0) > 1 && (
          <Select
            label={t.testFrom}
            clearable
            value={connectionId}
            data={(senders.data ?? []).map(({ id: value, label }) => ({ value, label }))}
            onChange={setConnection}
          />
        )}
        <Text size="sm" c="dimmed">
          {t.testText}
        </Text>
        <FormFailure error={send.error} fields={['to']} />
      </FormDialog>
    </>
  );
}
