import { Button, Code, Drawer, Group, Progress, Stack, Tabs, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { incidentsQuery } from '../../frame/bell.tsx';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { TabRow } from '../../frame/tab-row.tsx';
import type { OperationsTab } from '../../routes/house.ts';
import { texts } from '../../texts.ts';
import { AuditLog, RequestLog } from './logs.tsx';
import { Row } from './row.tsx';

const t = texts.operations;
const TABS = Object.entries(t.tabs) as [OperationsTab, string][];
const page = { params: { query: { limit: 100 } } };

export function Operations() {
  const { tab } = useSearch({ strict: false }) as { tab: OperationsTab };
  const navigate = useNavigate();
  const may = useMay();
  const tabs = TABS.filter(([value]) => (value !== 'audit' && value !== 'requests') || may('audit:read'));
  return (
    <Stack gap="md" maw={1200}>
      <Title order={1}>{t.title}</Title>
      <Tabs value={tab} onChange={(next) => void navigate({ to: '/operations', search: { tab: (next ?? 'incidents') as OperationsTab } })} keepMounted={false}>
        <TabRow chosen={tab} tabs={tabs} />
        <Tabs.Panel value="incidents">
          <IncidentList />
        </Tabs.Panel>
        <Tabs.Panel value="calls">
          <CallList />
        </Tabs.Panel>
        <Tabs.Panel value="webhooks">
          <WebhookList />
        </Tabs.Panel>
        <Tabs.Panel value="jobs">
          <JobList />
        </Tabs.Panel>
        <Tabs.Panel value="effects">
          <UnknownEffects />
        </Tabs.Panel>
        <Tabs.Panel value="audit">
          <AuditLog />
        </Tabs.Panel>
        <Tabs.Panel value="requests">
          <RequestLog />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

/** Sends one act and fetches the list again. */
function useAct<T>(key: string, act: (id: string) => Promise<T>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => queries.invalidateQueries({ queryKey: [key] }) });
}

function IncidentList() {
  const incidents = useQuery(incidentsQuery);
  const acknowledge = useAct('incidents', (id) => ask(hub.POST('/api/v1/incidents/{id}/acknowledge', { params: { path: { id } } })));
  return (
    <Loaded query={incidents} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty.incidents}</Empty>}>
      {({ data }) => (
        <div className="panel">
          {acknowledge.error && <Failure error={acknowledge.error} />}
          {data.map((incident) => {
            const state = incident.resolvedAt ? t.resolved : incident.acknowledgedAt ? t.acknowledged : t.open;
            return (
              <Row
                key={incident.id}
                title={incident.title}
                detail={[incident.detail, incident.resolvedAt ? null : incident.remedy].filter(Boolean).join(' ')}
                state={incident.count > 1 ? `${state} · ${incident.count}×` : state}
                color={incident.resolvedAt ? 'teal' : incident.level === 'critical' ? 'red' : 'yellow'}
                at={incident.lastAt}
              >
                {!incident.resolvedAt && !incident.acknowledgedAt && (
                  <Button size="xs" variant="default" onClick={() => acknowledge.mutate(incident.id)}>
                    {t.acknowledge}
                  </Button>
                )}
              </Row>
            );
          })}
        </div>
      )}
    </Loaded>
  );
}

function CallList() {
  const calls = useQuery({ queryKey: ['api-calls'], queryFn: () => ask(hub.GET('/api/v1/api-calls', page)) });
  const [opened, setOpened] = useState<string>();
  return (
    <>
      <Loaded query={calls} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty.calls}</Empty>}>
        {({ data }) => {
          const longest = Math.max(1, ...data.map((call) => call.durationMs ?? 0));
          return (
            <div className="panel">
              {data.map((call) => (
                <Row
                  key={call.id}
                  title={call.operation}
                  detail={`${call.method} ${call.url}`}
                  state={`${call.status ?? ''} ${t.outcome[call.outcome]}`.trim()}
                  color={call.outcome === 'ok' ? 'teal' : call.outcome === 'retry' ? 'yellow' : 'red'}
                  at={call.at}
                >
                  <Group gap={6} w={110} wrap="nowrap" visibleFrom="sm">
                    <Progress value={((call.durationMs ?? 0) / longest) * 100} size={4} w={50} aria-hidden="true" />
                    <Text size="xs" c="dimmed">
                      {call.durationMs ?? '–'} ms
                    </Text>
                  </Group>
                  <Button size="xs" variant="subtle" onClick={() => setOpened(call.id)} aria-label={`${t.request}: ${call.operation}`}>
                    {t.request}
                  </Button>
                </Row>
              ))}
            </div>
          );
        }}
      </Loaded>
      <Drawer
        opened={opened !== undefined}
        onClose={() => setOpened(undefined)}
        position="right"
        size="lg"
        title={t.request}
        closeButtonProps={{ 'aria-label': texts.close }}
      >
        {opened && <CallInspector id={opened} />}
      </Drawer>
    </>
  );
}

