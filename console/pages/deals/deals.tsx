import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconColumns3, IconList, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Named } from '../../frame/face.tsx';
import { Allowed, useMay } from '../../frame/may.tsx';
import { Money } from '../../frame/money.tsx';
import { Empty } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { readConditions, writeConditions } from '../../patterns/filter/filter.ts';
import { FilterBar } from '../../patterns/filter/filter-bar.tsx';
import { type Column, RecordList } from '../../patterns/list/record-list.tsx';
import { SavedViews } from '../../patterns/list/saved-views.tsx';
import { texts } from '../../texts.ts';
import { Board } from './board.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { NewDeal } from './new-deal.tsx';
import { type Deal, type DealSearch, type DealSort, dealsQuery } from './queries.ts';
import { StageBadge } from './stage-badge.tsx';
import { useNames } from './use-names.ts';

const t = texts.deals;
const route = getRouteApi('/signed-in/deals');

/** All deals: as a list, or as the board of a pipeline. What is shown stands in the address. */
export function Deals() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const go = (change: Partial<DealSearch>) => void navigate({ to: '/deals', search: { ...search, ...change }, replace: true });
  const [isAdding, adding] = useDisclosure(false);
  const toolbar = (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t.title}
        value={search.view}
        onChange={(view) => go({ view: view as DealSearch['view'] })}
        data={[
          { value: 'list', label: <Choice icon={<IconList size={14} />} label={t.list} /> },
          { value: 'board', label: <Choice icon={<IconColumns3 size={14} />} label={t.board} /> },
        ]}
      />
      <Allowed to="deals:write">
        <Button size="xs" leftSection={<IconPlus size={14} />} onClick={adding.open}>
          {t.add}
        </Button>
      </Allowed>
    </>
  );
  return (
    <>
      {search.view === 'board' ? <Board search={search} go={go} toolbar={toolbar} /> : <List search={search} go={go} toolbar={toolbar} add={adding.open} />}
      <NewDeal isOpen={isAdding} onClose={adding.close} />
    </>
  );
}

const Choice = ({ icon, label }: { icon: React.ReactNode; label: string }) => (
  <Group gap={6} wrap="nowrap">
    {icon}
    {label}
  </Group>
);

/** Rows are drawn again only when these change. */
const columnsOf = (nameOf: (id: string) => string): readonly Column<Deal>[] => [
  { key: 'name', title: t.name, width: 'minmax(220px, 2fr)', sort: 'name', render: (deal) => <bdi>{deal.name}</bdi> },
  { key: 'stage', title: t.stage, width: '170px', render: (deal) => <StageBadge deal={deal} /> },
  {
    key: 'amount',
    title: t.amount,
    width: '130px',
    align: 'right',
    sort: 'amount',
    render: (deal) => <Money value={deal.amount === null ? null : { amount: deal.amount, currency: deal.currency }} />,
  },
  { key: 'closes', title: t.closes, width: '140px', sort: 'expectedCloseDate', render: (deal) => <CloseDate deal={deal} /> },
  { key: 'owner', title: t.owner, width: 'minmax(140px, 1fr)', render: (deal) => (deal.ownerId ? <Named name={nameOf(deal.ownerId)} /> : null) },
  { key: 'next', title: t.nextStep, width: 'minmax(160px, 1.5fr)', render: (deal) => deal.nextStep },
  { key: 'created', title: t.created, width: '120px', sort: 'createdAt', render: (deal) => <When at={deal.createdAt} /> },
];

function List({ search, go, toolbar, add }: { search: DealSearch; go: (change: Partial<DealSearch>) => void; toolbar: React.ReactNode; add: () => void }) {
  const query = useInfiniteQuery(dealsQuery(search));
  const navigate = useNavigate();
  const nameOf = useNames();
  const may = useMay();
  const columns = useMemo(() => columnsOf(nameOf), [nameOf]);

  return (
    <RecordList
      name="deals"
      title={t.title}
      actions={toolbar}
      views={
        <SavedViews
          entity="deal"
          filter={search.filter}
          sort={search.sort}
          onChoose={({ filter, sort }) => go({ filter, sort: (sort as DealSort) ?? search.sort, ...(filter ? { status: 'all' as const } : {}) })}
        />
      }
      filter={
        <>
          <SegmentedControl
            size="xs"
            aria-label={texts.deals.statusOf}
            value={search.status}
            onChange={(status) => go({ status: status as DealSearch['status'] })}
            data={(['open', 'won', 'lost', 'all'] as const).map((value) => ({ value, label: t.scope[value] ?? value }))}
          />
          <FilterBar entity="deal" conditions={readConditions(search.filter)} onChange={(next) => go({ filter: writeConditions(next) })} />
        </>
      }
      query={query}
      columns={columns}
      sort={search.sort}
      onSort={(sort) => go({ sort: sort as DealSort })}
      search={search.q}
      onSearch={(q) => go({ q })}
      isFiltered={search.q !== '' || search.status !== 'open' || search.filter !== undefined}
      onClearFilter={() => go({ q: '', status: 'all', filter: undefined })}
      onOpen={(deal) => void navigate({ to: '/deals/$id', params: { id: deal.id } })}
      besideKind="deal"
      rowLabel={(deal) => deal.name}
      {...(may('deals:write') ? { bulk: (selected: readonly Deal[], done: () => void) => <BulkBar selected={selected} done={done} /> } : {})}
      narrow={(deal) => (
        <Stack gap={0}>
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm" fw={500} truncate>
              <bdi>{deal.name}</bdi>
            </Text>
            <Money value={deal.amount === null ? null : { amount: deal.amount, currency: deal.currency }} />
          </Group>
          <StageBadge deal={deal} />
        </Stack>
      )}
      empty={
        <Empty
          action={
            <Allowed to="deals:write">
              <Button onClick={add}>{t.add}</Button>
            </Allowed>
          }
        >
          {t.empty}
        </Empty>
      }
    />
  );
}

function CloseDate({ deal }: { deal: Deal }) {
  if (!deal.expectedCloseDate) return null;
  const isOverdue = deal.status === 'open' && deal.expectedCloseDate < new Date().toLocaleDateString('sv');
  return (
    <Text span size="sm" c={isOverdue ? 'red' : undefined} title={isOverdue ? t.overdue : undefined}>
      {new Date(`${deal.expectedCloseDate}T12:00:00`).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' })}
      {isOverdue && ` · ${t.overdue}`}
    </Text>
  );
}
