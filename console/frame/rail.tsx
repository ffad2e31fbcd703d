import { ActionIcon, Anchor, Group, NavLink, Stack, Tooltip } from '@mantine/core';
import { IconBook, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { texts } from '../texts.ts';
import classes from './frame.module.css';
import { HOUSE_PLACES, isAt, PLACES } from './places.ts';

/** The left rail: wide with words, or icons only. */
export function Rail({ isNarrow, onToggle, onChosen }: { isNarrow: boolean; onToggle: () => void; onChosen: () => void }) {
  return (
    <Stack h="100%" gap={2}>
      {PLACES.map((place) => (
        <Place key={place.to} {...place} isNarrow={isNarrow} onChosen={onChosen} />
      ))}
      <hr className={classes.line} />
      {HOUSE_PLACES.map((place) => (
        <Place key={place.to} {...place} isNarrow={isNarrow} onChosen={onChosen} />
      ))}
      <Group mt="auto" justify={isNarrow ? 'center' : 'space-between'} p={4}>
        {!isNarrow && (
          <Anchor href="/docs" size="xs" c="dimmed">
            <Group gap={6}>
              <IconBook size={14} aria-hidden="true" /> {texts.nav.docs}
            </Group>
          </Anchor>
        )}
        <ActionIcon variant="subtle" color="gray" visibleFrom="sm" onClick={onToggle} aria-label={isNarrow ? texts.frame.expand : texts.frame.collapse}>
          {isNarrow ? <IconLayoutSidebarLeftExpand size={18} /> : <IconLayoutSidebarLeftCollapse size={18} />}
        </ActionIcon>
      </Group>
    </Stack>
  );
}

type PlaceProps = ((typeof PLACES)[number] | (typeof HOUSE_PLACES)[number]) & { isNarrow: boolean; onChosen: () => void };
function Place({ to, label, icon: Icon, isNarrow, onChosen }: PlaceProps) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const isHere = isAt(path, to);
  return (
    <Tooltip label={label} position="right" disabled={!isNarrow}>
      <NavLink
        component={Link}
        to={to}
        onClick={onChosen}
        className="rail-link"
        label={isNarrow ? undefined : label}
        aria-label={label}
        aria-current={isHere ? 'page' : undefined}
        leftSection={<Icon size={18} stroke={1.7} />}
        active={isHere}
        py={7}
        px={isNarrow ? 11 : 10}
        style={{ borderRadius: 8 }}
      />
    </Tooltip>
  );
}
