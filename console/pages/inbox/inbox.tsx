import { Button, Group, SegmentedControl, Select, Text, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { Empty, Failure, Waiting } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './inbox.module.css';
import { type InboxSearch, mailboxesQuery, STATUSES, threadsQuery, usersQuery } from './queries.ts';
import { ThreadPanel } from './thread.tsx';
import { ThreadRow } from './thread-row.tsx';

const t = texts.inbox;
const route = getRouteApi('/signed-in/inbox');

/** Conversations of all mailboxes at the left, the one being read at the right. */
export function Inbox() {
  const search = route.useSearch();
  const { status, q, mailbox, assignee, thread } = search;
  const navigate = useNavigate();
  const go = (change: Partial<InboxSearch>) => void navigate({ to: '/inbox', search: { ...search, ...change }, replace: true });
  const query = useInfiniteQuery(threadsQuery({ status, ...(q ? { q } : {}), ...(mailbox ? { mailbox } : {}), ...(assignee ? { assignee } : {}) }));
  const users = useQuery(usersQuery);
  const mailboxes = useQuery(mailboxesQuery);
  const [words, setWords] = useState(q ?? '');
  const all = query.data?.pages.flatMap(({ data }) => data) ?? [];
  const open = (id: string | undefined) => {
    const { thread: _, ...rest } = search;
    void navigate({ to: '/inbox', search: id ? { ...rest, thread: id } : rest, replace: true });
  };
  /** j and k walk through the list, as everywhere. */
  const walk = (event: KeyboardEvent) => {
    const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
    if (step === 0 || (event.target as HTMLElement).closest('input, textarea')) return;
    const at = all.findIndex(({ id }) => id === thread);
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    if (next) open(next.id);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are a shortcut; every line is a button by itself
    <div className={classes.page} data-open={thread !== undefined} onKeyDown={walk}>
      <section className={classes.left} aria-label={t.title}>
        <Title order={1}>{t.title}</Title>
        <SegmentedControl
          size="xs"
          aria-label={t.title}
          value={status}
          onChange={(value) => go({ status: value as InboxSearch['status'] })}
          data={STATUSES.map((value) => ({ value, label: value === 'all' ? t.all : (t.status[value] ?? value) }))}
        />
        <TextInput
          size="xs"
          aria-label={t.search}
          placeholder={t.search}
          leftSection={<IconSearch size={14} />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          onBlur={() => go({ q: words })}
          onKeyDown={(event) => event.key === 'Enter' && go({ q: words })}
        />
        <Group gap="xs" grow wrap="nowrap">
          <Select
            size="xs"
            clearable
            aria-label={t.mailbox}
            placeholder={t.everyMailbox}
            value={mailbox ?? null}
            onChange={(value) => go({ mailbox: value ?? '' })}
            data={(mailboxes.data?.data ?? []).map(({ id, label }) => ({ value: id, label }))}
          />
          <Select
            size="xs"
            clearable
            aria-label={t.assignee}
            placeholder={t.anybody}
            value={assignee ?? null}
            onChange={(value) => go({ assignee: value ?? '' })}
            data={(users.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
        </Group>
        {query.error && !query.data ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : query.isPending ? (
          <Waiting rows={6} />
        ) : all.length === 0 ? (
          <Empty
            action={
              mailboxes.data?.data.length === 0 && (
                <Button size="xs" component={Link} to="/connections">
                  {t.connect}
                </Button>
              )
            }
          >
            {t.empty[status]}
          </Empty>
        ) : (
          <ul className={classes.list}>
            {all.map((line) => (
              <ThreadRow key={line.id} line={line} isOpen={line.id === thread} onOpen={() => open(line.id)} />
            ))}
            {query.hasNextPage && (
              <li>
                <Button fullWidth variant="subtle" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                  {t.more}
                </Button>
              </li>
            )}
          </ul>
        )}
      </section>
      <section className={classes.thread} aria-label={texts.inbox.count(1)}>
        {thread ? (
          <ThreadPanel key={thread} id={thread} onBack={() => open(undefined)} />
        ) : (
          <Text size="sm" c="dimmed">
            {t.choose}
          </Text>
        )}
      </section>
    </div>
  );
}
