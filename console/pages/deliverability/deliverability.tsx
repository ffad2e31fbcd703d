import { Stack, Tabs, Text, Title } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { TabRow } from '../../frame/tab-row.tsx';
import { texts } from '../../texts.ts';
import { Bounces } from './bounces.tsx';
import { Domains } from './domains.tsx';
import { Overview } from './overview.tsx';
import { Suppressions } from './suppressions.tsx';

const t = texts.deliverability;
const route = getRouteApi('/signed-in/deliverability');
const TABS = ['overview', 'suppressions', 'bounces', 'domains'] as const;

/** Whether mail arrives, and what stands in its way. */
export function Deliverability() {
  const { tab } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Stack gap="lg" maw={920}>
      <div>
        <Title order={1}>{t.title}</Title>
        <Text size="sm" c="dimmed" maw={680}>
          {t.lead}
        </Text>
      </div>
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ to: '/deliverability', search: { tab: TABS.find((each) => each === next) ?? 'overview' } })}
        keepMounted={false}
      >
        <TabRow chosen={tab} tabs={TABS.map((each) => [each, t.tabs[each] ?? each])} />
        <Tabs.Panel value="overview">
          <Overview />
        </Tabs.Panel>
        <Tabs.Panel value="suppressions">
          <Suppressions />
        </Tabs.Panel>
        <Tabs.Panel value="bounces">
          <Bounces />
        </Tabs.Panel>
        <Tabs.Panel value="domains">
          <Domains />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
