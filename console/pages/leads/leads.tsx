import { Badge, Button, Group, Stack, Tabs, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ask, hub } from '../../api.ts';
import { ChannelIcon } from '../../frame/channel.tsx';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Failure, Waiting } from '../../frame/states.tsx';
import { TabRow } from '../../frame/tab-row.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import { LeadFiles } from './files.tsx';
import { Forms } from './forms.tsx';
import classes from './leads.module.css';
import { type Lead, leadsQuery, ledgerQuery } from './queries.ts';

const t = texts.leads;
const route = getRouteApi('/signed-in/leads');
const TABS = ['leads', 'forms', 'files'] as const;
const COLORS: Record<Lead['state'], string> = { open: 'amber', touched: 'green', test: 'gray', unreachable: 'gray', deleted: 'gray' };

export function Leads() {
  const { tab } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Stack gap="md" maw={1040}>
      <Stack gap={4}>
        <Title order={1}>{t.title}</Title>
        <Text size="sm" c="dimmed">
          {t.lead}
        </Text>
      </Stack>
      <Tabs
        value={tab}
        onChange={(next) => void navigate({ to: '/leads', search: { tab: TABS.find((each) => each === next) ?? 'leads' } })}
        keepMounted={false}
      >
        <TabRow chosen={tab} tabs={TABS.map((each) => [each, t.tabs[each] ?? each])} />
        <Tabs.Panel value="leads">
          <Stack gap="md">
            <Ledger />
            <List />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="forms">
          <Forms />
        </Tabs.Panel>
        <Tabs.Panel value="files">
          <LeadFiles />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

/** What LinkedIn says there is, and what is here. */
function Ledger() {
  const query = useQuery(ledgerQuery);
  const queries = useQueryClient();
  const pull = useMutation({
    mutationFn: () => ask(hub.POST('/api/v1/linkedin/leads/pull', { body: {} })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['linkedin'] }),
  });
  const { data } = query;
  if (!data || data.owners.length === 0) return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : null;
  const isWhole = data.missing.length === 0;
  return (
    <Group className={`panel ${classes.ledger}`} justify="space-between" wrap="nowrap">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        {isWhole ? <IconCircleCheck size={20} aria-hidden className={classes.whole} /> : <IconAlertTriangle size={20} aria-hidden className={classes.gap} />}
        <div>
          <Text fw={600}>{t.ledger(data.remote, data.held)}</Text>
          <Text size="sm" c="dimmed">
            {isWhole ? t.complete : t.missing(data.missing.length)} {t.ledgerNote}
          </Text>
          {data.owners.map(
            ({ urn, problem }) =>
              problem && (
                <Text key={urn} size="sm">
                  {problem}
                </Text>
              ),
          )}
          {pull.data && <Text size="sm">{t.pulled(pull.data.kept)}</Text>}
          {pull.error && <Failure error={pull.error} />}
        </div>
      </Group>
      {!isWhole && (
        <Allowed to="linkedin:write">
          <Button size="xs" onClick={() => pull.mutate()} loading={pull.isPending} style={{ flex: 'none' }}>
            {t.pull}
          </Button>
        </Allowed>
      )}
    </Group>
  );
}

function List() {
  const query = useInfiniteQuery(leadsQuery);
  if (!query.data) return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Waiting />;
  const all = query.data.pages.flatMap(({ data }) => data);
  if (all.length === 0) return <Empty>{t.empty}</Empty>;
  return (
    <Stack gap="sm">
      <div className="panel">
        {all.map((lead) => (
          <Row key={lead.id} lead={lead} />
        ))}
      </div>
      {query.hasNextPage && (
        <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} style={{ alignSelf: 'flex-start' }}>
          {t.more}
        </Button>
      )}
    </Stack>
  );
}

export function span(seconds: number): string {
  const words = (value: number, unit: Intl.NumberFormatOptions['unit']) =>
    new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }).format(value);
  if (seconds < 90) return words(seconds, 'second');
  if (seconds < 5_400) return words(seconds / 60, 'minute');
  return seconds < 172_800 ? words(seconds / 3_600, 'hour') : words(seconds / 86_400, 'day');
}

function Row({ lead }: { lead: Lead }) {
  const [isOpen, setOpen] = useState(false);
  const waited = (Date.now() - new Date(lead.submittedAt).getTime()) / 1000;
  return (
    <div className="row">
      <button type="button" className={classes.lead} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <ChannelIcon channel="linkedin" />
        <div className={classes.who}>
          <Text size="sm" fw={500} truncate>
            <bdi>{lead.title}</bdi>
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {lead.formName} · {t.from[lead.receivedBy]}
            {lead.campaign ? ` · ${lead.campaign}` : ''}
          </Text>
        </div>
        <Text size="xs" c="dimmed" className={classes.clock}>
          {lead.secondsToFirstTouch !== null ? t.touched(span(lead.secondsToFirstTouch)) : lead.state === 'open' ? t.waiting(span(waited)) : ''}
        </Text>
        <Badge variant="light" color={COLORS[lead.state]} className={classes.state}>
          {t.states[lead.state]}
        </Badge>
        <When at={lead.submittedAt} />
      </button>
      {isOpen && <Details lead={lead} />}
    </div>
  );
}

function Details({ lead }: { lead: Lead }) {
  return (
    <Stack gap="sm" className={classes.details}>
      <dl className={classes.answers}>
        {lead.answers.map(({ label, value }) => (
          <div key={label} className={classes.answer}>
            <dt>{label}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      {lead.consents.map(({ text, accepted }) => (
        <Text key={text} size="xs" c="dimmed">
          {t.consent(text, accepted)}
        </Text>
      ))}
      <Group gap="sm">
        {lead.contactId && (
          <Button size="xs" variant="light" component={Link} to={`/contacts/${lead.contactId}`}>
            {t.openContact}
          </Button>
        )}
        {lead.dealId && (
          <Button size="xs" variant="light" component={Link} to={`/deals/${lead.dealId}`}>
            {t.openDeal}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
