import { Badge, Button, Group, Stack, Switch, Text, Textarea } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded, Waiting } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { FollowUp } from './follow-up.tsx';
import classes from './network.module.css';
import { type Thread, threadQuery, threadsQuery } from './queries.ts';

const t = texts.network;

/** Conversations; those that wait for an answer first when asked for. */
export function Threads() {
  const [waiting, setWaiting] = useState(false);
  const query = useInfiniteQuery(threadsQuery(waiting));
  const all = query.data?.pages.flatMap(({ data }) => data);
  return (
    <Stack gap="sm">
      <Switch size="sm" label={t.onlyWaiting} checked={waiting} onChange={(event) => setWaiting(event.currentTarget.checked)} />
      {!all && (query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />)}
      {all?.length === 0 && <Empty>{t.noThreads}</Empty>}
      {all && all.length > 0 && (
        <div className="panel">
          {all.map((thread) => (
            <Row key={thread.id} thread={thread} />
          ))}
        </div>
      )}
      {query.hasNextPage && (
        <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} style={{ alignSelf: 'flex-start' }}>
          {texts.leads.more}
        </Button>
      )}
    </Stack>
  );
}

function Row({ thread }: { thread: Thread }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="row">
      <button type="button" className={classes.thread} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <div className={classes.grow}>
          <Text size="sm" fw={thread.waiting ? 600 : 500} truncate>
            <bdi>{thread.title}</bdi>
          </Text>
          <Text size="xs" c="dimmed" truncate>
            <bdi>{thread.lastText}</bdi>
          </Text>
        </div>
        {thread.isInmail && <Badge variant="light">{t.inmail}</Badge>}
        {thread.isGroup && (
          <Badge variant="light" color="gray">
            {t.group}
          </Badge>
        )}
        {thread.waiting && (
          <Badge variant="light" color="amber" className={classes.waits}>
            {t.waiting}
          </Badge>
        )}
        <When at={thread.lastAt} />
      </button>
      {isOpen && <Conversation id={thread.id} />}
    </div>
  );
}

function Conversation({ id }: { id: string }) {
  const query = useQuery(threadQuery(id));
  return (
    <div className={classes.conversation}>
      <Loaded query={query}>
        {(thread) => (
          <Stack gap="sm">
            {thread.said.map(({ id: key, fromName, sentAt, content }) => (
              <div key={key}>
                <Group gap={8}>
                  <Text size="xs" fw={600}>
                    <bdi>{fromName}</bdi>
                  </Text>
                  <When at={sentAt} />
                </Group>
                <Text size="sm" className={classes.said}>
                  {content}
                </Text>
              </div>
            ))}
            <Reply thread={thread} />
          </Stack>
        )}
      </Loaded>
    </div>
  );
}

/** Written here, sent by the member there: nothing leaves by itself. */
function Reply({ thread }: { thread: Thread }) {
  const queries = useQueryClient();
  const mayWrite = useMay()('linkedin:write');
  const [text, setText] = useState(thread.draft ?? '');
  const change = useMutation({
    mutationFn: (body: { draft?: string; state?: 'sent_claimed'; done?: boolean }) =>
      ask(hub.PATCH('/api/v1/linkedin/threads/{id}', { params: { path: { id: thread.id } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['network'] }),
  });
  // What is sent is what stands in the draft: it is saved as it is seen, then sent.
  const send = useMutation({
    mutationFn: async () => {
      await ask(hub.PATCH('/api/v1/linkedin/threads/{id}', { params: { path: { id: thread.id } }, body: { draft: text.trim() } }));
      const { state } = await ask(hub.POST('/api/v1/linkedin/threads/{id}/send', { params: { path: { id: thread.id } }, body: { text: text.trim() } }));
      if (state === 'failed') throw new Error(t.sendFailed);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['network'] }),
  });
  const confirmSend = () =>
    modals.openConfirmModal({
      title: t.sendTitle,
      children: <Text size="sm">{t.sendNote}</Text>,
      labels: { confirm: t.send, cancel: texts.cancel },
      onConfirm: () => send.mutate(),
    });
  if (!mayWrite) return null;
  const open = async () => {
    await navigator.clipboard?.writeText(text).catch(() => undefined);
    window.open(thread.url, '_blank', 'noopener,noreferrer');
    change.mutate({ draft: text, state: 'sent_claimed' });
  };
  return (
    <Stack gap="xs">
      <Textarea size="sm" label={t.reply} autosize minRows={2} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      <Group gap="sm">
        {thread.canSend && (
          <Button size="xs" disabled={text.trim() === ''} onClick={confirmSend} loading={send.isPending}>
            {t.send}
          </Button>
        )}
        <Button size="xs" variant={thread.canSend ? 'default' : 'filled'} disabled={text.trim() === ''} onClick={() => void open()} loading={change.isPending}>
          {t.copyAndOpen}
        </Button>
        {thread.waiting && (
          <Button size="xs" variant="default" onClick={() => change.mutate({ done: true })}>
            {t.noReply}
          </Button>
        )}
        <FollowUp
          name={thread.title}
          followUp={() => ask(hub.POST('/api/v1/linkedin/threads/{id}/follow-up', { params: { path: { id: thread.id } }, body: {} }))}
        />
        <Text size="xs" c="dimmed">
          {thread.draftState === 'confirmed' ? t.confirmed : thread.draftState === 'sent_claimed' ? t.claimed : t.copyNote}
        </Text>
      </Group>
      {(change.error ?? send.error) && <Failure error={(change.error ?? send.error) as Error} />}
    </Stack>
  );
}
