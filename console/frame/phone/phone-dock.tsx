import { Alert, Button, Group, Indicator, Popover, Stack, TextInput, UnstyledButton } from '@mantine/core';
import { IconPhone, IconPhoneCall } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { liveQuery } from '../../pages/calls/queries.ts';
import { texts } from '../../texts.ts';
import { useMay } from '../may.tsx';
import { meQuery } from '../person.tsx';
import { AfterCall } from './after-call.tsx';
import { UnknownCall } from './browser/later.tsx';
import { hubCallOf, useLine, useLineWork, useRinging } from './browser/use-line.ts';
import { Duty } from './duty.tsx';
import { LiveCall } from './live-call.tsx';
import { usePhone } from './phone-context.tsx';

const t = texts.phone;

/** The telephone at the top of every page: who rings, who talks, and whom to call next. */
export function PhoneDock() {
  const may = useMay();
  const phone = usePhone();
  const mayCall = may('voip:send');
  const { data: live } = useQuery({ ...liveQuery, enabled: mayCall, retry: false });
  const calls = live?.data ?? [];
  const current = calls.find(({ state }) => state === 'answered') ?? calls[0];
  // A pop, not a page: what was being done stays where it is.
  const ringing = calls.find(({ direction, state }) => direction === 'inbound' && state === 'ringing');
  const { calls: here } = useLine();
  const { data: me } = useQuery(meQuery);
  useRinging();
  useLineWork(calls, mayCall ? me?.user?.id : undefined);
  const ringingHere = here.find(({ state }) => state === 'ringing');
  const { setOpen } = phone;
  const ringingId = ringing?.id ?? ringingHere?.id;
  useEffect(() => {
    if (ringingId) setOpen(true);
  }, [ringingId, setOpen]);
  if (!mayCall) return null;
  const isTalking = current?.state === 'answered' || here.some(({ state }) => state === 'talking');
  return (
    <Popover opened={phone.isOpen} onChange={phone.setOpen} position="bottom-end" width={340} shadow="md" trapFocus={false} withinPortal>
      <Popover.Target>
        <UnstyledButton
          onClick={() => phone.setOpen(!phone.isOpen)}
          aria-label={current ? `${t.open}, ${texts.calls.state[current.state]}` : t.open}
          aria-expanded={phone.isOpen}
          p={6}
        >
          <Indicator disabled={!current && here.length === 0} processing={ringingId !== undefined} color="green" size={9}>
            {isTalking ? <IconPhoneCall size={20} stroke={1.7} /> : <IconPhone size={20} stroke={1.7} />}
          </Indicator>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={t.title} style={{ maxHeight: 'calc(100dvh - 64px)', overflowY: 'auto' }}>
        <Stack gap="md">
          {phone.refusal && (
            <Alert color="yellow" variant="light" title={t.refused} withCloseButton closeButtonLabel={t.dismiss} onClose={phone.dismiss} role="alert">
              {phone.refusal}
            </Alert>
          )}
          {here
            .filter((call) => !hubCallOf(call, calls))
            .map((call) => (
              <UnknownCall key={call.id} call={call} />
            ))}
          {calls.map((call) => (
            <LiveCall key={call.id} call={call} />
          ))}
          {me?.user && <AfterCall userId={me.user.id} />}
          <Keypad />
          <Duty />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Keypad() {
  const phone = usePhone();
  const [number, setNumber] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (number.trim()) phone.dial({ to: number.trim() });
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          type="tel"
          label={t.numberHint}
          placeholder={t.numberSuch}
          style={{ flex: 1 }}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Button type="submit" loading={phone.isDialling} disabled={!number.trim()}>
          {t.call}
        </Button>
      </Group>
    </form>
  );
}
