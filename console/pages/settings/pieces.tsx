import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Refused } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { sayDone } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';

const t = texts.settings;

export function Section({ title, lead, action, children }: { title: string; lead?: string; action?: ReactNode; children: ReactNode }) {
  return (
    <Stack gap="md" component="section" aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} flex="1 1 280px">
          <Title order={2}>{title}</Title>
          {lead && (
            <Text size="sm" c="dimmed" maw={640}>
              {lead}
            </Text>
          )}
        </Stack>
        {action}
      </Group>
      {children}
    </Stack>
  );
}

/** Sends one change; what was fetched under these keys is fetched again. */
export function useChange<Input, Output>(
  act: (input: Input) => Promise<Output>,
  keys: readonly string[],
  options: { done?: string; onDone?: (output: Output) => void } = {},
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (output) => {
      await Promise.all(keys.map((key) => queries.invalidateQueries({ queryKey: [key] })));
      if (options.done) sayDone(options.done);
      options.onDone?.(output);
    },
  });
}

/** The sentence for a field, where the hub gave one. */
export const problemAt = (error: Error | null, path: string): string | undefined =>
  error instanceof Refused ? error.problem.errors?.find((each) => each.path === path || each.path.startsWith(`${path}.`))?.message : undefined;

/** What no field of the form shows. */
export function FormFailure({ error, fields }: { error: Error | null; fields: readonly string[] }) {
  if (!error || fields.some((field) => problemAt(error, field))) return null;
  return <Failure error={error} />;
}

/** A form in a dialog: one thing to do, its refusal beside the field. */
export function FormDialog({
  title,
  isOpen,
  onClose,
  onSubmit,
  submit,
  isPending,
  isDanger,
  isBlocked,
  children,
}: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  onSubmit: () => void;
  submit: string;
  isPending: boolean;
  isDanger?: boolean;
  isBlocked?: boolean;
  children: ReactNode;
}) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': texts.close }}>
      <form
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          // A dialog that a form opens lies elsewhere on the page, but to React it is still inside that form.
          event.stopPropagation();
          onSubmit();
        }}
      >
        <Stack gap="sm">
          {children}
          <Group justify="flex-end">
            <Button type="submit" loading={isPending} disabled={isBlocked ?? false} {...(isDanger ? { color: 'red' } : {})}>
              {submit}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Something that is shown this once: a key, a secret, a link. */
export function ShownOnce({ title, value, onClose, children }: { title: string; value: string | undefined; onClose: () => void; children: ReactNode }) {
  return (
    <Modal opened={value !== undefined} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': texts.close }} closeOnClickOutside={false}>
      <Stack gap="sm">
        <Text size="sm">{children}</Text>
        <Code block className="wrap-anywhere" style={{ whiteSpace: 'pre-wrap' }} data-testid="shown-once">
          {value}
        </Code>
        <Group justify="flex-end">
          <CopyButton value={value ?? ''}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t.copied : t.copy}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t.kept}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** What cannot be taken back: the name is typed. */
export function TypedConfirm({
  title,
  name,
  isOpen,
  onClose,
  onConfirm,
  isPending,
  error,
  submit,
  children,
}: {
  title: string;
  name: string;
  isOpen: boolean;
  onClose: () => void;
  onConfirm: () => void;
  isPending: boolean;
  error: Error | null;
  submit: string;
  children: ReactNode;
}) {
  const [typed, setTyped] = useState('');
  return (
    <FormDialog
      title={title}
      isOpen={isOpen}
      onClose={onClose}
      onSubmit={onConfirm}
      submit={submit}
      isPending={isPending}
      isDanger
      isBlocked={typed.trim() !== name}
    >
      <Text size="sm">{children}</Text>
      <TextInput label={t.typeName(name)} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} data-autofocus autoComplete="off" />
      {error && <Failure error={error} />}
    </FormDialog>
  );
}

export const NotYours = () => (
  <Alert variant="light" color="gray">
    {t.notYours}
  </Alert>
);
