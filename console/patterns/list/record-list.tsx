import { Checkbox, Group, Loader, Menu, Skeleton, Text, TextInput, Title, UnstyledButton } from '@mantine/core';
import { useDebouncedCallback, useMediaQuery } from '@mantine/hooks';
import { IconArrowDown, IconArrowUp, IconLayoutColumns, IconSearch } from '@tabler/icons-react';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type BesideKind, useBeside } from '../../frame/beside.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { type Column, ListRow, type RowActs } from './list-row.tsx';
import classes from './record-list.module.css';

const t = texts.records.list;
const ROW_HEIGHT = { comfortable: 44, compact: 34, narrow: 60 } as const;
type Density = 'comfortable' | 'compact';

export type { Column } from './list-row.tsx';

export interface RecordListProps<Row extends { id: string }> {
  /** Also the key under which columns and density are kept. */
  name: string;
  title: string;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** Tabs of saved views, above the filter. */
  views?: ReactNode;
  /** The filter as chips. */
  filter?: ReactNode;
  isFiltered: boolean;
  onClearFilter: () => void;
  query: UseInfiniteQueryResult<{ pages: { data: Row[]; nextCursor: string | null }[] }, Error>;
  columns: readonly Column<Row>[];
  sort: string;
  onSort: (sort: string) => void;
  search: string;
  onSearch: (text: string) => void;
  onOpen: (row: Row) => void;
  onEdit?: (row: Row) => void;
  /** What kind of record a row is, where it can be opened beside the list. */
  besideKind?: BesideKind;
  /** What can be done with those selected; drawn at the foot. */
  bulk?: (selected: readonly Row[], done: () => void) => ReactNode;
  rowLabel: (row: Row) => string;
  /** The row on a phone: two short lines instead of columns. */
  narrow: (row: Row) => ReactNode;
  /** When there is no record at all: the next step. */
  empty: ReactNode;
}

/** A working list: virtualised, by keyboard, its exact state kept by the page in the URL. At most some 60 rows are in the document. */
export function RecordList<Row extends { id: string }>(props: RecordListProps<Row>) {
  const { query, columns, sort, onSort, onOpen, onEdit } = props;
  const kept = useKept(props.name, columns);
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  const { hidden } = kept;
  const shown = useMemo(() => (isNarrow ? [] : columns.filter((column) => !hidden.includes(column.key))), [isNarrow, columns, hidden]);
  const height = ROW_HEIGHT[isNarrow ? 'narrow' : kept.density];
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [focused, setFocused] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const beside = useBeside();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows must be measured again when their height changes
  useEffect(() => virtual.measure(), [height]);
  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && lastIndex >= rows.length - 30) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, lastIndex, rows.length]);

  const toggle = useCallback(
    (id: string) =>
      setSelected((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );
  const latest = useRef(props);
  latest.current = props;
  const acts = useMemo(
    (): RowActs<Row> => ({
      label: (row) => latest.current.rowLabel(row),
      narrow: (row) => latest.current.narrow(row),
      open: (row) => latest.current.onOpen(row),
      toggle,
      focus: setFocused,
    }),
    [toggle],
  );
  const move = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to));
    setFocused(index);
    virtual.scrollToIndex(index);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.metaKey || event.ctrlKey || event.altKey) return;
    const row = rows[focused];
    const act: Record<string, () => void> = {
      j: () => move(focused + 1),
      ArrowDown: () => move(focused + 1),
      k: () => move(focused - 1),
      ArrowUp: () => move(focused - 1),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      x: () => row && toggle(row.id),
      e: () => row && onEdit?.(row),
      Enter: () => row && onOpen(row),
      o: () => row && props.besideKind && beside.open(props.besideKind, row.id),
      Escape: () => setSelected(new Set()),
    };
    if (!act[event.key]) return;
    event.preventDefault();
    act[event.key]?.();
  };
  const chosen = rows.filter((row) => selected.has(row.id));
  const tracks = isNarrow ? '36px minmax(0, 1fr)' : `36px ${shown.map((column) => column.width).join(' ')}`;
  // Every row as wide as the head, whatever it holds: the sum of what the columns need at least.
  const minWidth = isNarrow ? undefined : shown.reduce((sum, column) => sum + Number(/\d+/.exec(column.width)?.[0] ?? 120), 36);
  const isEmpty = query.isSuccess && rows.length === 0;

  return (
    <div className={classes.page}>
      <Group justify="space-between" gap="sm">
        <Group gap="xs" align="baseline">
          <Title order={1}>{props.title}</Title>
          {query.isSuccess && (
            <Text size="sm" c="dimmed" aria-live="polite">
              {t.count(rows.length, !hasNextPage)}
            </Text>
          )}
        </Group>
        <Group gap="xs">{props.actions}</Group>
      </Group>
      {props.views}
      <Group gap="xs" justify="space-between">
        <Group gap="xs" flex={1}>
          <Search value={props.search} onSearch={props.onSearch} />
          {props.filter}
        </Group>
        {!isNarrow && <Layout columns={columns} kept={kept} />}
      </Group>
      {query.error && !query.data ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : isEmpty ? (
        props.isFiltered ? (
          <div className={classes.empty}>
            <Text size="sm" c="dimmed">
              {t.nothingFound}
            </Text>
            <UnstyledButton className={classes.link} onClick={props.onClearFilter}>
              {t.clearFilter}
            </UnstyledButton>
          </div>
        ) : (
          props.empty
        )
      ) : (
        // Rows lie at positions of their own, which a table element cannot: hence the roles.
        <div role="table" aria-label={props.title} aria-rowcount={hasNextPage ? -1 : rows.length + 1} className={classes.table} aria-busy={query.isPending}>
          <div ref={scroller} className={classes.scroller} onKeyDown={onKeyDown} role="presentation">
            <div role="row" className={classes.head} style={{ gridTemplateColumns: tracks, minWidth }} aria-rowindex={1}>
              <div role="columnheader" className={classes.cell}>
                <Checkbox
                  size="xs"
                  aria-label={t.selectAll}
                  checked={chosen.length > 0 && chosen.length === rows.length}
                  indeterminate={chosen.length > 0 && chosen.length < rows.length}
                  onChange={() => setSelected(chosen.length === rows.length ? new Set() : new Set(rows.map((row) => row.id)))}
                />
              </div>
              {isNarrow && (
                <div role="columnheader" className={classes.cell}>
                  {props.title}
                </div>
              )}
              {shown.map((column) => (
                <Head key={column.key} column={column} sort={sort} onSort={onSort} />
              ))}
            </div>
            {query.isPending ? (
              Array.from({ length: 12 }, (_, index) => index).map((index) => (
                <div key={index} className={classes.waiting} style={{ height }}>
                  <Skeleton height={12} width={`${60 + ((index * 37) % 35)}%`} />
                </div>
              ))
            ) : (
              <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="rowgroup">
                {items.map(({ key, index, start, size }) => {
                  const row = rows[index] as Row;
                  return (
                    <ListRow
                      key={key}
                      row={row}
                      index={index}
                      start={start}
                      height={size}
                      tracks={tracks}
                      minWidth={minWidth}
                      shown={shown}
                      isNarrow={isNarrow}
                      isSelected={selected.has(row.id)}
                      isFocused={index === focused}
                      besideKind={props.besideKind}
                      acts={acts}
                    />
                  );
                })}
              </div>
            )}
            {isFetchingNextPage && (
              <Group gap={8} p="sm" justify="center">
                <Loader size={14} />
                <Text size="xs" c="dimmed">
                  {t.loadingMore}
                </Text>
              </Group>
            )}
          </div>
        </div>
      )}
      {chosen.length > 0 && props.bulk && (
        <Group className={classes.bulk} role="toolbar" aria-label={t.selected(chosen.length)} gap="sm">
          <Text size="sm" fw={600}>
            {t.selected(chosen.length)}
          </Text>
          {props.bulk(chosen, () => setSelected(new Set()))}
          <UnstyledButton className={classes.link} onClick={() => setSelected(new Set())}>
            {t.unselect}
          </UnstyledButton>
        </Group>
      )}
    </div>
  );
}

