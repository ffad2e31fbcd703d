import { ActionIcon, Button, CloseButton, Group, SegmentedControl, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { meQuery } from '../../frame/person.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { peopleQuery } from '../deals/queries.ts';
import { useNames } from '../deals/use-names.ts';
import { FormDialog, FormFailure, problemAt, Section, useChange } from './pieces.tsx';
import { absencesQuery, holidaysQuery, hoursQuery, teamsQuery, ZONES } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
/** As it is read: the typed client makes plain lists of pairs. */
type Hours = Omit<Schemas['BusinessHours'], 'week'> & { week: string[][][] };
const dayOf = (day: string) => new Date(`${day}T00:00:00Z`).toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' });

/** When the workspace works, when it does not, and who stands in for whom. */
export default function HoursSettings() {
  const hours = useQuery(hoursQuery);
  const teams = useQuery(teamsQuery);
  const [team, setTeam] = useState<string | null>(null);
  const all = teams.data?.data ?? [];
  return (
    <Stack gap="xl">
      {all.length > 0 && (
        <SegmentedControl
          size="xs"
          aria-label={t.hours.whose}
          style={{ alignSelf: 'flex-start', maxWidth: '100%', overflowX: 'auto' }}
          value={team ?? ''}
          onChange={(id) => setTeam(id || null)}
          data={[{ value: '', label: t.hours.house }, ...all.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      <Loaded query={hours}>
        {({ data }) => {
          const house = data.find(({ teamId }) => teamId === null);
          // A team without hours of its own keeps those of the workspace.
          const shown = data.find(({ teamId }) => teamId === team) ?? (house && { ...house, teamId: team, isDefault: team !== null });
          return shown ? <Week key={JSON.stringify(shown)} hours={shown} isOwn={data.some(({ teamId }) => teamId === team)} /> : null;
        }}
      </Loaded>
      <Holidays key={team} team={team} />
      <Absences />
    </Stack>
  );
}

const MOST_SPANS = 4;
/** An hour's break in the middle of the last span, or an evening behind it. */
function withBreak(spans: Hours['week'][number]): Hours['week'][number] {
  const [from = '09:00', to = '17:00'] = spans.at(-1) ?? [];
  const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  const clock = (at: number) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
  const middle = Math.round((minutes(from) + minutes(to)) / 2 / 30) * 30;
  return [...spans.slice(0, -1), [from, clock(middle - 30)], [clock(middle + 30), to]];
}

function Week({ hours, isOwn }: { hours: Hours; isOwn: boolean }) {
  const mayChange = useMay()('settings:write');
  const [week, setWeek] = useState(hours.week);
  const [timeZone, setTimeZone] = useState(hours.timeZone);
  const save = useChange(
    () =>
      ask(
        hub.PUT('/api/v1/hours', {
          body: { teamId: hours.teamId, timeZone, week: week.map((spans) => spans.map(([from = '', to = '']): [string, string] => [from, to])) },
        }),
      ),
    ['hours'],
    { done: t.saved },
  );
  const setDay = (index: number, spans: Hours['week'][number]) => setWeek((before) => before.map((each, at) => (at === index ? spans : each)));
  return (
    <Section title={t.hours.title} lead={hours.teamId && !isOwn ? t.hours.leadTeam : hours.isDefault ? t.hours.leadDefault : t.hours.lead}>
      <fieldset disabled={!mayChange} style={{ border: 0, margin: 0, padding: 0 }}>
        <Stack gap="sm">
          <div className="panel">
            {week.map((spans, index) => {
              const name = t.hours.days[index] ?? '';
              return (
                <div key={name} className={`row ${classes.day}`}>
                  <Switch
                    label={name}
                    checked={spans.length > 0}
                    onChange={(event) => setDay(index, event.currentTarget.checked ? [['09:00', '17:00']] : [])}
                  />
                  <Group gap="xs">
                    {spans.length === 0 && (
                      <Text size="sm" c="dimmed">
                        {t.hours.closed}
                      </Text>
                    )}
                    {spans.map(([from, to], at) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a span has no name but its place in the day
                      <Group key={at} gap={6} wrap="nowrap">
                        <TextInput
                          type="time"
                          size="xs"
                          aria-label={`${name}: ${t.workspace.from}`}
                          value={from}
                          onChange={({ currentTarget: { value } }) =>
                            setDay(
                              index,
                              spans.map((each, place) => (place === at ? [value, to ?? ''] : each)),
                            )
                          }
                        />
                        –
                        <TextInput
                          type="time"
                          size="xs"
                          aria-label={`${name}: ${t.workspace.to}`}
                          value={to}
                          onChange={({ currentTarget: { value } }) =>
                            setDay(
                              index,
                              spans.map((each, place) => (place === at ? [from ?? '', value] : each)),
                            )
                          }
                        />
                        {spans.length > 1 && (
                          <CloseButton
                            size="xs"
                            aria-label={`${name}: ${t.hours.removeSpan(`${from} – ${to}`)}`}
                            onClick={() =>
                              setDay(
                                index,
                                spans.filter((_each, place) => place !== at),
                              )
                            }
                          />
                        )}
                      </Group>
                    ))}
                    {spans.length > 0 && spans.length < MOST_SPANS && (
                      <ActionIcon
                        size="sm"
                        variant="subtle"
                        aria-label={`${name}: ${t.hours.addSpan}`}
                        title={t.hours.addSpan}
                        onClick={() => setDay(index, withBreak(spans))}
                      >
                        <IconPlus size={14} />
                      </ActionIcon>
                    )}
                  </Group>
                </div>
              );
            })}
          </div>
          <Select
            label={t.workspace.timeZone}
            maw={300}
            searchable
            allowDeselect={false}
            limit={50}
            data={ZONES}
            value={timeZone}
            onChange={(value) => value && setTimeZone(value)}
          />
          {save.error && <Failure error={save.error} />}
          {mayChange && (
            <Button size="xs" style={{ alignSelf: 'flex-start' }} loading={save.isPending} onClick={() => save.mutate(undefined)}>
              {t.save}
            </Button>
          )}
        </Stack>
      </fieldset>
    </Section>
  );
}

function Holidays({ team }: { team: string | null }) {
  const holidays = useQuery(holidaysQuery);
  const mayChange = useMay()('settings:write');
  const [isAdding, setAdding] = useState(false);
  const [day, setDay] = useState('');
  const [name, setName] = useState('');
  const add = useChange(() => ask(hub.POST('/api/v1/holidays', { body: { day, name, teamId: team } })), ['holidays'], {
    onDone: () => {
      setAdding(false);
      setDay('');
      setName('');
    },
  });
  // Those of the workspace are a team's too.
  const isOther = ({ teamId }: { teamId: string | null }) => teamId !== null && teamId !== team;
  const remove = useChange((id: string) => ask(hub.DELETE('/api/v1/holidays/{id}', { params: { path: { id } } })), ['holidays']);
  return (
    <Section
      title={t.hours.holidays}
      lead={t.hours.holidaysLead}
      action={
        mayChange && (
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
            {t.hours.addHoliday}
          </Button>
        )
      }
    >
      {remove.error && <Failure error={remove.error} />}
      <Loaded query={holidays} isEmpty={({ data }) => data.every(isOther)} empty={<Empty>{t.hours.noHolidays}</Empty>}>
        {({ data }) => (
          <ul className="panel" aria-label={t.hours.holidays}>
            {data
              .filter((each) => !isOther(each))
              .map((holiday) => (
                <li key={holiday.id} className={`row ${classes.line}`}>
                  <Text size="sm" className={classes.grow}>
                    <bdi>{holiday.name}</bdi>
                  </Text>
                  <Text size="sm" c="dimmed">
                    {dayOf(holiday.day)}
                  </Text>
                  {mayChange && (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      color="red"
                      onClick={() => remove.mutate(holiday.id)}
                      aria-label={`${t.remove}: ${holiday.name}`}
                    >
                      {t.remove}
                    </Button>
                  )}
                </li>
              ))}
          </ul>
        )}
      </Loaded>
      <FormDialog
        title={t.hours.addHoliday}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        onSubmit={() => add.mutate(undefined)}
        submit={t.save}
        isPending={add.isPending}
      >
        <TextInput
          type="date"
          label={t.hours.day}
          data-autofocus
          value={day}
          error={problemAt(add.error, 'day')}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
        <TextInput label={t.hours.name} value={name} error={problemAt(add.error, 'name')} onChange={(event) => setName(event.currentTarget.value)} />
        <FormFailure error={add.error} fields={['day', 'name']} />
      </FormDialog>
    </Section>
  );
}

function Absences() {
  const absences = useQuery(absencesQuery);
  const { data: me } = useQuery(meQuery);
  const people = useQuery(peopleQuery);
  const nameOf = useNames();
  const mayChange = useMay()('absences:write');
  const [isAdding, setAdding] = useState(false);
  const [typed, setTyped] = useState({ from: '', to: '', deputyId: null as string | null });
  const add = useChange(
    () =>
      ask(
        hub.POST('/api/v1/absences', {
          body: {
            startsAt: typed.from ? new Date(`${typed.from}T00:00`).toISOString() : '',
            // The last day is spent away whole.
            endsAt: typed.to ? new Date(new Date(`${typed.to}T00:00`).getTime() + 24 * 3600_000).toISOString() : '',
            deputyId: typed.deputyId,
          },
        }),
      ),
    ['absences'],
    { onDone: () => setAdding(false) },
  );
  const remove = useChange((id: string) => ask(hub.DELETE('/api/v1/absences/{id}', { params: { path: { id } } })), ['absences']);
  return (
    <Section
      title={t.hours.absences}
      lead={t.hours.absencesLead}
      action={
        mayChange && (
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
            {t.hours.addAbsence}
          </Button>
        )
      }
    >
      {remove.error && <Failure error={remove.error} />}
      <Loaded query={absences} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.hours.noAbsences}</Empty>}>
        {({ data }) => (
          <ul className="panel" aria-label={t.hours.absences}>
            {data.map((absence) => (
              <li key={absence.id} className={`row ${classes.line}`}>
                <div className={classes.grow}>
                  <Text size="sm" fw={500}>
                    <bdi>{nameOf(absence.userId)}</bdi>
                  </Text>
                  <Text size="xs" c="dimmed">
                    {new Date(absence.startsAt).toLocaleDateString()} – {new Date(Date.parse(absence.endsAt) - 1).toLocaleDateString()}
                    {absence.deputyId ? ` · ${t.hours.deputy(nameOf(absence.deputyId))}` : ''}
                  </Text>
                </div>
                {mayChange && (
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    color="red"
                    onClick={() => remove.mutate(absence.id)}
                    aria-label={`${t.remove}: ${nameOf(absence.userId)}`}
                  >
                    {t.remove}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      <FormDialog
        title={t.hours.addAbsence}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        onSubmit={() => add.mutate(undefined)}
        submit={t.save}
        isPending={add.isPending}
      >
        <TextInput
          type="date"
          label={t.hours.firstDay}
          data-autofocus
          value={typed.from}
          error={problemAt(add.error, 'startsAt')}
          onChange={({ currentTarget: { value: from } }) => setTyped((before) => ({ ...before, from }))}
        />
        <TextInput
          type="date"
          label={t.hours.lastDay}
          value={typed.to}
          error={problemAt(add.error, 'endsAt')}
          onChange={({ currentTarget: { value: to } }) => setTyped((before) => ({ ...before, to }))}
        />
        <Select
          label={t.hours.standIn}
          clearable
          data={
            people.data?.data.filter(({ id, state }) => state === 'active' && id !== me?.user?.id).map(({ id, name }) => ({ value: id, label: name })) ?? []
          }
          value={typed.deputyId}
          onChange={(deputyId) => setTyped((before) => ({ ...before, deputyId }))}
        />
        <FormFailure error={add.error} fields={['startsAt', 'endsAt']} />
      </FormDialog>
    </Section>
  );
}
