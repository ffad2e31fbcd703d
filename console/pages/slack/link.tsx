import { Button, Stack, Text, Title } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { ask, hub } from '../../api.ts';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { useChange } from '../settings/pieces.tsx';

const t = texts.slack;

/** Where the button “Link my account” in Slack leads: whoever is signed in here says that it is them. */
export function LinkSlack() {
  const { token } = useSearch({ strict: false }) as { token?: string };
  const link = useChange(() => ask(hub.POST('/api/v1/slack/members/link', { body: { token: token ?? '' } })), ['slack']);
  return (
    <Stack gap="md" maw={480}>
      <Title order={1}>{t.linkTitle}</Title>
      <Text size="sm">{t.linkLead}</Text>
      {link.data ? (
        <Text size="sm" role="status">
          {t.linked(link.data.name)}
        </Text>
      ) : token ? (
        <Button onClick={() => link.mutate(undefined)} loading={link.isPending} style={{ alignSelf: 'flex-start' }}>
          {t.linkDo}
        </Button>
      ) : (
        <Text size="sm">{t.linkMissing}</Text>
      )}
      {link.error && <Failure error={link.error} />}
    </Stack>
  );
}
