import { Anchor, Button, Group, Stack, Tabs, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMay } from '../../frame/may.tsx';
import { Empty, Loaded } from '../../frame/states.tsx';
import { TabRow } from '../../frame/tab-row.tsx';
import { texts } from '../../texts.ts';
import { Channels } from './channels.tsx';
import { Digests } from './digests.tsx';
import { Leads } from './leads.tsx';
import { Log } from './log.tsx';
import { People } from './people.tsx';
import { channelsQuery, rulesQuery, SLACK_TABS, type SlackTab } from './queries.ts';
import { Rooms } from './rooms.tsx';
import { SetUp } from './set-up.tsx';
import classes from './slack.module.css';

const t = texts.slack;

export function Slack() {
  const { tab } = useSearch({ strict: false }) as { tab: SlackTab };
  const navigate = useNavigate();
  const mayManage = useMay()('slack:manage');
  const channels = useQuery(channelsQuery);
  const isEmpty = channels.data?.data.length === 0;
  return (
    <Stack gap="md" maw={1040}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={4}>
          <Title order={1}>{t.title}</Title>
          <Text size="sm" c="dimmed">
            {t.lead}
          </Text>
        </Stack>
        {mayManage && tab === 'rules' && (
          <Button size="xs" leftSection={<IconPlus size={14} />} component={Link} to="/slack/rules/new">
            {t.newRule}
          </Button>
        )}
      </Group>
      {isEmpty ? (
        <Empty
          action={
            <Anchor component={Link} to="/connections" size="sm">
              {t.connect}
            </Anchor>
          }
        >
          {t.notConnected}
        </Empty>
      ) : (
        <Tabs value={tab} onChange={(next) => void navigate({ to: '/slack', search: { tab: (next ?? 'channels') as SlackTab } })} keepMounted={false}>
          <TabRow chosen={tab} tabs={SLACK_TABS.map((each) => [each, t.tabs[each] ?? each])} />
          <Tabs.Panel value="channels">
            <Channels />
          </Tabs.Panel>
          <Tabs.Panel value="people">
            <People />
          </Tabs.Panel>
          <Tabs.Panel value="rules">
            <Rules />
          </Tabs.Panel>
          <Tabs.Panel value="digests">
            <Digests />
          </Tabs.Panel>
          <Tabs.Panel value="leads">
            <Leads />
          </Tabs.Panel>
          <Tabs.Panel value="setup">
            <SetUp />
          </Tabs.Panel>
          <Tabs.Panel value="rooms">
            <Rooms />
          </Tabs.Panel>
          <Tabs.Panel value="log">
            <Log />
          </Tabs.Panel>
        </Tabs>
      )}
    </Stack>
  );
}

function Rules() {
  const query = useQuery(rulesQuery);
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t.rulesLead}
      </Text>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noRules}</Empty>}>
        {({ data }) => (
          <div className="panel">
            {data.map((rule) => (
              <Link key={rule.id} to="/slack/rules/$id" params={{ id: rule.id }} className={`card-link row ${classes.line}`}>
                <div className={classes.grow}>
                  <Text size="sm" fw={500} truncate>
                    <bdi>{rule.name}</bdi>
                  </Text>
                  <Text size="xs" c="dimmed">
                    {t.events[rule.on] ?? rule.on} · {t.styles[rule.style]}
                  </Text>
                  {rule.pausedReason && (
                    <Text size="xs" c="red">
                      {t.rests}: {rule.pausedReason}
                    </Text>
                  )}
                </div>
                <Text size="xs" c="dimmed">
                  {rule.pausedReason ? t.rests : rule.isOn ? t.on : t.off}
                </Text>
              </Link>
            ))}
          </div>
        )}
      </Loaded>
    </Stack>
  );
}
