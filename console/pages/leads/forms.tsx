import { Alert, Button, Group, MultiSelect, Select, Stack, Switch, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import classes from './leads.module.css';
import { type Source, sourcesQuery } from './queries.ts';

const t = texts.leads;

/** What the answers of each form become, and who gets its leads. */
export function Forms() {
  const query = useQuery(sourcesQuery);
  return (
    <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noForms}</Empty>}>
      {({ data }) => (
        <Stack gap="md">
          {data.map((source) => (
            <Form key={source.id} source={source} />
          ))}
        </Stack>
      )}
    </Loaded>
  );
}

function Form({ source }: { source: Source }) {
  const queries = useQueryClient();
  const mayChange = useMay()('linkedin:write');
  const { data: people } = useQuery(peopleQuery);
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [assignees, setAssignees] = useState(source.assignees);
  const [createDeal, setCreateDeal] = useState(source.createDeal);
  const save = useMutation({
    mutationFn: () =>
      ask(hub.PUT('/api/v1/linkedin/lead-sources/{id}/mapping', { params: { path: { id: source.id } }, body: { mapping, assignees, createDeal } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['linkedin', 'sources'] }),
  });
  const fields = source.fields.map((value) => ({ value, label: t.fields[value] ?? value }));
  return (
    <Stack className="panel" p="md" gap="md">
      <div>
        <Title order={3}>
          <bdi>{source.name}</bdi>
        </Title>
        <Text size="xs" c="dimmed">
          {source.owner.name} · {t.language(source.locale)} · {source.owner.hasWebhook ? t.webhook : t.noWebhook}
        </Text>
      </div>
      {source.owner.problem && (
        <Alert color="amber" variant="light">
          {source.owner.problem}
        </Alert>
      )}
      <div>
        {source.questions.map(({ key, label, field }) => (
          <div key={key} className={classes.question}>
            <Text size="sm">
              <bdi>{label}</bdi>
            </Text>
            <Select
              size="xs"
              aria-label={`${t.becomes}: ${label}`}
              data={fields}
              value={mapping[key] ?? field}
              allowDeselect={false}
              disabled={!mayChange}
              onChange={(value) => value && setMapping({ ...mapping, [key]: value })}
            />
          </div>
        ))}
      </div>
      <MultiSelect
        size="xs"
        label={t.assignees}
        data={people?.data.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={assignees}
        onChange={setAssignees}
        disabled={!mayChange}
        clearable
      />
      <Switch size="sm" label={t.createDeal} checked={createDeal} disabled={!mayChange} onChange={(event) => setCreateDeal(event.currentTarget.checked)} />
      {mayChange && (
        <Group gap="sm">
          <Button size="xs" onClick={() => save.mutate()} loading={save.isPending}>
            {t.save}
          </Button>
          {save.isSuccess && (
            <Text size="sm" role="status">
              {t.saved}
            </Text>
          )}
        </Group>
      )}
      {save.error && <Failure error={save.error} />}
    </Stack>
  );
}
