import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconUserPlus, IconUserSearch } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { RecordPicker } from '../../patterns/record/record-picker.tsx';
import { texts } from '../../texts.ts';
import { FormDialog, FormFailure, problemAt, useChange } from '../settings/pieces.tsx';
import type { Call } from './queries.ts';

const t = texts.calls;

/** Why this person, who else it could be; and where nobody is known, who they are. */
export function Who({ call }: { call: Call }) {
  const [isPicking, setPicking] = useState(false);
  const [isAdding, setAdding] = useState(false);
  // A number that nobody has becomes theirs: the next call says who it is.
  const keepsNumber = call.match?.rule === 'none';
  const choose = useChange(
    (contactId: string) => ask(hub.POST('/api/v1/voip/calls/{id}/contact', { params: { path: { id: call.id } }, body: { contactId, keepsNumber } })),
    ['calls', 'contacts', 'voicemails'],
    { done: t.nowKnown },
  );
  if (!call.match) return null;
  const open = call.match.candidates.filter(({ contactId }) => contactId !== call.contactId);
  return (
    <Stack className="panel" p="md" gap="xs" component="section" aria-label={t.whyThem}>
      <Title order={2}>{call.contactId || call.match.candidates.length > 0 ? t.whyThem : t.whoIsIt}</Title>
      <Text size="sm">{t.rule[call.match.rule]}</Text>
      <Allowed to="voip:write">
        {open.map(({ contactId, name }) => (
          <Button key={contactId} size="xs" variant="light" onClick={() => choose.mutate(contactId)} loading={choose.isPending}>
            {t.itWas(name)}
          </Button>
        ))}
        {!call.contactId && call.number && <LookUp number={call.number} />}
        {isPicking ? (
          <RecordPicker
            kind="contact"
            label={t.itIs}
            without={call.contactId ? [call.contactId] : []}
            onChoose={(picked) => {
              setPicking(false);
              if (picked) choose.mutate(picked.id);
            }}
            onLeave={() => setPicking(false)}
          />
        ) : (
          <Group gap="xs">
            {!call.contactId && call.number && (
              <Button size="xs" leftSection={<IconUserPlus size={14} aria-hidden="true" />} onClick={() => setAdding(true)}>
                {t.addContact}
              </Button>
            )}
            <Button
              size="xs"
              variant="default"
              leftSection={<IconUserSearch size={14} aria-hidden="true" />}
              onClick={() => setPicking(true)}
              loading={choose.isPending}
            >
              {call.contactId ? t.itWasOther : t.itIs}
            </Button>
          </Group>
        )}
        {isAdding && call.number && <AddContact call={call} number={call.number} onClose={() => setAdding(false)} onAdded={(id) => choose.mutate(id)} />}
      </Allowed>
      <FormFailure error={choose.error} fields={[]} />
    </Stack>
  );
}

/** What the provider knows of a number; asked when somebody wants to know, because it costs. */
function LookUp({ number }: { number: string }) {
  const look = useMutation({ mutationFn: () => ask(hub.GET('/api/v1/voip/lookup', { params: { query: { number, ask: 'true' } } })) });
  if (!look.data)
    return (
      <Group gap="xs">
        <Button size="compact-xs" variant="subtle" onClick={() => look.mutate()} loading={look.isPending}>
          {t.lookUp}
        </Button>
        <FormFailure error={look.error} fields={[]} />
      </Group>
    );
  const { callerName, lineType, carrier, country, note } = look.data;
  const known = [callerName, lineType && (t.lineType[lineType] ?? lineType), carrier, country].filter(Boolean).join(' · ');
  return (
    <Text size="sm" role="status">
      {known || t.lookUpNothing}
      {note ? ` ${note}` : ''}
    </Text>
  );
}

function AddContact({ call, number, onClose, onAdded }: { call: Call; number: string; onClose: () => void; onAdded: (contactId: string) => void }) {
  const queries = useQueryClient();
  // A network writes names in capitals, the family's first or last: it is a start.
  const [firstName = '', ...rest] = (call.callerName ?? '').split(' ').filter(Boolean);
  const [name, setName] = useState({ firstName, lastName: rest.join(' ') });
  const [email, setEmail] = useState('');
  const add = useMutation({
    mutationFn: () =>
      ask(hub.POST('/api/v1/contacts', { body: { ...name, phones: [{ value: number }], ...(email.trim() ? { emails: [{ value: email.trim() }] } : {}) } })),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ['contacts'] });
      onAdded(id);
      onClose();
    },
  });
  return (
    <FormDialog
      title={t.addContact}
      isOpen
      onClose={onClose}
      onSubmit={() => add.mutate()}
      submit={t.addContact}
      isPending={add.isPending}
      isBlocked={!name.firstName.trim() && !name.lastName.trim()}
    >
      <Text size="sm" c="dimmed">
        {call.shownNumber}
      </Text>
      <Group grow align="flex-start">
        <TextInput
          label={texts.contacts.firstName}
          data-autofocus
          value={name.firstName}
          error={problemAt(add.error, 'firstName')}
          onChange={(event) => setName({ ...name, firstName: event.currentTarget.value })}
        />
        <TextInput
          label={texts.contacts.lastName}
          value={name.lastName}
          error={problemAt(add.error, 'lastName')}
          onChange={(event) => setName({ ...name, lastName: event.currentTarget.value })}
        />
      </Group>
      <TextInput
        type="email"
        label={texts.contacts.email}
        value={email}
        error={problemAt(add.error, 'emails')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <FormFailure error={add.error} fields={['firstName', 'lastName', 'emails']} />
    </FormDialog>
  );
}
