import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub, Refused } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { sayDone } from '../record/undo.tsx';
import { Drawn } from './drawn.tsx';
import { type FieldSchema, fieldsOf, startOf } from './fields.ts';

const t = texts.frame.quick;
interface ActionDialogProps {
  action: Schemas['Action'];
  /** What is known: ids of the record, its address and number. */
  subject: object;
  onClose: () => void;
}

/** An action of an integration as a form drawn from its own schema: what an integration offers, a person can do here. */
export function ActionDialog({ action, subject, onClose }: ActionDialogProps) {
  const queries = useQueryClient();
  const schema = action.input as FieldSchema;
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  const [input, setInput] = useState<Record<string, unknown>>(() => startOf(schema, subject as Record<string, string>));
  const run = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/actions/{name}', { params: { path: { name: action.name } }, body: { input } })),
    onSuccess: async () => {
      sayDone(t.done(action.title));
      onClose();
      await queries.invalidateQueries({ queryKey: ['activities'] });
    },
  });
  const problems = run.error instanceof Refused ? (run.error.problem.errors ?? []) : [];
  const problemOf = (name: string) => problems.find(({ path }) => path.replace(/^input\./, '').split('.')[0] === name)?.message;
  const isShown = problems.every(({ path }) => fields.some(({ name }) => path.replace(/^input\./, '').split('.')[0] === name));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run.mutate();
  };
  const set = (name: string, value: unknown) =>
    setInput(({ [name]: _, ...rest }) => (value === '' || value === null || value === undefined ? rest : { ...rest, [name]: value }));
  return (
    <Modal opened onClose={onClose} title={action.title} size="lg">
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {action.description && (
            <Text size="sm" c="dimmed">
              {action.description}
            </Text>
          )}
          {fields.map((field) => (
            <Drawn key={field.name} field={field} value={input[field.name]} error={problemOf(field.name)} onChange={(value) => set(field.name, value)} />
          ))}
          {run.error && (problems.length === 0 || !isShown) && <Failure error={run.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t.cancel}
            </Button>
            <Button type="submit" loading={run.isPending}>
              {t.go[action.effect]}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
