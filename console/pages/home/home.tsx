import { Alert, Button, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { incidentsQuery } from '../../frame/bell.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { Health } from '../connections/health.tsx';
import { connectionsQuery } from '../connections/queries.ts';

const t = texts.home;

/** What needs somebody, then what works. */
export function Home() {
  const connections = useQuery(connectionsQuery);
  const incidents = useQuery(incidentsQuery);
  const open = incidents.data?.data.filter((incident) => !incident.resolvedAt) ?? [];
  return (
    <Stack gap="lg" maw={760}>
      <Title order={1}>{t.title}</Title>
      {open.map((incident) => (
        <Alert
          key={incident.id}
          color={incident.level === 'critical' ? 'red' : 'yellow'}
          variant="light"
          icon={<IconAlertTriangle size={18} />}
          title={incident.title}
        >
          <Text size="sm">{incident.detail}</Text>
          {incident.remedy && <Text size="sm">{incident.remedy}</Text>}
        </Alert>
      ))}
      <section aria-label={t.connections}>
        <Title order={2} mb="sm">
          {t.connections}
        </Title>
        <Loaded
          query={connections}
          isEmpty={({ data }) => data.length === 0}
          empty={
            <Empty
              action={
                <Button component={Link} to="/connections" size="sm">
                  {t.open}
                </Button>
              }
            >
              {t.empty}
            </Empty>
          }
        >
          {({ data }) => (
            <div className="panel">
              {data.map((connection) => (
                <Link key={connection.id} to="/connections/$id" params={{ id: connection.id }} className="card-link">
                  <Stack gap={4} p="sm" className="row">
                    <Text size="sm" fw={600}>
                      {connection.label}
                    </Text>
                    <Health connection={connection} />
                  </Stack>
                </Link>
              ))}
            </div>
          )}
        </Loaded>
      </section>
    </Stack>
  );
}
