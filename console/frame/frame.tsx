import { ActionIcon, Alert, Anchor, AppShell, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure, useNetwork } from '@mantine/hooks';
import { IconActivity, IconBook, IconHome, IconLogout, IconPlugConnected } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { ask, hub } from '../api.ts';
import { texts } from '../texts.ts';
import { Bell } from './bell.tsx';
import { useLiveUpdates } from './live.ts';
import { Mark } from './mark.tsx';

const PLACES = [
  { to: '/', label: texts.nav.home, icon: IconHome },
  { to: '/connections', label: texts.nav.connections, icon: IconPlugConnected },
  { to: '/operations', label: texts.nav.operations, icon: IconActivity },
] as const;

/** Left rail, top line, and the page between them. */
export function Frame() {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { online } = useNetwork();
  const { isConnected } = useLiveUpdates();
  const signOut = async () => {
    await ask(hub.POST('/api/v1/auth/sign-out'));
    window.location.assign('/sign-in');
  };
  return (
    <AppShell header={{ height: 52 }} navbar={{ width: 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }} padding="md">
      <AppShell.Header px="md">
        <a className="skip" href="#content">
          {texts.nav.skip}
        </a>
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={texts.nav.menu} />
            <Group gap={8} c="teal" wrap="nowrap">
              <Mark />
              <Text fw={600} c="var(--mantine-color-text)">
                {texts.product}
              </Text>
            </Group>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Bell />
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={texts.nav.signOut} title={texts.nav.signOut} onClick={() => void signOut()}>
              <IconLogout size={18} />
            </ActionIcon>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={texts.product}>
        {PLACES.map(({ to, label, icon: Icon }) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            onClick={close}
            className="rail-link"
            label={label}
            leftSection={<Icon size={18} />}
            active={to === '/' ? path === '/' : path.startsWith(to)}
            style={{ borderRadius: 8 }}
          />
        ))}
        <Anchor href="/docs" size="xs" c="dimmed" mt="auto" p="sm">
          <Group gap={6}>
            <IconBook size={14} /> {texts.nav.docs}
          </Group>
        </Anchor>
      </AppShell.Navbar>
      <AppShell.Main id="content">
        {(!online || !isConnected) && (
          <Alert color="yellow" variant="light" mb="md" role="status">
            {texts.offline}
          </Alert>
        )}
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
