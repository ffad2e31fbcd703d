import { Badge, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useMemo, useState } from 'react';
import { ask, hub, Refused } from '../../api.ts';
import { Named } from '../../frame/face.tsx';
import { Allowed, useMay } from '../../frame/may.tsx';
import { Empty, Failure } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { readConditions, writeConditions } from '../../patterns/filter/filter.ts';
import { FilterBar } from '../../patterns/filter/filter-bar.tsx';
import { type Column, RecordList } from '../../patterns/list/record-list.tsx';
import { SavedViews } from '../../patterns/list/saved-views.tsx';
import { texts } from '../../texts.ts';
import { useNames } from '../deals/use-names.ts';
import { BulkBar } from './bulk-bar.tsx';
import { type Organization, type OrganizationSearch, type OrganizationSort, organizationsQuery } from './queries.ts';

const t = texts.organizations;
const route = getRouteApi('/signed-in/organizations');

/** Rows are drawn again only when these change. */
const columnsOf = (nameOf: (id: string) => string): readonly Column<Organization>[] => [
  {
    key: 'name',
    title: t.name,
    width: 'minmax(220px, 2fr)',
    sort: 'name',
    render: ({ name }) => (
      <Text size="sm" fw={500} truncate>
        <bdi>{name}</bdi>
      </Text>
    ),
  },
  { key: 'domain', title: t.domain, width: 'minmax(150px, 1.2fr)', render: ({ domains }) => domains[0] },
  { key: 'stage', title: t.stage, width: '140px', render: ({ lifecycleStage }) => <OrganizationStage stage={lifecycleStage} /> },
  { key: 'industry', title: t.industry, width: 'minmax(130px, 1fr)', render: ({ industry }) => industry && t.industries[industry] },
  { key: 'employees', title: t.employees, width: '110px', align: 'right', render: ({ employeeCount }) => employeeCount },
  { key: 'owner', title: t.owner, width: 'minmax(130px, 1fr)', render: ({ ownerId }) => (ownerId ? <Named name={nameOf(ownerId)} size={20} /> : null) },
  { key: 'tags', title: texts.contacts.tags, width: 'minmax(120px, 1fr)', render: ({ tags }) => tags.join(', ') },
  { key: 'created', title: t.created, width: '120px', sort: 'createdAt', render: ({ createdAt }) => <When at={createdAt} /> },
];

export function Organizations() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const go = (change: Partial<OrganizationSearch>) => void navigate({ to: '/organizations', search: { ...search, ...change }, replace: true });
  const [isAdding, adding] = useDisclosure(false);
  const query = useInfiniteQuery(organizationsQuery(search));
  const nameOf = useNames();
  const may = useMay();
  const columns = useMemo(() => columnsOf(nameOf), [nameOf]);

  return (
    <>
      <RecordList
        name="organizations"
        title={t.title}
        actions={
          <Allowed to="organizations:write">
            <Button size="xs" leftSection={<IconPlus size={14} />} onClick={adding.open}>
              {t.add}
            </Button>
          </Allowed>
        }
        views={
          <SavedViews
            entity="organization"
            filter={search.filter}
            sort={search.sort}
            onChoose={({ filter, sort }) => go({ filter, sort: (sort as OrganizationSort) ?? search.sort })}
          />
        }
        filter={<FilterBar entity="organization" conditions={readConditions(search.filter)} onChange={(next) => go({ filter: writeConditions(next) })} />}
        query={query}
        columns={columns}
        sort={search.sort}
        onSort={(sort) => go({ sort: sort as OrganizationSort })}
        search={search.q}
        onSearch={(q) => go({ q })}
        isFiltered={search.q !== '' || search.filter !== undefined}
        onClearFilter={() => go({ q: '', filter: undefined })}
        onOpen={({ id }) => void navigate({ to: '/organizations/$id', params: { id } })}
        besideKind="organization"
        rowLabel={({ name }) => name}
        {...(may('organizations:write') ? { bulk: (selected: readonly Organization[], done: () => void) => <BulkBar selected={selected} done={done} /> } : {})}
        narrow={({ name, domains, lifecycleStage }) => (
          <Group justify="space-between" wrap="nowrap">
            <Stack gap={0} miw={0}>
              <Text size="sm" fw={500} truncate>
                <bdi>{name}</bdi>
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {domains[0]}
              </Text>
            </Stack>
            <OrganizationStage stage={lifecycleStage} />
          </Group>
        )}
        empty={
          <Empty
            action={
              <Allowed to="organizations:write">
                <Button onClick={adding.open}>{t.add}</Button>
              </Allowed>
            }
          >
            {t.empty}
          </Empty>
        }
      />
      <NewOrganization isOpen={isAdding} onClose={adding.close} />
    </>
  );
}

const COLORS: Record<string, string> = { customer: 'green', opportunity: 'teal', evangelist: 'green', other: 'gray' };
export const OrganizationStage = ({ stage }: { stage: string }) => (
  <Badge variant="light" size="sm" color={COLORS[stage] ?? 'blue'}>
    {t.stages[stage] ?? stage}
  </Badge>
);

function NewOrganization({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [domain, setDomain] = useState('');
  const create = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/organizations', { body: { name, ...(domain ? { domains: [domain] } : {}) } })),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['organizations'] });
      setName('');
      setDomain('');
      onClose();
      await navigate({ to: '/organizations/$id', params: { id } });
    },
  });
  const problems = create.error instanceof Refused ? (create.error.problem.errors ?? []) : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title={t.add}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t.name}
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problems.find(({ path }) => path === 'name')?.message}
          />
          <TextInput
            label={t.domain}
            placeholder="acme.com"
            value={domain}
            onChange={(event) => setDomain(event.currentTarget.value)}
            error={problems.find(({ path }) => path.startsWith('domains'))?.message}
          />
          {create.error && problems.length === 0 && <Failure error={create.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={create.isPending}>
              {t.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
