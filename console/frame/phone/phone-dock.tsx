import { Alert, Button, Group, Indicator, Popover, SegmentedControl, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconPhone, IconPhoneCall } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { agentsQuery, liveQuery } from '../../pages/calls/queries.ts';
import { texts } from '../../texts.ts';
import { useMay } from '../may.tsx';
import { meQuery } from '../person.tsx';
import { RingsWhere, UnknownCall } from './browser/later.tsx';
import { hubCallOf, useLine, useLineWork, useRinging } from './browser/use-line.ts';
import { LiveCall } from './live-call.tsx';
import { usePhone } from './phone-context.tsx';

const t = texts.phone;
const RINGS_STILL = ['ringing', 'initiated'];
const LOOK_MS = 2_000;

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
        <TextInput type="tel" label={t.numberHint} style={{ flex: 1 }} value={number} onChange={(event) => setNumber(event.currentTarget.value)} />
        <Button type="submit" loading={phone.isDialling} disabled={!number.trim()}>
          {t.call}
        </Button>
      </Group>
    </form>
  );
}

/** Whether I can be reached, told by what would ring and not by a flag; and a ring to prove it. */
function Duty() {
  const queries = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const ownIn = (agents: { data: Schemas['CallAgent'][] } | undefined) => agents?.data.find(({ userId }) => userId === me?.user?.id);
  // Nobody tells of a test ring but whoever is asked.
  const { data: agents } = useQuery({
    ...agentsQuery,
    refetchInterval: ({ state }) => (RINGS_STILL.includes(ownIn(state.data)?.testResult ?? '') ? LOOK_MS : false),
  });
  const own = ownIn(agents);
  const [number, setNumber] = useState<string>();
  const again = () => void queries.invalidateQueries({ queryKey: ['call-agents'] });
  const save = useMutation({
    mutationFn: (body: { state?: 'available' | 'away' | 'off'; phone?: string; device?: 'phone' | 'browser' }) =>
      ask(hub.PUT('/api/v1/voip/agents/{userId}', { params: { path: { userId: 'me' } }, body })),
    onSuccess: (_saved, { phone }) => {
      // What is being typed while the state is saved stays.
      if (phone !== undefined) setNumber(undefined);
      again();
    },
  });
  const test = useMutation({ mutationFn: () => ask(hub.POST('/api/v1/voip/agents/me/test-ring')), onSettled: again });
  const rings = own?.rings ?? [];
  const shown = number ?? own?.phone ?? '';
  return (
    <Stack gap="xs">
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t.title}
        value={own?.state === 'wrap_up' ? 'away' : (own?.state ?? 'off')}
        onChange={(state) => save.mutate({ state: state as 'available' | 'away' | 'off' })}
        data={(['available', 'away', 'off'] as const).map((value) => ({ value, label: t.state[value] ?? value }))}
      />
      {me?.user && <RingsWhere own={own} userId={me.user.id} onChoose={(device) => save.mutate({ device })} />}
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <TextInput
          type="tel"
          size="xs"
          label={t.myPhone}
          style={{ flex: 1 }}
          value={shown}
          onChange={(event) => setNumber(event.currentTarget.value)}
          error={save.error ? save.error.message : undefined}
        />
        <Button size="xs" variant="default" disabled={shown === (own?.phone ?? '')} onClick={() => save.mutate({ phone: shown })} loading={save.isPending}>
          {t.save}
        </Button>
      </Group>
      <Text size="xs" c="dimmed">
        {own?.state === 'available' && rings.length > 0 ? t.rings(rings.map((each) => (each === 'browser' ? t.browser : each)).join(', ')) : t.ringsNothing}
      </Text>
      <Group gap="xs">
        <Button size="compact-xs" variant="subtle" onClick={() => test.mutate()} loading={test.isPending} disabled={rings.length === 0}>
          {t.test}
        </Button>
        {own?.testResult && (
          <Text size="xs" role="status">
            {t.tested[own.testResult] ?? own.testResult}
          </Text>
        )}
      </Group>
      {test.error && (
        <Text size="xs" c="red" role="alert">
          {test.error.message}
        </Text>
      )}
    </Stack>
  );
}
