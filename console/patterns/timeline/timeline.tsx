import { Button, Chip, Group, Skeleton, Stack } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { Empty, Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { Entry } from './entry.tsx';
import { KnownContacts } from './known-contacts.ts';
import classes from './timeline.module.css';

const t = texts.records.timeline;

/** What the timeline shows of an activity: the shape of `/activities`. */
export interface TimelineActivity {
  id: string;
  kind: 'call' | 'email' | 'meeting' | 'message' | 'note' | 'task' | 'profile_update';
  direction: 'inbound' | 'outbound' | 'internal';
  occurredAt: string;
  createdAt: string;
  /** Emptied because the person in it asked to be forgotten. */
  erasedAt?: string | null;
  subject: string | null;
  snippet: string | null;
  body: string | null;
  status: string | null;
  ownerId: string | null;
  /** Fields that its owner does not show. */
  hidden: readonly string[];
  participants: readonly { contactId: string | null; userId: string | null; name: string | null; address: string; role: string }[];
  /** How many of its thread one reads here. */
  threadCount?: number | undefined;
  data: Readonly<Record<string, unknown>>;
  /** Null where a person added it. */
  source: { integration: string | null; threadId: string | null; url: string | null } | null;
}

export interface TimelineProps {
  query: UseInfiniteQueryResult<{ pages: { data: TimelineActivity[]; nextCursor: string | null }[] }, Error>;
  kind: string | undefined;
  onKind: (kind: string | undefined) => void;
  /** Above the entries: where a note is written. */
  composer?: React.ReactNode;
  /** Names of contacts that the page knows, by id. */
  contacts?: Readonly<Record<string, string>>;
}
const NOBODY = {};

/** All channels woven into one column by time. What arrives while one reads waits behind a button, so that nothing shifts. */
export function Timeline({ query, kind, onKind, composer, contacts = NOBODY }: TimelineProps) {
  const all = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const { entries, fresh, showFresh } = useSettled(all, kind);
  return (
    <Stack gap="md">
      {composer}
      <Chip.Group value={kind ?? ''} onChange={(value) => onKind(value === '' ? undefined : (value as string))}>
        <Group gap={6} className={classes.chips}>
          <Chip size="xs" value="">
            {t.all}
          </Chip>
          {(['email', 'call', 'meeting', 'message', 'note', 'task'] as const).map((each) => (
            <Chip key={each} size="xs" value={each}>
              {t.kinds[each]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {fresh > 0 && (
        <Button size="compact-sm" variant="light" onClick={showFresh} className={classes.fresh}>
          {t.fresh(fresh)}
        </Button>
      )}
      {query.error && !query.data ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Stack gap="lg" role="status" aria-label={texts.loading}>
          {[0, 1, 2, 3].map((index) => (
            <Group key={index} gap="md" wrap="nowrap" align="flex-start">
              <Skeleton circle height={26} />
              <Stack gap={6} flex={1}>
                <Skeleton height={12} width="45%" />
                <Skeleton height={10} width="80%" />
              </Stack>
            </Group>
          ))}
        </Stack>
      ) : entries.length === 0 ? (
        <Empty>{t.empty}</Empty>
      ) : (
        <KnownContacts value={contacts}>
          <ol className={classes.rail}>
            {entries.map((activity, index) => (
              <Entry key={activity.id} activity={activity} day={dayOf(activity) === dayOf(entries[index - 1]) ? undefined : dayOf(activity)} />
            ))}
          </ol>
        </KnownContacts>
      )}
      {query.hasNextPage && (
        <Button variant="subtle" size="xs" onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          {t.earlier}
        </Button>
      )}
    </Stack>
  );
}

const dayOf = (activity: TimelineActivity | undefined): string | undefined =>
  activity && new Date(activity.occurredAt).toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' });

const threadOf = ({ source }: TimelineActivity) => source?.threadId && `${source.integration} ${source.threadId}`;

/** Newer than what was first shown is counted, not shown, until it is asked for; a thread that goes on stays where it is. */
function useSettled(all: readonly TimelineActivity[], kind: string | undefined) {
  const known = useRef<{ kind: string | undefined; newest: string } | undefined>(undefined);
  const read = useRef(new Map<string, TimelineActivity>());
  const [, redraw] = useState(0);
  const newest = all[0] ? `${all[0].occurredAt} ${all[0].id}` : '';
  if (newest && (!known.current || known.current.kind !== kind)) known.current = { kind, newest };
  const limit = known.current?.newest ?? '';
  const isNewer = (activity: TimelineActivity) => limit !== '' && `${activity.occurredAt} ${activity.id}` > limit && Boolean(activity.source?.integration);
  const settled = all.filter((activity) => !isNewer(activity));
  const fresh = all.filter(isNewer);
  const before = fresh.flatMap((activity) => read.current.get(threadOf(activity) ?? '') ?? []);
  for (const activity of settled) {
    const thread = threadOf(activity);
    if (thread) read.current.set(thread, activity);
  }
  return {
    entries: [...settled, ...before].sort((a, b) => (a.occurredAt < b.occurredAt ? 1 : -1)),
    fresh: fresh.length,
    showFresh() {
      known.current = { kind, newest };
      redraw((count) => count + 1);
    },
  };
}
