import { Button, Menu, Popover, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { sayDone, sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import type { Contact } from './queries.ts';

const t = texts.contacts;
type Change = Parameters<typeof change>[1];
const change = (ids: string[], what: { ownerId?: string | null; lifecycleStage?: Contact['lifecycleStage']; addTags?: string[] }) =>
  ask(hub.POST('/api/v1/contacts/change', { body: { ids, change: what } }));

/** What is done with many at once. Those that the role does not reach are left and counted. */
export function BulkBar({ selected, done }: { selected: readonly Contact[]; done: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { data: people } = useQuery(peopleQuery);
  const [tag, setTag] = useState('');
  const act = useMutation({
    mutationFn: (what: Change) =>
      change(
        selected.map(({ id }) => id),
        what,
      ),
    onSuccess: async ({ changed, skipped }) => {
      await queries.invalidateQueries({ queryKey: ['contacts'] });
      sayDone(t.bulkDone(changed, skipped.not_found + skipped.not_yours));
      done();
    },
    onError: sayFailed,
  });
  const addTag = (event: FormEvent) => {
    event.preventDefault();
    if (tag.trim()) act.mutate({ addTags: [tag.trim()] });
  };
  const [first, second] = selected;
  return (
    <>
      <Menu position="top-start" shadow="sm">
        <Menu.Target>
          <Button size="xs" variant="default" loading={act.isPending}>
            {t.bulkOwner}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
          {people?.data.map((person) => (
            <Menu.Item key={person.id} onClick={() => act.mutate({ ownerId: person.id })}>
              <bdi>{person.name}</bdi>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item onClick={() => act.mutate({ ownerId: null })}>{texts.records.record.nobody}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Menu position="top-start" shadow="sm">
        <Menu.Target>
          <Button size="xs" variant="default">
            {t.bulkStage}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {Object.entries(t.stages).map(([stage, label]) => (
            <Menu.Item key={stage} onClick={() => act.mutate({ lifecycleStage: stage as Contact['lifecycleStage'] })}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Popover position="top-start" shadow="sm" trapFocus>
        <Popover.Target>
          <Button size="xs" variant="default">
            {t.bulkTag}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <form onSubmit={addTag}>
            <TextInput size="xs" aria-label={t.bulkTag} data-autofocus value={tag} onChange={(event) => setTag(event.currentTarget.value)} />
          </form>
        </Popover.Dropdown>
      </Popover>
      {selected.length === 2 && first && second && (
        <Button size="xs" variant="default" onClick={() => void navigate({ to: '/duplicates', search: { a: first.id, b: second.id } })}>
          {t.mergeTwo}
        </Button>
      )}
    </>
  );
}
