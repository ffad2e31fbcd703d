import { Button, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { leaveForConsent } from '../connections/queries.ts';
import { useChange } from '../settings/pieces.tsx';
import { healthQuery } from './queries.ts';
import classes from './slack.module.css';

const t = texts.slack;
type Health = Schemas['SlackHealth'];

/** Each installation: what it may do, whether events arrive, and a message that proves it. */
export function HealthList() {
  const query = useQuery(healthQuery);
  return (
    <Loaded query={query}>
      {({ data }) => (
        <Stack gap="md">
          {data.map((health) => (
            <One key={health.connectionId} health={health} />
          ))}
        </Stack>
      )}
    </Loaded>
  );
}

function One({ health }: { health: Health }) {
  const { connectionId, label, delivery, features, isOrganization, unused } = health;
  const mayManage = useMay()('slack:manage');
  const test = useChange(() => ask(hub.POST('/api/v1/slack/health/test', { body: { connectionId } })), ['slack']);
  const again = useMutation({ mutationFn: () => leaveForConsent({ integration: 'slack', provider: 'slack', connectionId }) });
  const isShort = features.some(({ works }) => !works);
  return (
    <section className="panel" aria-label={label}>
      <div className={`row ${classes.line}`}>
        <div className={classes.grow}>
          <Text size="sm" fw={600}>
            <bdi>{label}</bdi>
          </Text>
          <Text size="xs" c="dimmed">
            {[isOrganization ? t.organization : '', t.health[health.status]].filter(Boolean).join(' · ')}
          </Text>
        </div>
        {mayManage && (
          <Group gap="xs">
            {isShort && (
              <Button size="xs" variant="light" loading={again.isPending} onClick={() => again.mutate()}>
                {t.reinstall}
              </Button>
            )}
            <Button size="xs" variant="default" loading={test.isPending} onClick={() => test.mutate(undefined)}>
              {t.sendTest}
            </Button>
          </Group>
        )}
      </div>
      {(test.data || test.error) && (
        <div className={classes.inset}>
          {test.error ? (
            <Failure error={test.error} />
          ) : (
            <Text size="sm" role="status">
              {test.data?.sentence}
            </Text>
          )}
        </div>
      )}
      <div className={`row ${classes.line}`}>
        <Text size="sm" className={classes.grow}>
          {t.events_arrive}
        </Text>
        <Text size="xs" c="dimmed">
          {delivery.lastReceivedAt ? (
            <>
              {t.lastEvent} <When at={delivery.lastReceivedAt} /> · {t.lag(delivery.lagSeconds ?? 0)}
            </>
          ) : (
            t.noEvent
          )}
        </Text>
      </div>
      {features.map(({ feature, works, missing }) => (
        <div key={feature} className={`row ${classes.line}`}>
          {works ? (
            <IconCircleCheck size={16} aria-hidden="true" color="var(--mantine-color-teal-filled)" />
          ) : (
            <IconAlertTriangle size={16} aria-hidden="true" color="var(--mantine-color-red-filled)" />
          )}
          <div className={classes.grow}>
            <Text size="sm">{t.features[feature] ?? feature}</Text>
            {missing.length > 0 && (
              <Text size="xs" c="dimmed">
                {t.missing}: {missing.map(({ scope, why }) => (why ? `${why} (${scope})` : scope)).join(', ')}
              </Text>
            )}
          </div>
          <Text size="xs" c="dimmed">
            {works ? t.works : t.worksNot}
          </Text>
        </div>
      ))}
      {unused.length > 0 && (
        <div className={classes.inset}>
          <Text size="xs" c="dimmed">
            {t.unused(unused.join(', '))}
          </Text>
        </div>
      )}
    </section>
  );
}
