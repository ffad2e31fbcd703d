import { Badge, Button, Group, Stack, Switch, TagsInput, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { sayDone, sayFailed } from '../../patterns/record/undo.tsx';
import { texts } from '../../texts.ts';
import { FormDialog, FormFailure, problemAt, Section, ShownOnce, useChange } from './pieces.tsx';
import { endpointsQuery } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
type Endpoint = Schemas['WebhookEndpoint'];
const KEYS = ['webhook-endpoints', 'webhook-deliveries'];
const SUGGESTED = ['contact.*', 'organization.*', 'deal.*', 'activity.*', 'deal.won', 'incident.*', '*'];

/** Who is told of events, and how each message went. */
export default function Webhooks() {
  const endpoints = useQuery(endpointsQuery);
  const mayChange = useMay()('webhooks:write');
  const [opened, setOpened] = useState<Endpoint | 'new'>();
  const [looked, setLooked] = useState<string>();
  const [secret, setSecret] = useState<string>();
  return (
    <Section
      title={t.sections.webhooks}
      lead={t.webhooks.lead}
      action={
        mayChange && (
          <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpened('new')}>
            {t.webhooks.add}
          </Button>
        )
      }
    >
      <Loaded query={endpoints} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.webhooks.empty}</Empty>}>
        {({ data }) => (
          <div className="panel">
            {data.map((endpoint) => (
              <div key={endpoint.id} className="row">
                <OneEndpoint
                  endpoint={endpoint}
                  mayChange={mayChange}
                  isLooked={looked === endpoint.id}
                  onLook={() => setLooked(looked === endpoint.id ? undefined : endpoint.id)}
                  onChange={() => setOpened(endpoint)}
                  onSecret={setSecret}
                />
                {looked === endpoint.id && <Deliveries id={endpoint.id} mayChange={mayChange} />}
              </div>
            ))}
          </div>
        )}
      </Loaded>
      {opened && (
        <EndpointDialog
          endpoint={opened === 'new' ? undefined : opened}
          onClose={(made) => {
            setOpened(undefined);
            setSecret(made);
          }}
        />
      )}
      <ShownOnce title={t.webhooks.secretTitle} value={secret} onClose={() => setSecret(undefined)}>
        {t.webhooks.secret}
      </ShownOnce>
    </Section>
  );
}

interface OneEndpointProps {
  endpoint: Endpoint;
  mayChange: boolean;
  isLooked: boolean;
  onLook: () => void;
  onChange: () => void;
  onSecret: (secret: string) => void;
}
function OneEndpoint({ endpoint, mayChange, isLooked, onLook, onChange, onSecret }: OneEndpointProps) {
  const path = { id: endpoint.id };
  const [isRemoving, setRemoving] = useState(false);
  const toggle = useChange((enabled: boolean) => ask(hub.PATCH('/api/v1/webhook-endpoints/{id}', { params: { path }, body: { enabled } })), KEYS);
  const rotate = useChange(() => ask(hub.POST('/api/v1/webhook-endpoints/{id}/rotate-secret', { params: { path } })), KEYS, {
    onDone: (made) => onSecret(made.secret),
  });
  const remove = useChange(() => ask(hub.DELETE('/api/v1/webhook-endpoints/{id}', { params: { path } })), KEYS);
  const test = useChange(() => ask(hub.POST('/api/v1/webhook-endpoints/{id}/test', { params: { path } })), KEYS, {
    onDone: (result) =>
      result.delivered ? sayDone(t.webhooks.tested(result.status ?? 0)) : sayFailed(new Error(result.error ?? t.webhooks.refused(result.status))),
  });
  const error = toggle.error ?? rotate.error ?? test.error;
  return (
    <Stack gap={6} p="sm">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <div className={classes.grow}>
          <Text size="sm" fw={500} className="wrap-anywhere">
            {endpoint.url}
          </Text>
          <Text size="xs" c="dimmed" className="wrap-anywhere">
            {[endpoint.description, endpoint.eventTypes.join(', ')].filter(Boolean).join(' · ')}
          </Text>
          {endpoint.disabledReason && (
            <Text size="xs" c="red">
              {endpoint.disabledReason}
            </Text>
          )}
        </div>
        <Switch
          checked={endpoint.enabled}
          disabled={!mayChange}
          onChange={(event) => toggle.mutate(event.currentTarget.checked)}
          aria-label={`${t.webhooks.enabled}: ${endpoint.url}`}
        />
      </Group>
      <Group gap={4}>
        <Button size="compact-xs" variant="subtle" onClick={onLook} aria-expanded={isLooked}>
          {t.webhooks.deliveries}
        </Button>
        {mayChange && (
          <>
            <Button size="compact-xs" variant="subtle" loading={test.isPending} onClick={() => test.mutate(undefined)}>
              {t.webhooks.test}
            </Button>
            <Button size="compact-xs" variant="subtle" onClick={onChange}>
              {t.change}
            </Button>
            <Button size="compact-xs" variant="subtle" loading={rotate.isPending} onClick={() => rotate.mutate(undefined)}>
              {t.webhooks.rotate}
            </Button>
            <Button size="compact-xs" variant="subtle" color="red" onClick={() => setRemoving(true)}>
              {t.remove}
            </Button>
          </>
        )}
      </Group>
      {error && <Failure error={error} />}
      {isRemoving && (
        <FormDialog
          title={t.webhooks.removeTitle}
          isOpen
          onClose={() => setRemoving(false)}
          onSubmit={() => remove.mutate(undefined)}
          submit={t.remove}
          isPending={remove.isPending}
          isDanger
        >
          <Text size="sm" className="wrap-anywhere">
            {t.webhooks.remove(endpoint.url)}
          </Text>
          {remove.error && <Failure error={remove.error} />}
        </FormDialog>
      )}
    </Stack>
  );
}

