import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask, hub, Refused } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';

const t = texts.deals;

/** A name is enough; the rest can be said on its page. */
export function NewDeal({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [amount, setAmount] = useState('');
  const [closes, setCloses] = useState('');
  const create = useMutation({
    mutationFn: () =>
      ask(
        hub.POST('/api/v1/deals', {
          body: { name, ...(amount ? { amount: amount.replace(',', '.') } : {}), ...(closes ? { expectedCloseDate: closes } : {}) },
        }),
      ),
    onSuccess: async (deal) => {
      await queries.invalidateQueries({ queryKey: ['deals'] });
      setName('');
      setAmount('');
      setCloses('');
      onClose();
      await navigate({ to: '/deals/$id', params: { id: deal.id } });
    },
  });
  const problems = create.error instanceof Refused ? (create.error.problem.errors ?? []) : [];
  const problem = (path: string) => problems.find((each) => each.path === path)?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title={t.add}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label={t.name} required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={problem('name')} />
          <TextInput label={t.amount} inputMode="decimal" value={amount} onChange={(event) => setAmount(event.currentTarget.value)} error={problem('amount')} />
          <TextInput
            label={t.closes}
            type="date"
            value={closes}
            onChange={(event) => setCloses(event.currentTarget.value)}
            error={problem('expectedCloseDate')}
          />
          {create.error && problems.length === 0 && <Failure error={create.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={create.isPending}>
              {t.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
