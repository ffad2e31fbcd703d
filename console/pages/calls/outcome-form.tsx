import { Button, Group, Kbd, Stack, Text, Textarea, TextInput, VisuallyHidden } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { type ReactNode, useId, useRef, useState } from 'react';
import { texts } from '../../texts.ts';
import { FormFailure, problemAt } from '../settings/pieces.tsx';

export interface Outcome {
  outcome: string;
  fields: Record<string, string>;
  notes: string;
}
const MOST_KEYS = 9;

/** What came of a call: one press or one key, what the workspace asks for beside it, and notes. */
export function OutcomeForm({
  outcomes,
  requiredFields,
  begin,
  submit,
  error,
  isPending,
  isOptional = false,
  isCompact = false,
  onSubmit,
  children,
}: {
  outcomes: readonly string[];
  requiredFields: readonly string[];
  begin: Outcome;
  submit: string;
  error: Error | null;
  isPending: boolean;
  /** Notes may be kept without an outcome. */
  isOptional?: boolean;
  /** Beside other work: no keys of its own, and what is asked for comes with the outcome. */
  isCompact?: boolean;
  onSubmit: (outcome: Outcome) => void;
  children?: ReactNode;
}) {
  const [outcome, setOutcome] = useState(begin.outcome);
  const [fields, setFields] = useState(begin.fields);
  const [notes, setNotes] = useState(begin.notes);
  const labelId = useId();
  const notesField = useRef<HTMLTextAreaElement>(null);
  const send = () => {
    if (outcome || isOptional) onSubmit({ outcome, fields, notes });
  };
  useHotkeys([
    ...outcomes.slice(0, isCompact ? 0 : MOST_KEYS).map((each, index): [string, () => void] => [String(index + 1), () => setOutcome(each)]),
    ...(isCompact ? [] : [['n', () => notesField.current?.focus()] satisfies [string, () => void]]),
  ]);
  // Also while something is being written.
  useHotkeys(isCompact ? [] : [['mod+Enter', send]], []);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Stack gap="sm">
        {isCompact ? (
          <VisuallyHidden id={labelId}>{texts.callList.outcome}</VisuallyHidden>
        ) : (
          <Text size="sm" fw={500} id={labelId}>
            {texts.callList.outcome}
          </Text>
        )}
        <Group gap="xs" role="group" aria-labelledby={labelId}>
          {outcomes.map((each, index) => (
            <Button
              key={each}
              size={isCompact ? 'compact-xs' : 'xs'}
              variant={each === outcome ? 'filled' : 'default'}
              aria-pressed={each === outcome}
              rightSection={index < MOST_KEYS && !isCompact ? <Kbd size="xs">{index + 1}</Kbd> : undefined}
              onClick={() => setOutcome(each)}
            >
              {each}
            </Button>
          ))}
        </Group>
        {(isCompact && !outcome ? [] : requiredFields).map((name) => (
          <TextInput
            key={name}
            size={isCompact ? 'xs' : 'sm'}
            label={name}
            required
            value={fields[name] ?? ''}
            error={problemAt(error, `fields.${name}`)}
            onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
          />
        ))}
        <Textarea
          ref={notesField}
          label={texts.callList.notes}
          {...(isCompact ? { size: 'xs' } : { description: texts.calls.notesHint })}
          autosize
          minRows={isCompact ? 2 : 3}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        {children}
        <FormFailure error={error} fields={requiredFields.map((name) => `fields.${name}`)} />
        <Group justify="flex-end">
          <Button type="submit" size={isCompact ? 'xs' : 'sm'} loading={isPending} disabled={!outcome && !isOptional}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
