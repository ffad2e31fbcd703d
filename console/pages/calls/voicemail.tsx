import { Anchor, Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { usePhone } from '../../frame/phone/phone-context.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { Greetings } from './greeting.tsx';
import { Player } from './player.tsx';
import { voicemailsQuery } from './queries.ts';

const t = texts.voicemail;
const whoLeft = ({ contactName, callerName, shownNumber }: Schemas['Voicemail']): string => contactName ?? callerName ?? shownNumber;

/** Messages that callers left: everybody's and one's own. */
export function Voicemail() {
  const query = useQuery(voicemailsQuery);
  const queries = useQueryClient();
  const phone = usePhone();
  const hear = useMutation({
    mutationFn: (id: string) => ask(hub.PATCH('/api/v1/voip/recordings/{id}', { params: { path: { id } }, body: { isHeard: true } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['voicemails'] }),
  });
  return (
    <Stack gap="lg" maw={900}>
      <Title order={1}>{t.title}</Title>
      <Allowed to="voip:write">
        <details className="panel">
          <summary>{texts.greetings.mine}</summary>
          <Stack gap="xs" p="md">
            <Text size="sm" c="dimmed">
              {texts.greetings.lead}
            </Text>
            <Greetings owner={{ ownerKind: 'person', ownerId: 'me' }} />
            <Text size="sm" c="dimmed" mt="sm">
              {texts.greetings.machineLead}
            </Text>
            <Greetings owner={{ ownerKind: 'person', ownerId: 'me' }} during={['machine']} title={texts.greetings.machine} />
          </Stack>
        </details>
      </Allowed>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty}</Empty>}>
        {({ data }) =>
          data.map((message) => (
            <Stack key={message.id} className="panel" p="md" gap="sm" component="section" aria-label={whoLeft(message)}>
              <Group justify="space-between">
                <Group gap="sm">
                  <Text fw={600}>
                    <bdi>{whoLeft(message)}</bdi>
                  </Text>
                  {message.contactName && (
                    <Text size="sm" c="dimmed">
                      {message.shownNumber}
                    </Text>
                  )}
                  <When at={message.receivedAt} />
                  {!message.heardAt && (
                    <Badge variant="light" color="teal">
                      {t.isNew}
                    </Badge>
                  )}
                </Group>
                <Group gap="xs">
                  <Anchor component={Link} to={message.contactId ? `/contacts/${message.contactId}` : `/calls/${message.callId}`} size="sm">
                    {message.contactId ? texts.phone.openContact : texts.phone.openCall}
                  </Anchor>
                  {!message.heardAt && (
                    <Button size="compact-sm" variant="subtle" onClick={() => hear.mutate(message.id)}>
                      {t.markHeard}
                    </Button>
                  )}
                  {message.number && (
                    <Allowed to="voip:send">
                      <Button
                        size="compact-sm"
                        variant="light"
                        onClick={() => phone.dial({ to: message.number ?? '', ...(message.contactId ? { contactId: message.contactId } : {}) })}
                      >
                        {texts.calls.callBack}
                      </Button>
                    </Allowed>
                  )}
                </Group>
              </Group>
              <Player recording={message} onHeard={message.heardAt ? undefined : () => hear.mutate(message.id)} />
            </Stack>
          ))
        }
      </Loaded>
    </Stack>
  );
}
