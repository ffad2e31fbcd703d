import { Anchor, Badge, Button, Group, List, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { connectionsQuery } from './queries.ts';

const t = texts.mailTrace;
const route = getRouteApi('/signed-in/mail-trace');

/** Why a mail did or did not reach a timeline: its Message-ID in, every decision about it out. */
export function MailTrace() {
  const { id = '' } = route.useSearch();
  const navigate = useNavigate();
  const [messageId, setMessageId] = useState(id);
  const trace = useQuery({
    queryKey: ['mail-trace', id],
    queryFn: () => ask(hub.GET('/api/v1/email/trace', { params: { query: { messageId: id } } })),
    enabled: id !== '',
  });
  const connections = useQuery(connectionsQuery);
  const labelOf = (connectionId: string) => connections.data?.data.find((each) => each.id === connectionId)?.label ?? t.mailbox;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = messageId.trim();
    void navigate({ to: '/mail-trace', search: wanted ? { id: wanted } : {} });
  };
  return (
    <Stack gap="lg" maw={760}>
      <div>
        <Title order={1}>{t.title}</Title>
        <Text size="sm" c="dimmed">
          {t.lead}
        </Text>
      </div>
      <form onSubmit={submit}>
        <Group align="flex-end" gap="xs">
          <TextInput
            flex={1}
            label={t.messageId}
            description={t.where}
            placeholder="<CAF3…@mail.example.com>"
            value={messageId}
            onChange={(event) => setMessageId(event.currentTarget.value)}
          />
          <Button type="submit" loading={trace.isFetching}>
            {t.look}
          </Button>
        </Group>
      </form>
      {id !== '' && (
        <Loaded query={trace}>
          {({ sentence, known, copies, steps, threadId }) => (
            <Stack gap="sm" role="status" className="panel" p="md">
              <Text fw={600}>{sentence}</Text>
              {threadId && (
                <Anchor component={Link} to="/inbox" search={{ status: 'all', thread: threadId } as never} size="sm">
                  {t.open}
                </Anchor>
              )}
              {!known && <Text size="sm">{t.unknown}</Text>}
              {copies.length > 0 && (
                <div>
                  <Title order={3} size="sm">
                    {t.copies}
                  </Title>
                  <List size="sm" listStyleType="none">
                    {copies.map(({ connectionId, folder, decidedAt, reason, sentence: why }) => (
                      <List.Item key={`${connectionId} ${folder} ${decidedAt}`}>
                        <Group gap="xs">
                          <Badge variant="light" color={reason ? 'gray' : 'green'} c="var(--mantine-color-text)" tt="none">
                            {reason ? t.leftOut : t.kept}
                          </Badge>
                          <Text size="sm">
                            {labelOf(connectionId)} · {folder}
                          </Text>
                          <When at={decidedAt} />
                        </Group>
                        <Text size="sm" c="dimmed">
                          {why}
                        </Text>
                      </List.Item>
                    ))}
                  </List>
                </div>
              )}
              {steps.length > 0 && (
                <div>
                  <Title order={3} size="sm">
                    {t.steps}
                  </Title>
                  <List size="sm" type="ordered">
                    {steps.map((step) => (
                      <List.Item key={step}>{texts.inbox.remarks[step] ?? step}</List.Item>
                    ))}
                  </List>
                </div>
              )}
            </Stack>
          )}
        </Loaded>
      )}
    </Stack>
  );
}
