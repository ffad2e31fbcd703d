import { NumberInput, PasswordInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import type { Field } from './fields.ts';

interface DrawnProps {
  field: Field;
  value: unknown;
  error: string | undefined;
  onChange: (value: unknown) => void;
}
/** One field of a schema, drawn as what a person types it in. */
export function Drawn({ field: { label, hint, drawn, options, isRequired }, value, error, onChange }: DrawnProps) {
  const own = { label, description: hint, error, required: isRequired };
  switch (drawn) {
    case 'switch':
      return <Switch label={label} description={hint} checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case 'number':
      return <NumberInput {...own} value={typeof value === 'number' ? value : ''} onChange={(next) => onChange(next === '' ? undefined : Number(next))} />;
    case 'select':
      return (
        <Select
          {...own}
          data={options.map((each) => ({ value: each, label: each.replaceAll('_', ' ') }))}
          value={(value as string) ?? null}
          onChange={onChange}
        />
      );
    case 'list':
      return <TagsInput {...own} value={Array.isArray(value) ? (value as string[]) : []} onChange={onChange} />;
    case 'addresses':
      return (
        <TagsInput
          {...own}
          value={Array.isArray(value) ? (value as { address: string }[]).map((each) => each.address) : []}
          onChange={(all) => onChange(all.map((address) => ({ address })))}
        />
      );
    case 'long':
      return <Textarea {...own} autosize minRows={6} maxRows={16} value={(value as string) ?? ''} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'secret':
      return <PasswordInput {...own} autoComplete="off" value={(value as string) ?? ''} onChange={(event) => onChange(event.currentTarget.value)} />;
    case 'time':
      return (
        <TextInput
          {...own}
          type="datetime-local"
          onChange={(event) => onChange(event.currentTarget.value ? new Date(event.currentTarget.value).toISOString() : undefined)}
        />
      );
    default:
      return <TextInput {...own} value={(value as string) ?? ''} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}
