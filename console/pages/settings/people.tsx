import { Badge, Button, Group, MultiSelect, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Face } from '../../frame/face.tsx';
import { useMay } from '../../frame/may.tsx';
import { meQuery } from '../../frame/person.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { FormDialog, FormFailure, problemAt, Section, ShownOnce, useChange } from './pieces.tsx';
import { ROLES, type Role, rolesBelow, teamsQuery } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
type User = Schemas['User'];

/** Who works here: invite, change, and let go without losing what they kept. */
export default function People() {
  const people = useQuery(peopleQuery);
  const { data: me } = useQuery(meQuery);
  const may = useMay();
  const [isInviting, setInviting] = useState(false);
  const [changed, setChanged] = useState<User>();
  const [leaving, setLeaving] = useState<User>();
  const [link, setLink] = useState<string>();
  const again = useChange((id: string) => ask(hub.POST('/api/v1/users/{id}/invite', { params: { path: { id } } })), ['users'], {
    onDone: ({ inviteUrl }) => setLink(inviteUrl),
  });
  const manages = may('users:manage');
  return (
    <Section
      title={t.sections.people}
      lead={t.people.lead}
      action={
        manages && (
          <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setInviting(true)}>
            {t.people.invite}
          </Button>
        )
      }
    >
      {again.error && <Failure error={again.error} />}
      <Loaded query={people}>
        {({ data }) => (
          <ul className="panel" aria-label={t.sections.people}>
            {data.map((person) => (
              <li key={person.id} className={`row ${classes.line}`}>
                <Face name={person.name} size={30} />
                <div className={classes.grow}>
                  <Text size="sm" fw={500}>
                    <bdi>{person.name}</bdi>
                    {person.id === me?.user?.id ? ` (${t.people.you})` : ''}
                  </Text>
                  <Text size="xs" c="dimmed" className="wrap-anywhere">
                    {person.email}
                  </Text>
                </div>
                <Text size="sm" c="dimmed">
                  {t.roleNames[person.role]}
                </Text>
                {person.state !== 'active' && (
                  <Badge variant="dot" tt="none" color={person.state === 'invited' ? 'yellow' : 'gray'}>
                    {t.people.states[person.state]}
                  </Badge>
                )}
                {manages && person.state !== 'left' && (
                  <Group gap={4}>
                    {person.state === 'invited' && (
                      <Button size="compact-xs" variant="subtle" onClick={() => again.mutate(person.id)} aria-label={`${t.people.again}: ${person.name}`}>
                        {t.people.again}
                      </Button>
                    )}
                    <Button size="compact-xs" variant="subtle" onClick={() => setChanged(person)} aria-label={`${t.change}: ${person.name}`}>
                      {t.change}
                    </Button>
                    {person.id !== me?.user?.id && (
                      <Button size="compact-xs" variant="subtle" color="red" onClick={() => setLeaving(person)} aria-label={`${t.remove}: ${person.name}`}>
                        {t.remove}
                      </Button>
                    )}
                  </Group>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {isInviting && (
        <InviteDialog
          by={me?.role ?? 'viewer'}
          onClose={() => setInviting(false)}
          onInvited={(url) => {
            setInviting(false);
            setLink(url);
          }}
        />
      )}
      {changed && <ChangeDialog person={changed} by={me?.role ?? 'viewer'} onClose={() => setChanged(undefined)} />}
      {leaving && <LeavingDialog person={leaving} others={people.data?.data ?? []} onClose={() => setLeaving(undefined)} />}
      <ShownOnce title={t.people.linkTitle} value={link} onClose={() => setLink(undefined)}>
        {t.people.link}
      </ShownOnce>
    </Section>
  );
}

const roleOptions = (by: Role) => rolesBelow(by).map((role) => ({ value: role, label: t.roleNames[role] }));

function InviteDialog({ by, onClose, onInvited }: { by: Role; onClose: () => void; onInvited: (url: string | undefined) => void }) {
  const teams = useQuery(teamsQuery);
  const [typed, setTyped] = useState<{ name: string; email: string; role: Role; teamIds: string[] }>({ name: '', email: '', role: 'salesperson', teamIds: [] });
  const invite = useChange(() => ask(hub.POST('/api/v1/users', { body: typed })), ['users', 'teams'], { onDone: ({ inviteUrl }) => onInvited(inviteUrl) });
  return (
    <FormDialog
      title={t.people.invite}
      isOpen
      onClose={onClose}
      onSubmit={() => invite.mutate(undefined)}
      submit={t.people.inviteSubmit}
      isPending={invite.isPending}
    >
      <TextInput
        label={t.people.name}
        data-autofocus
        value={typed.name}
        error={problemAt(invite.error, 'name')}
        onChange={({ currentTarget: { value: name } }) => setTyped((before) => ({ ...before, name }))}
      />
      <TextInput
        label={t.people.email}
        type="email"
        value={typed.email}
        error={problemAt(invite.error, 'email')}
        onChange={({ currentTarget: { value: email } }) => setTyped((before) => ({ ...before, email }))}
      />
      <Select
        label={t.people.role}
        description={t.roleHints[typed.role]}
        allowDeselect={false}
        data={roleOptions(by)}
        value={typed.role}
        onChange={(role) => role && setTyped((before) => ({ ...before, role: role as Role }))}
      />
      {(teams.data?.data.length ?? 0) > 0 && (
        <MultiSelect
          label={t.sections.teams}
          data={teams.data?.data.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          value={typed.teamIds}
          onChange={(teamIds) => setTyped((before) => ({ ...before, teamIds }))}
        />
      )}
      <FormFailure error={invite.error} fields={['name', 'email']} />
    </FormDialog>
  );
}

function ChangeDialog({ person, by, onClose }: { person: User; by: Role; onClose: () => void }) {
  const teams = useQuery(teamsQuery);
  const [typed, setTyped] = useState({ name: person.name, role: person.role, teamIds: person.teamIds });
  const save = useChange(() => ask(hub.PATCH('/api/v1/users/{id}', { params: { path: { id: person.id } }, body: typed })), ['users', 'teams'], {
    done: t.saved,
    onDone: onClose,
  });
  const mayChangeRole = ROLES.indexOf(by) <= ROLES.indexOf(person.role);
  return (
    <FormDialog title={person.name} isOpen onClose={onClose} onSubmit={() => save.mutate(undefined)} submit={t.save} isPending={save.isPending}>
      <TextInput
        label={t.people.name}
        data-autofocus
        value={typed.name}
        error={problemAt(save.error, 'name')}
        onChange={({ currentTarget: { value: name } }) => setTyped((before) => ({ ...before, name }))}
      />
      {mayChangeRole && (
        <Select
          label={t.people.role}
          description={t.roleHints[typed.role]}
          allowDeselect={false}
          data={roleOptions(by)}
          value={typed.role}
          onChange={(role) => role && setTyped((before) => ({ ...before, role: role as Role }))}
        />
      )}
      <MultiSelect
        label={t.sections.teams}
        data={teams.data?.data.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={typed.teamIds}
        onChange={(teamIds) => setTyped((before) => ({ ...before, teamIds }))}
      />
      <FormFailure error={save.error} fields={['name']} />
    </FormDialog>
  );
}

/** Nobody leaves with the records: they go to somebody first, in one step. */
function LeavingDialog({ person, others, onClose }: { person: User; others: readonly User[]; onClose: () => void }) {
  const [reassignTo, setReassignTo] = useState<string | null>(null);
  const remove = useChange(
    (to: string) => ask(hub.DELETE('/api/v1/users/{id}', { params: { path: { id: person.id } }, body: { reassignTo: to } })),
    ['users', 'teams', 'contacts', 'deals', 'organizations'],
    { done: t.people.gone(person.name), onDone: onClose },
  );
  return (
    <FormDialog
      title={t.people.leaveTitle(person.name)}
      isOpen
      onClose={onClose}
      onSubmit={() => reassignTo && remove.mutate(reassignTo)}
      submit={t.people.leaveSubmit}
      isPending={remove.isPending}
      isDanger
      isBlocked={!reassignTo}
    >
      <Stack gap="sm">
        <Text size="sm">{t.people.leave}</Text>
        <Select
          label={t.people.reassignTo}
          searchable
          data={others.filter(({ id, state }) => id !== person.id && state === 'active').map(({ id, name }) => ({ value: id, label: name }))}
          value={reassignTo}
          onChange={setReassignTo}
        />
        {remove.error && <Failure error={remove.error} />}
      </Stack>
    </FormDialog>
  );
}
