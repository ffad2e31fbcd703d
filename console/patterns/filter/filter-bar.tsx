import { Button, CloseButton, Group, MultiSelect, Popover, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { peopleQuery } from '../../pages/deals/queries.ts';
import { useNames } from '../../pages/deals/use-names.ts';
import { texts } from '../../texts.ts';
import classes from './filter.module.css';
import { type Condition, type FilterField, sentenceOf, type Value } from './filter.ts';

const t = texts.records.filter;
type Entity = FilterField['of'];

export const fieldsQuery = (entity: Entity) => ({
  queryKey: ['filter-fields', entity],
  queryFn: () => ask(hub.GET('/api/v1/filter-fields', { params: { query: { entity } } })),
  staleTime: 300_000,
});

/** Conditions as chips that read as a sentence, and one more behind a button. */
export function FilterBar({ entity, conditions, onChange }: { entity: Entity; conditions: readonly Condition[]; onChange: (conditions: Condition[]) => void }) {
  const { data } = useQuery(fieldsQuery(entity));
  const nameOf = useNames();
  const [isOpen, setOpen] = useState(false);
  const fields = data?.data ?? [];
  return (
    <Group gap={6}>
      {conditions.map((condition, index) => {
        const sentence = sentenceOf(condition, fields, nameOf);
        return (
          <span key={JSON.stringify(condition)} className={classes.chip}>
            <Text span size="xs">
              <bdi>{sentence}</bdi>
            </Text>
            <CloseButton size="xs" aria-label={`${t.remove}: ${sentence}`} onClick={() => onChange(conditions.filter((_each, at) => at !== index))} />
          </span>
        );
      })}
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" shadow="sm" width={280} trapFocus withinPortal>
        <Popover.Target>
          <Button size="xs" variant="default" leftSection={<IconFilter size={14} />} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
            {t.add}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <NewCondition
            fields={fields}
            onAdd={(condition) => {
              setOpen(false);
              onChange([...conditions, condition]);
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </Group>
  );
}

function NewCondition({ fields, onAdd }: { fields: readonly FilterField[]; onAdd: (condition: Condition) => void }) {
  const [name, setName] = useState<string | null>(null);
  const [op, setOp] = useState<string | null>(null);
  const [value, setValue] = useState<Value>('');
  const field = fields.find((each) => each.name === name);
  const operator = field?.operators.find((each) => each === op) ?? field?.operators[0];
  const choose = (next: string | null) => {
    setName(next);
    setOp(null);
    setValue('');
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // The popover lies in a portal, and React lets its events rise to a form around the bar.
    event.stopPropagation();
    if (!field || !operator) return;
    if (operator === 'is_empty') return onAdd({ field: field.name, op: operator });
    const typed = field.type === 'number' && typeof value === 'string' ? Number(value.replace(',', '.')) : value;
    if (typed === '' || Number.isNaN(typed) || (Array.isArray(typed) && typed.length === 0)) return;
    onAdd({ field: field.name, op: operator, value: typed });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Select
          size="xs"
          data-autofocus
          aria-label={t.where}
          placeholder={t.where}
          searchable
          value={name}
          onChange={choose}
          comboboxProps={{ withinPortal: false }}
          data={fields.map((each) => ({ value: each.name, label: each.label }))}
        />
        {field && operator && (
          <>
            <Select
              size="xs"
              aria-label={t.how}
              value={operator}
              allowDeselect={false}
              onChange={setOp}
              comboboxProps={{ withinPortal: false }}
              data={field.operators.filter((each) => each !== 'between').map((each) => ({ value: each, label: t.ops[each] ?? each }))}
            />
            {operator !== 'is_empty' && <ValueInput field={field} operator={operator} value={value} onChange={setValue} />}
          </>
        )}
        <Group justify="flex-end">
          <Button type="submit" size="xs" disabled={!field}>
            {t.apply}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ValueInputProps {
  field: FilterField;
  operator: string;
  value: Value;
  onChange: (value: Value) => void;
}
/** One input for each type of value: nobody types an id or a period. */
function ValueInput({ field, operator, value, onChange }: ValueInputProps) {
  const { data: people } = useQuery(peopleQuery);
  const label = { size: 'xs' as const, 'aria-label': t.value, placeholder: t.value };
  const options =
    operator === 'within'
      ? Object.entries(t.periods).map(([key, text]) => ({ value: key, label: text }))
      : field.type === 'user'
        ? people?.data.map(({ id, name }) => ({ value: id, label: name }))
        : field.type === 'bool'
          ? [
              { value: 'true', label: t.yes },
              { value: 'false', label: t.no },
            ]
          : field.options?.map(({ value: key, label: text }) => ({ value: key, label: text }));
  if (options && operator === 'in') {
    return (
      <MultiSelect
        {...label}
        searchable
        comboboxProps={{ withinPortal: false }}
        data={options}
        value={Array.isArray(value) ? value.map(String) : []}
        onChange={onChange}
      />
    );
  }
  if (options) {
    return (
      <Select
        {...label}
        searchable={options.length > 8}
        comboboxProps={{ withinPortal: false }}
        data={options}
        value={value === '' ? null : String(value)}
        onChange={(next) => onChange(field.type === 'bool' ? next === 'true' : (next ?? ''))}
      />
    );
  }
  const type = field.type === 'date' || field.type === 'time' ? 'date' : 'text';
  return (
    <TextInput
      {...label}
      type={type}
      inputMode={field.type === 'number' ? 'decimal' : undefined}
      value={Array.isArray(value) ? value.join(', ') : String(value)}
      onChange={({ currentTarget }) =>
        onChange(
          operator === 'in'
            ? currentTarget.value.split(/\s*,\s*/)
            : field.type === 'time' && currentTarget.value
              ? new Date(`${currentTarget.value}T00:00:00`).toISOString()
              : currentTarget.value,
        )
      }
    />
  );
}
