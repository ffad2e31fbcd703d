import { Button, Code, Select, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { meQuery } from '../../frame/person.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { FormDialog, FormFailure, problemAt, Section, ShownOnce, useChange } from './pieces.tsx';
import { keysQuery, type Role, rolesBelow } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
type Key = Schemas['ApiKey'];
const SCOPES: Record<string, string[]> = {
  all: ['*'],
  read: ['*:read'],
  records: ['contacts:*', 'organizations:*', 'deals:*', 'activities:*', 'notes:*', 'tasks:*'],
};

/** Keys for programs. The key itself is shown once. */
export default function Keys() {
  const keys = useQuery(keysQuery);
  const mayChange = useMay()('api-keys:manage');
  const [isAdding, setAdding] = useState(false);
  const [shown, setShown] = useState<string>();
  const [revoked, setRevoked] = useState<Key>();
  const revoke = useChange((id: string) => ask(hub.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } })), ['api-keys'], {
    onDone: () => setRevoked(undefined),
  });
  const add = mayChange && (
    <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
      {t.keys.add}
    </Button>
  );
  return (
    <Section title={t.sections.keys} lead={t.keys.lead} action={add}>
      <Loaded query={keys} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.keys.empty}</Empty>}>
        {({ data }) => (
          <ul className="panel" aria-label={t.sections.keys}>
            {data.map((key) => (
              <li key={key.id} className={`row ${classes.line}`}>
                <div className={classes.grow}>
                  <Text size="sm" fw={500}>
                    <bdi>{key.name}</bdi>
                  </Text>
                  <Text size="xs" c="dimmed" className="wrap-anywhere">
                    <Code>{key.prefix}…</Code> · {t.roleNames[key.role as Role] ?? key.role} · {key.scopes.join(', ')}
                  </Text>
                </div>
                <Text size="xs" c="dimmed">
                  {key.lastUsedAt ? (
                    <>
                      {t.keys.used} <When at={key.lastUsedAt} />
                    </>
                  ) : (
                    t.keys.neverUsed
                  )}
                </Text>
                {mayChange && (
                  <Button size="compact-xs" variant="subtle" color="red" onClick={() => setRevoked(key)} aria-label={`${t.keys.revoke}: ${key.name}`}>
                    {t.keys.revoke}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isAdding && (
        <KeyDialog
          onClose={() => setAdding(false)}
          onMade={(key) => {
            setAdding(false);
            setShown(key);
          }}
        />
      )}
      <ShownOnce title={t.keys.shownTitle} value={shown} onClose={() => setShown(undefined)}>
        {t.keys.shown}
      </ShownOnce>
      {revoked && (
        <FormDialog
          title={t.keys.revokeTitle(revoked.name)}
          isOpen
          onClose={() => setRevoked(undefined)}
          onSubmit={() => revoke.mutate(revoked.id)}
          submit={t.keys.revoke}
          isPending={revoke.isPending}
          isDanger
        >
          <Text size="sm">{t.keys.revokeText}</Text>
          {revoke.error && <Failure error={revoke.error} />}
        </FormDialog>
      )}
    </Section>
  );
}

function KeyDialog({ onClose, onMade }: { onClose: () => void; onMade: (key: string) => void }) {
  const { data: me } = useQuery(meQuery);
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('salesperson');
  const [reach, setReach] = useState('read');
  const make = useChange(() => ask(hub.POST('/api/v1/api-keys', { body: { name, role, scopes: SCOPES[reach] ?? ['*:read'] } })), ['api-keys'], {
    onDone: ({ key }) => onMade(key),
  });
  return (
    <FormDialog title={t.keys.add} isOpen onClose={onClose} onSubmit={() => make.mutate(undefined)} submit={t.keys.make} isPending={make.isPending}>
      <TextInput
        label={t.keys.name}
        description={t.keys.nameHint}
        data-autofocus
        value={name}
        error={problemAt(make.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t.keys.scopes}
        allowDeselect={false}
        data={Object.entries(t.keys.scopeNames).map(([value, label]) => ({ value, label }))}
        value={reach}
        error={problemAt(make.error, 'scopes')}
        onChange={(value) => value && setReach(value)}
      />
      <Select
        label={t.people.role}
        description={t.roleHints[role]}
        allowDeselect={false}
        data={rolesBelow(me?.role ?? 'viewer').map((value) => ({ value, label: t.roleNames[value] }))}
        value={role}
        onChange={(value) => value && setRole(value as Role)}
      />
      <FormFailure error={make.error} fields={['name', 'scopes']} />
    </FormDialog>
  );
}
