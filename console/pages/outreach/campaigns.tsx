import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { useChange } from '../settings/pieces.tsx';
import classes from './outreach.module.css';
import { type Campaign, campaignsQuery } from './queries.ts';

const t = texts.outreach;

export function Campaigns() {
  const query = useQuery(campaignsQuery);
  const navigate = useNavigate();
  const begin = useChange(() => ask(hub.POST('/api/v1/email/campaigns', { body: { name: t.newCampaign } })), ['campaigns'], {
    onDone: ({ id }) => void navigate({ to: '/outreach/campaigns/$id', params: { id } }),
  });
  const mayWrite = useMay()('email:write');
  return (
    <Stack gap="md" maw={920}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <Title order={1}>{t.campaigns}</Title>
          <Text size="sm" c="dimmed">
            {t.campaignsLead}
          </Text>
        </Stack>
        {mayWrite && (
          <Button size="xs" leftSection={<IconPlus size={14} />} loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
            {t.newCampaign}
          </Button>
        )}
      </Group>
      {begin.error && <Failure error={begin.error} />}
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noCampaigns}</Empty>}>
        {({ data }) => (
          <div className="panel">
            {data.map((campaign) => (
              <Link key={campaign.id} to="/outreach/campaigns/$id" params={{ id: campaign.id }} className={`card-link row ${classes.line}`}>
                <IconSend size={18} aria-hidden="true" className={classes.icon} />
                <div className={classes.grow}>
                  <Text size="sm" fw={500} truncate>
                    <bdi>{campaign.name}</bdi>
                  </Text>
                  <Text size="xs" c="dimmed">
                    {summaryOf(campaign)}
                  </Text>
                </div>
                <StateBadge state={campaign.state} />
                <When at={campaign.startedAt ?? campaign.updatedAt} />
              </Link>
            ))}
          </div>
        )}
      </Loaded>
    </Stack>
  );
}

const summaryOf = ({ counts }: Campaign): string =>
  counts
    ? [
        `${counts.accepted.toLocaleString()} ${t.numbers.accepted?.toLowerCase()}`,
        ...(['openedByPeople', 'clickedByPeople', 'replied'] as const).flatMap((name) =>
          counts[name] > 0 ? [`${counts[name].toLocaleString()} ${t.numbers[name]?.toLowerCase()}`] : [],
        ),
      ].join(' · ')
    : '';

const COLOURS: Readonly<Record<string, string>> = { sending: 'teal', preparing: 'teal', paused: 'yellow', finished: 'gray', cancelled: 'gray' };
export const StateBadge = ({ state }: { state: string }) => (
  <Badge variant="light" color={COLOURS[state] ?? 'gray'} size="sm" autoContrast style={{ color: 'var(--mantine-color-text)' }}>
    {t.state[state] ?? state}
  </Badge>
);
