import { Anchor, Group, Skeleton, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { IconExternalLink, IconInfoCircle, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { ChannelIcon, type ChannelName } from '../../frame/channel.tsx';
import { Failure } from '../../frame/states.tsx';
import { relative, When } from '../../frame/when.tsx';
import { useNames } from '../../pages/deals/use-names.ts';
import { texts } from '../../texts.ts';
import { useKnownContacts } from './known-contacts.ts';
import { durationOf, type Names, nameOfParticipant, sentenceOf } from './sentence.ts';
import classes from './timeline.module.css';
import type { TimelineActivity } from './timeline.tsx';

const t = texts.records.timeline;
const MOST_OF_THREAD = 50;

/** Lists carry a mail's first lines; all of it comes when it is opened. */
const bodyQuery = (id: string) => ({
  queryKey: ['activities', 'one', id],
  queryFn: () => ask(hub.GET('/api/v1/activities/{id}', { params: { path: { id } } })),
});
const threadQuery = (threadId: string) => ({
  queryKey: ['activities', 'thread', threadId],
  queryFn: () => ask(hub.GET('/api/v1/activities', { params: { query: { threadId, limit: MOST_OF_THREAD } } })),
});

export function Entry({ activity, day, isInThread = false }: { activity: TimelineActivity; day?: string | undefined; isInThread?: boolean }) {
  const { kind, source, threadCount = 1 } = activity;
  const [isThreadOpen, setThreadOpen] = useState(false);
  const channel: ChannelName = source?.integration === 'linkedin' ? 'linkedin' : kind;
  return (
    <li className={classes.entry}>
      {day && <div className={classes.day}>{day}</div>}
      <div className={classes.line}>
        {isInThread ? <span /> : <ChannelIcon channel={channel} />}
        <div className={classes.words}>
          <Headline activity={activity} />
          <Words activity={activity} />
          {threadCount > 1 && source?.threadId && (
            <>
              <UnstyledButton className={classes.more} onClick={() => setThreadOpen(!isThreadOpen)} aria-expanded={isThreadOpen}>
                {isThreadOpen ? t.less : t.inThread(threadCount - 1)}
              </UnstyledButton>
              {isThreadOpen && <Thread threadId={source.threadId} besides={activity.id} />}
            </>
          )}
        </div>
      </div>
    </li>
  );
}

function Headline({ activity }: { activity: TimelineActivity }) {
  const nameOf = useNames();
  const contacts = useKnownContacts();
  const names: Names = {
    ofUser(id) {
      const name = nameOf(id);
      return name === texts.records.record.nobody ? undefined : name;
    },
    ofContact: (id) => contacts[id],
  };
  const { who, did, what } = sentenceOf(activity, names);
  const duration = durationOf(activity);
  const others = activity.participants
    .filter(({ address }) => address !== 'erased')
    .map((each) => nameOfParticipant(each, names))
    .filter((each) => each && each !== who);
  return (
    <>
      <Group justify="space-between" gap="sm" wrap="nowrap" align="baseline">
        <Text size="sm" className="wrap-anywhere">
          {who && (
            <Text span fw={600} inherit>
              <bdi>{who}</bdi>{' '}
            </Text>
          )}
          <Text span c={who ? 'dimmed' : undefined} fw={who ? 400 : 600} inherit>
            {did}
          </Text>
          {what && (
            <Text span fw={500} inherit>
              {' '}
              <bdi>{what}</bdi>
            </Text>
          )}
          {duration && (
            <Text span c="dimmed" inherit>
              {' '}
              · {duration}
            </Text>
          )}
        </Text>
        <When at={activity.occurredAt} />
      </Group>
      {others.length > 0 && (
        <Text size="xs" c="dimmed" truncate title={others.join(', ')}>
          <bdi>{t.withOthers(others.join(', '))}</bdi>
        </Text>
      )}
    </>
  );
}

/** What it says, folded to three lines. */
function Words({ activity }: { activity: TimelineActivity }) {
  const [isOpen, setOpen] = useState(false);
  const { source, snippet, body, subject, hidden } = activity;
  const isPreview = body === null && snippet !== null && activity.kind === 'email';
  const whole = useQuery({ ...bodyQuery(activity.id), enabled: isOpen && isPreview });
  const words = (isOpen && whole.data?.body) || (body ?? snippet);
  const isLong = isPreview || (words?.length ?? 0) > 240 || (words?.split('\n').length ?? 0) > 3;
  const isHidden = !words && !subject && hidden.length > 0;
  const since = relative(new Date(activity.createdAt));
  return (
    <>
      {isHidden && (
        <Group gap={4} c="dimmed">
          <IconLock size={12} />
          <Text size="xs">{t.hidden}</Text>
        </Group>
      )}
      {activity.erasedAt && (
        <Text size="xs" c="dimmed">
          {t.erased}
        </Text>
      )}
      {words && (
        <Text size="sm" className={classes.body} data-open={isOpen || undefined}>
          <bdi>{words}</bdi>
        </Text>
      )}
      <Group gap="sm" className={classes.actions}>
        {words && isLong && (
          <UnstyledButton className={classes.more} onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
            {isOpen ? t.less : t.more}
          </UnstyledButton>
        )}
        {source?.url && (
          <Anchor href={source.url} target="_blank" rel="noreferrer" size="xs" c="dimmed" className={classes.why}>
            <Group gap={4} component="span">
              <IconExternalLink size={13} aria-hidden="true" />
              {t.openThere}
            </Group>
          </Anchor>
        )}
        <Tooltip
          label={source?.integration ? t.whyText(t.sources[source.integration] ?? source.integration, since) : t.whyPerson(since)}
          events={{ hover: true, focus: true, touch: true }}
        >
          <UnstyledButton className={classes.why} aria-label={t.why}>
            <IconInfoCircle size={14} />
          </UnstyledButton>
        </Tooltip>
      </Group>
    </>
  );
}

/** The rest of a conversation, newest first. */
function Thread({ threadId, besides }: { threadId: string; besides: string }) {
  const query = useQuery(threadQuery(threadId));
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Skeleton height={40} mt="xs" />;
  return (
    <ol className={classes.thread}>
      {query.data.data
        .filter(({ id }) => id !== besides)
        .map((each) => (
          <Entry key={each.id} activity={each} isInThread />
        ))}
    </ol>
  );
}
