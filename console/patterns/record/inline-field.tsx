import { Group, Loader, Select, Text, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react';
import { MayChange } from '../../frame/may.tsx';
import { texts } from '../../texts.ts';
import classes from './record.module.css';

const t = texts.records.record;

export interface InlineFieldProps {
  label: string;
  /** As it stands; null and '' are empty. */
  value: string | null | undefined;
  /** Told apart from what is typed: a person's name for an id, money as written. */
  shown?: ReactNode;
  kind?: 'text' | 'long' | 'select' | 'date' | 'number' | 'url' | 'email' | 'tel';
  options?: readonly { value: string; label: string }[];
  isReadOnly?: boolean;
  /** Where it came from, on hover. */
  provenance?: string | undefined;
  /** Rejects with a sentence; the field stays open with the person's words. */
  onSave: (value: string | null) => Promise<unknown>;
}

/** One line of a record: read until it is touched, then typed in place. Enter saves, Escape leaves it. */
export function InlineField({ label, value, shown, kind = 'text', options, isReadOnly = false, provenance, onSave }: InlineFieldProps) {
  const mayChange = useContext(MayChange);
  const [isEditing, setEditing] = useState(false);
  const [typed, setTyped] = useState(value ?? '');
  const [error, setError] = useState<string>();
  const [isSaving, setSaving] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const labelId = useId();
  useEffect(() => {
    if (!isEditing) setTyped(value ?? '');
  }, [value, isEditing]);

  /** In words: never an enum's value or an id. */
  const spoken = kind === 'select' ? (options?.find((option) => option.value === value)?.label ?? '') : value;
  const leave = () => {
    setEditing(false);
    setError(undefined);
    requestAnimationFrame(() => trigger.current?.focus());
  };
  const save = async (next: string) => {
    if (isSaving) return;
    if (next.trim() === (value ?? '')) return leave();
    setSaving(true);
    try {
      await onSave(next.trim() === '' ? null : next.trim());
      leave();
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    } finally {
      setSaving(false);
    }
  };
  const field = {
    size: 'xs' as const,
    'aria-labelledby': labelId,
    value: typed,
    error,
    autoFocus: true,
    rightSection: isSaving ? <Loader size={12} /> : undefined,
  };
  const keys = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      leave();
    }
    if (event.key === 'Enter' && (kind !== 'long' || event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      void save(typed);
    }
  };
  return (
    <div className={classes.field} title={isEditing ? undefined : provenance}>
      <Text size="xs" c="dimmed" id={labelId} className={classes.label}>
        {label}
      </Text>
      {isEditing ? (
        kind === 'select' ? (
          <Select
            size="xs"
            aria-labelledby={labelId}
            data={options ? [...options] : []}
            value={typed || null}
            error={error}
            searchable={(options?.length ?? 0) > 8}
            clearable
            defaultDropdownOpened
            autoFocus
            onChange={(next) => {
              setTyped(next ?? '');
              void save(next ?? '');
            }}
            onBlur={leave}
            onKeyDown={(event) => event.key === 'Escape' && leave()}
          />
        ) : kind === 'long' ? (
          <Textarea
            {...field}
            autosize
            minRows={3}
            maxRows={12}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={keys}
            onBlur={() => void save(typed)}
          />
        ) : (
          <TextInput
            {...field}
            type={kind === 'number' ? 'text' : kind}
            inputMode={kind === 'number' ? 'decimal' : undefined}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={keys}
            onBlur={() => void save(typed)}
          />
        )
      ) : isReadOnly || !mayChange ? (
        <Text size="sm" className={classes.value}>
          {shown ?? (spoken ? <bdi>{spoken}</bdi> : t.none)}
        </Text>
      ) : (
        <UnstyledButton ref={trigger} className={classes.value} onClick={() => setEditing(true)} aria-label={`${t.edit(label)}: ${spoken || t.none}`}>
          {value ? (
            <Group gap={6} wrap="nowrap">
              {shown !== undefined ? (
                <Text size="sm" component="span">
                  {shown}
                </Text>
              ) : (
                <Text size="sm" className={kind === 'long' ? classes.long : 'wrap-anywhere'} component="span">
                  <bdi>{spoken}</bdi>
                </Text>
              )}
            </Group>
          ) : (
            <Text size="sm" c="dimmed" component="span">
              {t.empty}
            </Text>
          )}
        </UnstyledButton>
      )}
    </div>
  );
}