function CallInspector({ id }: { id: string }) {
  const call = useQuery({ queryKey: ['api-calls', id], queryFn: () => ask(hub.GET('/api/v1/api-calls/{id}', { params: { path: { id } } })) });
  return (
    <Loaded query={call}>
      {(found) => (
        <Stack gap="md">
          <Text size="sm" className="wrap-anywhere">
            {found.method} {found.url}
          </Text>
          {found.request ? (
            <>
              <Text size="sm" fw={600}>
                {t.request}
              </Text>
              <Code block>{JSON.stringify(found.request, null, 2)}</Code>
              <Text size="sm" fw={600}>
                {t.response}
              </Text>
              <Code block>{JSON.stringify(found.response, null, 2)}</Code>
            </>
          ) : (
            <Text size="sm" c="dimmed">
              {t.noBody}
            </Text>
          )}
        </Stack>
      )}
    </Loaded>
  );
}

function WebhookList() {
  const events = useQuery({ queryKey: ['webhook-events'], queryFn: () => ask(hub.GET('/api/v1/webhook-events', page)) });
  const replay = useAct('webhook-events', (id) => ask(hub.POST('/api/v1/webhook-events/{id}/replay', { params: { path: { id } } })));
  const colors = { received: 'gray', processed: 'teal', failed: 'yellow', parked: 'red', unrouted: 'yellow', overtaken: 'yellow' } as const;
  return (
    <Loaded query={events} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty.webhooks}</Empty>}>
      {({ data }) => (
        <div className="panel">
          {replay.error && <Failure error={replay.error} />}
          {data.map((event) => (
            <Row
              key={event.id}
              title={event.type}
              detail={event.error ?? event.provider}
              state={t.webhook[event.state] ?? event.state}
              color={colors[event.state]}
              at={event.receivedAt}
            >
              <Button size="xs" variant="subtle" onClick={() => replay.mutate(event.id)} loading={replay.isPending && replay.variables === event.id}>
                {t.replay}
              </Button>
            </Row>
          ))}
        </div>
      )}
    </Loaded>
  );
}

function JobList() {
  const jobs = useQuery({ queryKey: ['jobs'], queryFn: () => ask(hub.GET('/api/v1/jobs', page)) });
  const cancel = useAct('jobs', (id) => ask(hub.POST('/api/v1/jobs/{id}/cancel', { params: { path: { id } } })));
  const colors = { queued: 'gray', running: 'teal', done: 'teal', failed: 'red', cancelled: 'gray' } as const;
  return (
    <Loaded query={jobs} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty.jobs}</Empty>}>
      {({ data }) => (
        <div className="panel">
          {data.map((job) => (
            <Row
              key={job.id}
              title={job.title}
              detail={job.error ?? [job.message, job.total ? `${job.done.toLocaleString()} / ${job.total.toLocaleString()}` : null].filter(Boolean).join(' · ')}
              state={t.job[job.state] ?? job.state}
              color={colors[job.state]}
              at={job.createdAt}
            >
              {(job.state === 'queued' || job.state === 'running') && (
                <Button size="xs" variant="default" onClick={() => cancel.mutate(job.id)}>
                  {t.cancel}
                </Button>
              )}
            </Row>
          ))}
        </div>
      )}
    </Loaded>
  );
}

function UnknownEffects() {
  const effects = useQuery({ queryKey: ['effects'], queryFn: () => ask(hub.GET('/api/v1/effects', { params: { query: { limit: 100, state: 'unknown' } } })) });
  const settle = (outcome: 'send_again' | 'it_arrived') => (id: string) =>
    ask(hub.POST('/api/v1/effects/{id}/settle', { params: { path: { id } }, body: { outcome } }));
  const again = useAct('effects', settle('send_again'));
  const arrived = useAct('effects', settle('it_arrived'));
  return (
    <Loaded query={effects} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty.effects}</Empty>}>
      {({ data }) => (
        <div className="panel">
          {data.map((effect) => (
            <Row key={effect.id} title={effect.summary} detail={effect.error} state={t.tabs.effects} color="yellow" at={effect.createdAt}>
              <Button size="xs" variant="default" onClick={() => arrived.mutate(effect.id)}>
                {t.arrived}
              </Button>
              <Button size="xs" variant="light" onClick={() => again.mutate(effect.id)}>
                {t.sendAgain}
              </Button>
            </Row>
          ))}
        </div>
      )}
    </Loaded>
  );
}
