import { Button, Group, MultiSelect, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { useNames } from '../deals/use-names.ts';
import { FormDialog, FormFailure, problemAt, Section, useChange } from './pieces.tsx';
import { teamsQuery } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
type Team = Schemas['Team'];

export default function Teams() {
  const teams = useQuery(teamsQuery);
  const nameOf = useNames();
  const mayChange = useMay()('teams:write');
  const [opened, setOpened] = useState<Team | 'new'>();
  const [removed, setRemoved] = useState<Team>();
  const remove = useChange((id: string) => ask(hub.DELETE('/api/v1/teams/{id}', { params: { path: { id } } })), ['teams', 'users'], {
    onDone: () => setRemoved(undefined),
  });
  const add = mayChange && (
    <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpened('new')}>
      {t.teams.add}
    </Button>
  );
  return (
    <Section title={t.sections.teams} lead={t.teams.lead} action={add}>
      <Loaded query={teams} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.teams.empty}</Empty>}>
        {({ data }) => (
          <ul className="panel" aria-label={t.sections.teams}>
            {data.map((team) => (
              <li key={team.id} className={`row ${classes.line}`}>
                <div className={classes.grow}>
                  <Text size="sm" fw={500}>
                    <bdi>{team.name}</bdi>
                  </Text>
                  <Text size="xs" c="dimmed">
                    {team.userIds.length === 0 ? t.teams.nobody : team.userIds.map(nameOf).join(', ')}
                  </Text>
                </div>
                {mayChange && (
                  <Group gap={4}>
                    <Button size="compact-xs" variant="subtle" onClick={() => setOpened(team)} aria-label={`${t.change}: ${team.name}`}>
                      {t.change}
                    </Button>
                    <Button size="compact-xs" variant="subtle" color="red" onClick={() => setRemoved(team)} aria-label={`${t.remove}: ${team.name}`}>
                      {t.remove}
                    </Button>
                  </Group>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {opened && <TeamDialog team={opened === 'new' ? undefined : opened} onClose={() => setOpened(undefined)} />}
      {removed && (
        <FormDialog
          title={t.teams.removeTitle(removed.name)}
          isOpen
          onClose={() => setRemoved(undefined)}
          onSubmit={() => remove.mutate(removed.id)}
          submit={t.remove}
          isPending={remove.isPending}
          isDanger
        >
          <Text size="sm">{t.teams.remove}</Text>
          {remove.error && <Failure error={remove.error} />}
        </FormDialog>
      )}
    </Section>
  );
}

function TeamDialog({ team, onClose }: { team: Team | undefined; onClose: () => void }) {
  const people = useQuery(peopleQuery);
  const [name, setName] = useState(team?.name ?? '');
  const [userIds, setUserIds] = useState(team?.userIds ?? []);
  const save = useChange(
    () =>
      team
        ? ask(hub.PATCH('/api/v1/teams/{id}', { params: { path: { id: team.id } }, body: { name, userIds } }))
        : ask(hub.POST('/api/v1/teams', { body: { name, userIds } })),
    ['teams', 'users'],
    { done: t.saved, onDone: onClose },
  );
  return (
    <FormDialog title={team?.name ?? t.teams.add} isOpen onClose={onClose} onSubmit={() => save.mutate(undefined)} submit={t.save} isPending={save.isPending}>
      <TextInput
        label={t.teams.name}
        data-autofocus
        value={name}
        error={problemAt(save.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <MultiSelect
        label={t.teams.people}
        searchable
        data={people.data?.data.filter(({ state }) => state !== 'left').map(({ id, name: label }) => ({ value: id, label })) ?? []}
        value={userIds}
        onChange={setUserIds}
      />
      <FormFailure error={save.error} fields={['name']} />
    </FormDialog>
  );
}
