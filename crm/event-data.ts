import type { NewEvent } from '#sdk';
import type { CrmScope } from './scope.ts';

/** Events are small (20 kB): a long text is read where it stands. */
const MAX_TEXT = 1_000;
const MAX_INNER_TEXT = 200;
const MAX_ITEMS = 50;
const MAX_FIELDS = 100;
/** Events of one statement. */
const BATCH = 500;

/** A value as an event tells it: times as text, long texts and lists cut. */
export function eventValue(value: unknown, depth = 0): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string') {
    const max = depth > 1 ? MAX_INNER_TEXT : MAX_TEXT;
    return value.length > max ? `${value.slice(0, max).toWellFormed()}…` : value;
  }
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((each) => eventValue(each, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MAX_FIELDS)
      .map(([key, each]) => [key, eventValue(each, depth + 1)]),
  );
}

const CUSTOM = 'customFields.';
/** Whether everybody may see a field that changed. */
export function isTold(field: string, visible: (values: Record<string, unknown>) => Record<string, unknown>): boolean {
  if (!field.startsWith(CUSTOM)) return true;
  const key = field.slice(CUSTOM.length);
  return key in visible({ [key]: true });
}

export async function publishMany({ events }: CrmScope, news: readonly NewEvent[]): Promise<void> {
  for (let from = 0; from < news.length; from += BATCH) await events.publish(...news.slice(from, from + BATCH));
}
