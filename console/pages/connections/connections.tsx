import { Alert, Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { type ConnectableProvider, CredentialsDialog } from './credentials-dialog.tsx';
import { Features } from './features.tsx';
import { Health } from './health.tsx';
import { connectionsQuery, integrationsQuery, leaveForConsent } from './queries.ts';
import { Streams } from './streams.tsx';

const t = texts.connections;

export function Connections() {
  const connections = useQuery(connectionsQuery);
  const integrations = useQuery(integrationsQuery);
  const back = new URLSearchParams(window.location.search);
  return (
    <Stack gap="xl" maw={1100}>
      <Title order={1}>{t.title}</Title>
      {back.get('error') && (
        <Alert color="red" variant="light" role="alert">
          {back.get('detail')}
        </Alert>
      )}
      {back.get('connection') && (
        <Alert color="teal" variant="light" role="status">
          {t.justConnected}
        </Alert>
      )}
      <section aria-label={t.connected}>
        <Title order={2} mb="sm">
          {t.connected}
        </Title>
        <Loaded query={connections} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty}</Empty>}>
          {({ data }) => (
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              {data.map((connection) => (
                <Card key={connection.id} connection={connection} />
              ))}
            </SimpleGrid>
          )}
        </Loaded>
      </section>
      <section aria-label={t.catalogue}>
        <Title order={2} mb="sm">
          {t.catalogue}
        </Title>
        <Loaded query={integrations}>
          {({ data }) => (
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              {data.map((integration) => (
                <CatalogueEntry key={integration.name} integration={integration} />
              ))}
            </SimpleGrid>
          )}
        </Loaded>
      </section>
    </Stack>
  );
}

function Card({ connection }: { connection: Schemas['Connection'] }) {
  const { id, label, integration, provider, health } = connection;
  const { data } = useQuery(integrationsQuery);
  const providerTitle = data?.data.find(({ name }) => name === integration)?.providers.find(({ name }) => name === provider)?.title ?? provider;
  const reconnect = useMutation({ mutationFn: () => leaveForConsent({ integration, provider, connectionId: id }) });
  return (
    <Stack className="panel" p="md" gap="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Link to="/connections/$id" params={{ id }} className="card-link">
          <Text fw={600}>{label}</Text>
          <Text size="xs" c="dimmed">
            {providerTitle}
          </Text>
        </Link>
        {health.state === 'reauthorize' && (
          <Button size="xs" onClick={() => reconnect.mutate()} loading={reconnect.isPending}>
            {t.reconnect}
          </Button>
        )}
      </Group>
      <Health connection={connection} />
      {connection.statusReason && <Text size="sm">{connection.statusReason}</Text>}
      <Streams id={id} />
    </Stack>
  );
}

function CatalogueEntry({ integration }: { integration: Schemas['Integration'] }) {
  const [asked, setAsked] = useState<ConnectableProvider>();
  const connect = useMutation({ mutationFn: (provider: string) => leaveForConsent({ integration: integration.name, provider }) });
  return (
    <Stack className="panel" p="md" gap="sm">
      <div>
        <Text fw={600}>{integration.title}</Text>
        <Text size="sm" c="dimmed">
          {integration.description}
        </Text>
      </div>
      <Features features={integration.features} />
      {integration.providers.map((provider) => (
        <Group key={provider.name} justify="space-between" gap="sm" wrap="nowrap">
          <Text size="xs" c="dimmed" style={{ flex: 1 }}>
            {provider.configured ? provider.title : (provider.reason ?? t.notConfigured)}
          </Text>
          {provider.configured && (
            <Allowed to="connections:write">
              <Button
                size="xs"
                variant="light"
                onClick={() => (provider.form ? setAsked(provider) : connect.mutate(provider.name))}
                loading={connect.isPending && connect.variables === provider.name}
                aria-label={`${t.connect} ${provider.title}`}
              >
                {t.connect}
              </Button>
            </Allowed>
          )}
        </Group>
      ))}
      {asked && <CredentialsDialog integration={integration.name} provider={asked} onClose={() => setAsked(undefined)} />}
      {connect.error && <Failure error={connect.error} />}
    </Stack>
  );
}
