import { isDeepStrictEqual } from 'node:util';
import type { ConnectionId, UserId } from '#sdk';
import type { ActivityKind, activities, DIRECTIONS, IdentityKind, Visibility } from '../models.ts';

export type Direction = (typeof DIRECTIONS)[number];
export interface NewParticipant {
  /** As the source has it; an e-mail address, a number, a handle. Empty where only the contact is known. */
  address: string;
  /** Told by its look where it is not given. */
  kind?: IdentityKind | undefined;
  /** `from`, `to`, `cc`, `organizer`, `attendee`, `caller`, `about`, … */
  role: string;
  name?: string | undefined;
  contactId?: string | undefined;
  userId?: string | undefined;
}

/** What a source says of one thing that happened. What it does not say (undefined or null) stays as it was. */
export interface ActivityFacts {
  kind: ActivityKind;
  direction: Direction;
  occurredAt: Date;
  subject?: string | null | undefined;
  snippet?: string | null | undefined;
  body?: string | null | undefined;
  status?: string | null | undefined;
  ownerId?: UserId | string | null | undefined;
  visibility?: Visibility | undefined;
  dealId?: string | null | undefined;
  organizationId?: string | null | undefined;
  participants?: readonly NewParticipant[] | undefined;
  /** Where it comes from. `externalId` names it there for ever. */
  source?: {
    integration: string;
    provider: string;
    connectionId?: ConnectionId | string | null | undefined;
    externalId?: string | null | undefined;
    threadId?: string | null | undefined;
    url?: string | null | undefined;
  };
  /** What makes it the same activity whoever tells of it (a Message-ID); else it is made of the source. */
  sourceKey?: string | undefined;
  data?: Readonly<Record<string, unknown>> | undefined;
  /** When the source said so; now where it does not say. Of two that speak of one field the newer counts, in whatever order they come. */
  toldAt?: Date | undefined;
}

export type ActivityRow = typeof activities.$inferSelect;
type Told = Partial<ActivityRow>;

const MAX = { subject: 1_000, snippet: 1_000, body: 1_000_000, status: 100, url: 2_000, key: 1_000 };
/** PostgreSQL takes neither NUL nor half a surrogate. */
export const clean = (text: string, max: number): string => text.slice(0, max).replaceAll('\0', '').toWellFormed();
function cleanData(value: unknown): unknown {
  if (typeof value === 'string') return clean(value, MAX.body);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(cleanData);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [clean(key, MAX.key), cleanData(each)]));
}

/** The name of an activity at its source; undefined when nothing names it (one's own note). */
export function sourceKeyOf({ sourceKey, source }: Pick<ActivityFacts, 'sourceKey' | 'source'>): string | undefined {
  if (sourceKey) return clean(sourceKey, MAX.key);
  return source?.externalId ? clean(`${source.integration}:${source.provider}:${source.externalId}`, MAX.key) : undefined;
}

/** The columns that facts speak of. */
export function columnsOf({ source, ...facts }: Partial<ActivityFacts>): Told {
  const text = (value: string | null | undefined, max: number) => (value === null || value === undefined ? undefined : clean(value, max));
  const said = {
    kind: facts.kind,
    direction: facts.direction,
    occurredAt: facts.occurredAt,
    subject: text(facts.subject, MAX.subject),
    snippet: text(facts.snippet, MAX.snippet),
    body: text(facts.body, MAX.body),
    status: text(facts.status, MAX.status),
    ownerId: facts.ownerId,
    visibility: facts.visibility,
    dealId: facts.dealId,
    organizationId: facts.organizationId,
    integration: text(source?.integration, MAX.status),
    provider: text(source?.provider, MAX.status),
    connectionId: source?.connectionId,
    externalId: text(source?.externalId, MAX.key),
    threadId: text(source?.threadId, MAX.key),
    url: text(source?.url, MAX.url),
    data: facts.data && (cleanData(facts.data) as Record<string, unknown>),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && value !== null));
}

/** Everything that the first telling said, under one name; what was said later stands by its own. */
const FIRST = '*';
/** Where the one who told first counts: a mail in two mailboxes does not change hands. */
const FIRST_COUNTS: readonly string[] = ['ownerId'];

export const firstToldAt = (said: Told, at: Date): Record<string, number> => ({
  [FIRST]: at.getTime(),
  // An assumption yields to whoever says it.
  ...(said.visibility ? {} : { visibility: 0 }),
});

/** What facts change of an activity that is there. Pure, and the same whatever the order in which facts of different times come. */
export function merge(before: ActivityRow, said: Told, at: Date): { change: Told; toldAt: Record<string, number> | undefined } {
  const told = at.getTime();
  const toldAt = { ...before.toldAt };
  const change: Record<string, unknown> = {};
  const take = (name: string, known: unknown, value: unknown): boolean => {
    const empty = known === null || known === undefined;
    const since = toldAt[name] ?? toldAt[FIRST] ?? 0;
    const counts = empty || (FIRST_COUNTS.includes(name) ? told < since : told >= since);
    if (!counts) return false;
    if (since !== told || empty) toldAt[name] = told;
    return !isDeepStrictEqual(known, value);
  };
  for (const [field, value] of Object.entries(said)) {
    if (field === 'data') continue;
    if (take(field, before[field as keyof ActivityRow], value)) change[field] = value;
  }
  const data = { ...before.data };
  for (const [key, value] of Object.entries(said.data ?? {})) if (take(`data.${key}`, before.data[key], value)) data[key] = value;
  if (!isDeepStrictEqual(data, before.data)) change.data = data;
  return { change: change as Told, toldAt: isDeepStrictEqual(toldAt, before.toldAt) ? undefined : toldAt };
}
