import { Anchor, Badge, Button, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { Empty, Failure, Waiting } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import classes from './network.module.css';
import { invitationsQuery } from './queries.ts';

const t = texts.network;
const COLORS: Record<string, string> = { accepted: 'green', open: 'amber', not_in_latest: 'gray' };
interface Group {
  direction: string;
  state: string;
  withNote: boolean;
  n: number;
}

/** What became of invitations: the ones sent as a funnel, then each of them. */
export function Invitations() {
  const query = useInfiniteQuery(invitationsQuery);
  if (!query.data) return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />;
  const all = query.data.pages.flatMap(({ data }) => data);
  if (all.length === 0) return <Empty>{t.noInvitations}</Empty>;
  return (
    <Stack gap="md">
      <Funnel groups={query.data.pages[0]?.funnel ?? []} />
      <div className="panel">
        {all.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </div>
      {query.hasNextPage && (
        <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} style={{ alignSelf: 'flex-start' }}>
          {texts.leads.more}
        </Button>
      )}
    </Stack>
  );
}

function Funnel({ groups }: { groups: readonly Group[] }) {
  const outgoing = groups.filter(({ direction }) => direction === 'outgoing');
  const count = (picked: readonly Group[]) => picked.reduce((sum, { n }) => sum + n, 0);
  const sent = count(outgoing);
  if (sent === 0) return null;
  const noted = (withNote: boolean) => {
    const those = outgoing.filter((each) => each.withNote === withNote);
    const whole = count(those);
    const word = withNote ? t.withNote : t.withoutNote;
    return whole === 0 ? '' : `${word} ${t.share(count(those.filter(({ state }) => state === 'accepted')), whole)}`;
  };
  return (
    <section aria-label={t.funnel}>
      <Stack gap="xs">
        <div>
          <Text fw={600}>{t.funnel}</Text>
          <Text size="xs" c="dimmed">
            {t.funnelLead}
          </Text>
        </div>
        <div className={classes.funnel}>
          <Step count={sent} label={t.sent} />
          {(['accepted', 'open', 'not_in_latest'] as const).map((state) => {
            const own = count(outgoing.filter((each) => each.state === state));
            const more = state === 'accepted' ? [noted(true), noted(false)].filter(Boolean).join(', ') : '';
            return <Step key={state} count={own} label={`${t.invitation[state]} · ${t.share(own, sent)}`} more={more} />;
          })}
        </div>
      </Stack>
    </section>
  );
}

const Step = ({ count, label, more }: { count: number; label: string; more?: string }) => (
  <div className={classes.step}>
    <div className={classes.big}>{count.toLocaleString()}</div>
    <Text size="xs" c="dimmed">
      {label}
    </Text>
    {more && (
      <Text size="xs" c="dimmed">
        {more}
      </Text>
    )}
  </div>
);

function Row({ one }: { one: Schemas['LinkedInInvitation'] }) {
  return (
    <div className={`row ${classes.line}`}>
      <div className={classes.grow}>
        <Text size="sm" fw={500}>
          <bdi>{one.name}</bdi>
        </Text>
        <Text size="xs" c="dimmed" truncate>
          <bdi>{[t.direction[one.direction], one.message].filter(Boolean).join(' · ')}</bdi>
        </Text>
      </div>
      {one.url && one.direction === 'outgoing' && one.state === 'open' && (
        <Anchor href={one.url} target="_blank" rel="noreferrer" size="xs">
          {t.withdraw}
        </Anchor>
      )}
      <Badge variant="light" color={COLORS[one.state] ?? 'gray'}>
        {t.invitation[one.state]}
      </Badge>
      <When at={one.sentAt} />
    </div>
  );
}
