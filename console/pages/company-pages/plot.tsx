import { Button, Group, ScrollArea, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { texts } from '../../texts.ts';
import classes from './company-pages.module.css';

const t = texts.companyPages;
const WIDTH = 640;
const HEIGHT = 96;
export interface Point {
  day: string;
  value: number;
}

/** One series over days: a picture with exact values under the pointer, or a table of the same. */
export function Plot({ title, points }: { title: string; points: readonly Point[] }) {
  const [isTable, setTable] = useState(false);
  const [at, setAt] = useState<number>();
  const most = Math.max(1, ...points.map(({ value }) => value));
  const total = points.reduce((sum, { value }) => sum + value, 0);
  const step = WIDTH / Math.max(1, points.length);
  const shown = at === undefined ? undefined : points[at];
  return (
    <figure className={`panel ${classes.plot}`}>
      <Group justify="space-between" wrap="nowrap">
        <figcaption>
          <Text size="sm" fw={500}>
            {title}
          </Text>
          <Text size="xs" c="dimmed">
            {shown ? `${new Date(shown.day).toLocaleDateString()}: ${shown.value.toLocaleString()}` : `${total.toLocaleString()} · ${t.days}`}
          </Text>
        </figcaption>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setTable(!isTable)}>
          {isTable ? t.chart : t.table}
        </Button>
      </Group>
      {isTable ? (
        <ScrollArea.Autosize mah={220}>
          <Table withRowBorders={false} fz="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t.day}</Table.Th>
                <Table.Th ta="right">{title}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {points.toReversed().map(({ day, value }) => (
                <Table.Tr key={day}>
                  <Table.Td>{day}</Table.Td>
                  <Table.Td ta="right">{value.toLocaleString()}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      ) : (
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${title}: ${total.toLocaleString()}, ${t.days}`}
          className={classes.picture}
          onPointerMove={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            setAt(Math.min(points.length - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * points.length))));
          }}
          onPointerLeave={() => setAt(undefined)}
        >
          {points.map(({ day, value }, index) => {
            // Somebody may leave as well: a day of losses has no bar, and its number in the table.
            const height = Math.max(0, (value / most) * (HEIGHT - 4));
            return (
              <rect
                key={day}
                x={index * step + step * 0.15}
                width={step * 0.7}
                y={HEIGHT - height}
                height={height}
                rx={1}
                className={index === at ? classes.chosen : classes.bar}
              />
            );
          })}
        </svg>
      )}
    </figure>
  );
}
