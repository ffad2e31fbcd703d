import { Alert, AppShell, Group, Text } from '@mantine/core';
import { useDisclosure, useLocalStorage, useNetwork, useReducedMotion } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { texts } from '../texts.ts';
import { Bell } from './bell.tsx';
import { BesidePanel } from './beside-panel.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { DemoBanner } from './demo-banner.tsx';
import classes from './frame.module.css';
import { useLiveUpdates } from './live.ts';
import { Mark } from './mark.tsx';
import { Palette, SearchButton } from './palette.tsx';
import { Person } from './person.tsx';
import { PhoneProvider } from './phone/phone-context.tsx';
import { PhoneDock } from './phone/phone-dock.tsx';
import { Rail } from './rail.tsx';

/** Left rail, top line, and the page between them; on a phone the rail becomes a bar below. */
export function Frame() {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const [isNarrow, setNarrow] = useLocalStorage({ key: 'rail', defaultValue: false });
  const { online } = useNetwork();
  const isStill = useReducedMotion();
  const { isConnected } = useLiveUpdates();
  return (
    <PhoneProvider>
      <AppShell
        header={{ height: 52 }}
        navbar={{ width: isNarrow ? 60 : 220, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
        footer={{ height: { base: 60, sm: 0 } }}
        padding="md"
        transitionDuration={isStill ? 0 : 120}
      >
        <AppShell.Header px="md">
          <a className="skip" href="#content">
            {texts.nav.skip}
          </a>
          <Group h="100%" justify="space-between" wrap="nowrap" gap="md">
            <Group gap={8} c="teal" wrap="nowrap">
              <Mark />
              <Text fw={600} c="var(--mantine-color-text)" visibleFrom="xs">
                {texts.product}
              </Text>
            </Group>
            <SearchButton />
            <Group gap="xs" wrap="nowrap">
              <PhoneDock />
              <Bell />
              <Person />
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" aria-label={texts.product} className={classes.navbar} data-open={isOpen || undefined}>
          <Rail isNarrow={isNarrow && !isOpen} onToggle={() => setNarrow(!isNarrow)} onChosen={close} />
        </AppShell.Navbar>
        <AppShell.Main id="content">
          {(!online || !isConnected) && (
            <Alert color="yellow" variant="light" mb="md" role="status">
              {texts.offline}
            </Alert>
          )}
          <DemoBanner />
          <Outlet />
        </AppShell.Main>
        <BesidePanel />
        <AppShell.Footer hiddenFrom="sm">
          <BottomBar isOpen={isOpen} onMore={toggle} />
        </AppShell.Footer>
        <Palette />
      </AppShell>
    </PhoneProvider>
  );
}
