import { ActionIcon, Badge, Button, Group, NumberInput, Text, VisuallyHidden } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { Section, useChange } from '../settings/pieces.tsx';
import classes from './outreach.module.css';
import { type Transport, transportsQuery } from './queries.ts';

const t = texts.sending;
type Direction = 'up' | 'down';

/** Who stands in for whom: each row is moved by its own two buttons, and stays under the finger while it moves. */
export function Ways({ perMinute }: { perMinute: Record<string, number> }) {
  const transports = useQuery(transportsQuery);
  return (
    <Section title={t.ways} lead={t.waysLead}>
      <Loaded
        query={transports}
        isEmpty={({ data }) => data.length === 0}
        empty={
          <Empty
            action={
              <Button size="xs" component={Link} to="/connections">
                {t.connect}
              </Button>
            }
          >
            {t.noWays}
          </Empty>
        }
      >
        {({ data }) => <Order transports={data} perMinute={perMinute} />}
      </Loaded>
    </Section>
  );
}

function Order({ transports, perMinute }: { transports: Transport[]; perMinute: Record<string, number> }) {
  const mayChange = useMay()('email:manage');
  const queries = useQueryClient();
  const [said, setSaid] = useState('');
  const moved = useRef<{ id: string; direction: Direction }>(undefined);
  const list = useRef<HTMLOListElement>(null);
  /** What was asked for and is on its way: it stands there at once, and is not undone by an answer to what was asked before. */
  const [wanted, setWanted] = useState<string[]>();
  const latest = useRef<string[]>(undefined);
  const byId = new Map(transports.map((each) => [each.connectionId, each]));
  const kept = transports.flatMap(({ connectionId, position }) => (position === null ? [] : [connectionId]));
  const inOrder = (wanted ?? kept).flatMap((id) => byId.get(id) ?? []);
  const ids = inOrder.map(({ connectionId }) => connectionId);
  const others = transports.filter(({ connectionId }) => !ids.includes(connectionId));

  const save = useMutation({
    // One after the other, in the order of the clicks.
    scope: { id: 'transport-order' },
    mutationFn: (transportOrder: string[]) => ask(hub.PUT('/api/v1/email/outreach-settings', { body: { transportOrder } })),
    onSettled: async (_answer, _error, order) => {
      if (latest.current !== order) return;
      await queries.invalidateQueries({ queryKey: transportsQuery.queryKey });
      if (latest.current === order) setWanted(undefined);
    },
  });
  const set = (order: string[]) => {
    latest.current = order;
    setWanted(order);
    save.mutate(order);
  };
  const move = (id: string, direction: Direction) => {
    const at = ids.indexOf(id);
    const to = direction === 'up' ? at - 1 : at + 1;
    if (at < 0 || to < 0 || to >= ids.length) return;
    const order = ids.filter((each) => each !== id);
    order.splice(to, 0, id);
    moved.current = { id, direction };
    setSaid(t.movedTo(inOrder[at]?.label ?? '', to + 1, ids.length));
    set(order);
  };
  // The browser drops the focus of what is put elsewhere on the page; it is put there only when the order is another one.
  const placed = ids.join(' ');
  useLayoutEffect(() => {
    const { id, direction } = moved.current ?? {};
    if (!id || !direction || !placed.includes(id)) return;
    moved.current = undefined;
    const button = (which: Direction) => list.current?.querySelector<HTMLButtonElement>(`[data-way="${id}"][data-move="${which}"]:not(:disabled)`);
    (button(direction) ?? button(direction === 'up' ? 'down' : 'up'))?.focus();
  }, [placed]);

  return (
    <>
      {save.error && <Failure error={save.error} />}
      {inOrder.length > 0 ? (
        <ol className="panel" aria-label={t.ways} ref={list}>
          {inOrder.map((transport, at) => (
            <Way key={transport.connectionId} transport={transport} perMinute={perMinute} place={at + 1}>
              {mayChange && (
                <Group gap={4} wrap="nowrap">
                  {(['up', 'down'] as const).map((direction) => (
                    <ActionIcon
                      key={direction}
                      variant="subtle"
                      color="gray"
                      size="lg"
                      aria-label={t.move[direction](transport.label)}
                      data-way={transport.connectionId}
                      data-move={direction}
                      disabled={direction === 'up' ? at === 0 : at === inOrder.length - 1}
                      onClick={() => move(transport.connectionId, direction)}
                    >
                      {direction === 'up' ? <IconArrowUp size={16} /> : <IconArrowDown size={16} />}
                    </ActionIcon>
                  ))}
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    aria-label={t.takeOutOf(transport.label)}
                    onClick={() => set(ids.filter((id) => id !== transport.connectionId))}
                  >
                    {t.takeOut}
                  </Button>
                </Group>
              )}
            </Way>
          ))}
        </ol>
      ) : (
        <Empty>{t.noOrder}</Empty>
      )}
      {others.length > 0 && (
        <ul className="panel" aria-label={t.others}>
          {others.map((transport) => (
            <Way key={transport.connectionId} transport={transport} perMinute={perMinute}>
              {mayChange && (
                <Button size="compact-sm" variant="light" aria-label={t.addOf(transport.label)} onClick={() => set([...ids, transport.connectionId])}>
                  {t.add}
                </Button>
              )}
            </Way>
          ))}
        </ul>
      )}
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </>
  );
}

function Way({
  transport: { connectionId, label, address, provider, isReady, reason, lastMinute },
  perMinute,
  place,
  children,
}: {
  transport: Transport;
  perMinute: Record<string, number>;
  place?: number;
  children: ReactNode;
}) {
  const mayChange = useMay()('email:manage');
  const limit = useChange(
    (most: number | undefined) => {
      const { [connectionId]: _before, ...others } = perMinute;
      return ask(
        hub.PUT('/api/v1/email/outreach-settings', { body: { transportPerMinute: most === undefined ? others : { ...others, [connectionId]: most } } }),
      );
    },
    ['transports', 'outreach-settings'],
    { done: t.saved },
  );
  const [most, setMost] = useState<number | string>(perMinute[connectionId] ?? '');
  const keep = () => {
    const wanted = most === '' ? undefined : Number(most);
    if (wanted !== perMinute[connectionId]) limit.mutate(wanted);
  };
  return (
    <li className={`row ${classes.way}`}>
      {place !== undefined && (
        <Text size="sm" c="dimmed" ta="right" w={20} aria-hidden="true">
          {place}
        </Text>
      )}
      <div className={classes.grow}>
        <Group gap={8}>
          <Text size="sm" fw={500} className="wrap-anywhere">
            <bdi>{label}</bdi>
          </Text>
          {!isReady && (
            <Badge variant="light" color="red" size="sm">
              {t.shut}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" className="wrap-anywhere">
          {[
            t.provider[provider] ?? provider,
            ...(address && address !== label ? [address] : []),
            ...(reason ? [reason] : []),
            ...(lastMinute ? [t.lastMinute(lastMinute)] : []),
          ].join(' · ')}
        </Text>
        {limit.error && <Failure error={limit.error} />}
      </div>
      <NumberInput
        size="xs"
        w={120}
        min={1}
        max={1_000_000}
        hideControls
        placeholder={t.noLimit}
        aria-label={t.perMinuteOf(label)}
        rightSection={
          <Text size="xs" c="dimmed" pr={8}>
            {t.perMinute}
          </Text>
        }
        rightSectionWidth={44}
        readOnly={!mayChange}
        value={most}
        onChange={setMost}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
      {children}
    </li>
  );
}
