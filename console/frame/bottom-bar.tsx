import { UnstyledButton } from '@mantine/core';
import { IconMenu2 } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { texts } from '../texts.ts';
import classes from './frame.module.css';
import { isAt, usePlaces } from './places.ts';

/** The rail on a phone: the daily places under the thumb, the rest behind "More". */
export function BottomBar({ isOpen, onMore }: { isOpen: boolean; onMore: () => void }) {
  const { daily } = usePlaces();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className={classes.bar} aria-label={texts.nav.menu}>
      {daily
        .filter((place) => place.isDaily)
        .map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to} className={classes.barPlace} data-here={isAt(path, to) || undefined} aria-current={isAt(path, to) ? 'page' : undefined}>
            <Icon size={20} stroke={1.7} aria-hidden="true" />
            {label}
          </Link>
        ))}
      <UnstyledButton className={classes.barPlace} onClick={onMore} aria-expanded={isOpen}>
        <IconMenu2 size={20} stroke={1.7} aria-hidden="true" />
        {texts.frame.more}
      </UnstyledButton>
    </nav>
  );
}