const COLORS = { waiting: 'yellow', delivered: 'teal', failed: 'red' } as const;

function Deliveries({ id, mayChange }: { id: string; mayChange: boolean }) {
  const deliveries = useQuery({
    queryKey: ['webhook-deliveries', id],
    queryFn: () => ask(hub.GET('/api/v1/webhook-endpoints/{id}/deliveries', { params: { path: { id }, query: { limit: 30 } } })),
  });
  const retry = useChange(
    (deliveryId: string) => ask(hub.POST('/api/v1/webhook-endpoints/{id}/deliveries/{deliveryId}/retry', { params: { path: { id, deliveryId } } })),
    KEYS,
  );
  return (
    <Stack gap={4} px="sm" pb="sm">
      <Loaded query={deliveries} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.webhooks.noDeliveries}</Empty>}>
        {({ data }) => (
          <ul className="panel" aria-label={t.webhooks.deliveries}>
            {data.map((delivery) => (
              <li key={delivery.id} className={`row ${classes.line}`}>
                <div className={classes.grow}>
                  <Text size="sm">{delivery.eventType}</Text>
                  <Text size="xs" c="dimmed" className="wrap-anywhere">
                    {[delivery.lastStatus, delivery.lastError, t.webhooks.attempts(delivery.attempts)].filter(Boolean).join(' · ')}
                  </Text>
                </div>
                <Badge variant="dot" color={COLORS[delivery.state]} tt="none">
                  {t.webhooks.states[delivery.state]}
                </Badge>
                <When at={delivery.createdAt} />
                {mayChange && delivery.state !== 'delivered' && (
                  <Button size="compact-xs" variant="subtle" onClick={() => retry.mutate(delivery.id)}>
                    {t.webhooks.retry}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Stack>
  );
}

function EndpointDialog({ endpoint, onClose }: { endpoint: Endpoint | undefined; onClose: (secret?: string) => void }) {
  const [url, setUrl] = useState(endpoint?.url ?? '');
  const [eventTypes, setEventTypes] = useState<string[]>(endpoint?.eventTypes ?? []);
  const [description, setDescription] = useState(endpoint?.description ?? '');
  const save = useChange(
    async (): Promise<string | undefined> => {
      const body = { url, eventTypes, ...(description.trim() ? { description: description.trim() } : {}) };
      if (!endpoint) return (await ask(hub.POST('/api/v1/webhook-endpoints', { body }))).secret;
      await ask(hub.PATCH('/api/v1/webhook-endpoints/{id}', { params: { path: { id: endpoint.id } }, body }));
      return undefined;
    },
    KEYS,
    { onDone: onClose },
  );
  return (
    <FormDialog
      title={endpoint ? t.webhooks.changeTitle : t.webhooks.add}
      isOpen
      onClose={onClose}
      onSubmit={() => save.mutate(undefined)}
      submit={t.save}
      isPending={save.isPending}
    >
      <TextInput
        label={t.webhooks.url}
        type="url"
        placeholder="https://"
        data-autofocus
        value={url}
        error={problemAt(save.error, 'url')}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      <TagsInput
        label={t.webhooks.events}
        description={t.webhooks.eventsHint}
        data={SUGGESTED}
        value={eventTypes}
        error={problemAt(save.error, 'eventTypes')}
        onChange={setEventTypes}
      />
      <TextInput label={t.webhooks.description} value={description} onChange={(event) => setDescription(event.currentTarget.value)} />
      <FormFailure error={save.error} fields={['url', 'eventTypes']} />
    </FormDialog>
  );
}
