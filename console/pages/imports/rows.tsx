import { Badge, Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Empty, Failure, Waiting } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './imports.module.css';
import { type Import, type ImportRow, rowsQuery, skippedOf } from './queries.ts';

const t = texts.imports;
const COLORS = { created: 'green', updated: 'teal', skipped: 'gray' } as const;
type Shown = ImportRow['result'] | 'all';

/** What became of each row, or would become of it; what needs a look comes first. */
export function Rows({ one, isBusy }: { one: Import; isBusy: boolean }) {
  const [chosen, setShown] = useState<Shown>();
  const shown = chosen ?? (skippedOf(one) > 0 ? 'skipped' : 'all');
  const query = useInfiniteQuery({ ...rowsQuery(one.id, shown, `${one.state} ${isBusy ? 'busy' : one.appliedLines}`), enabled: !isBusy });
  if (isBusy) return null;
  const rows = query.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Stack gap="sm">
      <SegmentedControl
        size="xs"
        aria-label={t.outcome}
        style={{ alignSelf: 'flex-start' }}
        value={shown}
        onChange={(value) => setShown(value as Shown)}
        data={(['all', 'created', 'updated', 'skipped'] as const).map((value) => ({ value, label: t.tabs[value] ?? value }))}
      />
      {shown === 'skipped' && <Reasons one={one} />}
      {query.error && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Waiting rows={3} />}
      {query.data && rows.length === 0 && <Empty>{t.noRows}</Empty>}
      {rows.length > 0 && (
        <div className="panel">
          {rows.map((row) => (
            <Line key={row.line} row={row} />
          ))}
        </div>
      )}
      {query.hasNextPage && (
        <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} style={{ alignSelf: 'flex-start' }}>
          {t.more}
        </Button>
      )}
    </Stack>
  );
}

const Reasons = ({ one }: { one: Import }) => (
  <Text size="xs" c="dimmed">
    {Object.entries(one.counts.skipped)
      .sort(([, a], [, b]) => b - a)
      .map(([code, count]) => `${t.reasons[code] ?? code}: ${count.toLocaleString()}`)
      .join(' · ')}
  </Text>
);

const Line = ({ row }: { row: ImportRow }) => (
  <div className={`row ${classes.outcome}`}>
    <Text size="xs" c="dimmed" ta="right" title={t.row}>
      {row.line.toLocaleString()}
    </Text>
    <Text size="sm" className="wrap-anywhere">
      <bdi>{row.title ?? row.cells?.filter((cell) => cell !== '').join(' · ') ?? ''}</bdi>
    </Text>
    <Text size="sm" component="div" className={`wrap-anywhere ${classes.why}`}>
      <Badge size="sm" variant="light" color={COLORS[row.result]} mr={8}>
        {t.outcomes[row.result]}
      </Badge>
      {[row.existing ? t.known(row.existing.title, row.existing.by) : '', row.reason, row.undoReason].filter(Boolean).join(' · ')}
    </Text>
  </div>
);