function Search({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [typed, setTyped] = useState(value);
  const send = useDebouncedCallback(onSearch, 250);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      size="xs"
      w={220}
      type="search"
      aria-label={t.search}
      placeholder={t.search}
      leftSection={<IconSearch size={14} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
    />
  );
}

function Head<Row>({ column, sort, onSort }: { column: Column<Row>; sort: string; onSort: (sort: string) => void }) {
  const direction = sort === column.sort ? 'ascending' : sort === `-${column.sort}` ? 'descending' : undefined;
  if (!column.sort) {
    return (
      <div role="columnheader" className={classes.cell} data-align={column.align}>
        {column.title}
      </div>
    );
  }
  return (
    <div role="columnheader" className={classes.cell} data-align={column.align} aria-sort={direction ?? 'none'}>
      <UnstyledButton className={classes.sort} onClick={() => onSort(direction === 'ascending' ? `-${column.sort}` : `${column.sort}`)}>
        {column.title}
        {direction === 'ascending' && <IconArrowUp size={12} />}
        {direction === 'descending' && <IconArrowDown size={12} />}
      </UnstyledButton>
    </div>
  );
}

interface Kept {
  hidden: readonly string[];
  density: Density;
  change: (change: Partial<Pick<Kept, 'hidden' | 'density'>>) => void;
}

/** Which columns and which height a person chose, kept in the browser per list; until then the extra columns are hidden. */
function useKept<Row>(name: string, columns: readonly Column<Row>[]): Kept {
  const key = `list:${name}`;
  const [state, setState] = useState<{ hidden?: string[]; density?: Density }>(() => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? '{}') as { hidden?: string[]; density?: Density };
    } catch {
      return {};
    }
  });
  const hidden = useMemo(() => state.hidden ?? columns.filter(({ isExtra }) => isExtra).map(({ key }) => key), [state.hidden, columns]);
  return {
    hidden,
    density: state.density ?? 'comfortable',
    change(change) {
      const next = { ...state, ...change } as { hidden?: string[]; density?: Density };
      setState(next);
      localStorage.setItem(key, JSON.stringify(next));
    },
  };
}

function Layout<Row>({ columns, kept }: { columns: readonly Column<Row>[]; kept: Kept }) {
  return (
    <Menu position="bottom-end" closeOnItemClick={false} shadow="sm" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.tool} aria-label={t.columns} title={t.columns}>
          <IconLayoutColumns size={16} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.columns}</Menu.Label>
        {columns.slice(1).map((column) => (
          <Menu.Item
            key={column.key}
            role="menuitemcheckbox"
            aria-checked={!kept.hidden.includes(column.key)}
            onClick={() =>
              kept.change({ hidden: kept.hidden.includes(column.key) ? kept.hidden.filter((each) => each !== column.key) : [...kept.hidden, column.key] })
            }
            rightSection={kept.hidden.includes(column.key) ? null : '✓'}
          >
            {column.title}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t.density}</Menu.Label>
        {(['comfortable', 'compact'] as const).map((density) => (
          <Menu.Item
            key={density}
            role="menuitemradio"
            aria-checked={kept.density === density}
            onClick={() => kept.change({ density })}
            rightSection={kept.density === density ? '✓' : null}
          >
            {t[density]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
