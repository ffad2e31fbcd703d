import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { BulkActions, type BulkWish } from '../../patterns/list/bulk-actions.tsx';
import { texts } from '../../texts.ts';
import type { Contact } from './queries.ts';

const STAGES = Object.entries(texts.contacts.stages).map(([key, title]) => ({ key, title }));
const change = (ids: string[], { stage, ...wish }: BulkWish) =>
  ask(hub.POST('/api/v1/contacts/change', { body: { ids, change: { ...wish, ...(stage ? { lifecycleStage: stage as Contact['lifecycleStage'] } : {}) } } }));

/** What is done with many contacts at once; two of them can be made one. */
export function BulkBar({ selected, done }: { selected: readonly Contact[]; done: () => void }) {
  const navigate = useNavigate();
  const [first, second] = selected;
  const mayCall = useMay()('voip:send');
  const call = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/voip/call-list', { body: { contactIds: selected.map(({ id }) => id) } })),
    onSuccess: ({ added, already, withoutNumber }) => {
      notifications.show({ message: texts.callList.added(added, already, withoutNumber) });
      done();
    },
    onError: (error) => notifications.show({ message: error.message, color: 'red' }),
  });
  return (
    <BulkActions
      selected={selected.map(({ id, ownerId, lifecycleStage, tags }) => ({ id, ownerId, stage: lifecycleStage, tags }))}
      change={change}
      stages={STAGES}
      keys={['contacts']}
      done={done}
    >
      {mayCall && (
        <Button size="xs" variant="default" onClick={() => call.mutate()} loading={call.isPending}>
          {texts.callList.fromContacts}
        </Button>
      )}
      {selected.length === 2 && first && second && (
        <Button size="xs" variant="default" onClick={() => void navigate({ to: '/duplicates', search: { a: first.id, b: second.id } })}>
          {texts.records.bulk.merge}
        </Button>
      )}
    </BulkActions>
  );
}
