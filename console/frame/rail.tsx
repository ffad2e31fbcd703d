import { ActionIcon, Anchor, Group, NavLink, Stack, Tooltip } from '@mantine/core';
import { IconBook, IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { texts } from '../texts.ts';
import classes from './frame.module.css';
import { isAt, isInside, type Place as PlaceOfRail, usePlaces } from './places.ts';

/** The left rail: wide with words, or icons only. */
export function Rail({ isNarrow, onToggle, onChosen }: { isNarrow: boolean; onToggle: () => void; onChosen: () => void }) {
  const { daily, house } = usePlaces();
  return (
    <Stack h="100%" gap={2} className={classes.rail}>
      {daily.map((place) => (
        <Place key={place.to} place={place} isNarrow={isNarrow} onChosen={onChosen} />
      ))}
      <hr className={classes.line} />
      {house.map((place) => (
        <Place key={place.to} place={place} isNarrow={isNarrow} onChosen={onChosen} />
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

function Place({ place, isNarrow, onChosen }: { place: PlaceOfRail; isNarrow: boolean; onChosen: () => void }) {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const { to, label, icon: Icon, pages = [] } = place;
  const isHere = isAt(path, to);
  return (
    <>
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
      {!isNarrow &&
        isInside(path, place) &&
        pages.map((page) => (
          <NavLink
            key={page.to}
            component={Link}
            to={page.to}
            onClick={onChosen}
            className={`rail-link ${classes.page}`}
            label={page.label}
            aria-current={isAt(path, page.to) ? 'page' : undefined}
            active={isAt(path, page.to)}
            py={5}
          />
        ))}
    </>
  );
}
