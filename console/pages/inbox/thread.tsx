import { Alert, Button, Group, Menu, Select, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconClock, IconPencil } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { MailComposer } from '../../patterns/mail/composer.tsx';
import { type Mentionable, MentionInput, mentionedIn } from '../../patterns/mail/mention-input.tsx';
import { sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import classes from './inbox.module.css';
import { MailArticle } from './mail.tsx';
import { type ThreadView, threadQuery, usersQuery } from './queries.ts';

const t = texts.inbox;

export function ThreadPanel({ id, onBack }: { id: string; onBack: () => void }) {
  const query = useQuery(threadQuery(id));
  return (
    <Stack gap="sm">
      <Button hiddenFrom="md" size="compact-sm" variant="subtle" leftSection={<IconArrowLeft size={14} />} onClick={onBack} style={{ alignSelf: 'flex-start' }}>
        {t.back}
      </Button>
      <Loaded query={query}>{(thread) => <Conversation thread={thread} />}</Loaded>
    </Stack>
  );
}

type Change = { assigneeId?: string | null; status?: 'open' | 'closed' | 'snoozed'; snoozeUntil?: string };

function Conversation({ thread }: { thread: ThreadView }) {
  const queries = useQueryClient();
  const users = useQuery(usersQuery);
  const { id, messages, notes } = thread;
  const people = users.data?.data ?? [];
  const nameOfUser = (userId: string | null) => people.find((each) => each.id === userId)?.name ?? t.nobody;
  const taken = (after: ThreadView) => {
    queries.setQueryData(threadQuery(id).queryKey, after);
    void queries.invalidateQueries({ queryKey: ['inbox'] });
  };
  const change = useMutation({
    mutationFn: (body: Change) => ask(hub.PATCH('/api/v1/email/threads/{id}', { params: { path: { id } }, body })),
    onSuccess: taken,
    onError: sayFailed,
  });
  const last = messages.findLast(({ direction }) => direction === 'inbound') ?? messages.at(-1);
  const answerTo = last ? (last.direction === 'outbound' ? last.to : last.from ? [last.from] : []) : [];
  const subject = thread.subject ?? '';
  return (
    <>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Title order={2} className="wrap-anywhere">
          <bdi>{thread.subject === null ? t.hiddenSubject : subject || t.noSubject}</bdi>
        </Title>
        <Allowed to="email:write">
          <Group gap="xs" wrap="nowrap">
            <Snooze onChoose={(snoozeUntil) => change.mutate({ status: 'snoozed', snoozeUntil })} />
            {thread.status === 'closed' ? (
              <Button size="xs" variant="default" onClick={() => change.mutate({ status: 'open' })}>
                {t.reopen}
              </Button>
            ) : (
              <Button size="xs" variant="default" loading={change.isPending} onClick={() => change.mutate({ status: 'closed' })}>
                {t.close}
              </Button>
            )}
          </Group>
        </Allowed>
      </Group>
      <Select
        size="xs"
        maw={260}
        label={t.assignee}
        placeholder={t.unassigned}
        clearable
        value={thread.assigneeId}
        onChange={(assigneeId) => change.mutate({ assigneeId })}
        data={people.map((each) => ({ value: each.id, label: each.name }))}
      />
      {thread.replying.length > 0 && (
        <Alert color="yellow" variant="light" icon={<IconPencil size={16} />}>
          {t.replyingNow(thread.replying.map(nameOfUser).join(', '))}
        </Alert>
      )}
      <div>
        {messages.map((mail, index) => (
          <MailArticle key={mail.id} mail={mail} threadId={id} startsOpen={index >= messages.length - 2} />
        ))}
      </div>
      {notes.map((note) => (
        <div key={note.id} className={classes.note}>
          <Group gap="xs">
            <Text size="xs" fw={600}>
              {t.inside} · {nameOfUser(note.userId)}
            </Text>
            <When at={note.createdAt} />
          </Group>
          <Text size="sm" className={classes.words}>
            {note.body}
          </Text>
        </div>
      ))}
      <Allowed to="email:send">
        {last && answerTo.length > 0 && (
          <MailComposer
            label={texts.mail.reply}
            to={answerTo.map(({ address }) => address)}
            subject={/^re:/i.test(subject) ? subject : `Re: ${subject}`}
            inReplyTo={last.id}
            threadId={id}
            onWriting={() => void hub.POST('/api/v1/email/threads/{id}/replying', { params: { path: { id } }, body: {} })}
            {...(last.connectionId ? { connectionId: last.connectionId } : {})}
          />
        )}
      </Allowed>
      <Allowed to="email:write">
        <NewNote id={id} people={people} onAdded={taken} />
      </Allowed>
    </>
  );
}

function Snooze({ onChoose }: { onChoose: (until: string) => void }) {
  const morning = (days: number) => {
    const at = new Date();
    at.setDate(at.getDate() + days);
    at.setHours(8, 0, 0, 0);
    return at.toISOString();
  };
  const choices = { hour: () => new Date(Date.now() + 3_600_000).toISOString(), tomorrow: () => morning(1), week: () => morning(7) };
  return (
    <Menu position="bottom-end" shadow="sm">
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<IconClock size={14} />}>
          {t.snooze}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {Object.entries(choices).map(([name, until]) => (
          <Menu.Item key={name} onClick={() => onChoose(until())}>
            {t.snoozeFor[name]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function NewNote({ id, people, onAdded }: { id: string; people: readonly Mentionable[]; onAdded: (thread: ThreadView) => void }) {
  const [body, setBody] = useState('');
  const add = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/email/threads/{id}/notes', { params: { path: { id } }, body: { body, mentions: mentionedIn(body, people) } })),
    onSuccess: (after) => {
      setBody('');
      onAdded(after);
    },
    onError: sayFailed,
  });
  return (
    <Stack gap="xs">
      <MentionInput people={people} autosize minRows={1} maxRows={8} label={t.note} description={t.mentionHint} value={body} onType={setBody} />
      {body.trim() !== '' && (
        <Group justify="flex-end">
          <Button size="xs" variant="default" loading={add.isPending} onClick={() => add.mutate()}>
            {t.addNote}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
