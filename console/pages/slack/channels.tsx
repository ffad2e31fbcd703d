import { Badge, Button, Select, Text } from '@mantine/core';
import { IconHash, IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { pipelinesQuery } from '../deals/queries.ts';
import { useChange } from '../settings/pieces.tsx';
import { type Channel, channelsQuery } from './queries.ts';
import classes from './slack.module.css';

const t = texts.slack;

/** What the app can see, where it is in, and whose deals belong where. */
export function Channels() {
  const query = useQuery(channelsQuery);
  return (
    <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noChannels}</Empty>}>
      {({ data }) => (
        <div className="panel">
          {data.map((channel) => (
            <Line key={channel.id} channel={channel} />
          ))}
        </div>
      )}
    </Loaded>
  );
}

function Line({ channel }: { channel: Channel }) {
  const mayManage = useMay()('slack:manage');
  const pipelines = useQuery(pipelinesQuery);
  const join = useChange(() => ask(hub.POST('/api/v1/slack/channels/{id}/join', { params: { path: { id: channel.id } }, body: {} })), ['slack']);
  const tie = useChange(
    (pipelineId: string | null) => ask(hub.PATCH('/api/v1/slack/channels/{id}', { params: { path: { id: channel.id } }, body: { pipelineId } })),
    ['slack'],
    { done: t.saved },
  );
  const Icon = channel.isPrivate ? IconLock : IconHash;
  return (
    <div className={`row ${classes.line}`}>
      <Icon size={16} aria-hidden="true" />
      <div className={classes.grow}>
        <Text size="sm" fw={500} truncate>
          <bdi>{channel.name}</bdi>
        </Text>
        <Text size="xs" c="dimmed">
          {[
            channel.memberCount === null ? '' : t.people(channel.memberCount),
            channel.isPrivate ? t.private : '',
            channel.isMember ? t.member : '',
            channel.isExternal ? t.external : '',
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {(join.error ?? tie.error) && <Failure error={(join.error ?? tie.error) as Error} />}
      </div>
      {channel.isArchived && (
        <Badge variant="default" size="sm">
          {t.archived}
        </Badge>
      )}
      {mayManage && !channel.isArchived && !channel.isExternal && (
        <Select
          size="xs"
          w={170}
          aria-label={t.pipelineOf(channel.name)}
          placeholder={t.noPipeline}
          clearable
          data={pipelines.data?.data.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={channel.pipelineId}
          onChange={(next) => tie.mutate(next)}
        />
      )}
      {mayManage && !channel.isMember && !channel.isPrivate && !channel.isArchived && (
        <Button size="xs" variant="default" loading={join.isPending} onClick={() => join.mutate(undefined)}>
          {t.join}
        </Button>
      )}
    </div>
  );
}
