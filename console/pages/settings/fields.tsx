import { Badge, Button, Checkbox, Group, MultiSelect, Select, TagsInput, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { customFieldsQuery } from '../contacts/queries.ts';
import { FormDialog, FormFailure, problemAt, Section, TypedConfirm, useChange } from './pieces.tsx';
import { ROLES, type Role } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
type Field = Schemas['CustomField'];
const KEYS = ['custom-fields', 'contacts', 'organizations', 'deals'];
/** `Renewal date` → `renewal_date`. */
const keyOf = (label: string): string =>
  label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);

/** Fields that the workspace adds to its records. */
export default function Fields() {
  const fields = useQuery(customFieldsQuery);
  const mayChange = useMay()('settings:write');
  const [opened, setOpened] = useState<Field | 'new'>();
  const [removed, setRemoved] = useState<Field>();
  const remove = useChange((id: string) => ask(hub.DELETE('/api/v1/custom-fields/{id}', { params: { path: { id } } })), KEYS, {
    onDone: () => setRemoved(undefined),
  });
  return (
    <Section
      title={t.sections.fields}
      lead={t.fields.lead}
      action={
        mayChange && (
          <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpened('new')}>
            {t.fields.add}
          </Button>
        )
      }
    >
      <Loaded query={fields} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.fields.empty}</Empty>}>
        {({ data }) => (
          <ul className="panel" aria-label={t.sections.fields}>
            {data.map((field) => (
              <li key={field.id} className={`row ${classes.line}`}>
                <div className={classes.grow}>
                  <Text size="sm" fw={500}>
                    <bdi>{field.label}</bdi>
                  </Text>
                  <Text size="xs" c="dimmed" className="wrap-anywhere">
                    {t.fields.entities[field.entity]} · {t.fields.types[field.type]}
                    {field.options.length > 0 ? `: ${field.options.join(', ')}` : ''}
                  </Text>
                </div>
                {field.required && <Badge variant="light">{t.fields.required}</Badge>}
                {field.unique && <Badge variant="light">{t.fields.unique}</Badge>}
                {field.visibleTo.length > 0 && (
                  <Badge variant="light" color="gray">
                    {t.fields.notAll}
                  </Badge>
                )}
                {mayChange && (
                  <Group gap={4}>
                    <Button size="compact-xs" variant="subtle" onClick={() => setOpened(field)} aria-label={`${t.change}: ${field.label}`}>
                      {t.change}
                    </Button>
                    <Button size="compact-xs" variant="subtle" color="red" onClick={() => setRemoved(field)} aria-label={`${t.remove}: ${field.label}`}>
                      {t.remove}
                    </Button>
                  </Group>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {opened && <FieldDialog field={opened === 'new' ? undefined : opened} onClose={() => setOpened(undefined)} />}
      {removed && (
        <TypedConfirm
          title={t.fields.removeTitle(removed.label)}
          name={removed.label}
          isOpen
          onClose={() => setRemoved(undefined)}
          onConfirm={() => remove.mutate(removed.id)}
          isPending={remove.isPending}
          error={remove.error}
          submit={t.remove}
        >
          {t.fields.remove}
        </TypedConfirm>
      )}
    </Section>
  );
}

const roles = ROLES.map((role) => ({ value: role, label: t.roleNames[role] }));

function FieldDialog({ field, onClose }: { field: Field | undefined; onClose: () => void }) {
  const [entity, setEntity] = useState<Field['entity']>('contact');
  const [typed, setTyped] = useState({
    label: field?.label ?? '',
    type: field?.type ?? ('text' as Field['type']),
    options: field?.options ?? [],
    required: field?.required ?? false,
    unique: field?.unique ?? false,
    visibleTo: (field?.visibleTo ?? []) as Role[],
    editableBy: (field?.editableBy ?? []) as Role[],
  });
  const change = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));
  const hasOptions = typed.type === 'select' || typed.type === 'multiselect';
  const save = useChange(
    () => {
      const { options, ...rest } = typed;
      const body = { ...rest, ...(hasOptions ? { options } : {}) };
      return field
        ? ask(hub.PATCH('/api/v1/custom-fields/{id}', { params: { path: { id: field.id } }, body }))
        : ask(hub.POST('/api/v1/custom-fields', { body: { ...body, entity, key: keyOf(typed.label) } }));
    },
    KEYS,
    { done: t.saved, onDone: onClose },
  );
  return (
    <FormDialog
      title={field?.label ?? t.fields.add}
      isOpen
      onClose={onClose}
      onSubmit={() => save.mutate(undefined)}
      submit={t.save}
      isPending={save.isPending}
    >
      <TextInput
        label={t.fields.label}
        data-autofocus
        value={typed.label}
        error={problemAt(save.error, 'label') ?? problemAt(save.error, 'key')}
        onChange={(event) => change({ label: event.currentTarget.value })}
      />
      {!field && (
        <Select
          label={t.fields.entity}
          allowDeselect={false}
          data={Object.entries(t.fields.entities).map(([value, label]) => ({ value, label }))}
          value={entity}
          onChange={(value) => value && setEntity(value as Field['entity'])}
        />
      )}
      <Select
        label={t.fields.type}
        allowDeselect={false}
        data={Object.entries(t.fields.types).map(([value, label]) => ({ value, label }))}
        value={typed.type}
        error={problemAt(save.error, 'type')}
        onChange={(value) => value && change({ type: value as Field['type'] })}
      />
      {hasOptions && (
        <TagsInput
          label={t.fields.options}
          description={t.fields.optionsHint}
          value={typed.options}
          error={problemAt(save.error, 'options')}
          onChange={(options) => change({ options })}
        />
      )}
      <Checkbox label={t.fields.required} checked={typed.required} onChange={(event) => change({ required: event.currentTarget.checked })} />
      <Checkbox label={t.fields.unique} checked={typed.unique} onChange={(event) => change({ unique: event.currentTarget.checked })} />
      <MultiSelect
        label={t.fields.visibleTo}
        placeholder={typed.visibleTo.length === 0 ? t.fields.everybody : ''}
        data={roles}
        value={typed.visibleTo}
        onChange={(value) => change({ visibleTo: value as Role[] })}
      />
      <MultiSelect
        label={t.fields.editableBy}
        placeholder={typed.editableBy.length === 0 ? t.fields.everybody : ''}
        data={roles}
        value={typed.editableBy}
        onChange={(value) => change({ editableBy: value as Role[] })}
      />
      <FormFailure error={save.error} fields={['label', 'key', 'type', 'options']} />
    </FormDialog>
  );
}
