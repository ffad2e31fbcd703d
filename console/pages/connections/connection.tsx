import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ask, hub } from '../../api.ts';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { AddressCheck } from './address-check.tsx';
import { Certificate } from './certificate.tsx';
import { Features } from './features.tsx';
import { Health } from './health.tsx';
import { MailRules } from './mail-rules.tsx';
import { connectionQuery, integrationsQuery, leaveForConsent } from './queries.ts';
import { Streams } from './streams.tsx';
import { VoiceRules } from './voice-rules.tsx';

const t = texts.connections;
/** Behind which a mailbox lies that is read. */
const MAILBOXES = ['imap', 'gmail', 'outlook'];

export function ConnectionPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const path = { params: { path: { id } } };
  const queries = useQueryClient();
  const navigate = useNavigate();
  const connection = useQuery(connectionQuery(id));
  const integrations = useQuery(integrationsQuery);
  const refresh = () => queries.invalidateQueries({ queryKey: ['connections'] });
  const told = (message: string) => () => {
    notifications.show({ message, color: 'teal', closeButtonProps: { 'aria-label': texts.close } });
    void refresh();
  };
  const verify = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/connections/{id}/verify', path)),
    onSuccess: told(t.checked),
    onError: () => void refresh(),
  });
  const sync = useMutation({ mutationFn: () => ask(hub.POST('/api/v1/connections/{id}/sync', path)), onSuccess: told(t.syncStarted) });
  const remove = useMutation({
    mutationFn: () => ask(hub.DELETE('/api/v1/connections/{id}', path)),
    onSuccess: () => {
      told(t.removed)();
      void navigate({ to: '/connections' });
    },
  });
  const address = useMutation({ mutationFn: () => ask(hub.POST('/api/v1/connections/{id}/check-address', path)) });
  const failure = verify.error ?? sync.error ?? remove.error ?? address.error;
  return (
    <Stack gap="lg" maw={760}>
      <Anchor component={Link} to="/connections" size="sm">
        ← {t.back}
      </Anchor>
      <Loaded query={connection}>
        {(found) => (
          <Stack gap="lg">
            <div>
              <Title order={1}>{found.label}</Title>
              <Text size="sm" c="dimmed" tt="capitalize" mb="xs">
                {found.provider}
              </Text>
              <Health connection={found} />
              {found.statusReason && (
                <Text size="sm" mt="xs">
                  {found.statusReason}
                </Text>
              )}
            </div>
            <Group gap="xs">
              {found.health.state === 'reauthorize' && (
                <Button size="sm" onClick={() => void leaveForConsent({ integration: found.integration, provider: found.provider, connectionId: id })}>
                  {t.reconnect}
                </Button>
              )}
              <Button size="sm" variant="default" onClick={() => verify.mutate()} loading={verify.isPending}>
                {t.check}
              </Button>
              {found.integration === 'voip' && (
                <Button size="sm" variant="default" onClick={() => address.mutate()} loading={address.isPending}>
                  {t.checkAddress}
                </Button>
              )}
              <Button size="sm" variant="default" onClick={() => sync.mutate()} loading={sync.isPending}>
                {t.sync}
              </Button>
              <Button
                size="sm"
                variant="subtle"
                color="red"
                onClick={() =>
                  modals.openConfirmModal({
                    title: t.removeTitle,
                    children: <Text size="sm">{t.removeConfirm(found.label)}</Text>,
                    labels: { confirm: `${t.remove} ${found.label}`, cancel: texts.cancel },
                    confirmProps: { color: 'red' },
                    onConfirm: () => remove.mutate(),
                  })
                }
              >
                {t.remove}
              </Button>
            </Group>
            {failure && <Failure error={failure} />}
            {address.data && <AddressCheck check={address.data} />}
            <section aria-label={t.streams}>
              <Title order={2} mb="sm">
                {t.streams}
              </Title>
              <Streams id={id} />
            </section>
            {found.integration === 'email' && <Certificate id={id} />}
            {found.integration === 'email' && MAILBOXES.includes(found.provider) && <MailRules key={found.id} connection={found} />}
            {found.integration === 'voip' && <VoiceRules key={found.id} connection={found} />}
            <section aria-label={t.features}>
              <Title order={2} mb="sm">
                {t.features}
              </Title>
              <Loaded query={integrations}>{({ data }) => <Features features={data.find(({ name }) => name === found.integration)?.features ?? []} />}</Loaded>
            </section>
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}
