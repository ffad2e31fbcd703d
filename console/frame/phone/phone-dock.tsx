import { Indicator, Loader, Popover, UnstyledButton } from '@mantine/core';
import { IconPhone, IconPhoneCall } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { liveQuery } from '../../pages/calls/queries.ts';
import { texts } from '../../texts.ts';
import { useMay } from '../may.tsx';
import { meQuery } from '../person.tsx';
import { useLine, useLineWork, useRinging } from './browser/use-line.ts';
import { usePhone } from './phone-context.tsx';

const t = texts.phone;
// Fetched when it is opened: nobody's first page waits for it.
const DockBody = lazy(async () => ({ default: (await import('./dock-body.tsx')).DockBody }));

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
        <Suspense fallback={<Loader size="sm" aria-label={t.title} />}>
          <DockBody here={here} calls={calls} userId={me?.user?.id} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
