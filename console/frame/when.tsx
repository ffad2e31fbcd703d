import { Text } from '@mantine/core';

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 30],
  ['month', 12],
  ['year', Number.POSITIVE_INFINITY],
];
const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

export function relative(at: Date, now = new Date()): string {
  let amount = (at.getTime() - now.getTime()) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(amount) < size) return words.format(Math.round(amount), unit);
    amount /= size;
  }
  return at.toLocaleDateString();
}

/** Relative, with the exact time on hover. */
export function When({ at }: { at: string | null | undefined }) {
  if (!at) return null;
  const date = new Date(at);
  return (
    <Text component="time" dateTime={at} title={date.toLocaleString()} size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
      {relative(date)}
    </Text>
  );
}
