import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Face, Named } from '../../frame/face.tsx';
import { Allowed, useMay } from '../../frame/may.tsx';
import { Empty } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { readConditions, writeConditions } from '../../patterns/filter/filter.ts';
import { FilterBar } from '../../patterns/filter/filter-bar.tsx';
import { type Column, RecordList } from '../../patterns/list/record-list.tsx';
import { SavedViews } from '../../patterns/list/saved-views.tsx';
import { texts } from '../../texts.ts';
import { useNames } from '../deals/use-names.ts';
import { BulkBar } from './bulk-bar.tsx';
import { NewContact } from './new-contact.tsx';
import { type Contact, type ContactSearch, type ContactSort, contactsQuery, nameOfContact } from './queries.ts';

const t = texts.contacts;
const route = getRouteApi('/signed-in/contacts');

/** Rows are drawn again only when these change. */
const columnsOf = (nameOf: (id: string) => string): readonly Column<Contact>[] => [
  {
    key: 'name',
    title: t.name,
    width: 'minmax(220px, 2fr)',
    sort: 'name',
    render: (contact) => (
      <Group gap={8} wrap="nowrap" miw={0}>
        <Face name={nameOfContact(contact)} size={22} />
        <Text size="sm" fw={500} truncate>
          <bdi>{nameOfContact(contact)}</bdi>
        </Text>
      </Group>
    ),
  },
  { key: 'organization', title: t.organization, width: 'minmax(150px, 1.4fr)', render: (contact) => <bdi>{contact.organizationName}</bdi> },
  { key: 'jobTitle', title: t.jobTitle, width: 'minmax(130px, 1.1fr)', render: (contact) => <bdi>{contact.jobTitle}</bdi> },
  { key: 'stage', title: t.stage, width: '140px', render: (contact) => <Stage stage={contact.lifecycleStage} /> },
  { key: 'email', title: t.email, width: 'minmax(180px, 1.6fr)', render: (contact) => contact.emails[0]?.value },
  { key: 'phone', title: t.phone, width: '150px', isExtra: true, render: (contact) => contact.phones[0]?.value },
  {
    key: 'owner',
    title: t.owner,
    width: 'minmax(130px, 1fr)',
    render: (contact) => (contact.ownerId ? <Named name={nameOf(contact.ownerId)} size={20} /> : null),
  },
  { key: 'tags', title: t.tags, width: 'minmax(110px, 0.8fr)', isExtra: true, render: (contact) => contact.tags.join(', ') },
  {
    key: 'lastContacted',
    title: t.lastContacted,
    width: '130px',
    sort: 'lastContactedAt',
    render: (contact) => (contact.lastContactedAt ? <When at={contact.lastContactedAt} /> : null),
  },
  { key: 'created', title: t.created, width: '110px', sort: 'createdAt', isExtra: true, render: (contact) => <When at={contact.createdAt} /> },
];

/** Everybody the person reaches. Filter, order and words stand in the address. */
export function Contacts() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const go = (change: Partial<ContactSearch>) => void navigate({ to: '/contacts', search: { ...search, ...change }, replace: true });
  const [isAdding, adding] = useDisclosure(false);
  const query = useInfiniteQuery(contactsQuery(search));
  const nameOf = useNames();
  const may = useMay();
  const columns = useMemo(() => columnsOf(nameOf), [nameOf]);

  const conditions = readConditions(search.filter);
  return (
    <>
      <RecordList
        name="contacts"
        title={t.title}
        actions={
          <>
            <Button size="xs" variant="default" component={Link} to="/duplicates">
              {texts.duplicates.title}
            </Button>
            <Allowed to="contacts:write">
              <Button size="xs" leftSection={<IconPlus size={14} />} onClick={adding.open}>
                {t.add}
              </Button>
            </Allowed>
          </>
        }
        views={
          <SavedViews
            entity="contact"
            filter={search.filter}
            sort={search.sort}
            onChoose={({ filter, sort }) => go({ filter, sort: (sort as ContactSort) ?? search.sort })}
          />
        }
        filter={<FilterBar entity="contact" conditions={conditions} onChange={(next) => go({ filter: writeConditions(next) })} />}
        query={query}
        columns={columns}
        sort={search.sort}
        onSort={(sort) => go({ sort: sort as ContactSort })}
        search={search.q}
        onSearch={(q) => go({ q })}
        isFiltered={search.q !== '' || search.filter !== undefined}
        onClearFilter={() => go({ q: '', filter: undefined })}
        onOpen={(contact) => void navigate({ to: '/contacts/$id', params: { id: contact.id } })}
        besideKind="contact"
        rowLabel={nameOfContact}
        {...(may('contacts:write') ? { bulk: (selected: readonly Contact[], done: () => void) => <BulkBar selected={selected} done={done} /> } : {})}
        narrow={(contact) => (
          <Group gap={10} wrap="nowrap">
            <Face name={nameOfContact(contact)} size={30} />
            <Stack gap={0} miw={0} flex={1}>
              <Text size="sm" fw={500} truncate>
                <bdi>{nameOfContact(contact)}</bdi>
              </Text>
              <Text size="xs" c="dimmed" truncate>
                <bdi>{contact.organizationName ?? contact.emails[0]?.value ?? t.stages[contact.lifecycleStage]}</bdi>
              </Text>
            </Stack>
          </Group>
        )}
        empty={
          <Empty
            action={
              <Allowed to="contacts:write">
                <Group gap="sm">
                  <Button onClick={adding.open}>{t.add}</Button>
                  <Button variant="default" component={Link} to="/imports">
                    {t.importList}
                  </Button>
                </Group>
              </Allowed>
            }
          >
            {t.empty}
          </Empty>
        }
      />
      <NewContact isOpen={isAdding} onClose={adding.close} />
    </>
  );
}

const COLORS: Record<string, string> = { customer: 'green', opportunity: 'teal', evangelist: 'green', other: 'gray' };
export const Stage = ({ stage }: { stage: string }) => (
  <Badge variant="light" size="sm" color={COLORS[stage] ?? 'blue'}>
    {t.stages[stage] ?? stage}
  </Badge>
);
