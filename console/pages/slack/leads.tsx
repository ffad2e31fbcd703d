import { Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { connectionsQuery } from '../connections/queries.ts';
import { peopleQuery } from '../deals/queries.ts';
import { useNames } from '../deals/use-names.ts';
import { useChange } from '../settings/pieces.tsx';
import { channelsQuery, claimsQuery } from './queries.ts';
import classes from './slack.module.css';

const t = texts.slack;

/** Leads on offer in a channel: where they go, how long they wait, and who has which. */
export function Leads() {
  const connections = useQuery(connectionsQuery);
  const claims = useQuery(claimsQuery);
  const nameOf = useNames();
  const own = connections.data?.data.find(({ integration }) => integration === 'slack');
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t.leadsLead}
      </Text>
      {own && <Rules key={own.id} connection={own} />}
      <Loaded query={claims} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noLeads}</Empty>}>
        {({ data }) => (
          <div className="panel">
            {data.map((claim) => (
              <Link key={claim.id} to="/contacts/$id" params={{ id: claim.contactId }} className={`card-link row ${classes.line}`}>
                <Text size="sm" className={classes.grow}>
                  {claim.claimedBy ? t.takenBy(nameOf(claim.claimedBy)) : t.claim[claim.state]}
                </Text>
                <When at={claim.claimedAt ?? claim.offeredAt} />
              </Link>
            ))}
          </div>
        )}
      </Loaded>
    </Stack>
  );
}

function Rules({ connection }: { connection: Schemas['Connection'] }) {
  const mayChange = useMay()('connections:write');
  const channels = useQuery(channelsQuery);
  const people = useQuery(peopleQuery);
  const kept = connection.settings as {
    claimChannelId?: string | null;
    claimMinutes?: number;
    claimFallbackUserId?: string | null;
    claimTouchMinutes?: number;
  };
  const [channelId, setChannel] = useState(kept.claimChannelId ?? null);
  const [minutes, setMinutes] = useState<string | number>(kept.claimMinutes ?? 15);
  const [fallback, setFallback] = useState(kept.claimFallbackUserId ?? null);
  const [touch, setTouch] = useState<string | number>(kept.claimTouchMinutes ?? 0);
  const save = useChange(
    () =>
      ask(
        hub.PATCH('/api/v1/connections/{id}', {
          params: { path: { id: connection.id } },
          body: {
            settings: { claimChannelId: channelId, claimMinutes: Number(minutes) || 15, claimFallbackUserId: fallback, claimTouchMinutes: Number(touch) || 0 },
          },
        }),
      ),
    ['connections', 'slack'],
    { done: t.saved },
  );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <Stack gap="sm">
        <Group grow align="flex-end">
          <Select
            label={t.claimChannel}
            placeholder={t.claimNowhere}
            clearable
            searchable
            disabled={!mayChange}
            data={(channels.data?.data ?? [])
              .filter(({ isArchived, isExternal }) => !isArchived && !isExternal)
              .map((each) => ({ value: each.channelId, label: `#${each.name}` }))}
            value={channelId}
            onChange={setChannel}
          />
          <NumberInput label={t.claimMinutes} min={1} max={1440} disabled={!mayChange} value={minutes} onChange={setMinutes} />
        </Group>
        <Group grow align="flex-end">
          <Select
            label={t.claimFallback}
            placeholder={t.claimStays}
            clearable
            searchable
            disabled={!mayChange}
            data={(people.data?.data ?? []).filter(({ state }) => state === 'active').map(({ id, name }) => ({ value: id, label: name }))}
            value={fallback}
            onChange={setFallback}
          />
          <NumberInput label={t.claimTouch} min={0} max={10_080} disabled={!mayChange} value={touch} onChange={setTouch} />
        </Group>
        {save.error && <Failure error={save.error} />}
        {mayChange && (
          <Button type="submit" size="xs" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
            {t.save}
          </Button>
        )}
      </Stack>
    </form>
  );
}
