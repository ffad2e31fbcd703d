import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';

const t = texts.records.timeline;
export type About = { contactId: string } | { organizationId: string } | { dealId: string };

/** A note about a record, written where it will stand. Ctrl and Enter add it. */
export function NoteComposer({ about }: { about: About }) {
  const queries = useQueryClient();
  const [body, setBody] = useState('');
  const add = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/notes', { body: { body, ...('contactId' in about ? { contactIds: [about.contactId] } : about) } })),
    onSuccess: async () => {
      setBody('');
      await queries.invalidateQueries({ queryKey: ['activities'] });
    },
  });
  const isEmpty = body.trim() === '';
  return (
    <Stack gap="xs">
      <Textarea
        autosize
        minRows={isEmpty ? 1 : 3}
        maxRows={12}
        data-quick="note"
        aria-label={t.notePlaceholder}
        placeholder={t.notePlaceholder}
        value={body}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !isEmpty) add.mutate();
        }}
      />
      {add.error && <Failure error={add.error} />}
      {!isEmpty && (
        <Group justify="flex-end">
          <Button size="xs" loading={add.isPending} onClick={() => add.mutate()}>
            {t.addNote}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
