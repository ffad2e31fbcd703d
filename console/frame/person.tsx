import { Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout, IconSettings } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ask, hub } from '../api.ts';
import { texts } from '../texts.ts';
import { Face } from './face.tsx';
import { enterWorkspace } from './workspace.ts';

const t = texts.frame;
export const meQuery = { queryKey: ['me'], queryFn: () => ask(hub.GET('/api/v1/me')), staleTime: 60_000 };

/** Who is signed in: colours, own settings, the way out. */
export function Person() {
  const { data: me } = useQuery(meQuery);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const name = me?.user?.name ?? '';
  const signOut = async () => {
    await ask(hub.POST('/api/v1/auth/sign-out'));
    window.location.assign('/sign-in');
  };
  return (
    <Menu position="bottom-end" shadow="sm" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={`${t.person}: ${name}`} style={{ borderRadius: '50%' }}>
          <Face name={name || '?'} size={30} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
            <bdi>{name}</bdi>
          </Text>
          <Text size="xs" truncate>
            {me?.user?.email}
          </Text>
        </Menu.Label>
        {(me?.workspaces.length ?? 0) > 1 && (
          <>
            <Menu.Label>{t.workspaces}</Menu.Label>
            {me?.workspaces.map((workspace) => (
              <Menu.Item
                key={workspace.id}
                leftSection={<IconCheck size={16} opacity={workspace.id === me.workspace.id ? 1 : 0} />}
                aria-current={workspace.id === me.workspace.id || undefined}
                onClick={() => enterWorkspace(workspace.id)}
              >
                <bdi>{workspace.name}</bdi>
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Label>{t.theme}</Menu.Label>
        <SegmentedControl
          m={4}
          size="xs"
          fullWidth
          aria-label={t.theme}
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'light' | 'dark' | 'auto')}
          data={[
            { value: 'light', label: t.light },
            { value: 'dark', label: t.dark },
            { value: 'auto', label: t.system },
          ]}
        />
        <Menu.Divider />
        <Menu.Item leftSection={<IconSettings size={16} />} component={Link} to="/settings/account">
          {texts.nav.account}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {texts.nav.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
