import { Anchor, Loader, Select, Text, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPencil } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useContext, useId, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { MayChange } from '../../frame/may.tsx';
import { texts } from '../../texts.ts';
import classes from './record.module.css';
import { sayFailed } from './undo.tsx';

const t = texts.records.record;
const PAUSE_MS = 150;
const MOST = 20;
export interface Picked {
  id: string;
  name: string;
}

const READERS = {
  contact: (q: string) =>
    ask(hub.GET('/api/v1/contacts', { params: { query: { limit: MOST, sort: 'name', ...(q ? { q } : {}) } } })).then(({ data }) =>
      data.map(({ id, firstName, lastName, emails }) => ({ id, name: `${firstName} ${lastName}`.trim() || emails[0]?.value || t.none })),
    ),
  organization: (q: string) =>
    ask(hub.GET('/api/v1/organizations', { params: { query: { limit: MOST, sort: 'name', ...(q ? { q } : {}) } } })).then(({ data }) =>
      data.map(({ id, name }) => ({ id, name })),
    ),
} as const;
type Kind = keyof typeof READERS;
const KEYS: Record<Kind, string> = { contact: 'contacts', organization: 'organizations' };

interface RecordPickerProps {
  kind: Kind;
  label: string;
  /** Those that cannot be chosen again. */
  without?: readonly string[];
  onChoose: (picked: Picked | null) => void;
  onLeave?: () => void;
  isClearable?: boolean;
}
/** Finds a person or an organization by what one types; nobody types an id. */
export function RecordPicker({ kind, label, without = [], onChoose, onLeave, isClearable = false }: RecordPickerProps) {
  const [words, setWords] = useState('');
  const [asked] = useDebouncedValue(words.trim(), PAUSE_MS);
  const query = useQuery({ queryKey: [KEYS[kind], 'picker', asked], queryFn: () => READERS[kind](asked), placeholderData: keepPreviousData });
  const found = query.data?.filter(({ id }) => !without.includes(id)) ?? [];
  return (
    <Select
      size="xs"
      aria-label={label}
      placeholder={t.find}
      searchable
      clearable={isClearable}
      autoFocus
      defaultDropdownOpened
      searchValue={words}
      onSearchChange={setWords}
      // The hub has searched: what it found is all that is offered.
      filter={({ options }) => options}
      data={found.map(({ id, name }) => ({ value: id, label: name }))}
      nothingFoundMessage={query.isFetching ? texts.loading : texts.frame.searchNothing}
      rightSection={query.isFetching ? <Loader size={12} /> : undefined}
      value={null}
      onChange={(id) => onChoose(found.find((each) => each.id === id) ?? null)}
      onBlur={onLeave}
      onKeyDown={(event) => event.key === 'Escape' && onLeave?.()}
    />
  );
}

interface OrganizationFieldProps {
  label: string;
  value: Picked | null;
  onSave: (organizationId: string | null) => Promise<unknown>;
}
/** A record's organization: opened by its name, changed by the pencil. */
export function OrganizationField({ label, value, onSave }: OrganizationFieldProps) {
  const mayChange = useContext(MayChange);
  const [isEditing, setEditing] = useState(false);
  const labelId = useId();
  const save = (picked: Picked | null) => {
    setEditing(false);
    void onSave(picked?.id ?? null).catch(sayFailed);
  };
  return (
    <div className={classes.field}>
      <Text size="xs" c="dimmed" id={labelId} className={classes.label}>
        {label}
      </Text>
      {isEditing ? (
        <RecordPicker kind="organization" label={label} isClearable onChoose={save} onLeave={() => setEditing(false)} />
      ) : (
        <div className={classes.linked}>
          {value ? (
            <Anchor size="sm" c="inherit" truncate component={Link} to={`/organizations/${value.id}`}>
              <bdi>{value.name}</bdi>
            </Anchor>
          ) : (
            <Text size="sm" c="dimmed">
              {t.empty}
            </Text>
          )}
          {mayChange && (
            <UnstyledButton aria-label={t.edit(label)} onClick={() => setEditing(true)} className={classes.pencil}>
              <IconPencil size={13} />
            </UnstyledButton>
          )}
        </div>
      )}
    </div>
  );
}
