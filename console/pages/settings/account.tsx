import { Anchor, Badge, Button, Code, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { meQuery } from '../../frame/person.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { deviceOf } from './device.ts';
import { Passkeys } from './passkeys.tsx';
import { FormDialog, FormFailure, problemAt, Section, useChange } from './pieces.tsx';
import { sessionsQuery, ZONES } from './queries.ts';
import classes from './settings.module.css';

const t = texts.settings;
type Me = Schemas['Me'];

/** What is one's own: name, zone, second factor, devices. */
export default function Account() {
  const me = useQuery(meQuery);
  return (
    <Stack gap="xl">
      <Loaded query={me}>
        {({ user }) =>
          user ? (
            <>
              <Profile user={user} />
              <SecondFactor user={user} />
              <Passkeys />
            </>
          ) : null
        }
      </Loaded>
      <Sessions />
    </Stack>
  );
}

function Profile({ user }: { user: NonNullable<Me['user']> }) {
  const [name, setName] = useState(user.name);
  const [timeZone, setTimeZone] = useState(user.timeZone);
  const save = useChange(() => ask(hub.PATCH('/api/v1/me', { body: { name, timeZone } })), ['me', 'users'], { done: t.saved });
  return (
    <Section title={t.sections.account} lead={user.email}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Stack gap="md">
          <div className={classes.grid}>
            <TextInput
              label={t.people.name}
              autoComplete="name"
              value={name}
              error={problemAt(save.error, 'name')}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Select
              label={t.workspace.timeZone}
              searchable
              allowDeselect={false}
              limit={50}
              data={ZONES}
              value={timeZone}
              error={problemAt(save.error, 'timeZone')}
              onChange={(value) => value && setTimeZone(value)}
            />
          </div>
          <FormFailure error={save.error} fields={['name', 'timeZone']} />
          <Button type="submit" size="xs" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
            {t.save}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}

function SecondFactor({ user }: { user: NonNullable<Me['user']> }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title={t.account.factor}
      lead={user.hasSecondFactor ? t.account.factorOn : t.account.factorOff}
      action={
        <Button size="xs" variant="default" onClick={() => setOpen(true)}>
          {user.hasSecondFactor ? t.account.turnOff : t.account.turnOn}
        </Button>
      }
    >
      {isOpen && (user.hasSecondFactor ? <TurnOff onClose={() => setOpen(false)} /> : <TurnOn onClose={() => setOpen(false)} />)}
    </Section>
  );
}

function Password({ value, error, onChange }: { value: string; error: Error | null; onChange: (value: string) => void }) {
  return (
    <PasswordInput
      label={texts.signIn.password}
      autoComplete="current-password"
      data-autofocus
      value={value}
      error={problemAt(error, 'password')}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** First the password, then the key in the authenticator, then a code that proves it: only that switches it on. */
function TurnOn({ onClose }: { onClose: () => void }) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const begin = useChange(() => ask(hub.POST('/api/v1/auth/totp/enable', { body: { password } })), []);
  const confirm = useChange(() => ask(hub.POST('/api/v1/auth/totp/confirm', { body: { code: code.replace(/\s/g, '') } })), ['me'], {
    done: t.account.factorDone,
    onDone: onClose,
  });
  const made = begin.data;
  return (
    <FormDialog
      title={t.account.turnOn}
      isOpen
      onClose={onClose}
      onSubmit={() => (made ? confirm.mutate(undefined) : begin.mutate(undefined))}
      submit={made ? t.account.confirm : t.account.next}
      isPending={begin.isPending || confirm.isPending}
    >
      {!made && <Password value={password} error={begin.error} onChange={setPassword} />}
      {!made && <FormFailure error={begin.error} fields={['password']} />}
      {made && (
        <>
          <Text size="sm">{t.account.scan}</Text>
          <Code block className="wrap-anywhere" style={{ whiteSpace: 'pre-wrap' }}>
            {new URL(made.uri).searchParams.get('secret')}
          </Code>
          <Anchor href={made.uri} size="sm">
            {t.account.openApp}
          </Anchor>
          <Text size="sm" fw={500}>
            {t.account.backup}
          </Text>
          <Code block>{made.backupCodes.join('\n')}</Code>
          <TextInput
            label={texts.signIn.totp}
            inputMode="numeric"
            autoComplete="one-time-code"
            value={code}
            error={problemAt(confirm.error, 'code')}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
          <FormFailure error={confirm.error} fields={['code']} />
        </>
      )}
    </FormDialog>
  );
}

function TurnOff({ onClose }: { onClose: () => void }) {
  const [password, setPassword] = useState('');
  const off = useChange(() => ask(hub.POST('/api/v1/auth/totp/disable', { body: { password } })), ['me'], { onDone: onClose });
  return (
    <FormDialog
      title={t.account.turnOff}
      isOpen
      onClose={onClose}
      onSubmit={() => off.mutate(undefined)}
      submit={t.account.turnOff}
      isPending={off.isPending}
      isDanger
    >
      <Password value={password} error={off.error} onChange={setPassword} />
      <FormFailure error={off.error} fields={['password']} />
    </FormDialog>
  );
}

function Sessions() {
  const sessions = useQuery(sessionsQuery);
  const end = useChange((id: string) => ask(hub.DELETE('/api/v1/me/sessions/{id}', { params: { path: { id } } })), ['sessions']);
  return (
    <Section title={t.account.sessions} lead={t.account.sessionsLead}>
      {end.error && <Failure error={end.error} />}
      <Loaded query={sessions}>
        {({ data }) => (
          <ul className="panel" aria-label={t.account.sessions}>
            {data.map((session) => (
              <li key={session.id} className={`row ${classes.line}`}>
                <div className={classes.grow}>
                  <Text size="sm" fw={500}>
                    {deviceOf(session.userAgent)}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {session.ipAddress} · <When at={session.lastSeenAt} />
                  </Text>
                </div>
                {session.isCurrent ? (
                  <Badge variant="light">{t.account.here}</Badge>
                ) : (
                  <Button size="compact-xs" variant="subtle" color="red" onClick={() => end.mutate(session.id)}>
                    {t.account.end}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}
