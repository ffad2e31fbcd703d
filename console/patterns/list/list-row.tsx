import { Checkbox } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import type { BesideKind } from '../../frame/beside.ts';
import { texts } from '../../texts.ts';
import { BesideButton } from '../record/beside-button.tsx';
import classes from './record-list.module.css';

const t = texts.records.list;

export interface Column<Row> {
  key: string;
  title: string;
  /** A CSS grid track: `minmax(180px, 2fr)`, `120px`. */
  width: string;
  align?: 'right';
  /** The name the API sorts by, where it can. */
  sort?: string;
  /** Shown unless the person hides it; those with `isExtra` only when asked for. */
  isExtra?: boolean;
  render: (row: Row) => ReactNode;
}

/** What a row asks of its list; the same object as long as the list stands. */
export interface RowActs<Row> {
  label(row: Row): string;
  narrow(row: Row): ReactNode;
  open(row: Row): void;
  toggle(id: string): void;
  focus(index: number): void;
}

export interface ListRowProps<Row> {
  row: Row;
  index: number;
  start: number;
  height: number;
  tracks: string;
  minWidth: number | undefined;
  shown: readonly Column<Row>[];
  isNarrow: boolean;
  isSelected: boolean;
  isFocused: boolean;
  besideKind: BesideKind | undefined;
  acts: RowActs<Row>;
}

function DrawnRow<Row extends { id: string }>(props: ListRowProps<Row>) {
  const { row, index, start, height, tracks, minWidth, shown, isNarrow, isSelected, isFocused, besideKind, acts } = props;
  const label = acts.label(row);
  return (
    <div
      role="row"
      data-index={index}
      data-selected={isSelected || undefined}
      aria-rowindex={index + 2}
      aria-label={label}
      tabIndex={isFocused ? 0 : -1}
      className={classes.row}
      style={{ gridTemplateColumns: tracks, minWidth, height, transform: `translateY(${start}px)` }}
      onFocus={() => acts.focus(index)}
      onClick={(event) => {
        if (!(event.target as HTMLElement).closest('a, button, input, label')) acts.open(row);
      }}
    >
      <div role="cell" className={classes.cell}>
        <Checkbox size="xs" aria-label={`${t.selectRow} ${label}`} checked={isSelected} onChange={() => acts.toggle(row.id)} tabIndex={-1} />
      </div>
      {isNarrow && (
        <div role="cell" className={classes.cell}>
          {acts.narrow(row)}
        </div>
      )}
      {shown.map((column, at) => (
        <div key={column.key} role="cell" className={classes.cell} data-align={column.align} data-first={at === 0 || undefined}>
          {at === 0 ? <div className={classes.first}>{column.render(row)}</div> : column.render(row)}
          {at === 0 && besideKind && <BesideButton kind={besideKind} id={row.id} name={label} />}
        </div>
      ))}
    </div>
  );
}

/** Drawn again only when something of its own changes: a list that is scrolled draws the rows that come, and no others. */
export const ListRow = memo(DrawnRow) as typeof DrawnRow;
