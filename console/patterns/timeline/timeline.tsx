import { Button, Chip, Group, Skeleton, Stack, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconInfoCircle, IconLock } from '@tabler/icons-react';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { ChannelIcon, type ChannelName } from '../../frame/channel.tsx';
import { Empty, Failure } from '../../frame/states.tsx';
import { relative, When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import classes from './timeline.module.css';

const t = texts.records.timeline;

/** What the timeline shows of an activity: the shape of `/activities`. */
export interface TimelineActivity {
  id: string;
  kind: 'call' | 'email' | 'meeting' | 'message' | 'note' | 'task' | 'profile_update';
  direction: 'inbound' | 'outbound' | 'internal';
  occurredAt: string;
  createdAt: string;
  subject: string | null;
  snippet: string | null;
  body: string | null;
  status: string | null;
  participants: readonly { contactId?: string | null; name?: string | null; address: string; role: string }[];
  /** Null where a person added it. */
  source: { integration: string | null; threadId: string | null; url: string | null } | null;
}

export interface TimelineProps {
  query: UseInfiniteQueryResult<{ pages: { data: TimelineActivity[]; nextCursor: string | null }[] }, Error>;
  kind: string | undefined;
  onKind: (kind: string | undefined) => void;
  /** Above the entries: where a note is written. */
  composer?: React.ReactNode;
}

/** All channels woven into one column by time. What arrives while one reads waits behind a button, so that nothing shifts. */
export function Timeline({ query, kind, onKind, composer }: TimelineProps) {
  const all = useMemo(() => query.data?.pages.flatMap((page) => page.data) ?? [], [query.data]);
  const { entries, fresh, showFresh } = useSettled(all, kind);
  return (
    <Stack gap="md">
      {composer}
      <Chip.Group value={kind ?? ''} onChange={(value) => onKind(value === '' ? undefined : (value as string))}>
        <Group gap={6}>
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
        <ol className={classes.rail}>
          {entries.map((activity, index) => (
            <Entry key={activity.id} activity={activity} day={dayOf(activity) === dayOf(entries[index - 1]) ? undefined : dayOf(activity)} />
          ))}
        </ol>
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

/** Newer than what was first shown is counted, not shown, until it is asked for. */
function useSettled(all: readonly TimelineActivity[], kind: string | undefined) {
  const known = useRef<{ kind: string | undefined; newest: string } | undefined>(undefined);
  const [, redraw] = useState(0);
  const newest = all[0] ? `${all[0].occurredAt} ${all[0].id}` : '';
  if (newest && (!known.current || known.current.kind !== kind)) known.current = { kind, newest };
  const limit = known.current?.newest ?? '';
  const isNewer = (activity: TimelineActivity) => limit !== '' && `${activity.occurredAt} ${activity.id}` > limit && Boolean(activity.source?.integration);
  const fresh = all.filter(isNewer).length;
  return {
    entries: all.filter((activity) => !isNewer(activity)),
    fresh,
    showFresh() {
      known.current = { kind, newest };
      redraw((count) => count + 1);
    },
  };
}

function Entry({ activity, day }: { activity: TimelineActivity; day: string | undefined }) {
  const [isOpen, setOpen] = useState(false);
  const { kind, source, snippet, body, subject } = activity;
  const channel: ChannelName = source?.integration === 'linkedin' ? 'linkedin' : kind;
  const words = body ?? snippet;
  const isLong = (words?.length ?? 0) > 240 || (words?.split('\n').length ?? 0) > 3;
  const isHidden = !words && !subject && Boolean(source?.integration);
  const others = activity.participants.map((each) => each.name || each.address).filter(Boolean);
  return (
    <li className={classes.entry}>
      {day && <div className={classes.day}>{day}</div>}
      <div className={classes.line}>
        <ChannelIcon channel={channel} />
        <div className={classes.words}>
          <Group justify="space-between" gap="sm" wrap="nowrap" align="baseline">
            <Text size="sm" fw={600} className="wrap-anywhere">
              <bdi>{subject || t.kinds[kind]}</bdi>
              {activity.status && (
                <Text span size="xs" c="dimmed" fw={400}>
                  {' '}
                  · {activity.status.replaceAll('_', ' ')}
                </Text>
              )}
            </Text>
            <When at={activity.occurredAt} />
          </Group>
          {others.length > 0 && (
            <Text size="xs" c="dimmed" truncate title={others.join(', ')}>
              {others.join(', ')}
            </Text>
          )}
          {isHidden && (
            <Group gap={4} c="dimmed">
              <IconLock size={12} />
              <Text size="xs">{t.hidden}</Text>
            </Group>
          )}
          {words && (
            <Text size="sm" className={classes.body} data-open={isOpen || undefined}>
              <bdi>{words}</bdi>
            </Text>
          )}
          <Group gap="sm" className={classes.actions}>
            {isLong && (
              <UnstyledButton className={classes.more} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
                {isOpen ? t.less : t.more}
              </UnstyledButton>
            )}
            <Tooltip
              label={
                source?.integration
                  ? t.whyText(source.integration, relative(new Date(activity.createdAt)))
                  : t.whyPerson(relative(new Date(activity.createdAt)))
              }
              events={{ hover: true, focus: true, touch: true }}
            >
              <UnstyledButton className={classes.why} aria-label={t.why}>
                <IconInfoCircle size={14} />
              </UnstyledButton>
            </Tooltip>
          </Group>
        </div>
      </div>
    </li>
  );
}
