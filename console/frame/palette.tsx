import { Text, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight, spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { texts } from '../texts.ts';
import { FOUND_ICONS, pageOf, useFound } from './found.ts';
import classes from './frame.module.css';
import { usePlaces } from './places.ts';

const t = texts.frame;
const PAUSE_MS = 150;

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

/** Ctrl-K: any record by what it says, any place by name. */
export function Palette() {
  const navigate = useNavigate();
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), PAUSE_MS);
  const found = useFound(asked);
  const groups = words.trim().length > 1 ? (found.data?.data.filter(({ hits }) => hits.length > 0) ?? []) : [];
  const { daily, house } = usePlaces();
  const places = [...daily, ...house]
    .flatMap(({ pages = [], ...place }) => [place, ...pages.map((page) => ({ ...page, icon: place.icon }))])
    .filter(({ label }) => label.toLowerCase().includes(words.trim().toLowerCase()));
  const isWaiting = words.trim() !== asked || found.isFetching;
  return (
    <Spotlight.Root query={words} onQueryChange={setWords} shortcut="mod + K" scrollable maxHeight={480} attributes={{ content: { 'aria-label': t.search } }}>
      <Spotlight.Search placeholder={t.searchPlaceholder} aria-label={t.search} leftSection={<IconSearch size={18} />} />
      <Spotlight.ActionsList>
        {groups.map(({ kind, hits }) => {
          const Icon = FOUND_ICONS[kind];
          return (
            <Spotlight.ActionsGroup key={kind} label={t.found[kind] ?? kind}>
              {hits.map(({ id, title, excerpt }) => (
                <Spotlight.Action
                  key={id}
                  label={title || excerpt}
                  {...(title && excerpt ? { description: excerpt } : {})}
                  leftSection={<Icon size={18} stroke={1.7} />}
                  onClick={() => void navigate({ to: pageOf(kind, id) })}
                />
              ))}
            </Spotlight.ActionsGroup>
          );
        })}
        {places.length > 0 && (
          <Spotlight.ActionsGroup label={t.goTo}>
            {places.map(({ to, label, icon: Icon }) => (
              <Spotlight.Action key={to} label={label} leftSection={<Icon size={18} stroke={1.7} />} onClick={() => void navigate({ to })} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {found.error && <Spotlight.Empty>{t.searchFailed}</Spotlight.Empty>}
        {places.length === 0 && groups.length === 0 && !found.error && <Spotlight.Empty>{isWaiting ? texts.loading : t.searchNothing}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
