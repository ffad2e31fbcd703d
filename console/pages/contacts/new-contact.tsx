import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask, hub, Refused } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';

const t = texts.contacts;
const NOTHING = { firstName: '', lastName: '', email: '', phone: '', jobTitle: '' };

/** A name or an address is enough; the organization comes with the address. */
export function NewContact({ isOpen, onClose, organizationId }: { isOpen: boolean; onClose: () => void; organizationId?: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState(NOTHING);
  const create = useMutation({
    mutationFn: () => {
      const { email, phone, jobTitle, ...name } = typed;
      return ask(
        hub.POST('/api/v1/contacts', {
          body: {
            ...name,
            ...(email ? { emails: [{ value: email }] } : {}),
            ...(phone ? { phones: [{ value: phone }] } : {}),
            ...(jobTitle ? { jobTitle } : {}),
            ...(organizationId ? { organizationId } : {}),
          },
        }),
      );
    },
    onSuccess: async (contact) => {
      await queries.invalidateQueries({ queryKey: ['contacts'] });
      setTyped(NOTHING);
      onClose();
      await navigate({ to: '/contacts/$id', params: { id: contact.id } });
    },
  });
  const problems = create.error instanceof Refused ? (create.error.problem.errors ?? []) : [];
  const field = (name: keyof typeof NOTHING, path: string = name) => ({
    label: t[name],
    value: typed[name],
    error: problems.find((each) => each.path === path)?.message,
    onChange: ({ currentTarget: { value } }: React.ChangeEvent<HTMLInputElement>) => setTyped((before) => ({ ...before, [name]: value })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title={t.add}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Group grow align="flex-start">
            <TextInput data-autofocus {...field('firstName')} />
            <TextInput {...field('lastName')} />
          </Group>
          <TextInput type="email" {...field('email', 'emails.0.value')} />
          <TextInput type="tel" {...field('phone', 'phones.0.value')} />
          <TextInput {...field('jobTitle')} />
          {create.error && problems.length === 0 && <Failure error={create.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={create.isPending} disabled={Object.values(typed).every((value) => value.trim() === '')}>
              {t.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
