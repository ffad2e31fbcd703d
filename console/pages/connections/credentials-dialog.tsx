import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub, Refused } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { Drawn } from '../../patterns/action/drawn.tsx';
import { type FieldSchema, fieldsOf, startOf } from '../../patterns/action/fields.ts';
import { sayDone } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';

const t = texts.connections;
const FEW = 5;
export type ConnectableProvider = Schemas['Integration']['providers'][number];

/** Key or password of an account, asked for as its integration says; a real call proves it before it is kept. */
export function CredentialsDialog({ integration, provider, onClose }: { integration: string; provider: ConnectableProvider; onClose: () => void }) {
  const queries = useQueryClient();
  const schema = provider.form?.schema as FieldSchema;
  const fields = useMemo(() => fieldsOf(schema, provider.form?.secretFields), [schema, provider.form?.secretFields]);
  const [credentials, setCredentials] = useState<Record<string, unknown>>(() => startOf(schema, {}));
  const connect = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/connections', { body: { integration, provider: provider.name, credentials } })),
    onSuccess: async () => {
      sayDone(t.justConnected);
      onClose();
      await Promise.all(['connections', 'integrations'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const problems = connect.error instanceof Refused ? (connect.error.problem.errors ?? []) : [];
  const nameIn = (path: string) => path.replace(/^credentials\./, '').split('.')[0];
  const problemOf = (name: string) => problems.find(({ path }) => nameIn(path) === name)?.message;
  const isShown = problems.length > 0 && problems.every(({ path }) => fields.some(({ name }) => nameIn(path) === name));
  const set = (name: string, value: unknown) =>
    setCredentials(({ [name]: _, ...rest }) => (value === '' || value === null || value === undefined ? rest : { ...rest, [name]: value }));
  // Many fields: what nobody can do without first, the rest when asked for, or when something is wrong with it.
  const isLong = fields.length > FEW;
  const first = isLong ? fields.filter(({ isRequired, drawn: as }) => isRequired || as === 'secret') : fields;
  const rest = fields.filter((field) => !first.includes(field));
  const [showsRest, setShowsRest] = useState(false);
  const drawn = (field: (typeof fields)[number]) => (
    <Drawn key={field.name} field={field} value={credentials[field.name]} error={problemOf(field.name)} onChange={(value) => set(field.name, value)} />
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    connect.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={`${t.connect} ${provider.title}`}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <Text size="sm" c="dimmed">
            {t.credentialsLead}
          </Text>
          {first.map(drawn)}
          {rest.length > 0 && (
            <>
              <Button
                size="compact-sm"
                variant="subtle"
                aria-expanded={showsRest}
                onClick={() => setShowsRest(!showsRest)}
                style={{ alignSelf: 'flex-start' }}
                rightSection={showsRest ? <IconChevronUp size={14} /> : <IconChevronDown size={14} />}
              >
                {t.moreFields}
              </Button>
              {(showsRest || rest.some(({ name }) => problemOf(name))) && rest.map(drawn)}
            </>
          )}
          {connect.error && !isShown && <Failure error={connect.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={connect.isPending}>
              {t.connect}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
