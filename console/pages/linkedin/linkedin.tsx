import { Badge, Button, Group, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconClockHour4, IconFileImport, IconTool } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import classes from './linkedin.module.css';
import { accountsQuery, capabilitiesQuery } from './queries.ts';

const t = texts.linkedin;
type Capability = Schemas['LinkedInCapability'];
type Account = Schemas['LinkedInAccount'];
const ICONS = { available: IconCircleCheck, needs_setup: IconTool, needs_approval: IconClockHour4, import_only: IconFileImport } as const;
const DAYS = 60;

/** Every way to every feature, and how long access lasts. */
export function LinkedIn() {
  const accounts = useQuery(accountsQuery);
  const ways = useQuery(capabilitiesQuery);
  return (
    <Stack gap="xl" maw={1040}>
      <Stack gap={4}>
        <Title order={1}>{t.title}</Title>
        <Text size="sm" c="dimmed" maw={680}>
          {t.lead}
        </Text>
      </Stack>
      <section aria-label={t.accounts}>
        <Title order={2} mb="sm">
          {t.accounts}
        </Title>
        <Loaded query={accounts} isEmpty={({ data }) => data.length === 0} empty={<Empty action={<Connect label={t.connect} />}>{t.noAccounts}</Empty>}>
          {({ data }) => (
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              {data.map((account) => (
                <Access key={account.connectionId} account={account} />
              ))}
            </SimpleGrid>
          )}
        </Loaded>
      </section>
      <section aria-label={t.ways}>
        <Title order={2} mb="sm">
          {t.ways}
        </Title>
        <Loaded query={ways}>{({ data }) => <Ways ways={data} />}</Loaded>
      </section>
    </Stack>
  );
}

function Connect({ label, connectionId }: { label: string; connectionId?: string }) {
  const leave = useMutation({
    mutationFn: async () => {
      const body = { integration: 'linkedin', provider: 'linkedin', returnTo: '/linkedin', ...(connectionId ? { connectionId } : {}) };
      const { authorizeUrl } = await ask(hub.POST('/api/v1/connections/authorize', { body }));
      window.location.assign(authorizeUrl);
    },
  });
  return (
    <Allowed to="connections:write">
      <Stack gap="xs" align="flex-start">
        <Button size="xs" onClick={() => leave.mutate()} loading={leave.isPending}>
          {label}
        </Button>
        {leave.error && <Failure error={leave.error} />}
      </Stack>
    </Allowed>
  );
}

/** The countdown is a normal thing here, not an error. */
function Access({ account }: { account: Account }) {
  const { label, provider, status, daysLeft, apiVersion, apiVersionDaysLeft, pins, overridden, quota } = account;
  const isEnding = status !== 'active' || (daysLeft !== null && daysLeft <= 15);
  return (
    <Stack className="panel" p="md" gap="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={600}>
            <bdi>{label}</bdi>
          </Text>
          {overridden && (
            <Text size="xs" c="dimmed">
              {t.overridden}
            </Text>
          )}
        </div>
        {provider === 'linkedin' && isEnding && <Connect label={t.reconnect} connectionId={account.connectionId} />}
      </Group>
      {provider === 'linkedin' && (
        <Stack gap={4}>
          <Text size="sm">{t.daysLeft(status === 'active' ? daysLeft : 0)}</Text>
          <Progress
            value={((status === 'active' ? (daysLeft ?? DAYS) : 0) / DAYS) * 100}
            size={4}
            color={isEnding ? 'amber' : 'teal'}
            aria-label={t.daysLeft(daysLeft)}
          />
          <Text size="xs" c="dimmed">
            {t.ends}
          </Text>
        </Stack>
      )}
      <Text size="xs" c="dimmed">
        {t.version(apiVersion, apiVersionDaysLeft)}
      </Text>
      {pins.map((pin) => (
        <Text key={pin.resource} size="xs" c="dimmed">
          {t.pin(t.resources[pin.resource] ?? pin.resource, pin.version, pin.daysLeft)}
        </Text>
      ))}
      {quota.length > 0 && (
        <div>
          <Text size="xs" fw={500} mb={4}>
            {t.usage}
          </Text>
          <div className={classes.usage}>
            {quota.map(({ resource, used, exhaustedAt }) => (
              <Text key={resource} size="xs" c="dimmed" className={classes.used}>
                <span>{t.resources[resource] ?? resource}</span>
                <span>
                  {used.toLocaleString()} {exhaustedAt ? `· ${t.exhausted}` : ''}
                </span>
              </Text>
            ))}
          </div>
          <Text size="xs" c="dimmed" mt={4}>
            {t.usageNote}
          </Text>
        </div>
      )}
    </Stack>
  );
}

function Ways({ ways }: { ways: readonly Capability[] }) {
  const features = [...new Set(ways.map(({ feature }) => feature))];
  return (
    <Stack gap="lg">
      {features.map((feature) => (
        <div key={feature}>
          <Title order={3} mb={6}>
            {t.feature[feature] ?? feature}
          </Title>
          <div className="panel">
            {ways
              .filter((way) => way.feature === feature)
              .map((way) => (
                <Way key={`${way.path} ${way.title}`} way={way} />
              ))}
          </div>
        </div>
      ))}
    </Stack>
  );
}

function Way({ way }: { way: Capability }) {
  const Icon = ICONS[way.status];
  return (
    <div className={`row ${classes.way}`}>
      <Icon size={18} aria-hidden className={way.status === 'available' ? classes.works : classes.icon} />
      <div className={classes.what}>
        <Text size="sm" fw={500}>
          {way.title}
        </Text>
        <Text size="xs" c="dimmed">
          {way.pathTitle}
        </Text>
      </div>
      <div className={classes.why}>
        <Text size="sm">{way.reason}</Text>
        {way.nextStep && (
          <Text size="sm" c="dimmed">
            {way.nextStep}
          </Text>
        )}
      </div>
      <Badge variant="light" color={way.status === 'available' ? 'teal' : 'gray'} className={classes.status}>
        {t.status[way.status]}
      </Badge>
    </div>
  );
}
