import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconMicrophone, IconPencilPlus, IconPhone } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Named } from '../../frame/face.tsx';
import { Allowed } from '../../frame/may.tsx';
import { usePhone } from '../../frame/phone/phone-context.tsx';
import { Empty } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { type Column, RecordList } from '../../patterns/list/record-list.tsx';
import { texts } from '../../texts.ts';
import { useNames } from '../deals/use-names.ts';
import { LogCall } from './log-call.tsx';
import { type Call, type CallSearch, callsQuery, SHOWS } from './queries.ts';
import { CallState, clock, isMissed, whoIs } from './words.tsx';

const t = texts.calls;
const route = getRouteApi('/signed-in/calls');

/** Every call, newest first; live ones stand at the top and move by themselves. */
export function Calls() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const nameOf = useNames();
  const phone = usePhone();
  const go = (change: Partial<CallSearch>) => void navigate({ to: '/calls', search: { ...search, ...change }, replace: true });
  const query = useInfiniteQuery(callsQuery(search));
  const [isLogging, logging] = useDisclosure(false);
  const callBack = (call: Call) =>
    call.number && isMissed(call) ? (
      <Button
        size="compact-xs"
        variant="light"
        leftSection={<IconPhone size={13} />}
        onClick={(event) => {
          event.stopPropagation();
          phone.dial({ to: call.number ?? '', ...(call.contactId ? { contactId: call.contactId } : {}) });
        }}
      >
        {t.callBack}
      </Button>
    ) : null;
  const columns: readonly Column<Call>[] = [
    {
      key: 'who',
      title: t.who,
      width: 'minmax(200px, 2fr)',
      render: (call) => (
        <Text size="sm" truncate>
          <bdi>{whoIs(call)}</bdi>
        </Text>
      ),
    },
    { key: 'what', title: t.what, width: 'minmax(190px, 1.6fr)', render: (call) => <CallState call={call} /> },
    {
      key: 'number',
      title: t.number,
      width: '160px',
      render: (call) =>
        call.contactName ? (
          <Text size="sm" c="dimmed">
            {call.shownNumber}
          </Text>
        ) : null,
    },
    {
      key: 'length',
      title: t.length,
      width: '90px',
      align: 'right',
      render: (call) => (
        <Group gap={4} wrap="nowrap" justify="flex-end">
          {call.recordingIds.length > 0 && <IconMicrophone size={13} aria-label={t.recordings} />}
          {call.talkSeconds ? clock(call.talkSeconds) : ''}
        </Group>
      ),
    },
    { key: 'by', title: t.by, width: 'minmax(140px, 1fr)', render: (call) => (call.userId ? <Named name={nameOf(call.userId)} /> : null) },
    { key: 'back', title: t.callBack, width: '120px', render: callBack },
    { key: 'when', title: t.when, width: '120px', render: (call) => <When at={call.requestedAt} /> },
  ];
  return (
    <>
      <RecordList
        name="calls"
        title={t.title}
        actions={
          <Allowed to="voip:write">
            <Button size="xs" variant="default" leftSection={<IconPencilPlus size={14} />} onClick={logging.open}>
              {t.log}
            </Button>
          </Allowed>
        }
        filter={
          <SegmentedControl
            size="xs"
            aria-label={t.title}
            value={search.show}
            onChange={(show) => go({ show: show as CallSearch['show'] })}
            data={SHOWS.map((value) => ({ value, label: t.shows[value] ?? value }))}
          />
        }
        query={query}
        columns={columns}
        sort=""
        onSort={() => undefined}
        search={search.q}
        onSearch={(q) => go({ q })}
        isFiltered={search.q !== '' || search.show !== 'all'}
        onClearFilter={() => go({ q: '', show: 'all' })}
        onOpen={(call) => void navigate({ to: '/calls/$id', params: { id: call.id } })}
        rowLabel={whoIs}
        narrow={(call) => (
          <Stack gap={0}>
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm" fw={500} truncate>
                <bdi>{whoIs(call)}</bdi>
              </Text>
              <When at={call.requestedAt} />
            </Group>
            <Group justify="space-between" wrap="nowrap">
              <CallState call={call} />
              <Text size="sm">{call.talkSeconds ? clock(call.talkSeconds) : ''}</Text>
            </Group>
          </Stack>
        )}
        empty={
          <Empty
            action={
              <Button component={Link} to="/connections" variant="light">
                {t.openConnections}
              </Button>
            }
          >
            {t.empty}
          </Empty>
        }
      />
      <LogCall isOpen={isLogging} onClose={logging.close} />
    </>
  );
}
