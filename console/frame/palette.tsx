import { Text, UnstyledButton } from '@mantine/core';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { texts } from '../texts.ts';
import classes from './frame.module.css';
import { HOUSE_PLACES, PLACES } from './places.ts';

const t = texts.frame;

export function SearchButton() {
  return (
    <UnstyledButton className={classes.search} onClick={spotlight.open} aria-label={`${t.search} (${t.searchKeys})`}>
      <IconSearch size={16} aria-hidden="true" />
      <span>{t.search}</span>
      <Text component="kbd" className={classes.keys} visibleFrom="sm">
        {t.searchKeys}
      </Text>
    </UnstyledButton>
  );
}

/** Ctrl-K: any place by name. */
export function Palette() {
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const asked = words.trim().toLowerCase();
  const places = [...PLACES, ...HOUSE_PLACES].filter(({ label }) => label.toLowerCase().includes(asked));
  return (
    <Spotlight.Root query={words} onQueryChange={setWords} shortcut="mod + K" scrollable maxHeight={480}>
      <Spotlight.Search placeholder={t.searchPlaceholder} aria-label={t.search} leftSection={<IconSearch size={18} />} />
      <Spotlight.ActionsList>
        {places.length > 0 && (
          <Spotlight.ActionsGroup label={t.goTo}>
            {places.map(({ to, label, icon: Icon }) => (
              <Spotlight.Action key={to} label={label} leftSection={<Icon size={18} stroke={1.7} />} onClick={() => void navigate({ to })} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {places.length === 0 && <Spotlight.Empty>{t.searchNothing}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
