import { Button, Group, Text } from '@mantine/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { ChannelIcon, type ChannelName } from '../../frame/channel.tsx';
import { useMay } from '../../frame/may.tsx';
import { usePhone } from '../../frame/phone/phone-context.tsx';
import { Failure } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { callsQuery, leadsQuery, repliesQuery } from './queries.ts';

const t = texts.home;

/** Who waits for an answer, who called in vain, whom nobody has taken yet: each with its act beside it. Nothing where there is none. */
export function People({ isQuiet }: { isQuiet: (isQuiet: boolean) => void }) {
  const may = useMay();
  const phone = usePhone();
  const replies = useQuery({ ...repliesQuery, enabled: may('email:read') });
  const calls = useQuery({ ...callsQuery, enabled: may('voip:read') });
  const leads = useQuery({ ...leadsQuery, enabled: may('linkedin:read') });
  const count = (replies.data?.length ?? 0) + (calls.data?.length ?? 0) + (leads.data?.length ?? 0);
  useEffect(() => isQuiet(count === 0), [isQuiet, count]);
  return (
    <>
      <Waiting title={t.leads} query={leads}>
        {(lead) => (
          <Line
            key={lead.id}
            channel="linkedin"
            name={lead.title}
            about={lead.formName}
            since={lead.submittedAt}
            act={
              <Button size="compact-xs" variant="light" component={Link} to={lead.contactId ? `/contacts/${lead.contactId}` : '/leads'}>
                {t.take}
              </Button>
            }
          />
        )}
      </Waiting>
      <Waiting title={t.replies} query={replies}>
        {({ id, from, subject, lastAt }) => (
          <Line
            key={id}
            channel="email"
            name={from?.name ?? from?.address ?? ''}
            about={subject ?? ''}
            since={lastAt}
            act={
              <Button size="compact-xs" variant="light" component={Link} to="/inbox" search={{ status: 'open', thread: id } as never}>
                {t.reply}
              </Button>
            }
          />
        )}
      </Waiting>
      <Waiting title={t.calls} query={calls}>
        {({ id, number, contactId, contactName, callerName, requestedAt }) => (
          <Line
            key={id}
            channel="call"
            name={contactName ?? callerName ?? number ?? t.withheld}
            about={contactName || callerName ? (number ?? '') : ''}
            since={requestedAt}
            act={
              number &&
              may('voip:send') && (
                <Button
                  size="compact-xs"
                  variant="light"
                  loading={phone.isDialling}
                  onClick={() => phone.dial({ to: number, ...(contactId ? { contactId } : {}) })}
                >
                  {t.callBack}
                </Button>
              )
            }
          />
        )}
      </Waiting>
    </>
  );
}

function Waiting<T>({ title, query, children }: { title: string; query: UseQueryResult<T[], Error>; children: (one: T) => ReactNode }) {
  if (query.error) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data || query.data.length === 0) return null;
  return (
    <section aria-label={title}>
      <Text size="xs" c="dimmed" mb={4}>
        {title}
      </Text>
      <div className="panel">{query.data.map(children)}</div>
    </section>
  );
}

function Line({ channel, name, about, since, act }: { channel: ChannelName; name: string; about: string; since: string; act: ReactNode }) {
  return (
    <Group className="row" p="xs" px="sm" gap="sm" wrap="nowrap">
      <ChannelIcon channel={channel} size={22} />
      <div style={{ minWidth: 0, flex: 1 }}>
        <Text size="sm" fw={500} truncate>
          <bdi>{name}</bdi>
        </Text>
        <Text size="xs" c="dimmed" truncate>
          <Age since={since} />
          {about && (
            <>
              {' · '}
              <bdi>{about}</bdi>
            </>
          )}
        </Text>
      </div>
      {act}
    </Group>
  );
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A clock that runs: by the second while it is young, as long as speed still counts. */
function Age({ since }: { since: string }) {
  const [now, setNow] = useState(() => Date.now());
  const age = Math.max(0, now - new Date(since).getTime());
  const step = age < HOUR_MS ? SECOND_MS : MINUTE_MS;
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), step);
    return () => clearInterval(timer);
  }, [step]);
  return (
    <time dateTime={since} title={new Date(since).toLocaleString()}>
      {t.waits(age)}
    </time>
  );
}
