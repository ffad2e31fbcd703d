import { Stack, Tabs, Text, Title } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { TabRow } from '../../frame/tab-row.tsx';
import { texts } from '../../texts.ts';
import { Changes } from './changes.tsx';
import { Copies } from './copies.tsx';
import { Invitations } from './invitations.tsx';
import { Matches } from './matches.tsx';
import { People } from './people.tsx';
import { Threads } from './threads.tsx';

const t = texts.network;
const route = getRouteApi('/signed-in/network');
export const TABS = ['copies', 'people', 'matches', 'changes', 'invitations', 'threads'] as const;
export type NetworkTab = (typeof TABS)[number];

/** One's own network: copies of one's data, who is in it, what has changed, and conversations. */
export function Network() {
  const { tab } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Stack gap="md" maw={1040}>
      <Stack gap={4}>
        <Title order={1}>{t.title}</Title>
        <Text size="sm" c="dimmed" maw={680}>
          {t.lead}
        </Text>
      </Stack>
      <Tabs value={tab} onChange={(next) => void navigate({ to: '/network', search: { tab: (next ?? 'copies') as NetworkTab } })} keepMounted={false}>
        <TabRow chosen={tab} tabs={TABS.map((each) => [each, t.tabs[each] ?? each])} />
        <Tabs.Panel value="copies">
          <Copies />
        </Tabs.Panel>
        <Tabs.Panel value="people">
          <People />
        </Tabs.Panel>
        <Tabs.Panel value="matches">
          <Matches />
        </Tabs.Panel>
        <Tabs.Panel value="changes">
          <Changes />
        </Tabs.Panel>
        <Tabs.Panel value="invitations">
          <Invitations />
        </Tabs.Panel>
        <Tabs.Panel value="threads">
          <Threads />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}
