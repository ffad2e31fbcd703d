import { Button, Checkbox, Group, MultiSelect, Radio, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { FormFailure, problemAt } from '../settings/pieces.tsx';
import classes from './leads.module.css';
import type { LeadFile } from './queries.ts';

const t = texts.leadFiles;

/** Which column is what, with what stands in it beside: the guess is there, the person decides, and it is remembered. */
export function FileColumns({ file }: { file: LeadFile }) {
  const queries = useQueryClient();
  const { data: people } = useQuery(peopleQuery);
  const [mapping, setMapping] = useState<Record<string, string>>(Object.fromEntries(file.columns.map(({ name, field }) => [name, field])));
  const [formName, setFormName] = useState(file.choice?.formName ?? '');
  const [dates, setDates] = useState<'mdy' | 'dmy'>(file.choice?.dates ?? 'mdy');
  const [assignees, setAssignees] = useState(file.choice?.assignees ?? []);
  const [createDeal, setCreateDeal] = useState(file.choice?.createDeal ?? false);
  const [remember, setRemember] = useState(true);
  const apply = useMutation({
    mutationFn: () =>
      ask(
        hub.POST('/api/v1/linkedin/lead-files/{id}/apply', {
          params: { path: { id: file.id } },
          body: { mapping, remember, formName, dates, createDeal, assignees },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['linkedin'] }),
  });
  const fields = file.fields.map((value) => ({ value, label: t.fields[value] ?? texts.leads.fields[value] ?? value }));
  const hasSlashes = file.columns.some(({ name, sample }) => mapping[name] === 'submittedAt' && sample.some((cell) => /^\d{1,2}\/\d{1,2}\//.test(cell)));
  const ofAll = problemAt(apply.error, 'mapping');
  return (
    <Stack gap="md">
      <div>
        <Text fw={600}>{t.columns}</Text>
        <Text size="xs" c="dimmed">
          {file.isRemembered ? t.remembered : t.guessed}
        </Text>
      </div>
      <div>
        {file.columns.map(({ name, sample }) => (
          <div key={name} className={classes.column}>
            <Text size="sm" fw={500} className="wrap-anywhere">
              <bdi>{name}</bdi>
            </Text>
            <Text size="xs" c="dimmed" truncate>
              <bdi>{sample.join(', ')}</bdi>
            </Text>
            <Select
              size="xs"
              aria-label={`${t.becomes}: ${name}`}
              data={fields}
              value={mapping[name] ?? 'none'}
              allowDeselect={false}
              error={problemAt(apply.error, `mapping.${name}`)}
              onChange={(field) => field && setMapping({ ...mapping, [name]: field })}
            />
          </div>
        ))}
      </div>
      {hasSlashes && (
        <Radio.Group label={t.dates} value={dates} onChange={(value) => setDates(value as 'mdy' | 'dmy')}>
          <Group gap="lg" mt={6}>
            <Radio size="xs" value="mdy" label={t.mdy} />
            <Radio size="xs" value="dmy" label={t.dmy} />
          </Group>
        </Radio.Group>
      )}
      <TextInput
        size="xs"
        label={t.formName}
        value={formName}
        error={problemAt(apply.error, 'formName')}
        onChange={(event) => setFormName(event.currentTarget.value)}
      />
      <MultiSelect
        size="xs"
        label={texts.leads.assignees}
        data={people?.data.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={assignees}
        onChange={setAssignees}
        clearable
      />
      <Switch size="sm" label={texts.leads.createDeal} checked={createDeal} onChange={(event) => setCreateDeal(event.currentTarget.checked)} />
      <Checkbox size="xs" label={t.remember} checked={remember} onChange={(event) => setRemember(event.currentTarget.checked)} />
      {ofAll && (
        <Text size="sm" c="red" role="alert">
          {ofAll}
        </Text>
      )}
      <FormFailure error={apply.error} fields={['mapping', 'formName']} />
      <Group>
        <Button size="xs" onClick={() => apply.mutate()} loading={apply.isPending} disabled={formName.trim() === ''}>
          {t.apply(file.rows)}
        </Button>
      </Group>
    </Stack>
  );
}
